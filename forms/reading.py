"""Reading a case form by form: a form that cannot be read hides neither the case nor the other forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from forms.case import CaseFile, Client, one_or_many
from forms.places import is_list, model_in
from forms.record import FormModel, Record
from forms.registry import all_forms, case_model, nearest_form, nobody_in_an_agencys_file

RecordT = TypeVar("RecordT", bound=BaseModel)


@dataclass(frozen=True)
class ReadCase:
    """A case as far as its fields can be read.

    ``case`` holds the forms that can be read; it is None where what stands once in the case cannot.
    ``unreadable`` are the keys of the others as they stand in the upload, among them names of forms
    that do not exist. ``error`` lists every field error. ``legible`` is the case with what can be made
    out of the unreadable forms: other forms are filled from that, and nothing else may be done with it.
    """

    case: CaseFile | None
    unreadable: frozenset[str] = frozenset()
    error: ValidationError | None = None
    legible: CaseFile | None = None

    @property
    def hidden(self) -> frozenset[str]:
        """The ids of the forms that the case holds and that cannot be read, meant ones among them."""
        meant = {form.id for key in self.unreadable if (form := nearest_form(key)) is not None}
        readable = {form_id for form_id, _, _ in self.case.each_form()} if self.case is not None else set()
        return frozenset(meant - readable)

    @property
    def whole(self) -> CaseFile | None:
        """The case where all of it could be read, else None."""
        return self.case if self.error is None else None


def read_case(raw: object) -> ReadCase:
    """Read a case as it came from JSON or a sheet. Never raises for bad data."""
    model = case_model()
    try:
        return ReadCase(model.model_validate(raw))
    except ValidationError as error:
        unreadable = _forms_with_errors(error)
        if unreadable is None or not isinstance(raw, dict):
            return ReadCase(None, error=error)
        forms: dict[str, Any] = raw["forms"]
        rest = {key: form for key, form in forms.items() if key not in unreadable}
        # Whose forms speak of an agency alone is told by all of them, also by those that cannot be read.
        case = model.model_validate({**nobody_in_an_agencys_file(raw), "forms": rest})
        made_out = {form_id: form for form_id, form in _made_out(forms) if form_id in unreadable}
        legible = case.model_copy(update={"forms": case.forms.model_copy(update=made_out)})
        return ReadCase(case, unreadable, error, legible)


def legible_case(raw: Mapping[str, Any]) -> CaseFile:
    """What can be made out of a case, also of one that is half filled: to show while it is typed, not to judge.

    What is required and is not there is None; of a list, the records are there that have no error.
    """
    read = read_case(raw)
    if read.case is not None:
        return read.legible or read.case
    model = case_model()
    values: dict[str, Any] = {"case_no": None, "client": _legible(Client, {})}
    for name, value in raw.items():
        field = model.model_fields.get(name)
        inner = model_in(field.annotation) if field is not None else None
        if field is None or name == "forms":
            continue
        if inner is None:
            values |= _values_of(model, {name: value})
        elif not is_list(field.annotation):
            values |= {name: _legible(inner, value)} if isinstance(value, dict) else {}
        elif isinstance(value, list):
            values[name] = tuple(_readable(inner, value))
    forms, held = raw.get("forms"), model_in(model.model_fields["forms"].annotation)
    if isinstance(forms, dict) and held is not None:
        made_out: dict[str, Any] = dict(_made_out(forms))
        values["forms"] = held.model_construct(**made_out)
    return model.model_construct(**values)


def _readable(model: type[BaseModel], rows: Sequence[Any]) -> Iterator[BaseModel]:
    """The records of a list that have no error."""
    for row in rows:
        try:
            yield model.model_validate(row)
        except ValidationError:
            continue


def _forms_with_errors(error: ValidationError) -> frozenset[str] | None:
    """The forms that the errors are of; None where one is of what stands once in the case."""
    places = [
        detail["loc"]
        for detail in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    if any(len(place) < 2 or place[0] != "forms" for place in places):
        return None
    return frozenset(str(place[1]) for place in places)


def _made_out(forms: Mapping[str, Any]) -> Iterator[tuple[str, tuple[FormModel, ...]]]:
    """Each form of an upload with those of its fields that can be read; the others as if not given."""
    for form in all_forms():
        given = one_or_many(forms.get(form.id))
        if isinstance(given, list):
            yield form.id, tuple(_legible(form.model, one) for one in given if isinstance(one, dict))


def _legible(model: type[RecordT], given: dict[str, Any]) -> RecordT:
    values: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if field.is_required():
            values[name] = () if is_list(field.annotation) else None
    return model.model_construct(**{**values, **_values_of(model, given)})


def _values_of(model: type[BaseModel], given: dict[str, Any]) -> dict[str, Any]:
    """Those of the values that can be read."""
    values: dict[str, Any] = {}
    present = model.present(given) if issubclass(model, Record) else given
    for name, value in present.items():
        if name in model.model_fields:
            try:
                values[name] = _field_of(model, name).validate_python(value)
            except ValidationError:
                continue
    return values


@cache
def _field_of(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    field = model.model_fields[name]
    kind: Any = Annotated[field.annotation, field]
    return TypeAdapter(kind)
