"""``seosik template``: export, check, install, list, remove, and what render makes of it."""

from __future__ import annotations

import hashlib
import json
import re
import stat
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from docx.document import Document as Opened
from docx.shared import Mm
from PIL import Image
from pypdf import PdfReader

from api.agency.store import TemplateStore
from api.cli.main import main
from tests.changing import put
from tests.reading import docx_text, sample
from tests.word_editing import edited, exported, members, small

FORM = "closure_review"


def picture() -> BytesIO:
    target = BytesIO()
    Image.new("RGB", (60, 30), (20, 90, 160)).save(target, "PNG")
    target.seek(0)
    return target


def _number(packet: bytes) -> str:
    """The packet's number as its cover prints it."""
    found = re.search(r"[0-9a-f]{16}", docx_text(packet))
    assert found is not None
    return found[0]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(tmp_path / "data")


def agency() -> str:
    name: str = sample(FORM)["agency"]["name"]
    return name


def template_file(folder: Path, line: str, name: str = "own.docx") -> Path:
    """The exported template with a line of its own at the end."""

    def add(document: Opened) -> None:
        document.add_paragraph(line)

    path = folder / name
    path.write_bytes(edited(exported(FORM), add))
    return path


def case_file(folder: Path, agency_name: str | None = None) -> str:
    case = sample(FORM)
    if agency_name is not None:
        case = put(case, "agency/name", agency_name)
    path = folder / "case.json"
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    return str(path)


def rendered(folder: Path, data: str, *more: str, case: str | None = None, name: str = "out.docx") -> bytes:
    target = folder / name
    answer = run("render", FORM, case or case_file(folder), "-o", str(target), "--data", data, *more)
    assert answer.exit_code == 0, answer.output
    return target.read_bytes()


def test_export_check_install_and_render_go_together(tmp_path: Path, data: str) -> None:
    file = tmp_path / "own.docx"
    assert run("template", "export", FORM, "-o", str(file)).exit_code == 0
    answer = run("template", "check", str(file), FORM)
    assert (answer.exit_code, answer.stdout) == (0, "own.docx: 이상 없음\n")
    official = rendered(tmp_path, data)
    assert "docProps/custom.xml" not in members(official)
    answer = run("template", "install", str(file), FORM, "--agency", agency(), "--data", data)
    assert answer.exit_code == 0
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    assert sha256 in answer.stdout
    made = rendered(tmp_path, data)
    assert sha256 in members(made)["docProps/custom.xml"].decode()
    assert docx_text(made) == docx_text(official)


def test_only_the_agency_that_the_case_names_gets_its_template(tmp_path: Path, data: str) -> None:
    file = template_file(tmp_path, "한빛구 서식")
    run("template", "install", str(file), FORM, "--agency", "한빛구청", "--data", data)
    for name, own in (
        ("한빛구청", True),
        (" 한빛 구청", True),
        ("달빛구청", False),
        ("한빛구청 행복동", False),
    ):
        made = rendered(tmp_path, data, case=case_file(tmp_path, name))
        assert docx_text(made).endswith("한빛구서식") is own, name


def test_another_form_of_the_agency_stays_official(tmp_path: Path, data: str) -> None:
    file = template_file(tmp_path, "한빛구 서식")
    run("template", "install", str(file), FORM, "--agency", agency(), "--data", data)
    case = tmp_path / "full.json"
    full = put(sample("case_full"), "agency/name", agency())
    case.write_text(json.dumps(full, ensure_ascii=False), encoding="utf-8")
    out = tmp_path / "out"
    answer = run("render", "all", str(case), "-o", str(out), "--format", "docx", "--data", data)
    assert answer.exit_code == 0, answer.output
    own = {path.stem for path in out.rglob("*.docx") if "docProps/custom.xml" in members(path.read_bytes())}
    assert len(list(out.rglob("*.docx"))) > 1
    assert own == {FORM}


