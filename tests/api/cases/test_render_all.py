"""``render all``: every form of every case, one bad case never stopping the run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from api.cli.main import main
from tests.changing import drop, put
from tests.reading import sample


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def write(path: Path, case: dict[str, Any]) -> str:
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_each_form_is_a_file_in_the_cases_folder(tmp_path: Path) -> None:
    case = sample("closure_review")
    case["forms"]["consent"] = sample("consent")["forms"]["consent"]
    out = tmp_path / "out"
    result = run("render", "all", write(tmp_path / "a.json", case), "-o", str(out), "--format", "pdf,docx")
    assert result.exit_code == 0
    assert sorted(str(path.relative_to(out)) for path in out.rglob("*.*")) == [
        "2025-0001/closure_review.docx",
        "2025-0001/closure_review.pdf",
        "2025-0001/consent.docx",
        "2025-0001/consent.pdf",
    ]


def test_bad_cases_are_left_out_with_their_reason(tmp_path: Path) -> None:
    good = write(tmp_path / "a.json", sample("closure_review"))
    twice = write(tmp_path / "b.json", sample("closure_review"))
    bad = write(
        tmp_path / "c.json",
        drop(put(sample("closure_review"), "case_no", "2025-0003"), "forms/closure_review/result"),
    )
    (tmp_path / "d.json").write_text("{", encoding="utf-8")
    result = run("render", "all", good, twice, bad, str(tmp_path / "d.json"), "-o", str(tmp_path / "out"))
    assert result.exit_code == 1
    for reason in ("duplicate_case", "errors", "unreadable"):
        assert f"({reason})" in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["2025-0001"]


def test_a_form_with_an_error_is_left_out_of_its_case_and_named(tmp_path: Path) -> None:
    case = sample("closure_review")
    case["forms"]["consent"] = {**sample("consent")["forms"]["consent"][0], "xyz123": 1}
    case["forms"]["usage_prof"] = {}
    file = write(tmp_path / "a.json", case)
    result = run("render", "all", file, "-o", str(tmp_path / "out"), "--format", "docx")
    assert result.exit_code == 1
    assert "개인정보 수집·이용, 제공 동의서를 만들지 않음: 오류 있음(errors)" in result.stderr
    assert "xyz123" in result.stderr
    assert "usage_prof을(를) 만들지 않음: 오류 있음(errors)" in result.stderr
    assert "'usage_proof'(사용용도 증빙서류 점검표)" in result.stderr
    written = [path.name for path in (tmp_path / "out" / "2025-0001").iterdir()]
    assert written == ["closure_review.docx"]


def test_a_draft_is_made_of_a_form_that_can_be_read(tmp_path: Path) -> None:
    case = sample("closure_review")
    # An error of a rule (STATE-16) in one form, one of shape in another.
    case = put(case, "forms/closure_review/opinion", "단기목표 달성")
    case["forms"]["consent"] = {"xyz123": 1}
    file = write(tmp_path / "a.json", case)
    arguments = ("render", "all", file, "-o", str(tmp_path / "out"), "--format", "docx")
    assert run(*arguments).exit_code == 1
    assert not (tmp_path / "out").exists()
    result = run(*arguments, "--draft")
    assert result.exit_code == 1
    assert [path.name for path in (tmp_path / "out" / "2025-0001").iterdir()] == ["closure_review.docx"]


def test_the_right_one_of_two_files_with_one_number_is_printed(tmp_path: Path) -> None:
    wrong = write(tmp_path / "a.json", drop(sample("closure_review"), "forms/closure_review/result"))
    right = write(tmp_path / "b.json", sample("closure_review"))
    result = run("render", "all", wrong, right, "-o", str(tmp_path / "out"), "--format", "docx")
    assert result.exit_code == 1
    assert (tmp_path / "out" / "2025-0001" / "closure_review.docx").exists()


def test_one_form_is_rendered_whatever_is_wrong_with_another(tmp_path: Path) -> None:
    case = sample("closure_review")
    case["forms"]["consent"] = {"xyz123": 1}
    case["forms"]["nosuchform"] = {}
    file = write(tmp_path / "a.json", case)
    made = run("render", "closure_review", file, "-o", str(tmp_path / "a.docx"))
    assert (made.exit_code, made.output) == (0, "")
    refused = run("render", "consent", file, "-o", str(tmp_path / "b.docx"))
    assert refused.exit_code == 1
    assert "xyz123" in refused.stderr
    assert "nosuchform" not in refused.stderr
    nameless = run(
        "render", "closure_review", file, "-o", str(tmp_path / "c.docx"), "--privacy", "deidentified"
    )
    assert nameless.exit_code == 1
    assert sorted(path.name for path in tmp_path.glob("*.docx")) == ["a.docx"]


def test_what_stands_once_refuses_every_form_and_is_told_once(tmp_path: Path) -> None:
    case = put(sample("case_full"), "client/phone", "전화 없음")
    result = run("render", "all", write(tmp_path / "a.json", case), "-o", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert result.stderr.count("만들지 않음") == 1
    assert not (tmp_path / "out").exists()
