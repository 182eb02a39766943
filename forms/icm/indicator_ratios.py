"""The formulas of the monitoring indicators (참고 5): which counts each divides, and how the result is written.

The source prints fractions and no rule of rounding: two decimals, shares of a hundred with one, half up (ours).
Nothing is computed where a part is missing; what is divided by nothing is –.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from forms.yearly import two_places

NOTHING_TO_DIVIDE_BY = "–"


class Ratio(NamedTuple):
    """A formula of the sheet: the sum of ``parts`` over ``whole``, keys of the sheet, under a computed ``name``.

    ``percent``: times a hundred, as the source prints it. ``a_month``: divided by the months of the period, too.
    """

    name: str
    parts: tuple[str, ...]
    whole: str
    percent: bool = False
    a_month: bool = False

    def of(self, sheet: Any) -> str | None:
        """The result as it is printed; None where the sheet lacks a part of it."""
        parts = [getattr(sheet, part) for part in self.parts]
        whole, months = getattr(sheet, self.whole), sheet.period_months if self.a_month else 1
        if None in (*parts, whole, months):
            return None
        return share(sum(parts), whole * months) if self.percent else quotient(sum(parts), whole * months)


HANDLED = ("handled_benefit", "handled_case", "handled_link", "handled_other")
MEETINGS = ("internal_meetings", "joint_meetings", "solution_meetings")
CHECKS = ("home_checks", "office_checks", "phone_checks", "agency_checks", "other_checks")

RATIOS = (
    Ratio("found_per_member", ("found",), "team"),
    Ratio("handled_rate", HANDLED, "found", percent=True),
    *(Ratio(f"{part}_share", (part,), "found", percent=True) for part in HANDLED),
    Ratio("visit_rate", ("visits",), "visit_goal", percent=True, a_month=True),
    Ratio("visits_per_official", ("visits",), "officials", a_month=True),
    Ratio("contacts_per_found", ("found_contacts",), "found_persons"),
    Ratio("selection_rate", ("selected",), "requested"),
    Ratio("plan_rate", ("planned_in_time",), "managed"),
    Ratio("meetings_per_closed", MEETINGS, "closed"),
    Ratio("served_rate", ("served",), "needs"),
    Ratio("checks_per_household", ("all_checks",), "checked_households"),
    *(Ratio(f"{part}_share", (part,), "all_checks", percent=True) for part in CHECKS),
    Ratio("resolved_rate", ("closed_well",), "closed_all"),
    Ratio("households_per_worker", ("households",), "workers"),
    Ratio("entered_rate", ("entered",), "resources", percent=True),
)
"""Every formula of the sheet but those of its list of persons and of the visits a month."""


def quotient(part: int, whole: int) -> str:
    """``part`` over ``whole`` to two decimals, half up: 5 over 8 is 0.63."""
    return str(two_places(Fraction(part, whole))) if whole else NOTHING_TO_DIVIDE_BY


def share(part: int, whole: int) -> str:
    """``part`` over ``whole`` as a percentage of one decimal, half up: 90.0 %."""
    if not whole:
        return NOTHING_TO_DIVIDE_BY
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10} %"


def a_month(total: int | None, months: int | None) -> str | None:
    """What a total comes to in a month, whole where it is: 270 in three months is 90."""
    if total is None or not months:
        return None
    return str(total // months) if total % months == 0 else quotient(total, months)
