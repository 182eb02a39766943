"""What of a case belongs to which programme: its conferences, and whether it concerns a programme at all."""

from __future__ import annotations

from forms.case import CaseFile, Conference, ConferencePurpose
from forms.programme import Programme
from forms.registry import programme_of, programmes


def programmes_in(case: CaseFile) -> tuple[Programme, ...]:
    """The programmes of which a case holds a form or a conference; their rules alone concern it.

    A file that holds nothing of any is one of the programme that takes such files.
    """
    held = {programme.title for programme in _of_forms(case)}
    held |= {
        programme.title
        for programme in programmes()
        if programme.record is not None and getattr(case, programme.record.key, None) is not None
    }
    held |= {programme_of_conference(case, conference).title for conference in case.conferences}
    if not held:
        held = {_of_bare_cases().title}
    return tuple(programme for programme in programmes() if programme.title in held)


def programme_of_conference(case: CaseFile, conference: Conference) -> Programme:
    """The programme that held a conference: as entered, by its kind, else by the forms of the case."""
    for programme in programmes():
        if conference.program == programme.title:
            return programme
    for programme in programmes():
        if conference.kind in programme.conference_kinds:
            return programme
    of_forms, bare = _of_forms(case), _of_bare_cases()
    return bare if bare in of_forms or not of_forms else of_forms[0]


def conferences_of(case: CaseFile, program: str) -> tuple[tuple[int, Conference], ...]:
    """The conferences of the programme of that title, each with its position in the file."""
    return tuple(
        (index, conference)
        for index, conference in enumerate(case.conferences)
        if programme_of_conference(case, conference).title == program
    )


def first_conference(case: CaseFile, purpose: ConferencePurpose, program: str) -> Conference | None:
    """The earliest conference of a programme held for ``purpose``, or None."""
    held = (conference for _, conference in conferences_of(case, program) if conference.purpose == purpose)
    return min(held, key=lambda conference: conference.held_on, default=None)


def last_conference(case: CaseFile, purpose: ConferencePurpose, program: str) -> Conference | None:
    """The latest conference of a programme held for ``purpose``, or None."""
    held = (conference for _, conference in conferences_of(case, program) if conference.purpose == purpose)
    return max(held, key=lambda conference: conference.held_on, default=None)


def _of_forms(case: CaseFile) -> tuple[Programme, ...]:
    return tuple(dict.fromkeys(programme_of(form_id) for form_id in case.form_ids))


def _of_bare_cases() -> Programme:
    return next(programme for programme in programmes() if programme.takes_bare_cases)