def test_the_last_version_serves_the_earlier_ones_are_kept_and_can_serve_again(
    tmp_path: Path, data: str
) -> None:
    first, second = (template_file(tmp_path, line, f"{line}.docx") for line in ("첫째판", "둘째판"))
    for file in (first, second):
        assert (
            run("template", "install", str(file), FORM, "--agency", agency(), "--data", data).exit_code == 0
        )
    assert docx_text(rendered(tmp_path, data)).endswith("둘째판")
    listed = json.loads(run("template", "list", "--json", "--data", data).stdout)["templates"]
    hashes = [hashlib.sha256(file.read_bytes()).hexdigest() for file in (first, second)]
    assert [(entry["sha256"], entry["in_use"]) for entry in listed] == [(hashes[0], False), (hashes[1], True)]

    remove = ("template", "remove", FORM, "--agency", agency(), "--data", data)
    assert run(*remove, "--version", hashes[1][:12]).exit_code == 0
    assert docx_text(rendered(tmp_path, data)).endswith("첫째판")
    assert run(*remove).exit_code == 0
    assert not docx_text(rendered(tmp_path, data)).endswith("판")
    kept = sorted(path.stem for path in (Path(data) / "templates" / "files").iterdir())
    assert kept == sorted(hashes)
    assert run(*remove).exit_code == 2
    assert "쓰지 않음" in run("template", "list", "--data", data).stdout


def test_installing_twice_changes_nothing(tmp_path: Path, data: str) -> None:
    file = template_file(tmp_path, "한 번")
    for _ in range(2):
        run("template", "install", str(file), FORM, "--agency", agency(), "--data", data)
    assert len(TemplateStore(Path(data)).installations()) == 1


