"""What the two editions judge differently, and that no judgement depends on the day of the check."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from types import BuiltinFunctionType, FrameType
from typing import Any

import pytest

from forms import working_days
from tests.changing import findings, put
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


def case() -> dict[str, Any]:
    """The broken case, with a satisfaction survey that was skipped for a reason."""
    skipped: dict[str, Any] = {"satisfaction_surveyed": None, "satisfaction_answers": []}
    broken = sample("broken")
    sheets = broken["forms"]["monitor_sheet"]
    sheets[0].update(skipped, satisfaction_skip_reason="지적장애")
    sheets[1].update(skipped)
    return broken


def judged(raw: dict[str, Any], edition: str) -> set[tuple[str, str, str]]:
    return {(f.rule, f.severity.value, f.path) for f in findings({**raw, "edition": edition})}


def test_the_editions_differ_in_what_the_guidebook_changed() -> None:
    differing = judged(case(), "2024") ^ judged(case(), "2025")
    assert {rule for rule, _, _ in differing} == DIFFERING


def test_how_they_differ() -> None:
    only_2024 = {(rule, how) for rule, how, _ in judged(case(), "2024") - judged(case(), "2025")}
    only_2025 = {(rule, how) for rule, how, _ in judged(case(), "2025") - judged(case(), "2024")}
    guided = {f"ICM-DEADLINE-0{number}" for number in (5, 7, 8)}
    # Conference on 2025-04-14, approval on the 25th: eleven days, so that 2024's five are kept.
    assert only_2024 == {(rule, "warning") for rule in guided} | {("ICM-SURVEY-03", "warning")}
    assert only_2025 == {(rule, "info") for rule in guided} | {
        ("ICM-DEADLINE-11", "warning"),
        ("ICM-SURVEY-02", "info"),
        ("ICM-MEET-16", "warning"),
    }


# Conference on 2025-04-14. Registered within 5 days of it, approved within 5 days of the procedure's start.
@pytest.mark.parametrize(
    ("registered_on", "approved_on", "in_2024", "in_2025"),
    [
        ("2025-04-19", "2025-04-19", 0, 0),
        ("2025-04-20", "2025-04-21", 0, 1),
        ("2025-04-16", "2025-04-18", 1, 0),
    ],
)
def test_the_timing_of_the_closure(registered_on: str, approved_on: str, in_2024: int, in_2025: int) -> None:
    whole = sample("case_full")
    put(whole, "forms/needs_survey/1/surveyed_on", "2025-04-14")
    put(whole, "forms/closure_review/closure_reviewed_on", registered_on)
    put(whole, "forms/closure_review/approved_on", approved_on)
    assert len(findings({**whole, "edition": "2024"}, "ICM-DEADLINE-11")) == in_2024
    assert len(findings({**whole, "edition": "2025"}, "ICM-DEADLINE-11")) == in_2025


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
    with clock_calls() as asked:
        again = findings(raw)
    assert asked == []
    assert again != []
