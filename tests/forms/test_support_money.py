"""사업비: sums and limits in whole won, at their edges, and what the papers print of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forms import check_case, form_named
from forms.icm.budget_composition import ShareBounds, percent
from forms.icm.support_money import SupportCategory, SupportEntry, put_together, support_limit, support_of
from generator.print_view import print_view
from tests.changing import findings, put
from tests.reading import sample


def entry(category: SupportCategory, amount: int, content: str = "난방유") -> SupportEntry:
    return SupportEntry(category=category, content=content, amount=amount)


THREE = (entry("의료비", 400_000), entry("생활지원비", 350_000), entry("교육훈련비", 250_000))


def test_three_supports_use_up_the_limit() -> None:
    spent = support_of(2025, THREE)
    assert spent.by_category == (400_000, 350_000, 250_000, 0)
    assert (spent.total, spent.left, spent.entries) == (1_000_000, 0, 3)


def test_one_won_more_is_one_won_too_much() -> None:
    spent = support_of(2025, (*THREE, entry("기타지원비", 1)))
    assert (spent.total, spent.left) == (1_000_001, -1)


def test_nothing_spent_leaves_the_whole_limit() -> None:
    assert support_of(2025, ()).left == 1_000_000


def test_no_limit_is_known_before_the_edition() -> None:
    assert support_limit(2024) is None
    assert support_of(2024, THREE).left is None


def test_a_copy_of_a_file_counts_once() -> None:
    together, twice = put_together([THREE, THREE])
    assert support_of(2025, together.elements()).total == 1_000_000
    assert twice == 3


def test_a_later_file_holds_what_the_earlier_one_held() -> None:
    together, twice = put_together([THREE[:2], THREE])
    assert (support_of(2025, together.elements()).total, twice) == (1_000_000, 2)


def test_different_entries_of_two_files_add_up() -> None:
    together, twice = put_together([THREE[:1], THREE[1:]])
    assert (support_of(2025, together.elements()).total, twice) == (1_000_000, 0)


def test_what_was_planned_in_one_file_and_paid_in_a_later_one_is_one_support() -> None:
    planned = entry("생활지원비", 300_000).model_copy(update={"planned_on": date(2025, 3, 26)})
    paid = planned.model_copy(update={"paid_on": date(2025, 4, 2), "papers": ("세금계산서",)})
    again = planned.model_copy(update={"paid_on": date(2025, 5, 7)})
    for files in ([[planned], [paid]], [[paid], [planned]], [[planned], [planned], [paid]]):
        together, twice = put_together(files)
        assert (list(together.elements()), twice) == ([paid], len(files) - 1)
    # One plan is one of the two that were paid.
    together, twice = put_together([[planned], [paid, again]])
    assert (support_of(2025, together.elements()).total, twice) == (600_000, 1)
    together, twice = put_together([[planned, planned], [paid]])
    assert (support_of(2025, together.elements()).total, twice) == (600_000, 1)


def test_supports_that_differ_or_bear_no_day_are_two() -> None:
    planned = entry("생활지원비", 300_000).model_copy(update={"planned_on": date(2025, 3, 26)})
    for other in (
        planned.model_copy(update={"planned_on": date(2025, 3, 27)}),
        planned.model_copy(update={"amount": 300_001}),
        planned.model_copy(update={"content": "전기장판"}),
        entry("생활지원비", 300_000),
    ):
        _, twice = put_together([[planned], [other]])
        assert twice == 0


def test_what_stands_twice_in_one_file_was_given_twice() -> None:
    rent = entry("생활지원비", 300_000, "월세 1개월")
    together, twice = put_together([(rent, rent)])
    assert (support_of(2025, together.elements()).total, twice) == (600_000, 0)


@pytest.mark.parametrize(
    ("part", "whole", "held"),
    [
        (30, 100, True),
        (29, 100, False),
        (70, 100, True),
        (71, 100, False),
        # A third of a won below 30 %.
        (2_999_999, 9_999_999, False),
        (3_000_000, 10_000_000, True),
        (2_999_999_999_999, 10_000_000_000_000, False),
    ],
)
def test_shares_are_compared_in_whole_won(part: int, whole: int, held: bool) -> None:
    assert ShareBounds(least=30, most=70).hold(part, whole) is held


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    # 1/3 = 33.333 %, 2/3 = 66.667 %, 1/32 = 3.125 % half up, 29.995 % half up to 30.00 %.
    [(1, 3, "33.33%"), (2, 3, "66.67%"), (1, 32, "3.13%"), (5_999, 20_000, "30.00%"), (0, 5, "0.00%")],
)
def test_percents_are_printed_half_up(part: int, whole: int, printed: str) -> None:
    assert percent(part, whole) == printed


def test_nothing_has_no_shares() -> None:
    assert percent(0, 0) is None
    assert percent(None, 5) is None


def printed(name: str, raw: dict[str, Any]) -> dict[str, Any]:
    case = check_case(raw).case
    assert case is not None
    form = form_named(name)
    return dict(print_view(form, case.entered(name)[0], case, "masked"))


def test_the_ledger_prints_the_years_sum_and_what_is_left() -> None:
    raw = sample("case_solution")
    ledger = raw["forms"]["support_ledger"]
    assert [one["amount"] for one in ledger["entries"]] == [400_000, 350_000, 250_000]
    view = printed("support_ledger", raw)
    assert (view["total"], view["left"]) == ("1,000,000", "0")
    # Another ledger of the year takes its part.
    more = {"fiscal_year": 2025, "entries": [{"category": "의료비", "content": "검사비", "amount": 1}]}
    view = printed("support_ledger", put(raw, "forms/support_ledger", [ledger, more]))
    assert (view["total"], view["left"]) == ("1,000,001", "-1")


def test_a_year_without_a_known_limit_prints_none() -> None:
    view = printed("support_ledger", put(sample("support_ledger"), "forms/support_ledger/fiscal_year", 2024))
    # 320,000 + 150,000 + 280,000 + 200,000.
    assert (view["total"], view["left"]) == ("950,000", "")


def rows(raw: dict[str, Any]) -> dict[str, tuple[str, str, str]]:
    held = printed("budget_composition", raw)["rows"]
    return {row["detail"]: (row["amount"], row["share"], row["bounds"]) for row in held}


def test_the_budget_prints_sums_and_shares() -> None:
    held = rows(sample("budget_composition"))
    # 2,800,000 + 2,100,000 + 1,400,000 + 700,000; 1,800,000 + 2,900,000 + 700,000, the goods being a part.
    assert held["지원비 계"] == ("7,000,000", "46.67%", "30~70%")
    assert held["운영비 계"] == ("5,400,000", "36.00%", "")
    assert held["역량 강화비 계"] == ("2,600,000", "17.33%", "")
    assert held["운영비 및 역량 강화비 계"] == ("8,000,000", "53.33%", "30~70%")
    assert held["총액"] == ("15,000,000", "", "")


def test_the_budget_of_2024_bears_the_shares_of_its_text() -> None:
    held = rows(put(sample("budget_composition"), "forms/budget_composition/fiscal_year", 2024))
    assert held["지원비 계"][2] == "30~50%"
    assert held["운영비 및 역량 강화비 계"][2] == "50~70%"


def test_goods_for_visits_are_part_of_what_they_stand_in() -> None:
    path = "forms/budget_composition/visit_goods"
    assert findings(put(sample("budget_composition"), path, 810_000)) == []
    told = findings(put(sample("budget_composition"), path, 2_900_001))
    assert [(one.rule, one.path) for one in told if one.severity == "error"] == [
        ("FIELD-OVER-AMOUNT", f"/{path}")
    ]


def test_the_fees_of_a_conference_add_up() -> None:
    view = printed("expert_fee_record", sample("expert_fee_record"))
    # 150,000 + 120,000; 50,000 + 30,000; 20,000.
    assert [view[key] for key in ("fee_total", "extra_total", "travel_total", "total")] == [
        "270,000",
        "80,000",
        "20,000",
        "370,000",
    ]
    assert view["held_on"] == "2025-06-11"


def test_what_several_ledgers_of_a_year_come_to_is_told_once() -> None:
    ledgers = [
        {"fiscal_year": 2025, "entries": [{"category": "의료비", "content": "치료비", "amount": 600_000}]},
        {"fiscal_year": 2025, "entries": [{"category": "의료비", "content": "검사비", "amount": 400_001}]},
    ]
    told = findings(put(sample("support_ledger"), "forms/support_ledger", ledgers))
    assert [one.path for one in told if one.rule == "ICM-BUDGET-01"] == ["/forms/support_ledger/1/entries"]
