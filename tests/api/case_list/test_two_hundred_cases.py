"""The list over two hundred cases whose states are known beforehand; every number is counted apart."""

from __future__ import annotations

import json
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from api.cli.main import main
from tests.listed_cases import Known, State, known, listed_case

CASES = [known(number) for number in range(200)]
PARTICIPANTS = [it for it in CASES if it.participant]
YEARS = (2024, 2025)
SOURCE = "자활사례관리 성과 심층분석연구, 자활사례관리 단계별 성과"
FORMS = {
    "basic_interview": "기본면접기록지",
    "assessment_sheet": "자활사정지",
    "iap": "개인별 자립경로(IAP)",
    "isp": "개인별 자활지원계획(ISP)",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("cases")
    for it in CASES:
        text = json.dumps(listed_case(it), ensure_ascii=False)
        (folder / f"{it.number:03}.json").write_text(text, encoding="utf-8")
    return str(folder)


@pytest.fixture(scope="module")
def made(files: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path, str]:
    """What the command answers, the workbook that it made, and what it told meanwhile."""
    book = tmp_path_factory.mktemp("list") / "list.xlsx"
    result = CliRunner().invoke(main, ["list", files, "--json", "--xlsx", str(book)], catch_exceptions=False)
    assert result.exit_code == 1
    return json.loads(result.stdout), book, result.stderr


def counted(it: Known) -> bool | None:
    return {"thirty days": True, "twenty days": False, "open": None, "no start": None}[it.stay]


def lacks(it: Known) -> list[str]:
    states = {"basic_interview": it.interview, "assessment_sheet": it.assessment}
    return [form for form, state in states.items() if state != "인쇄 가능"]


def two_places(number: float) -> str:
    return f"{number + 1e-9:.2f}"


def test_every_case_stands_as_it_was_made(made: tuple[dict[str, Any], Path, str]) -> None:
    entries = made[0]["files"]
    assert [entry["case_no"] for entry in entries] == [it.case_no for it in CASES]
    for it, entry in zip(CASES, entries, strict=True):
        states = {form["id"]: form["state"] for form in entry["forms"]}
        assert states.get("basic_interview", "없음") == it.interview
        assert states.get("assessment_sheet", "없음") == it.assessment
        assert states.get("closure_review", "없음") == it.closing
        assert ("iap" in states, "isp" in states) == (it.path, it.plan)
        assert entry["ok"] is not it.wrong, it
        assert entry["programs"] == ["자활사례관리" if it.participant else "통합사례관리"]


def test_the_forms_are_counted_by_state(made: tuple[dict[str, Any], Path, str]) -> None:
    tallies = {form["id"]: form for form in made[0]["forms"]}
    for form, states in (
        ("basic_interview", [it.interview for it in PARTICIPANTS]),
        ("assessment_sheet", [it.assessment for it in PARTICIPANTS]),
        ("closure_review", [it.closing for it in CASES if not it.participant]),
    ):
        told: tuple[State, ...] = ("인쇄 가능", "고칠 곳", "비어 있음", "없음")
        assert tallies[form]["states"] == {state: states.count(state) for state in told}
        assert min(tallies[form]["states"]["인쇄 가능"], tallies[form]["states"]["고칠 곳"]) > 0
    assert tallies["iap"]["cases"] == sum(it.path for it in PARTICIPANTS)


def test_who_lacks_what_the_evaluation_counts(made: tuple[dict[str, Any], Path, str]) -> None:
    for it, entry in zip(CASES, made[0]["files"], strict=True):
        if not it.participant:
            assert entry["yearly"] == []
            continue
        [yearly] = entry["yearly"]
        assert yearly["counts"] is counted(it), it
        assert yearly["lacks"] == lacks(it), it
        if counted(it):
            assert yearly["year"] == it.year
        assert ("없음" in yearly["forms"]["iap"], "없음" in yearly["forms"]["isp"]) == (
            not it.path,
            not it.plan,
        )


def of_year(year: int) -> list[Known]:
    return [it for it in PARTICIPANTS if it.year == year]


@pytest.mark.parametrize("year", YEARS)
def test_the_sums_of_a_year(made: tuple[dict[str, Any], Path, str], year: int) -> None:
    [evaluation] = made[0]["yearly"]
    assert [one["year"] for one in evaluation["years"]] == list(YEARS)
    told = evaluation["years"][year - YEARS[0]]
    counts = [it for it in of_year(year) if counted(it)]
    assert told["cases"] == len(counts) > 50
    assert told["complete"] == sum(not lacks(it) for it in counts) > 0
    for form in ("basic_interview", "assessment_sheet"):
        assert told["lacking"][form] == sum(form in lacks(it) for it in counts) > 0
    assert evaluation["unknown"] == sum(counted(it) is None for it in PARTICIPANTS) > 0


def share(title: str, of: list[Known], having: Iterable[bool]) -> dict[str, Any]:
    part = sum(having)
    return {
        "title": title,
        "part": part,
        "whole": len(of),
        "percent": two_places(100 * part / len(of)),
        "source": SOURCE,
    }


@pytest.mark.parametrize("year", YEARS)
def test_the_shares_and_the_counsellings_of_a_year(made: tuple[dict[str, Any], Path, str], year: int) -> None:
    told = made[0]["yearly"][0]["years"][year - YEARS[0]]
    # An interview on which something is still wanting was held all the same; of an empty one nobody knows.
    interviewed = [it for it in of_year(year) if it.interview in ("인쇄 가능", "고칠 곳")]
    assert told["shares"] == [
        share(
            "사정단계 참여비율",
            interviewed,
            (it.assessment in ("인쇄 가능", "고칠 곳") for it in interviewed),
        ),
        share("IAP 수립률", interviewed, (it.path for it in interviewed)),
        share("ISP 수립률", interviewed, (it.plan for it in interviewed)),
    ]
    times = [it.counselled for it in of_year(year) if it.counselled]
    [frequency] = told["frequencies"]
    assert frequency == {
        "title": "연간 1인당 상담횟수",
        "cases": len(times),
        "total": sum(times),
        "mean": two_places(sum(times) / len(times)),
        "median": two_places(median(times)),
        "source": SOURCE,
    }


def test_the_workbook_says_the_same_in_words(made: tuple[dict[str, Any], Path, str]) -> None:
    book = openpyxl.load_workbook(BytesIO(made[1].read_bytes()))
    rows: dict[str, list[tuple[Any, ...]]] = {
        sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets
    }
    heading, *cases = rows["사례"]
    assert len(cases) == 200
    heading, *matrix = rows["서식"]
    for it, row in zip(CASES, matrix, strict=True):
        cells = dict(zip(heading, row, strict=True))
        said = str(cells[FORMS["basic_interview"]] or "")
        assert said.startswith(it.interview if it.participant else ""), it
        assert bool(said) is it.participant
    heading, *evaluated = rows["연간 평가"]
    assert len(evaluated) == len(PARTICIPANTS)
    for it, row in zip(PARTICIPANTS, evaluated, strict=True):
        cells = dict(zip(heading, row, strict=True))
        assert cells["대상 여부"] == {True: "대상", False: "대상 아님", None: "알 수 없음"}[counted(it)]
        titles = ", ".join(FORMS[form] for form in lacks(it))
        assert (cells["빠진 서식"] or "") == (titles if counted(it) else "")
    sums = {(row[1], row[2]): row[3] for row in rows["연간 합계"][1:]}
    for year in YEARS:
        assert sums[str(year), "평가 대상"] == sum(counted(it) is True for it in of_year(year))
        told = made[0]["yearly"][0]["years"][year - YEARS[0]]
        [shares] = [row for row in rows["연간 합계"] if row[1:3] == (str(year), "IAP 수립률")]
        assert f"{100 * shares[4]:.2f}" == told["shares"][1]["percent"]
        assert shares[6] == f"{told['shares'][1]['part']} / {told['shares'][1]['whole']}"
    assert "남" not in {str(cell)[:1] for row in cases for cell in row[4:]}


def test_long_work_says_how_far_it_is(made: tuple[dict[str, Any], Path, str]) -> None:
    assert made[2].splitlines() == ["점검 100건", "점검 200건"]


def test_the_table_has_a_line_for_each(files: str) -> None:
    lines = CliRunner().invoke(main, ["list", files], catch_exceptions=False).stdout.splitlines()
    rows = {line.split()[0]: line for line in lines if line[:5] in ("2024-", "2025-")}
    assert list(rows) == [it.case_no for it in CASES]
    for it in PARTICIPANTS:
        titles = ", ".join(FORMS[form] for form in lacks(it))
        assert not (counted(it) and titles) or titles in rows[it.case_no]
    wrong = sum(it.wrong for it in CASES)
    assert lines[-1] == f"사례 200건: 오류 없음 {200 - wrong}, 고칠 것 있음 {wrong}"
    assert any(line.startswith("  2024년: 대상 ") for line in lines)
