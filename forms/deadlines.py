"""Deadlines: what is due in a case, what was done and what came late, with its clause.

The one part of the rules that looks at today, and only at the day that it is given.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from forms.belonging import programmes_in
from forms.case import CaseFile
from forms.limit import Limit
from forms.places import form_at, pointer
from forms.record import Value
from forms.registry import clause_named


class DeadlineState(StrEnum):
    """Where a deadline stands."""

    DONE = "done"
    LATE = "late"
    DUE = "due"
    OVERDUE = "overdue"

    @property
    def korean(self) -> str:
        """The word a caseworker reads."""
        return {"done": "이행", "late": "늦게 이행", "due": "예정", "overdue": "기한 지남"}[self.value]

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self in (DeadlineState.DUE, DeadlineState.OVERDUE)


class Deadline(Value):
    """One deadline of a case.

    ``due`` is the last day in time. ``days_left`` counts calendar days from today to it, negative
    once it has passed; None where the thing is done or no day is given as today. ``firm`` is False
    for periods that the guidebook calls usual (내외). ``form`` and ``path`` say where the step is to
    be entered. ``begins`` is the day from which it is told while it is open; None: as soon as the case
    holds what it is counted from.
    """

    rule: str
    title: str
    due: date
    done_on: date | None
    state: DeadlineState
    days_left: int | None
    form: str | None
    path: str
    source: str
    firm: bool = True
    note: str | None = None
    begins: date | None = None

    def begun(self, today: date) -> bool:
        """Whether it is told on a day: done, or begun by then."""
        return self.begins is None or self.done_on is not None or self.begins <= today

    def counted(self, today: date) -> Deadline:
        """The same deadline as it stands on another day."""
        if self.done_on is not None:
            return self
        state = DeadlineState.OVERDUE if today > self.due else DeadlineState.DUE
        return self.model_copy(update={"state": state, "days_left": (self.due - today).days})


def deadlines(case: CaseFile, today: date | None = None, raw: object = None) -> tuple[Deadline, ...]:
    """The deadlines that a (filled) case has begun in the programmes that it concerns, by their day.

    Without ``today`` nothing is overdue, and what is still to begin is among them. Paths point into the upload ``raw``; without it, every form
    counts as an item of a list.
    """
    limits = (limit for programme in programmes_in(case) for limit in programme.limits(case))
    made = [_deadline(limit, today, raw) for limit in limits]
    if today is not None:
        made = [deadline for deadline in made if deadline.begun(today)]
    return tuple(sorted(made, key=lambda deadline: deadline.due))


def _deadline(limit: Limit, today: date | None, raw: object) -> Deadline:
    open_, clause = limit.done is None, clause_named(limit.rule)
    return Deadline(
        rule=limit.rule,
        title=limit.title,
        due=limit.due,
        done_on=limit.done.on if limit.done is not None else None,
        state=_state(limit, today),
        days_left=(limit.due - today).days if open_ and today is not None else None,
        form=form_at(limit.at),
        path=pointer(raw, limit.at) if raw is not None else "".join(f"/{step}" for step in limit.at),
        source=clause.cited(clause.document.text_year(limit.decided_on)),
        firm=limit.firm,
        note=limit.note,
        begins=limit.begins,
    )


def _state(limit: Limit, today: date | None) -> DeadlineState:
    if limit.done is not None:
        return DeadlineState.LATE if limit.days_late else DeadlineState.DONE
    return DeadlineState.OVERDUE if today is not None and today > limit.due else DeadlineState.DUE
