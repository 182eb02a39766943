"""What a form is: its model, its place in a programme, and what its fields take from the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from forms.case import CaseFile
from forms.counting import Counting
from forms.finding import Unjudged
from forms.record import FormModel
from forms.source import SourceDocument


@dataclass(frozen=True)
class FromCase:
    """Marks a form's field that is filled from the case where the form itself leaves it out.

    ``get`` returns the case's value or None; ``origin`` names it in Korean for messages and docs.
    A form's own value wins; a difference is a warning (``CASE-DIFFERENCE``).
    """

    get: Callable[..., Any]
    origin: str
    # A value that the form may well state differently on purpose (a letter's own contact person).
    silent: bool = False
    # Filled in on a blank form only: a signed paper prints what was signed, never what came later.
    blank_only: bool = False
    # Completes the form's own list from the case's (own, of_case): goals need not be typed twice.
    merge: Callable[[Any, Any], Any] | None = None
    # Only compared: the form's own value is required or decides something that the case must not.
    fills: bool = True
    # ``get(case, form)`` reads the form, too: it says itself what it takes (which conference its minutes are of).
    reads_form: bool = False
    # The form's field that says which of several is read: where that points nowhere, nothing else is lacking.
    chosen_by: str | None = None

    def of(self, case: CaseFile, form: FormModel) -> Any:
        """The case's value for this form, or None."""
        return self.get(case, form) if self.reads_form else self.get(case)


@dataclass(frozen=True)
class HouseholdTable:
    """Marks a form's list of people of the household: each is compared with the case, one by one.

    A difference is a warning (``CASE-DIFFERENCE``). ``once``: each person has one row.
    """

    once: bool = True


@dataclass(frozen=True)
class Needed:
    """Marks a field without which the form cannot be printed, wherever its value comes from.

    ``unless(case, form)`` says of a filled form that it is printed without it all the same.
    """

    unless: Callable[[CaseFile, Any], bool] | None = None


# There is one object of each form, so that it is told from others by what it is, not by all that it says.
@dataclass(frozen=True, eq=False)
class Form:
    """An official form.

    ``repeats``: the case may hold several, in time order. ``printed`` computes what the paper shows beyond the model's fields (zipped lists,
    totals) and returns ``printed_model``. ``section`` is the part of the source that prints the
    form; ``gaps`` says what the source lacks, for the form's docs page.
    """

    id: str
    title: str
    number: str
    model: type[FormModel]
    section: str
    document: SourceDocument
    repeats: bool = False
    # A form that speaks of an agency, a budget or a class: a file of such forms alone has no client.
    scope: Literal["case", "agency"] = "case"
    # The editions whose printed form we hold; a case of another edition prints on the nearest.
    editions: tuple[str, ...] = ("2025",)
    printed: Callable[[Any, CaseFile], BaseModel] | None = None
    printed_model: type[BaseModel] | None = None
    # What an empty form shows beyond its fields where a case is known; None where it is the same for every case.
    printed_blank: Callable[[CaseFile], BaseModel] | None = None
    gaps: tuple[str, ...] = ()
    # The paper goes to another agency: in no mode does it show a registration number, whole or masked.
    leaves_the_agency: bool = False
    # Its numbers that a folder of cases knows; None for a form of which each number is entered.
    counting: Counting | None = None

    def template_edition(self, edition: str) -> str:
        """The edition whose printed form serves: the latest up to ``edition``, else the earliest."""
        earlier = [held for held in self.editions if held <= edition]
        return max(earlier) if earlier else min(self.editions)

    def source(self, edition: str, section: str | None = None) -> str:
        """The citation that a finding bears: document, section, and the edition that it is applied to."""
        return self.document.cite(section or self.section, edition)

    def lacks(self, entered: FormModel, *names: str) -> Unjudged:
        """What a rule yields where it cannot judge an entered form: the fields that are empty, by their titles."""
        titles = ", ".join(str(self.model.model_fields[name].title) for name in names)
        day = f"({entered.own_date})" if self.repeats and entered.own_date is not None else ""
        return Unjudged(f"{self.title}{day}의 {titles}")


@cache
def marked(model: type[BaseModel], kind: type[Any]) -> Mapping[str, Any]:
    """The fields of a model that bear a mark of ``kind``, with it; looked up once a process."""
    found = ((name, marker(field, kind)) for name, field in model.model_fields.items())
    return {name: mark for name, mark in found if mark is not None}


def marker(field: FieldInfo, kind: type[Any]) -> Any | None:
    """The first metadata of ``kind`` on a field, looked for inside Optional too; None if absent."""
    for item in field.metadata:
        if isinstance(item, kind) or item is kind:
            return item
    return _marker_in(field.annotation, kind)


def _marker_in(annotation: Any, kind: type[Any]) -> Any | None:
    for item in getattr(annotation, "__metadata__", ()):
        if isinstance(item, kind) or item is kind:
            return item
    origin = get_origin(annotation)
    if origin is None or origin is Literal or origin in (tuple, list, dict):
        return None
    for argument in get_args(annotation):
        found = _marker_in(argument, kind)
        if found is not None:
            return found
    return None
