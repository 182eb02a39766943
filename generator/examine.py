"""Examining a case: the checks of its data, and whether its text can be printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from forms import CaseFile, CheckedCase, Finding, Severity, case_model, check_case
from forms.finding import Location
from forms.places import form_at, label, pointer
from generator.fonts import print_font


def examine(raw: object) -> CheckedCase:
    """Everything ``seosik check`` says about one case; never raises for bad data."""
    checked = check_case(raw)
    if checked.entered is None:
        return checked
    return replace(checked, findings=(*unprintable(checked.entered, raw), *checked.findings))


def unprintable(case: CaseFile, raw: object) -> Iterator[Finding]:
    """An error for each value of a case that holds a character the print font lacks."""
    font = print_font()
    for location, text in _texts(case, ()):
        missing = font.lacks(font.printed(text))
        if missing is not None:
            form_id = form_at(location)
            yield Finding(
                rule="FIELD-GLYPH",
                severity=Severity.ERROR,
                form=form_id,
                path=pointer(raw, location),
                label=label(case_model(), raw, location),
                message=f"인쇄 글꼴에 없는 문자 '{missing}'(U+{ord(missing):04X})가 있습니다. 다른 글자로 바꾸어 적으세요.",
            )


def _texts(value: Any, at: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name), (*at, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, (*at, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*at, str(key)))
