"""What the case gives the boxes of a sheet that are left empty, as words to show beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

from api.service.entry.sheets import Sheet, record_at
from forms import InternalError, case_boundary, form_named
from forms.fields import WonMark, printed_won
from forms.filling import filled, offered
from forms.form import marked
from forms.reading import legible_case
from generator.privacy.numbers import masked

# Of a list, as many as one takes in at a glance.
_AT_MOST = 5


def given_values(raw: Mapping[str, Any], sheet: Sheet) -> dict[str, str]:
    """The shown value by the path of its box; registration numbers half hidden. For half-filled cases, too.

    Nothing is given where the program itself trips on the case: checking tells of that.
    """
    _, place = record_at(raw, sheet)
    listed = raw["forms"][sheet.form]
    # What is no sheet at all is left out of a case that is read as far as it can be.
    item = sum(isinstance(one, dict) for one in listed[: sheet.item]) if isinstance(listed, list) else 0
    try:
        with case_boundary():
            case = filled(legible_case(raw))
            model = form_named(sheet.form).model
            held = getattr(case.forms, sheet.form, ())
            if item >= len(held):
                return {}
            won = marked(model, WonMark)
            values = offered(held[item], case)
            return {f"{place}/{name}": _words(value, name in won) for name, value in values.items()}
    except InternalError:
        return {}


def _words(value: Any, won: bool = False) -> str:
    if isinstance(value, bool):
        return "예" if value else "아니오"
    if isinstance(value, int):
        return printed_won(value) if won else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple) and any(isinstance(one, BaseModel) for one in value):
        # Whoever fills in the rows looks for the one in the same place, so none is left out.
        return " / ".join(f"{number}. {_words(one)}" for number, one in enumerate(value, 1))
    if isinstance(value, tuple):
        shown = ", ".join(_words(one) for one in value[:_AT_MOST] if one is not None)
        return shown if len(value) <= _AT_MOST else f"{shown} 등 {len(value)}가지"
    if isinstance(value, BaseModel):
        # A yes without its question tells nothing.
        held = (one for one in dict(value).values() if one not in (None, ()) and not isinstance(one, bool))
        return " · ".join(_words(one) for one in held)
    return masked(str(value))
