"""The monitoring indicators of a township: what each formula comes to, what stays blank, what contradicts."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from forms import check_case, form_named
from forms.icm.indicator_ratios import RATIOS
from forms.icm.office_indicators import OfficeResults
from generator.document import bound_forms
from tests.changing import findings, put
from tests.reading import sample

FORM = "township_indicators"
AT = f"forms/{FORM}"


def results(raw: dict[str, Any]) -> OfficeResults:
    """What the formulas of the sheet come to."""
    case = check_case(raw).case
    form = form_named(FORM)
    assert case is not None
    assert form.printed is not None
    made = form.printed(case.entered(FORM)[0], case)
    assert isinstance(made, OfficeResults)
    return made


def two_decimals(part: int, whole: int) -> str:
    return str((Decimal(part) / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP))


WORKED = [
    ("selection_rate", "0.60", "12 of 20"),
    ("plan_rate", "0.83", "10 of 12"),
    ("resolved_rate", "0.63", "5 of 8 is 0.625"),
    ("monthly_visits", "90", "270 in three months"),
    ("visit_rate", "90.0 %", "90 of 100"),
    ("visits_per_official", "22.50", "90 by 4"),
    ("found_per_member", "8.50", "51 by 6"),
    ("checks_per_household", "2.00", "50 of 25 households"),
    ("home_checks_share", "60.0 %", "30 of 50"),
    ("office_checks_share", "20.0 %", "10 of 50"),
    ("phone_checks_share", "10.0 %", "5 of 50"),
    ("agency_checks_share", "6.0 %", "3 of 50"),
    ("other_checks_share", "4.0 %", "2 of 50"),
    ("contacts_per_found", "2.00", "102 of 51"),
    ("entered_rate", "87.5 %", "28 of 32"),
    ("served_rate", two_decimals(33, 40), "half up"),
    ("handled_rate", "94.1 %", "17 + 12 + 14 + 5 = 48 of 51"),
    ("meetings_per_closed", "2.50", "14 + 5 + 1 = 20 by 8"),
    ("households_per_worker", "8.33", "25 by 3"),
]


@pytest.mark.parametrize(("name", "value"), [row[:2] for row in WORKED], ids=[row[0] for row in WORKED])
def test_each_formula(name: str, value: str) -> None:
    assert getattr(results(sample(FORM)), name) == value


def test_every_formula_has_its_place_on_the_page() -> None:
    assert {ratio.name for ratio in RATIOS} <= set(OfficeResults.model_fields)


def test_each_group_of_persons_has_its_average() -> None:
    assert [row.average for row in results(sample(FORM)).target_rows] == ["1.75", "2.25"]  # 210/120, 36/16


def test_a_month_is_told_to_two_decimals_where_it_is_not_whole() -> None:
    assert results(put(sample(FORM), f"{AT}/visits", 271)).monthly_visits == two_decimals(271, 3)


@pytest.mark.parametrize("name", ["requested", "selected"])
def test_a_formula_of_which_a_part_is_missing_stays_blank(name: str) -> None:
    assert results(put(sample(FORM), f"{AT}/{name}", None)).selection_rate is None


def test_what_is_divided_by_nothing_is_a_dash_and_an_information() -> None:
    raw = put(put(sample(FORM), f"{AT}/closed_all", 0), f"{AT}/closed_well", 0)
    assert results(raw).resolved_rate == "–"
    (finding,) = findings(raw, "IND-ZERO")
    assert (finding.severity, finding.path) == ("info", f"/{AT}/closed_all")


def test_no_information_where_there_is_nothing_to_divide() -> None:
    raw = put(put(sample(FORM), f"{AT}/closed_all", 0), f"{AT}/closed_well", None)
    assert findings(raw, "IND-ZERO") == []


def test_the_kinds_make_the_total_where_none_is_entered() -> None:
    raw = put(sample(FORM), f"{AT}/checks", None)
    assert results(raw).checks_total == 30 + 10 + 5 + 3 + 2
    assert results(put(raw, f"{AT}/home_checks", None)).checks_total is None


def test_a_period_over_the_turn_of_the_year_has_all_its_months() -> None:
    raw = put(put(sample(FORM), f"{AT}/period_from", "2024-11-01"), f"{AT}/period_to", "2025-01-31")
    assert results(raw).monthly_visits == "90"
    assert findings(raw, "IND-PERIOD") == []


def test_a_period_that_ends_before_it_begins_is_an_error() -> None:
    (finding,) = findings(put(sample(FORM), f"{AT}/period_to", "2025-03-31"), "FIELD-DATE-ORDER")
    assert finding.severity == "error"


@pytest.mark.parametrize("rate", ["97%", "-3", "구십칠", True, 1e300])
def test_a_rate_is_a_percentage(rate: object) -> None:
    (finding,) = findings(put(sample(FORM), f"{AT}/budget_rate", rate), "FIELD-PERCENT")
    assert finding.path == f"/{AT}/budget_rate"


def test_the_heads_alone_are_enough() -> None:
    raw = sample(FORM)
    held = raw["forms"][FORM]
    raw["forms"][FORM] = {key: held[key] for key in ("period_kind", "period_from", "period_to")}
    checked = check_case(raw)
    assert checked.findings == ()
    assert checked.case is not None
    (page,) = bound_forms(checked.case, form_named(FORM), "masked")
    assert "다온동 행정복지센터" in "".join(page.tree.itertext())


def test_a_sheet_on_which_nothing_stands_yet_asks_for_no_client() -> None:
    raw = sample(FORM)
    raw["forms"][FORM] = {}
    asked = {finding.path for finding in check_case(raw).findings if finding.severity == "error"}
    assert asked == {f"/{AT}/{name}" for name in ("period_kind", "period_from", "period_to")}
    # A sheet of a client beside it, empty as well, is one of a case.
    raw["forms"]["intake_sheet"] = {}
    assert "/client" in [finding.path for finding in check_case(raw).findings]


@pytest.mark.parametrize("name", ["period_kind", "period_from", "period_to"])
def test_a_sheet_without_a_head_is_not_printed(name: str) -> None:
    (finding,) = findings(put(sample(FORM), f"{AT}/{name}", None), "FIELD-MISSING")
    assert finding.path == f"/{AT}/{name}"
