"""Enter once: what stands in the case fills every form that leaves it out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from forms.case import CaseFile
from forms.errors import FormUnreadable
from forms.fields import ResidentNumberMark
from forms.finding import Location
from forms.form import FromCase, Needed, marked
from forms.particles import quoted_with_particle, with_particle
from forms.record import FormModel, Record


class Difference(NamedTuple):
    """A form's own value that is not the case's."""

    location: Location
    own: str
    of_case: str
    origin: str
    # A registration number is never repeated in a message.
    secret: bool = False

    @property
    def message(self) -> str:
        """What differs, as a Korean sentence."""
        if self.secret:
            return f"{with_particle(f'{self.origin}의 것', '과(와)')} 다릅니다. 서식의 값을 인쇄합니다."
        in_case = quoted_with_particle(self.of_case, "(으)로")
        return f"서식에는 '{self.own}', {self.origin}에는 {in_case} 적혀 있습니다. 서식의 값을 인쇄합니다."


class Missing(NamedTuple):
    """A value that neither the form nor the case gives."""

    location: Location
    origin: str | None
    # Where the choice stands that what would fill it depends on.
    chosen_at: Location | None = None


def filled(case: CaseFile) -> CaseFile:
    """The case with each form's ``FromCase`` fields filled in; nothing given is overwritten.

    Forms are filled in packet order, so that a later form may take from an earlier one.
    """
    for form_id in type(case.forms).model_fields:
        forms = tuple(filled_form(form, case) for form in getattr(case.forms, form_id))
        case = case.model_copy(update={"forms": case.forms.model_copy(update={form_id: forms})})
    return case


def filled_form(form: FormModel, case: CaseFile, blank: bool = False) -> FormModel:
    """One form with its ``FromCase`` fields filled in; nothing given is overwritten."""
    values: dict[str, Any] = {}
    for name, source in marked(type(form), FromCase).items():
        if not source.fills or (source.blank_only and not blank):
            continue
        own = getattr(form, name, None)
        value = _of_case(source, case, form) if own in (None, ()) or source.merge is not None else None
        if value in (None, ()):
            continue
        values[name] = value if own in (None, ()) or source.merge is None else source.merge(own, value)
    return form.model_copy(update=values) if values else form


def offered(form: FormModel, case: CaseFile) -> dict[str, Any]:
    """What the (filled) case gives the fields of a form, whether or not the form gives them itself.

    For who fills the form in; fields of blank forms and those that are only compared are left out.
    """
    found = {
        name: _of_case(source, case, form)
        for name, source in marked(type(form), FromCase).items()
        if source.fills and not source.blank_only
    }
    return {name: value for name, value in found.items() if value not in (None, ())}


def _of_case(source: FromCase, case: CaseFile, form: FormModel) -> Any:
    """What the case gives the form; None where that stands in a form that could not be read."""
    try:
        return source.of(case, form)
    except FormUnreadable:
        return None


def unfilled(case: CaseFile) -> Iterator[Missing]:
    """The fields of a filled case that stay empty since what fills them could not be read."""
    for form_id, position, form in case.each_form():
        for name, source in marked(type(form), FromCase).items():
            if source.blank_only or getattr(form, name) not in (None, ()):
                continue
            try:
                source.of(case, form)
            except FormUnreadable:
                yield Missing(("forms", form_id, position, name), source.origin)


def differences(case: CaseFile) -> Iterator[Difference]:
    """Where a form of the (unfilled) case states something else than the case does."""
    for form_id, position, form in case.each_form():
        for name, source in marked(type(form), FromCase).items():
            own = getattr(form, name)
            if source.silent or source.blank_only or own in (None, ()):
                continue
            of_case = _of_case(source, case, form)
            if of_case in (None, ()) or of_case == own:
                continue
            at = ("forms", form_id, position, name)
            if isinstance(own, (str, int, date)):
                secret = name in marked(type(form), ResidentNumberMark)
                yield Difference(at, str(own), str(of_case), source.origin, secret)
            elif isinstance(own, tuple) and all(isinstance(one, date) for one in (*own, *of_case)):
                yield from _differing_days(own, of_case, at, source.origin)
            elif isinstance(own, tuple):
                yield from _differing_numbers(own, of_case, at, source.origin)


def _differing_numbers(
    own: tuple[Any, ...], of_case: tuple[Any, ...], at: Location, origin: str
) -> Iterator[Difference]:
    """Where two lists of answers differ, one by one; an answer that either leaves open differs from none."""
    for index, (mine, other) in enumerate(zip(own, of_case, strict=False)):
        if isinstance(mine, int) and isinstance(other, int) and mine != other:
            yield Difference((*at, index), str(mine), str(other), origin)


def _differing_days(
    own: tuple[date, ...], of_case: tuple[date, ...], at: Location, origin: str
) -> Iterator[Difference]:
    """Two lists of days that are not the same days, whatever their order."""
    if sorted(own) != sorted(of_case):
        mine, others = (", ".join(str(day) for day in sorted(days)) for days in (own, of_case))
        yield Difference(at, mine, others, origin)


def missing(case: CaseFile) -> Iterator[Missing]:
    """The ``Needed`` fields of a filled case that are still empty."""
    for form_id, position, form in case.each_form():
        yield from _missing_in(form, case, ("forms", form_id, position))


def _missing_in(record: Record, case: CaseFile, at: Location) -> Iterator[Missing]:
    needed, filled_in = marked(type(record), Needed), marked(type(record), FromCase)
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name in needed and value in (None, ()) and not _spared(needed[name], record, case):
            source = filled_in.get(name)
            choice = (*at, source.chosen_by) if source is not None and source.chosen_by is not None else None
            yield Missing((*at, name), source.origin if source else None, choice)
        for index, item in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(item, Record):
                yield from _missing_in(item, case, (*at, name, index))
        if isinstance(value, Record):
            yield from _missing_in(value, case, (*at, name))


def _spared(needed: Needed, record: Record, case: CaseFile) -> bool:
    return needed.unless is not None and needed.unless(case, record)
