"""The day of what a place in a case tells of: by it the text and the numbers of that time are chosen."""

from __future__ import annotations

from datetime import date

from forms.case import CaseFile
from forms.finding import Location


def day_at(case: CaseFile, location: Location) -> date | None:
    """The day of the form, conference, selection, link or step that holds the place; None where it bears none."""
    match location:
        case ("forms", str(form_id), int(position), *_) if position < len(getattr(case.forms, form_id)):
            day = getattr(case.forms, form_id)[position].own_date
        case ("conferences", int(position), *_) if position < len(case.conferences):
            day = case.conferences[position].held_on
        case ("selection", *_) if case.selection is not None:
            day = case.selection.decided_on
        case ("service_link", *_) if case.service_link is not None:
            day = case.service_link.started_on
        case ("worker", *_):
            day = case.worker.changed_on
        case (("requested_on" | "received_on") as name, *_):
            day = getattr(case, str(name))
        case _:
            return None
    return day if isinstance(day, date) else None
