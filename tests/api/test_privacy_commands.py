"""`--privacy` on the commands: what they print, and what they tell on stderr."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from pypdf import PdfReader

from api.cases.uncertain import uncertain_lines
from api.cli.main import main
from docs.pages.privacy import privacy_page
from forms import all_forms, check_case
from forms.registry import programme_of
from generator.privacy.deidentify import uncertain
from tests.changing import put
from tests.generating import names_persons
from tests.reading import docx_text, sample, squeeze


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def case_file(folder: Path, change: str) -> str:
    case: dict[str, Any] = put(sample("case_full"), "forms/closure_review/change", change)
    path = folder / "case.json"
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_masked_is_the_default(tmp_path: Path) -> None:
    file = case_file(tmp_path, "900101-1234567 남가람")
    run("render", "closure_review", file, "-o", str(tmp_path / "a.docx"))
    run("render", "closure_review", file, "-o", str(tmp_path / "b.docx"), "--privacy", "masked")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    assert "900101-1******남가람" in docx_text((tmp_path / "a.docx").read_bytes())


def test_an_unknown_mode_is_refused(tmp_path: Path) -> None:
    file = case_file(tmp_path, "글")
    assert (
        run("render", "closure_review", file, "-o", str(tmp_path / "a.pdf"), "--privacy", "none").exit_code
        == 2
    )


def test_render_tells_where_to_look_and_never_the_words(tmp_path: Path) -> None:
    file = case_file(tmp_path, "이웃 박서준이 남가람을 자주 들여다봄.")
    result = run(
        "render", "closure_review", file, "-o", str(tmp_path / "a.docx"), "--privacy", "deidentified"
    )
    assert result.exit_code == 0
    text = docx_text((tmp_path / "a.docx").read_bytes())
    assert "이웃박서준이대상자를자주들여다봄." in text
    assert "남가람" not in text
    expected = (
        "  사례관리 종결심사서 > 대상자 변화(성과) (/forms/closure_review/change, 4~6번째 글자): "
        "사례에 없는 사람의 이름일 수 있어 그대로 두었습니다."
    )
    assert expected in result.stderr.splitlines()
    assert "박서준" not in result.stderr
    assert "남가람" not in result.stderr


def test_a_screen_shows_the_words() -> None:
    raw = put(sample("case_full"), "forms/closure_review/change", "이웃 박서준이 들여다봄.")
    lines = uncertain_lines(uncertain(check_case(raw)), show_text=True)
    assert any("‘박서준’" in line for line in lines)


def test_render_all_lists_every_form(tmp_path: Path) -> None:
    file = case_file(tmp_path, "이웃 박서준이 들여다봄.")
    result = run(
        "render",
        "all",
        file,
        "-o",
        str(tmp_path / "out"),
        "--format",
        "docx",
        "--privacy",
        "deidentified",
    )
    assert result.exit_code == 0
    assert "/forms/closure_review/change, 4~6번째 글자" in result.stderr
    made = sorted((tmp_path / "out").rglob("*.docx"))
    assert len(made) == len(sample("case_full")["forms"])
    for path in made:
        text = docx_text(path.read_bytes())
        assert [name for name in ("남가람", "오순례", "주이든", "주봄이", "유하늬") if name in text] == []


@pytest.mark.parametrize("again", [False, True], ids=["made", "found finished"])
def test_a_packet_names_nobody_and_lists_the_same(tmp_path: Path, again: bool) -> None:
    file = case_file(tmp_path, "이웃 박서준이 남가람을 들여다봄.")
    case = json.loads(Path(file).read_text(encoding="utf-8"))
    Image.new("RGB", (40, 40), "white").save(tmp_path / "scan.png")
    case["attachments"] = [{"title": "남가람 진단서", "file": "scan.png"}]
    case["acknowledged"] = [
        {
            "rule": "ICM-ERR-09",
            "path": "/forms/service_plan",
            "reason": "남가람 요청",
            "by": "유하늬",
            "on": "2025-06-02",
        }
    ]
    Path(file).write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    command = ["packet", "closure", file, "-o", str(tmp_path / "out.pdf"), "--separators", "--processes", "1"]
    for _ in range(2 if again else 1):
        result = run(*command, "--privacy", "deidentified")
        assert result.exit_code == 0, result.stderr
    assert "/forms/closure_review/change, 4~6번째 글자" in result.stderr
    assert "박서준" not in result.stderr
    reader = PdfReader(BytesIO((tmp_path / "out.pdf").read_bytes()))
    text = squeeze("".join(page.extract_text() for page in reader.pages))
    outline = "".join(str(item.title) for item in reader.outline if not isinstance(item, list))
    for name in ("남가람", "남○람", "오순례", "주이든", "유하늬", "유○늬", "진단서"):
        assert name not in text + squeeze(outline)
    stored = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out.packets").glob("*.json"))
    assert "박서준" not in stored
    manifest = (tmp_path / "out.manifest.json").read_text(encoding="utf-8")
    assert "남" not in manifest


@pytest.mark.parametrize("privacy", ["full", "masked"])
def test_a_cover_and_a_slip_show_a_short_name(tmp_path: Path, privacy: str) -> None:
    file = case_file(tmp_path, "글")
    command = ["packet", "closure", file, "-o", str(tmp_path / "out.pdf"), "--separators", "--processes", "1"]
    assert run(*command, "--privacy", privacy).exit_code == 0
    pages = PdfReader(BytesIO((tmp_path / "out.pdf").read_bytes())).pages
    slip, cover = (squeeze(pages[n].extract_text()) for n in (0, 1))
    assert "남○람" in slip
    assert "남가람" not in slip + cover
    assert "남○람" in cover


def test_the_page_says_for_each_form_what_it_shows() -> None:
    rows = {
        row.split("|")[1].strip(): row.split("|")[2:5] for row in privacy_page().splitlines() if "|" in row
    }
    for form in all_forms():
        full, masked, deidentified = rows[f"{form.title} ({form.number or programme_of(form.id).title})"]
        assert ("900101-1******" in masked) is not form.leaves_the_agency
        assert ("[주민등록번호]" in full) is form.leaves_the_agency
        assert ("이름: 역할" in deidentified) is names_persons(form.model)
