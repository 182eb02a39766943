"""The fields that a Word template of a form may print: the names of its print view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from forms import Form
from forms.form import Needed, marker
from forms.places import bare, is_list, model_in, options_of

FieldKind = Literal["text", "record", "list", "map"]


@dataclass(frozen=True)
class WordField:
    """A name of the print view: a text, a record of further fields, a list, or a map by number.

    The ``fields`` of a list are those of each of its entries; a list of texts has none.
    ``options`` are the words of a coded field. ``required``: no form may be printed without it.
    """

    name: str
    label: str
    kind: FieldKind = "text"
    required: bool = False
    options: tuple[str, ...] = ()
    fields: tuple[WordField, ...] = ()

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> WordField:
        """The field of ``dataclasses.asdict``, as another process sends it."""
        inner = tuple(cls.from_json(field) for field in value["fields"])
        return cls(
            value["name"], value["label"], value["kind"], value["required"], tuple(value["options"]), inner
        )


# What a header or footer may print besides the form's own fields.
DOCUMENT_FIELDS = (WordField("issued_text", "발급 일시"),)


def word_fields(form: Form) -> tuple[WordField, ...]:
    """Every field of a form's print view, in the order of its model; computed ones last."""
    fields = {field.name: field for field in _fields_of(form.model)}
    if form.printed_model is not None:
        for computed in _fields_of(form.printed_model):
            own = fields.get(computed.name)
            fields[computed.name] = WordField(
                computed.name,
                computed.label or (own.label if own is not None else ""),
                computed.kind,
                own is not None and own.required,
                computed.options,
                computed.fields,
            )
    return (*fields.values(), *DOCUMENT_FIELDS)


def required_paths(fields: tuple[WordField, ...], before: str = "") -> Iterator[tuple[str, str]]:
    """(path, label) of every required text, ``goals[].text`` for one of each entry of a list."""
    for field in fields:
        path = before + field.name
        if field.fields:
            yield from required_paths(field.fields, path + ("[]." if field.kind == "list" else "."))
        elif field.required:
            yield path, field.label


def _fields_of(model: type[BaseModel]) -> Iterator[WordField]:
    for name, info in model.model_fields.items():
        kind, inner = _shape(info)
        required = marker(info, Needed) is not None or info.is_required()
        yield WordField(name, info.title or "", kind, required, options_of(info.annotation), inner)


def _shape(info: FieldInfo) -> tuple[FieldKind, tuple[WordField, ...]]:
    if get_origin(bare(info.annotation)) is dict:
        return "map", _record_in(get_args(bare(info.annotation))[1])
    inner = _record_in(info.annotation)
    if is_list(info.annotation):
        return "list", inner
    return ("record", inner) if inner else ("text", ())


def _record_in(annotation: Any) -> tuple[WordField, ...]:
    model = model_in(annotation)
    return tuple(_fields_of(model)) if model is not None else ()
