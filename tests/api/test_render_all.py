"""``render all``: every form of every case, one bad case never stopping the run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from api.cli import main
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
