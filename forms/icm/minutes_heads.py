"""What the minutes of a conference take from the case: the conference itself, and who came to it.

서식 4 사례회의록 and 서식 11 솔루션 회의록 both tell internal attendees from those of elsewhere.
"""

from __future__ import annotations

from typing import Any

from forms.case import CaseFile, Conference
from forms.chosen_conference import ConferencePosition, chosen, from_conference
from forms.form import FromCase
from forms.heads import AGENCY_AND_UNIT, AGENCY_UNIT, WORKER_NAME, WORKER_PHONE
from forms.icm import conferences
from forms.icm.attendees import comes_from_outside

# Whoever is there may write, and another office than the case manager's own may hold the pen.
WRITER_NAME = FromCase(WORKER_NAME.get, WORKER_NAME.origin, silent=True)
WRITER_PHONE = FromCase(WORKER_PHONE.get, WORKER_PHONE.origin, silent=True)
WRITER_UNIT = FromCase(AGENCY_UNIT.get, AGENCY_UNIT.origin, silent=True)
WRITER_AGENCY = FromCase(AGENCY_AND_UNIT.get, AGENCY_AND_UNIT.origin, silent=True)


CHOSEN = ConferencePosition(lambda case: [conference for _, conference in conferences.held(case)])
HELD_ON = from_conference(lambda held: held.held_on, "개최일")
RESULT = from_conference(lambda held: held.result, "회의 결과")


def internal(conference: Conference) -> tuple[str, ...]:
    """The attendees of the offices themselves."""
    return tuple(line for line in conference.attendees if not comes_from_outside(line))


def external(conference: Conference) -> tuple[str, ...]:
    """The attendees of other offices, and those who have to do with the case."""
    return tuple(line for line in conference.attendees if comes_from_outside(line))


INTERNAL = from_conference(internal, "참석자")
EXTERNAL = from_conference(external, "참석자")


def held_in_writing(case: CaseFile, form: Any) -> bool:
    """Whether the conference was held in writing, so that nobody attended it."""
    conference = chosen(case, form)
    return conference is not None and conference.in_writing
