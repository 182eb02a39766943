"""What the texts of 2024 and 2025 judge differently, by the day of the event; and that no clock is read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from types import BuiltinFunctionType, FrameType
from typing import Any

import pytest

from forms import working_days
from tests.changing import findings, moved, put
from tests.reading import sample

# 신구대조표 (2024 → 2025), as far as the forms can show it.
DIFFERING = {
    "ICM-DEADLINE-05",  # 10일 내외: the note 상황에 따라 조정 가능 is new
    "ICM-DEADLINE-07",  # 5일 내외
    "ICM-DEADLINE-08",  # 15일 내외
    "ICM-DEADLINE-11",  # 종결 5일 전부터 → 사례회의 후 5일 이내
    "ICM-SURVEY-02",  # the exemption from the satisfaction survey is new
    "ICM-SURVEY-03",  # … so that in 2024 the first consultation lacks its survey
    "ICM-MEET-16",  # 공동사례관리 is new
}
# Counted days know the holidays of each year.
COUNTED = {"ICM-DEADLINE-00", "ICM-DEADLINE-01", "ICM-DEADLINE-04"}


def case(years: int = 0) -> dict[str, Any]:
    """The broken case with a satisfaction survey that was skipped for a reason; its days moved by ``years``."""
    skipped: dict[str, Any] = {"satisfaction_surveyed": None, "satisfaction_answers": []}
    broken = sample("broken")
    sheets = broken["forms"]["monitor_sheet"]
    sheets[0].update(skipped, satisfaction_skip_reason="지적장애")
    sheets[1].update(skipped)
    # Ages do not move along with the days.
    for form in (broken["forms"]["intake_sheet"], *broken["forms"]["needs_survey"], *sheets):
        for row in form.get("family", []):
            row.pop("age", None)
    # Fourteen also a year earlier: births are not moved, and a child's consent is judged by its age.
    put(broken, "household/2/resident_number", "080421-3000001")
    return moved(broken, years)


def judged(raw: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(f.rule, f.severity.value, f.path) for f in findings(raw)}


def test_the_texts_differ_in_what_the_guidebook_changed() -> None:
    # In 2023 and 2024 the text of 2024 is in force, two years later that of 2025 alone.
    differing = judged(case(-1)) ^ judged(case(+1))
    assert {rule for rule, _, _ in differing} - COUNTED == DIFFERING


def test_how_they_differ() -> None:
    only_2024 = {(rule, how) for rule, how, _ in judged(case(-1)) - judged(case(+1)) if rule not in COUNTED}
    only_2025 = {(rule, how) for rule, how, _ in judged(case(+1)) - judged(case(-1)) if rule not in COUNTED}
    guided = {f"ICM-DEADLINE-0{number}" for number in (5, 7, 8)}
    # Conference on April 14, approval on the 25th: eleven days, so that 2024's five are kept.
    assert only_2024 == {(rule, "warning") for rule in guided} | {("ICM-SURVEY-03", "warning")}
    assert only_2025 == {(rule, "info") for rule in guided} | {
        ("ICM-DEADLINE-11", "warning"),
        ("ICM-SURVEY-02", "info"),
        ("ICM-MEET-16", "warning"),
    }


def test_the_edition_of_the_case_judges_nothing() -> None:
    assert judged({**case(), "edition": "2024"}) == judged({**case(), "edition": "2025"})


def test_an_event_of_2024_is_cited_as_of_2024() -> None:
    cited = {finding.rule: finding.source for finding in findings(case())}
    # Requested on 2024-09-05, closed in 2025.
    assert cited["ICM-DEADLINE-05"] == (
        "2025 찾아가는 보건·복지서비스 업무안내, 욕구 및 위기도 조사 3 시기(2024년 적용)"
    )
    assert cited["ICM-DEADLINE-11"] == "2025 찾아가는 보건·복지서비스 업무안내, 종결 3 시기"


# Registered within 5 days of the conference, approved within 5 days of the procedure's start.
@pytest.mark.parametrize(
    ("year", "registered_on", "approved_on", "found"),
    [
        (2025, "04-19", "04-19", 0),
        (2025, "04-20", "04-21", 1),
        (2025, "04-16", "04-18", 0),
        (2024, "04-19", "04-19", 0),
        (2024, "04-20", "04-21", 0),
        (2024, "04-16", "04-18", 1),
    ],
)
def test_the_timing_of_the_closure(year: int, registered_on: str, approved_on: str, found: int) -> None:
    whole = sample("case_full")
    put(whole, "conferences/3/held_on", f"{year}-04-14")
    put(whole, "forms/needs_survey/1/surveyed_on", f"{year}-04-14")
    put(whole, "forms/closure_review/closure_reviewed_on", f"{year}-{registered_on}")
    put(whole, "forms/closure_review/approved_on", f"{year}-{approved_on}")
    assert len(findings(whole, "ICM-DEADLINE-11")) == found


def test_a_closing_over_the_turn_of_the_year_follows_the_text_of_its_conference() -> None:
    whole = sample("case_full")
    put(whole, "conferences/3/held_on", "2024-12-30")
    put(whole, "forms/needs_survey/1/surveyed_on", "2024-12-30")
    # Three days before the approval, where the text of 2024 asks for five.
    put(whole, "forms/closure_review/closure_reviewed_on", "2024-12-31")
    put(whole, "forms/closure_review/approved_on", "2025-01-02")
    (finding,) = findings(whole, "ICM-DEADLINE-11")
    assert finding.source == "2025 찾아가는 보건·복지서비스 업무안내, 종결 3 시기(2024년 적용)"


CLOCKS = {"time", "time_ns", "localtime", "gmtime", "ctime", "today", "now", "utcnow", "monotonic"}


@contextmanager
def clock_calls() -> Iterator[list[str]]:
    """The calls of time and datetime that ask what time it is."""
    asked: list[str] = []

    def watch(frame: FrameType, event: str, called: Any) -> None:
        if event == "c_call" and isinstance(called, BuiltinFunctionType) and called.__name__ in CLOCKS:
            asked.append(f"{called.__name__} in {frame.f_code.co_filename}")

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        yield asked
    finally:
        sys.setprofile(before)


def test_the_watch_sees_a_clock() -> None:
    read: Callable[[], date] = date.today
    with clock_calls() as asked:
        read()
    assert [call.split()[0] for call in asked] == ["today"]


@pytest.mark.parametrize("name", ["broken", "case_full"])
def test_check_reads_no_clock(name: str) -> None:
    raw = sample(name)
    findings(raw)  # loads fonts and calendars, which may look at file times
    working_days._weekday_holidays.cache_clear()
    working_days._table.cache_clear()
    with clock_calls() as asked:
        again = findings(raw)
    assert asked == []
    assert again != []
