"""Periods of a case: what is due when, and whether it was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from forms.case import CaseFile
from forms.finding import Location, Unjudged
from forms.periods import day_in_seoul
from forms.record import FormT


class Step(NamedTuple):
    """A step of a case: its day, its Korean name and where the day stands."""

    on: date
    title: str
    at: Location


@dataclass(frozen=True)
class Limit:
    """A period of one case: ``due`` is its last day, ``done`` the step that met it or came late.

    ``rule`` is the id of the clause that states it, ``title`` names the step. ``at`` is where the step is to be entered. ``firm`` is False for periods that the source calls
    usual (내외) or adjustable. ``note`` says in Korean what else a reader should know.
    """

    rule: str
    title: str
    start: Step
    period: str
    due: date
    done: Step | None
    at: Location
    firm: bool = True
    note: str | None = None
    # The day whose text decides, where it is not that of the start.
    applied_on: date | None = None
    # The day from which it is told, where what comes month after month would be told years ahead.
    begins: date | None = None

    @property
    def decided_on(self) -> date:
        """The day whose text decides."""
        return self.applied_on or self.start.on

    @property
    def days_late(self) -> int:
        """Calendar days by which the step came late; 0 in time or not done."""
        return max(0, (self.done.on - self.due).days) if self.done is not None else 0


def issued_after(case: CaseFile, limit: Limit) -> date | Unjudged | None:
    """The day of a case's issue, where it lies after the limit's last day; None where nothing does.

    Decided from the time of issue that the case itself states, never from a clock. Without one a file
    that bears no later day has passed nothing; of any other that cannot be said.
    """
    if case.issued_at is not None:
        issued_on = day_in_seoul(case.issued_at)
        return issued_on if issued_on > limit.due else None
    days = (form.own_date for _, _, form in case.each_form())
    return Unjudged("발급 일시") if any(day is not None and day > limit.due for day in days) else None


def in_time_order(case: CaseFile, kind: type[FormT]) -> tuple[tuple[Location, FormT], ...]:
    """The forms of a model in time order, each with its place in the file."""
    return tuple((("forms", form_id, position), form) for form_id, position, form in case.placed(kind))
