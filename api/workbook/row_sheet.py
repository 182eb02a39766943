"""A sheet of a workbook that tells results: columns of one kind each, written row by row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from api.workbook.entry_hints import lines
from api.workbook.spreadsheet_text import put_text, starts_a_formula
from forms import DocumentError

Kind = Literal["text", "won", "count", "share", "places", "date"]
# Given as the text of a number, so that none is lost on the way.
_EXACT_TEXTS = ("share", "places")
Value = str | int | date | None

_FORMATS: dict[Kind, str] = {
    "text": "General",
    "won": '#,##0"원"',
    "count": "#,##0",
    "share": "0.00%",
    "places": "0.00",
    "date": "yyyy-mm-dd",
}
# A sheet holds 1,048,576 rows, one of them the heading.
ROWS_AT_MOST = 1_048_575
# Numbers of more than 15 digits would lose their last won, and the first day that every spreadsheet
# counts alike is 1900-03-01; beyond both, the value is written as text.
_EXACT = 10**15
_FIRST_DAY = date(1900, 3, 1)
# Points: a line of text, and the highest that a row can be.
_LINE, _HIGHEST = 15, 409


class Column(NamedTuple):
    """A column: its heading, its width in letters, and what it holds."""

    heading: str
    width: int
    kind: Kind = "text"


class RowSheet:
    """A sheet that is written row by row. Its cells are reused: styling each anew takes most of the time."""

    def __init__(self, workbook: Workbook, title: str, columns: Sequence[Column]) -> None:
        self._sheet: Any = workbook.create_sheet(title)
        self._columns = columns
        self.rows = 0
        for number, column in enumerate(columns, 1):
            self._sheet.column_dimensions[get_column_letter(number)].width = column.width
        # The heading, the file and the case stay in view.
        self._sheet.freeze_panes = "C2"
        self._set_height(1, [column.heading for column in columns])
        self._sheet.append([self._heading(column.heading) for column in columns])
        self._cells = [self._cell(column.kind) for column in columns]
        self._texts = [self._cell("text") for _ in columns]
        # A text that might be run is marked as quoted, and the mark stays with its cell.
        self._quoted = [self._cell("text") for _ in columns]

    def add(self, values: Sequence[Value]) -> None:
        """Write a row; raises ``DocumentError`` where the sheet is full."""
        if self.rows == ROWS_AT_MOST:
            raise DocumentError(f"엑셀 한 시트에는 {ROWS_AT_MOST:,}줄까지 들어갑니다. 파일을 나누어 주세요.")
        self.rows += 1
        line = self.rows + 1
        self._set_height(line, values)
        self._sheet.append([self._filled(place, value) for place, value in enumerate(values)])
        # Written by now; thousands of rows are not to be kept.
        self._sheet.row_dimensions.pop(line, None)

    def _set_height(self, line: int, values: Sequence[Value]) -> None:
        """Not every spreadsheet makes a row as high as its text: one that does not would draw lines over others."""
        height = max(map(_lines, values, self._columns), default=1)
        if height > 1:
            self._sheet.row_dimensions[line].height = min(_HIGHEST, _LINE * height)

    def finish(self) -> None:
        """Put the filter over all rows."""
        self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(self._columns))}{self.rows + 1}"

    def _filled(self, place: int, value: Value) -> Cell | None:
        if value is None or value == "":
            return None
        kind = self._columns[place].kind
        if isinstance(value, date) and value < _FIRST_DAY:
            value = value.isoformat()
        elif isinstance(value, int) and abs(value) >= _EXACT:
            value = f"{value:,}"
        if isinstance(value, str) and kind not in _EXACT_TEXTS:
            text = _writable(value)
            cell = self._quoted[place] if starts_a_formula(text) else self._texts[place]
            put_text(cell, text)
            return cell
        cell = self._cells[place]
        cell.value = float(value) if isinstance(value, str) else value
        cell.number_format = _FORMATS[kind]
        return cell

    def _cell(self, kind: Kind) -> Cell:
        cell: Cell = WriteOnlyCell(self._sheet)
        cell.number_format = _FORMATS[kind]
        cell.alignment = Alignment(vertical="top", wrap_text=kind == "text")
        return cell

    def _heading(self, text: str) -> Cell:
        cell: Cell = WriteOnlyCell(self._sheet, value=text)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="D9E2EC")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        return cell


def _lines(value: Value, column: Column) -> int:
    """How many lines a value takes in its column."""
    if not isinstance(value, str) or column.kind in _EXACT_TEXTS:
        return 1
    # No letter is wider than two digits: most texts need not be measured.
    return lines(value, column.width) if "\n" in value or 2 * len(value) > column.width - 2 else 1


def _writable(text: str) -> str:
    """A text that XML can hold: unpaired surrogates spelled out, non-characters as blanks."""
    spelled = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return spelled.replace("\ufffe", " ").replace("\uffff", " ")
