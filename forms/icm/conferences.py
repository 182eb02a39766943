"""The conferences of a case that are 통합사례관리's own; those of another programme satisfy nothing of it."""

from __future__ import annotations

from forms import belonging
from forms.case import CaseFile, Conference, ConferencePurpose
from forms.icm.sources import TITLE


def held(case: CaseFile) -> tuple[tuple[int, Conference], ...]:
    """Each with its position in the file, in the order of the file."""
    return belonging.conferences_of(case, TITLE)


def first(case: CaseFile, purpose: ConferencePurpose) -> Conference | None:
    """The earliest one held for ``purpose``, or None."""
    return belonging.first_conference(case, purpose, TITLE)


def last(case: CaseFile, purpose: ConferencePurpose) -> Conference | None:
    """The latest one held for ``purpose``, or None."""
    return belonging.last_conference(case, purpose, TITLE)
