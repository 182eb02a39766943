"""Reading a case form by form: a form that cannot be read hides neither the case nor the other forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from forms.case import CaseFile, one_or_many
from forms.places import is_list
from forms.record import FormModel
from forms.registry import all_forms, case_model, nearest_form


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
        case = model.model_validate({**raw, "forms": rest})
        made_out = {form_id: form for form_id, form in _made_out(forms) if form_id in unreadable}
        legible = case.model_copy(update={"forms": case.forms.model_copy(update=made_out)})
        return ReadCase(case, unreadable, error, legible)


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


def _legible(model: type[FormModel], given: dict[str, Any]) -> FormModel:
    values: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if field.is_required():
            values[name] = () if is_list(field.annotation) else None
    for name, value in model.present(given).items():
        if name in model.model_fields:
            try:
                values[name] = _field_of(model, name).validate_python(value)
            except ValidationError:
                continue
    return model.model_construct(**values)


@cache
def _field_of(model: type[FormModel], name: str) -> TypeAdapter[Any]:
    field = model.model_fields[name]
    kind: Any = Annotated[field.annotation, field]
    return TypeAdapter(kind)
