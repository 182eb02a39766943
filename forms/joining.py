"""When a client joined what a case is kept for: the day from which a programme counts months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol, runtime_checkable

from forms.case import CaseFile


@runtime_checkable
class Membership(Protocol):
    """A record of a case, or a form, that tells when the client joined."""

    @property
    def joined_on(self) -> date | None:
        """The day of joining; None where it is not told."""
        ...


def joined_on(case: CaseFile) -> date | None:
    """The day on which the client joined: what stands once in the case tells it, else a form; None if neither."""
    return next((day for told in _memberships(case) if (day := told.joined_on) is not None), None)


def _memberships(case: CaseFile) -> Iterator[Membership]:
    held = (getattr(case, name) for name in type(case).model_fields)
    yield from (record for record in held if isinstance(record, Membership))
    yield from (form for _, _, form in case.each_form() if isinstance(form, Membership))
