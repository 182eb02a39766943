"""What of a case belongs to which programme: its conferences, and whether it concerns a programme at all.

A form that one programme alone lists opens it. One that several list opens those that something else in the
file opens; where nothing does, it counts as one of the first.
"""

from __future__ import annotations

from forms.case import CaseFile, Conference, ConferenceKind, ConferencePurpose
from forms.change import Change
from forms.programme import Programme
from forms.registry import programmes, programmes_of


def programmes_in(case: CaseFile) -> tuple[Programme, ...]:
    """The programmes of which a case holds a form or a conference; their rules alone concern it.

    A file that holds nothing of any is one of the programme that takes such files.
    """
    of_forms = _of_forms(case)
    held = {*of_forms, *_of_records(case)}
    held |= {_told_by(kind, named) or _otherwise(of_forms) for kind, named in case.conference_words}
    return tuple(programme for programme in programmes() if programme in (held or {_of_bare_cases()}))


def changes_in(case: CaseFile) -> tuple[Change, ...]:
    """What a filled case shows of how it changed, programme by programme."""
    return tuple(change for programme in programmes() for change in programme.changes(case))


def programme_of_conference(case: CaseFile, conference: Conference) -> Programme:
    """The programme that held a conference: as entered, by its kind, else by the forms of the case."""
    return _told_by(conference.kind, conference.program) or _otherwise(_of_forms(case))


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


def _told_by(kind: ConferenceKind, named: str | None) -> Programme | None:
    """The programme that a conference names, else the one whose kind it is alone; None where neither tells."""
    by_name = (programme for programme in programmes() if programme.title == named)
    by_kind = (programme for programme in programmes() if kind in programme.conference_kinds)
    return next(by_name, None) or next(by_kind, None)


def _otherwise(of_forms: tuple[Programme, ...]) -> Programme:
    """The programme of a conference that tells none, by those of the forms."""
    bare = _of_bare_cases()
    return bare if bare in of_forms or not of_forms else of_forms[0]


def _of_records(case: CaseFile) -> set[Programme]:
    return {
        programme
        for programme in programmes()
        if programme.record is not None and getattr(case, programme.record.key, None) is not None
    }


def _of_forms(case: CaseFile) -> tuple[Programme, ...]:
    """The programmes of the forms that a case holds, in the order of the forms."""
    listing = [programmes_of(form_id) for form_id in case.form_ids]
    found = dict.fromkeys(several[0] for several in listing if len(several) == 1)
    shared = [several for several in listing if len(several) > 1]
    if shared:
        told = {_told_by(kind, named) for kind, named in case.conference_words}
        opened = {*found, *_of_records(case), *told}
        for several in shared:
            found |= dict.fromkeys([one for one in several if one in opened] or several[:1])
    return tuple(found)


def _of_bare_cases() -> Programme:
    return next(programme for programme in programmes() if programme.takes_bare_cases)