def test_what_is_kept_is_its_owners_alone(tmp_path: Path, data: str) -> None:
    run("template", "install", str(template_file(tmp_path, "가")), FORM, "--agency", agency(), "--data", data)
    for path in (Path(data), *Path(data).rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        # The lock holds nothing, and stands in a folder that nobody else can enter.
        assert mode & 0o077 == 0 or path.name == ".lock", path


def test_a_template_with_errors_is_not_installed_and_the_findings_name_the_place(
    tmp_path: Path, data: str
) -> None:
    file = template_file(tmp_path, "{{ client_nam }}")
    answer = run("template", "install", str(file), FORM, "--agency", agency(), "--data", data)
    assert answer.exit_code == 1
    assert "'client_name'을(를) 뜻했습니까?" in answer.stderr
    assert TemplateStore(Path(data)).installations() == []
    answer = run("template", "check", str(file), FORM, "--json")
    assert answer.exit_code == 1
    entry = json.loads(answer.stdout)["files"][0]
    assert (entry["ok"], entry["form"]) == (False, FORM)
    assert [finding["rule"] for finding in entry["findings"]] == ["WORD-FIELD"]
    assert entry["findings"][0]["label"].endswith("번째 문단")


def test_warnings_do_not_keep_a_template_out(tmp_path: Path, data: str) -> None:
    def change(document: Opened) -> None:
        document.paragraphs[0].runs[0].text = "우리 시의 종결 서식"

    file = tmp_path / "own.docx"
    file.write_bytes(edited(exported(FORM), change))
    answer = run("template", "install", str(file), FORM, "--agency", agency(), "--data", data)
    assert answer.exit_code == 0
    assert "WORD-WORDING" in answer.stderr
    assert docx_text(rendered(tmp_path, data)).startswith("우리시의종결서식")


def test_a_file_that_cannot_be_read_is_an_unusable_call(tmp_path: Path, data: str) -> None:
    (tmp_path / "a.docx").write_bytes(b"{{ note }}")
    for call in (("check", str(tmp_path / "a.docx"), FORM), ("check", str(tmp_path / "none.docx"), FORM)):
        assert run("template", *call).exit_code == 2
    assert run("template", "export", "nothing", "-o", str(tmp_path / "b.docx")).exit_code == 2
    assert not (tmp_path / "b.docx").exists()


def test_a_kept_template_that_was_changed_is_not_used(tmp_path: Path, data: str) -> None:
    run("template", "install", str(template_file(tmp_path, "가")), FORM, "--agency", agency(), "--data", data)
    kept = next((Path(data) / "templates" / "files").iterdir())
    kept.write_bytes(small("{{ client_name }} 몰래 바꿈"))
    out = tmp_path / "out.docx"
    answer = run("render", FORM, case_file(tmp_path), "-o", str(out), "--data", data)
    assert answer.exit_code == 3
    assert "바뀌어 있습니다" in answer.stderr
    assert not out.exists()


def test_rendering_makes_no_data_directory(tmp_path: Path) -> None:
    rendered(tmp_path, str(tmp_path / "none"))
    assert not (tmp_path / "none").exists()


def test_the_pdf_is_the_official_form(tmp_path: Path, data: str) -> None:
    before = rendered(tmp_path, data, name="a.pdf")
    run("template", "install", str(template_file(tmp_path, "가")), FORM, "--agency", agency(), "--data", data)
    assert rendered(tmp_path, data, name="a.pdf") == before


def test_without_libreoffice_the_pdf_from_the_template_is_the_official_form_and_it_is_said(
    tmp_path: Path, data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.word.office_pdf.office_program", lambda: None)
    run("template", "install", str(template_file(tmp_path, "가")), FORM, "--agency", agency(), "--data", data)
    target = tmp_path / "a.pdf"
    answer = run("render", FORM, case_file(tmp_path), "-o", str(target), "--data", data, "--pdf-from-docx")
    assert answer.exit_code == 0
    assert "LibreOffice가 없어" in answer.stderr
    assert target.read_bytes() == rendered(tmp_path, data, name="b.pdf")


@pytest.mark.slow
def test_with_libreoffice_the_pdf_is_made_from_the_template_and_again_the_same(
    tmp_path: Path, data: str
) -> None:
    run(
        "template",
        "install",
        str(template_file(tmp_path, "한빛구청장 귀하")),
        FORM,
        "--agency",
        agency(),
        "--data",
        data,
    )
    first = rendered(tmp_path, data, "--pdf-from-docx", name="a.pdf")
    assert rendered(tmp_path, data, "--pdf-from-docx", name="b.pdf") == first
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages)
    assert "한빛구청장" in text


def test_a_docx_packet_holds_the_agencys_form_among_the_official_ones(tmp_path: Path, data: str) -> None:
    def change(document: Opened) -> None:
        document.sections[0].header.paragraphs[0].text = "한빛구 {{ case_no }}"
        document.add_paragraph("한빛구청장 귀하")
        document.paragraphs[0].insert_paragraph_before().add_run().add_picture(picture(), width=Mm(20))

    case = tmp_path / "full.json"
    case.write_text(json.dumps(sample("case_full"), ensure_ascii=False), encoding="utf-8")
    name = sample("case_full")["agency"]["name"]
    out = tmp_path / "packets"
    call = ("packet", "closure", str(case), "-o", f"{out}/", "--format", "docx", "--data", data)
    assert run(*call).exit_code == 0
    made = next(out.glob("*.docx"))
    official = made.read_bytes()
    number = json.loads((out / "manifest.json").read_text())["packets"][0]["packet_id"]

    file = tmp_path / "own.docx"
    file.write_bytes(edited(exported(FORM), change))
    answer = run("template", "install", str(file), FORM, "--agency", name, "--data", data)
    assert answer.exit_code == 0, answer.output
    assert run(*call).exit_code == 0
    own = made.read_bytes()
    assert docx_text(own).replace("한빛구청장귀하", "").replace(_number(own), "") == docx_text(
        official
    ).replace(_number(official), "")
    assert json.loads((out / "manifest.json").read_text())["packets"][0]["packet_id"] != number
    document = Document(BytesIO(own))
    heads = [section.header.paragraphs[0].text for section in document.sections]
    assert [head for head in heads if head] == [f"한빛구 {sample('case_full')['case_no']}"]
    assert any(image.blob == picture().getvalue() for image in document.part.package.image_parts)
    assert len(document.sections) == len(Document(BytesIO(official)).sections)
    # The same template in use gives the same bytes, and is found finished.
    assert "다시 씀 1" in run(*call).stderr
