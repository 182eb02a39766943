"""The arithmetic of yearly evaluations, after the tables of the study (표 Ⅲ-3, Ⅲ-4, Ⅲ-6, Ⅲ-7)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest

from forms.registry import form_named
from forms.yearly import (
    CaseYears,
    Counted,
    Frequency,
    FrequencyOfYear,
    Share,
    YearlyEvaluation,
    percent,
    two_places,
    years_of,
)

FORM, BASE, OTHER = (form_named(name) for name in ("consent", "intake_sheet", "service_plan"))
SHARE = Share("동의 비율", FORM, BASE, "그해 상담한 사례", "안내")
VISITS = Frequency("방문 횟수", lambda case: (), "안내")
EVALUATION = YearlyEvaluation(
    title="평가",
    whom="모든 사례",
    source="안내",
    forms=(BASE, OTHER),
    counted=lambda case: Counted(True, 2025, ""),
    shares=(SHARE,),
    frequencies=(VISITS,),
)


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        # 사정단계 참여비율 of 2022 and 2019, IAP and ISP 수립률 of 2022.
        (30_393, 51_183, "59.38"),
        (22_307, 40_278, "55.38"),
        (13_416, 51_183, "26.21"),
        (400, 51_183, "0.78"),
        # 12.5 and 0.005, which is rounded up; nothing and all.
        (1, 8, "12.50"),
        (1, 20_000, "0.01"),
        (0, 7, "0.00"),
        (7, 7, "100.00"),
    ],
)
def test_a_share_is_that_of_the_study(part: int, whole: int, printed: str) -> None:
    assert str(percent(part, whole)) == printed


def test_halves_are_rounded_up_and_never_through_a_float() -> None:
    # 1.005 as a float is a little less.
    assert two_places(Fraction(1005, 1000)) == Decimal("1.01")
    # Twenty digits, of which a float holds sixteen.
    assert two_places(Fraction(10**20 + 1, 2)) == Decimal("50000000000000000000.50")


@pytest.mark.parametrize(
    ("times", "mean", "median"),
    [
        ((1,), "1.00", "1.00"),
        ((1, 2, 6), "3.00", "2.00"),
        ((1, 2, 3, 10), "4.00", "2.50"),
        ((1, 1, 3), "1.67", "1.00"),
    ],
)
def test_mean_and_median_of_the_cases(times: tuple[int, ...], mean: str, median: str) -> None:
    counted = FrequencyOfYear(VISITS, times)
    assert (str(counted.mean), str(counted.median)) == (mean, median)


def brings(
    counted: Counted, lacks: tuple[str, ...] = (), shared: tuple[int, bool] | None = None, **visits: int
) -> CaseYears:
    times = Counter({int(year[1:]): number for year, number in visits.items()})
    of_share = {SHARE.title: shared} if shared is not None else {}
    return CaseYears(counted, tuple(form_named(name) for name in lacks), of_share, {VISITS.title: times})


def test_every_year_counts_its_own_cases() -> None:
    in_2024, in_2025 = Counted(True, 2024, ""), Counted(True, 2025, "")
    cases = [
        brings(in_2024, (), (2024, True), y2024=2, y2025=1),
        brings(in_2024, ("service_plan",), (2024, False), y2024=5),
        brings(in_2025, ("intake_sheet", "service_plan")),
        # Not counted, and none the less held in 2025.
        brings(Counted(False, None, ""), ("service_plan",), (2025, False)),
        brings(Counted(None, None, ""), ("service_plan",), (2025, True)),
    ]
    first, second = years_of(EVALUATION, cases)
    assert (first.year, first.counted, first.complete) == (2024, 2, 1)
    assert first.lacking == {"intake_sheet": 0, "service_plan": 1}
    assert [(one.part, one.whole) for one in first.shares] == [(1, 2)]
    assert [one.times for one in first.frequencies] == [(2, 5)]
    assert (second.year, second.counted, second.complete) == (2025, 1, 0)
    assert second.lacking == {"intake_sheet": 1, "service_plan": 1}
    assert [(one.part, one.whole) for one in second.shares] == [(1, 2)]
    assert [one.times for one in second.frequencies] == [(1,)]


def test_a_year_without_a_base_has_no_share_and_nobody_no_year() -> None:
    [year] = years_of(EVALUATION, [brings(Counted(True, 2025, ""))])
    assert (year.shares, year.frequencies) == ((), ())
    assert years_of(EVALUATION, [brings(Counted(None, None, ""))]) == ()


def test_what_is_told_holds_the_forms_of_the_shares() -> None:
    assert EVALUATION.told == (BASE, OTHER, FORM)
