"""The rows of one sheet that is read as a table: merged cells filled down, each with its case number."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from api.entry.tables import CASE, CASE_NO_HEADING, EntryColumn
from api.workbook.cell_contents import COVERED, UNSAVED, Formatted
from api.workbook.cell_values import SHOWN_KINDS, CellValue, cell_value
from api.workbook.package_limits import ROW_LIMIT, Merge, SheetFacts
from api.workbook.packed_rows import CaseKey, KeptRow, Unread
from api.workbook.sheet_headings import SheetColumns

CASE_NO_COLUMN = EntryColumn(("case_no",), CASE_NO_HEADING, "text", required=True)

# A cell as a row holds it, and whether what it shows is wanted, to its content.
Content = Callable[[object, bool], object]


def kept_rows(
    sheet: int,
    columns: SheetColumns,
    rows: Iterable[tuple[int, Sequence[object]]],
    facts: SheetFacts,
    content: Content,
) -> Iterator[tuple[CaseKey, KeptRow]]:
    """The rows below the headings that say something, each with its case number.

    A row that holds nothing but cells merged down from above is none: the record above takes two lines.
    """
    cells = _SheetCells(columns, facts, content)
    whole_rows = columns.table_key == CASE or columns.table.is_form
    for line, row in rows:
        if line < columns.first_row:
            continue
        case_cell, names_itself = cells.at(line, row, columns.case_no)
        numbers = tuple(cells.at(line, row, position)[0] for position in columns.numbers)
        read = [cells.at(line, row, position) for position in columns.columns]
        unread = tuple(p for p in columns.unknown if cells.at(line, row, p)[1])
        if unread or any(own for _, own in read) or (whole_rows and names_itself):
            case_no, problem = case_key(case_cell)
            key = case_cell if problem is not None else None
            hidden = line in facts.hidden_rows
            yield case_no, KeptRow(sheet, line, numbers, tuple(v for v, _ in read), unread, key, hidden)


def case_key(cell: object) -> tuple[CaseKey, CellValue | None]:
    """The case number that a cell says, and what there is to tell about it.

    A number that lost digits, or of which it is not certain what the cell shows, is nobody's.
    """
    read = cell_value(CASE_NO_COLUMN, cell)
    partly_shown = isinstance(cell, Formatted) and not cell.whole
    if read.rule is None:
        number = unicodedata.normalize("NFKC", read.value or "").strip()
        return number or None, None
    if read.value is None or partly_shown:
        return Unread.NUMBER, read._replace(value=None)
    return unicodedata.normalize("NFKC", read.value), read


# What stands in an empty cell, and that nothing does.
_NOTHING: Final = (None, False)


class _SheetCells:
    """The cells of a sheet by line and position, merged cells among them."""

    def __init__(self, columns: SheetColumns, facts: SheetFacts, content: Content) -> None:
        self._facts = facts
        self._has_unsaved = facts.has_unsaved
        self._content = content
        kinds = {p: columns.table.columns[index] for p, index in columns.columns.items()}
        self._shown = {p for p, column in kinds.items() if column.kind in SHOWN_KINDS}
        if columns.case_no is not None:
            self._shown.add(columns.case_no)
        # What is counted once must not be counted in each line that shares the cell.
        self._once = {p for p, column in kinds.items() if column.kind in ("won", "number", "numbers")}
        keys = [p for p in (columns.case_no, *columns.numbers) if p is not None]
        self._spans = _spans(facts.merges, sorted({*kinds, *columns.unknown, *keys}))
        # The top cell of the last merge met in each column.
        self._tops: dict[int, tuple[int, object]] = {}

    def at(self, line: int, row: Sequence[object], position: int | None) -> tuple[object, bool]:
        """What stands in a cell, and whether it stands there itself and not in the cell above."""
        if position is None:
            return _NOTHING
        spans = self._spans.get(position) if self._spans else None
        top = spans.top(line) if spans is not None else None
        if top is None:
            return self._own(line, row, position)
        first, is_left = top
        if not is_left:
            return _NOTHING
        if first == line:
            self._tops[position] = line, self._own(line, row, position)[0]
        known, value = self._tops.get(position, (0, None))
        if first == line:
            return value, value is not None
        if known != first or value is None:
            return _NOTHING
        return (COVERED if position in self._once else value), False

    def _own(self, line: int, row: Sequence[object], position: int) -> tuple[object, bool]:
        cell = row[position] if position < len(row) else None
        value = self._content(cell, position in self._shown) if cell is not None else None
        if value is None and self._has_unsaved and self._facts.is_unsaved(line, position + 1):
            value = UNSAVED
        if value is None or (isinstance(value, str) and not value.strip()):
            return _NOTHING
        return value, True


class _Spans:
    """The merged cells of one column, by their first and last line."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int, bool]] = []

    def add(self, top: int, bottom: int, is_left: bool) -> None:
        self._spans.append((top, bottom, is_left))

    def top(self, line: int) -> tuple[int, bool] | None:
        """The first line of the merged cell that covers a line, and whether the column is its first."""
        position = bisect_right(self._spans, (line, ROW_LIMIT, True)) - 1
        if position < 0 or self._spans[position][1] < line:
            return None
        top, _, is_left = self._spans[position]
        return top, is_left


def _spans(merges: Sequence[Merge], positions: list[int]) -> dict[int, _Spans]:
    """The merged cells of each of these columns."""
    made: dict[int, _Spans] = {}
    for left, top, right, bottom in sorted(merges, key=lambda merge: merge[1]):
        for position in positions[bisect_left(positions, left - 1) : bisect_left(positions, right)]:
            made.setdefault(position, _Spans()).add(top, bottom, position == left - 1)
    return made
