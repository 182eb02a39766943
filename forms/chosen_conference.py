"""The one conference that a form speaks of, by its place in the case's list, else by day and kind; what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from forms.case import CaseFile, Conference
from forms.finding import Location
from forms.form import FromCase, marked
from forms.record import FormModel


@dataclass(frozen=True)
class ConferencePosition:
    """Marks a form's field that holds the place of a conference in the case's list, counted from 1.

    ``held`` are the conferences that such a form may speak of; its day (the field ``day``) and ``kind`` tell
    the one that is meant where the field is empty; without ``by_kind`` the day alone does, since the kinds of
    such a form are not those of the case's list.
    """

    held: Callable[[CaseFile], Iterable[Conference]]
    by_kind: bool = True
    day: str = "held_on"


def chosen(case: CaseFile, form: FormModel) -> Conference | None:
    """The conference that a form speaks of: the one at that place of the case's list, else the only one of its day.

    None without one. A kind that is not known leaves the choice to the day.
    """
    for name, mark in marked(type(form), ConferencePosition).items():
        position = getattr(form, name)
        if position is not None:
            return case.conferences[position - 1] if 0 < position <= len(case.conferences) else None
        meant = _meant(case, form, mark)
        return meant[0] if len(meant) == 1 else None
    return None


def from_conference(get: Callable[[Conference], Any], title: str) -> FromCase:
    """A field that is filled with what ``get`` reads in the conference; ``title`` is its Korean name there.

    The form's field that holds the conference's place is called ``conference``.
    """

    def read(case: CaseFile, form: Any) -> Any:
        conference = chosen(case, form)
        return get(conference) if conference is not None else None

    return FromCase(read, f"사례회의의 {title}", reads_form=True, chosen_by="conference")


def _meant(case: CaseFile, form: FormModel, mark: ConferencePosition) -> list[Conference]:
    day, kind = getattr(form, mark.day, None), getattr(form, "kind", None) if mark.by_kind else None
    return [one for one in mark.held(case) if one.held_on == day and kind in (None, one.kind)]


def undecided(case: CaseFile) -> Iterator[tuple[Location, str]]:
    """Each form that could speak of several conferences and chooses none: where to choose, and a Korean sentence."""
    for form_id, position, form in case.each_form():
        for name, mark in marked(type(form), ConferencePosition).items():
            several = len(_meant(case, form, mark)) if getattr(form, name) is None else 0
            if several > 1:
                message = (
                    f"같은 날({getattr(form, mark.day, None)}) 연 사례회의가 {several}건 있습니다. "
                    "어느 회의인지 사례회의 목록에서의 번호를 적으세요."
                )
                yield ("forms", form_id, position, name), message


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
