"""Of whom the yearly evaluation counts what, by the day (자활사례관리 성과평가 및 시스템 반영)."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.selfsufficiency.yearly import EVALUATION, counted
from forms.yearly import Counted, case_years
from tests.changing import drop
from tests.reading import sample


def participant(**part: Any) -> dict[str, Any]:
    """A participant referred on 2025-01-06 who began on 2025-01-13, interviewed on 2025-01-08, with nothing later."""
    case = sample("basic_interview")
    case["participation"] |= {"gateway": [], **part}
    return case


def judged(case: dict[str, Any]) -> Counted:
    read = check_case(case).readable
    assert read is not None
    return counted(read)


@pytest.mark.parametrize(
    ("part", "counts", "year"),
    [
        # Thirty days after 13 January are 12 February.
        ({"ended_on": "2025-02-12"}, True, 2025),
        ({"ended_on": "2025-02-11"}, False, 2025),
        # Referred in one year, there in the next: the year is that of the referral.
        ({"referred_on": "2024-12-30", "ended_on": "2025-02-12"}, True, 2024),
        # A gateway before the unit is participation, too.
        (
            {"started_on": "2025-03-13", "gateway": [{"started_on": "2025-02-03"}], "ended_on": "2025-03-20"},
            True,
            2025,
        ),
        ({"started_on": "2025-03-13", "ended_on": "2025-03-20"}, False, 2025),
        (
            {"started_on": None, "gateway": [{"started_on": "2025-01-13"}], "ended_on": "2025-02-12"},
            True,
            2025,
        ),
        # Nobody knows yet how long it will be.
        ({}, None, None),
        ({"started_on": None, "ended_on": "2025-02-12"}, None, None),
        ({"referred_on": None, "ended_on": "2025-02-12"}, None, None),
    ],
)
def test_whom_it_counts(part: dict[str, Any], counts: bool | None, year: int | None) -> None:
    told = judged(participant(**part))
    assert (told.counts, told.year) == (counts, year)
    assert told.why.endswith((".", "참여"))


def test_who_decided_not_to_take_part_is_not_counted() -> None:
    case = participant(started_on=None)
    case["forms"]["basic_interview"]["decision"] = "미참여"
    assert judged(case)[:2] == (False, 2025)
    case["participation"]["referred_on"] = None
    assert judged(case)[:2] == (False, None)
    # Who is said to have begun all the same is counted by the days.
    case["participation"] |= {
        "referred_on": "2025-01-06",
        "started_on": "2025-01-13",
        "ended_on": "2025-02-12",
    }
    assert judged(case)[:2] == (True, 2025)


def test_the_day_of_issue_tells_how_long_somebody_has_been_there() -> None:
    case = participant()
    assert judged({**case, "issued_at": "2025-02-12T09:00:00+09:00"}).counts is True
    assert judged({**case, "issued_at": "2025-02-11T09:00:00+09:00"}).counts is None


def test_a_form_that_is_wrong_is_not_entered_in_full_and_none_the_less_made() -> None:
    case = sample("assessment_sheet")
    drop(case, "participation/gateway")
    read = check_case(case).readable
    assert read is not None
    held = {"basic_interview", "assessment_sheet"}
    brought = case_years(EVALUATION, read, held, {"basic_interview"})
    assert [form.id for form in brought.lacks] == ["assessment_sheet"]
    assert brought.shared == {
        "사정단계 참여비율": (2025, True),
        "IAP 수립률": (2025, False),
        "ISP 수립률": (2025, False),
    }
    assert brought.done == {"연간 1인당 상담횟수": {}}


def test_only_counsellings_that_were_held_count_each_in_its_year() -> None:
    case = participant()
    held = [("2024-12-30", True), ("2025-01-02", True), ("2025-03-04", True), ("2025-03-05", False)]
    case["forms"]["counseling_log"] = [
        {"counselled_on": day, "topics": ["기타"], "content": "상담", "completed": completed}
        for day, completed in held
    ]
    read = check_case(case).readable
    assert read is not None
    assert case_years(EVALUATION, read, (), ()).done == {"연간 1인당 상담횟수": {2024: 1, 2025: 2}}
