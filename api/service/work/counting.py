"""What the page that counts a sheet's numbers asks of the worker processes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.cases.counted_form import (
    Brought,
    CountedForm,
    NotCounted,
    brought,
    counted,
    counting_of,
    sheets_to_fill,
)
from api.cases.intake import Upload
from api.service.entry.sheets import Sheet
from api.service.work.documents import BODY
from forms import InputError, form_named
from forms.record import FormModel

Found = list[Brought | NotCounted | None]


def brought_to(raw: dict[str, Any], sheet: Sheet, uploads: Sequence[Upload]) -> Found:
    """What each of some kept cases brings to the sheets of a form; raises as ``_sheets`` does."""
    sheets = _sheets(raw, sheet)
    return [brought(upload, counting_of(form_named(sheet.form)), sheets) for upload in uploads]


def counted_sheet(raw: dict[str, Any], sheet: Sheet, found: Found) -> CountedForm:
    """What the cases come to, filled into that sheet alone; raises as ``_sheets`` and ``counted`` do."""
    return counted(Upload(BODY, raw), form_named(sheet.form), _sheets(raw, sheet), found, only=sheet.item)


def _sheets(raw: dict[str, Any], sheet: Sheet) -> tuple[FormModel, ...]:
    """The sheets of the form; raises ``InputError`` or ``DataError`` where they cannot be read."""
    sheets = sheets_to_fill(Upload(BODY, raw), form_named(sheet.form))
    if len(sheets) <= sheet.item:
        raise InputError("이 서식에 읽을 수 없는 칸이 있습니다.", "COUNT-SHEET")
    return sheets
