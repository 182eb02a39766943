"""After how long without a change the list asks whether a case may be removed. It removes nothing itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from api.casebook.kept_case import CaseLine
from forms.figures import largest_figure
from forms.periods import SEOUL, months_after

# The setting: months, 0 where nobody is to be asked; never set, the guidebook's period counts.
RETENTION = "retention_months"
_YEAR = 12


class Default(NamedTuple):
    """The period that counts until one is set: months, and the clause that it is taken from."""

    months: int
    source: str


def default_retention(today: date) -> Default | None:
    """The longest period for which a programme lets personal data be kept after closing; None where none says."""
    found = largest_figure("retention_years", today)
    return Default(found[0] * _YEAR, found[1]) if found is not None else None


def retention(setting: int | None, today: date) -> int:
    """The months in force for a setting, 0 where nobody is asked."""
    if setting is not None:
        return setting
    default = default_retention(today)
    return default.months if default is not None else 0


def kept_long(lines: Iterable[CaseLine], months: int, today: date) -> list[CaseLine]:
    """The cases that nobody has changed for so many months; none for 0 months."""
    if not months:
        return []
    last = months_after(today, -months)
    return [line for line in lines if line.changed_at.astimezone(SEOUL).date() <= last]
