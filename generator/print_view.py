"""The print view of a form: everything that a template may print, as text.

Dates become 2025-06-02, won 1,200,000, yes and no 예 and 아니오; what is absent is empty text.
What a text shows of persons is the privacy mode's to say (``generator.privacy``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from forms import CaseFile, Form, FormModel
from forms.fields import WonMark, printed_won
from forms.filling import filled_form
from forms.form import marker
from generator.privacy.modes import MASKED, Privacy, Reading, reading


class View(Mapping[str, Any]):
    """Named texts, lists and further views; nothing else can be reached from a template."""

    __slots__ = ("_fields",)

    def __init__(self, fields: dict[str, Any]) -> None:
        self._fields = fields

    def __getitem__(self, name: str) -> Any:
        return self._fields[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def fields(self) -> dict[str, Any]:
        """The top-level names, for the template's context."""
        return dict(self._fields)


class _Blank(View):
    """What stands for an absent record: every field of it is blank again, and it prints nothing."""

    def __getitem__(self, name: str) -> Any:
        return self


BLANK = _Blank({})


@dataclass(frozen=True)
class _Pen:
    """Turns the values of records into text, as the reading shows them."""

    reading: Reading

    def record(self, record: BaseModel) -> View:
        fields = {}
        for name, info in type(record).model_fields.items():
            value = getattr(record, name, None)
            if value is None and _holds_record(info.annotation):
                fields[name] = BLANK
            else:
                fields[name] = self._value(value, record, name)
        return View(fields)

    def _value(self, value: Any, record: BaseModel, name: str) -> Any:
        if value is None:
            return ""
        if isinstance(value, str):
            return self.reading.field(value, record, name)
        if isinstance(value, bool):
            return "예" if value else "아니오"
        if isinstance(value, int):
            won = marker(type(record).model_fields[name], WonMark) is not None
            return printed_won(value) if won else str(value)
        if isinstance(value, datetime):
            return value.strftime("%Y-%m-%d %H:%M")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, BaseModel):
            return self.record(value)
        if isinstance(value, tuple):
            return tuple(BLANK if item is None else self._value(item, record, name) for item in value)
        if isinstance(value, dict):
            return View({str(key): self._value(item, record, name) for key, item in value.items()})
        raise TypeError(f"no print form for {type(value).__name__}")


def _holds_record(annotation: Any) -> bool:
    arguments = getattr(annotation, "__args__", ())
    return any(isinstance(kind, type) and issubclass(kind, BaseModel) for kind in arguments)


def print_view(form: Form, filled: FormModel, case: CaseFile, privacy: Privacy = "masked") -> View:
    """The print view of a filled form of a case."""
    return view_shown(form, filled, case, reading(privacy, case, form))


def view_shown(form: Form, filled: FormModel, case: CaseFile, shown: Reading) -> View:
    """The print view of a filled form in a reading of its case, which serves for other forms too."""
    pen = _Pen(shown)
    fields = pen.record(filled).fields()
    if form.printed is not None:
        fields.update(pen.record(form.printed(filled, case)).fields())
    return View(fields)


def record_view(record: BaseModel, shown: Reading = MASKED) -> View:
    """The print view of a record that is no form's: a packet's cover, a slip."""
    return _Pen(shown).record(record)


def blank_view(form: Form, case: CaseFile | None = None, privacy: Privacy = "masked") -> View:
    """The print view of an empty form; with a case, what the case gives it is filled in."""
    empty = form.model.model_construct()
    if case is not None:
        empty = filled_form(empty, case, blank=True)
    pen = _Pen(reading(privacy, case, form))
    fields = pen.record(empty).fields()
    if form.printed_model is not None:
        shown = form.printed_model.model_construct()
        if case is not None and form.printed_blank is not None:
            shown = form.printed_blank(case)
        fields.update(pen.record(shown).fields())
    return View(fields)
