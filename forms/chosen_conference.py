"""The one conference that a form speaks of: by its place in the case's list, else by day and kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from forms.case import CaseFile, Conference, ConferenceKind
from forms.finding import Location
from forms.form import marked


class ConferencePosition:
    """Marks a form's field that holds the place of a conference in the case's list, counted from 1."""


def chosen(
    case: CaseFile,
    position: int | None,
    day: date | None,
    kind: ConferenceKind | None,
    among: Iterable[Conference],
) -> Conference | None:
    """The conference at that place of the case's list, else the only one of that day and kind ``among`` those given.

    None without one. A kind that is not known leaves the choice to the day.
    """
    if position is not None:
        return case.conferences[position - 1] if 0 < position <= len(case.conferences) else None
    held = [one for one in among if one.held_on == day and kind in (None, one.kind)]
    return held[0] if len(held) == 1 else None


def beyond_the_list(case: CaseFile) -> Iterator[tuple[Location, str]]:
    """Each form's choice of a conference that the case does not hold: its place, and a Korean sentence."""
    count = len(case.conferences)
    for form_id, position, form in case.each_form():
        for name in marked(type(form), ConferencePosition):
            place = getattr(form, name)
            if place is not None and not 0 < place <= count:
                message = (
                    f"사례에는 사례회의가 {count}건 있습니다. 1부터 {count}까지의 번호를 적거나 비우세요."
                    if count
                    else "사례에 사례회의가 없습니다. 사례회의를 적거나 이 칸을 비우세요."
                )
                yield ("forms", form_id, position, name), message
