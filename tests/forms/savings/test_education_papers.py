"""교육 이수 이력, 출석부 and 가계수지상태표: counts, lines to sign on, and sums."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.registry import form_named
from generator.binding import bind
from generator.document import bound_forms
from generator.print_view import blank_view
from tests.changing import findings, put
from tests.reading import bound_text, sample


def text_of(raw: dict[str, Any], form_id: str) -> str:
    """The text of the first sheet, without blanks."""
    case = check_case(raw).case
    assert case is not None
    return bound_text(bound_forms(case, form_named(form_id), "masked")[0])


def test_the_courses_completed_and_what_the_account_asks_for() -> None:
    text = text_of(sample("education_record"), "education_record")
    # Four were completed, the first and the third in a group.
    assert "이수횟수이수4회,집합2회이수기준4회(집합교육2회)" in text


def test_a_course_not_completed_does_not_count() -> None:
    raw = put(sample("education_record"), "forms/education_record/courses/2/completed", False)
    assert "이수횟수이수3회,집합1회" in text_of(raw, "education_record")


def test_other_accounts_have_no_number_of_courses() -> None:
    raw = put(sample("education_record"), "account/type", "희망저축계좌Ⅰ")
    assert text_of(raw, "education_record").endswith("이수기준")


def attendance(names: int) -> dict[str, Any]:
    people = [{"name": f"참석{number}"} for number in range(1, names + 1)]
    return put(sample("attendance_sheet"), "forms/attendance_sheet/attendees", people)


@pytest.mark.parametrize(("names", "lines"), [(0, 20), (4, 20), (20, 20), (25, 25)])
def test_the_sheet_has_twenty_numbered_lines_or_as_many_as_attend(names: int, lines: int) -> None:
    case = check_case(attendance(names)).case
    assert case is not None
    tree = bound_forms(case, form_named("attendance_sheet"), "masked")[0].tree
    numbers = [text for row in tree.iter("tr") if (text := "".join(row[0].itertext()).strip()).isdigit()]
    assert numbers == [str(number) for number in range(1, lines + 1)]


def test_a_blank_sheet_has_twenty_lines() -> None:
    text = bound_text(
        bind(form_named("attendance_sheet"), "2025", blank_view(form_named("attendance_sheet")))
    )
    assert text.endswith("".join(str(number) for number in range(1, 21)))


def test_an_attendance_sheet_needs_no_client() -> None:
    raw = sample("attendance_sheet")
    assert "client" not in raw
    assert findings(raw) == []
    # As the boxes of a page send it, nobody being named.
    assert findings({**raw, "client": {}}) == []
    assert findings({**raw, "client": {"name": "  "}}) == []
    assert [f.path for f in findings({**raw, "client": {"phone": "010-0000-0001"}})] == ["/client/name"]


def test_an_attendance_sheet_that_cannot_be_read_is_told_and_nothing_trips() -> None:
    found = findings(put(sample("attendance_sheet"), "forms/attendance_sheet/held_on", "2024-13-01"))
    assert [(f.rule, f.path) for f in found] == [("FIELD-DATE", "/forms/attendance_sheet/held_on")]


def budget(incomes: list[int], fixed: list[int], variable: list[int]) -> dict[str, Any]:
    lists = {"incomes": incomes, "fixed": fixed, "variable": variable}
    sheet = {
        key: [{"name": f"항목 {number}", "amount": amount} for number, amount in enumerate(amounts, 1)]
        for key, amounts in lists.items()
    }
    return put(sample("budget_sheet"), "forms/budget_sheet", {"month_of": "2025-01-31", **sheet})


@pytest.mark.parametrize(
    ("incomes", "fixed", "variable", "end"),
    [
        # 1,850,000 - (620,000 + 1,310,000) = -80,000
        (
            [1_450_000, 400_000],
            [620_000],
            [1_310_000],
            "변동지출소계1,310,000총지출1,930,000수지차-80,000가계수지□흑자■적자□균형",
        ),
        # 1,850,000 - (620,000 + 1,230,000) = 0
        (
            [1_850_000],
            [300_000, 320_000],
            [1_230_000],
            "변동지출소계1,230,000총지출1,850,000수지차0가계수지□흑자□적자■균형",
        ),
        # 2,000,000 - (0 + 700,000 + 580,000) = 720,000
        (
            [2_000_000],
            [],
            [700_000, 580_000],
            "변동지출소계1,280,000총지출1,280,000수지차720,000가계수지■흑자□적자□균형",
        ),
    ],
)
def test_the_sums_of_a_month(incomes: list[int], fixed: list[int], variable: list[int], end: str) -> None:
    text = text_of(budget(incomes, fixed, variable), "budget_sheet")
    assert "해당월2025년1월" in text
    assert f"총수입{sum(incomes):,}" in text
    assert f"고정지출소계{sum(fixed):,}" in text
    assert text.endswith(end)


def test_a_month_without_entries_shows_no_sums() -> None:
    text = text_of(budget([], [], []), "budget_sheet")
    assert text.endswith("변동지출소계총지출수지차가계수지□흑자□적자□균형")
