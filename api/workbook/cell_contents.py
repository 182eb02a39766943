"""What stands in a cell: plain values, and what else must be known to read them.

A reading library gives numbers without what the cell shows of them, leaves text escaped, and knows
nothing of formulas without a saved result or of cells that a merge covers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils.datetime import from_excel

from api.workbook.format_codes import DATES_BY_NUMBER, GENERAL, TEXT, format_of
from api.workbook.shown_moments import shown_moment, tells_whole_date
from api.workbook.shown_numbers import shown_number

Number = int | float | date | time | timedelta

# ECMA-376 part 1, 22.9.2.19 (ST_Xstring): a character that XML cannot hold, by its number.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Unsaved:
    """Stands for a formula whose result the file does not hold."""


class Covered:
    """Stands for an amount or a number of the cell above, which is merged down over this one."""


UNSAVED: Final = Unsaved()
COVERED: Final = Covered()


@dataclass(frozen=True)
class Formatted:
    """A number, date or time with a format: what the cell shows; None where that is not certain.

    ``whole`` says whether all of a date is shown.
    """

    value: Number
    shown: str | None
    whole: bool = True


def unescaped(text: str) -> str:
    """The text with its ``_xHHHH_`` escapes decoded; pairs of surrogates become their character."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def content_of(cell: object, as_shown: bool) -> object:
    """A cell's content, None for an empty one; with ``as_shown`` numbers, dates and times with what the cell shows of them."""
    if not isinstance(cell, ReadOnlyCell):
        return None
    value: Any = cell.value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return unescaped(value)
    number, code = _format(cell)
    if number in DATES_BY_NUMBER and isinstance(value, (int, float)):
        book: Any = cell.parent.parent
        try:
            value = from_excel(value, book.epoch)
        except (OverflowError, ValueError):
            code = None
    return with_format(value, code) if as_shown else value


def with_format(value: object, code: str | None) -> object:
    """The value with what a cell of that format shows of it; a number as it stands needs none."""
    if isinstance(value, (int, float)):
        if code in (GENERAL, TEXT):
            return value
        return Formatted(value, shown_number(value, code) if code is not None else None)
    if isinstance(value, (datetime, date, time)):
        shown = shown_moment(value, code) if code is not None else None
        return Formatted(value, shown, code is not None and tells_whole_date(code))
    return Formatted(value, None) if isinstance(value, timedelta) else value


def _format(cell: ReadOnlyCell) -> tuple[int, str | None]:
    """The number and the code of a cell's format; a style that the file lacks is the plain one."""
    try:
        number = int(cell.style_array.numFmtId)
        return number, format_of(number, cell.number_format or GENERAL)
    except IndexError:
        return 0, GENERAL
