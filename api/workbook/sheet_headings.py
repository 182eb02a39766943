"""Which table a sheet holds and which column is which, found from its title and its headings.

People move columns, leave rows and columns empty, put a title above, and merge headings over two
rows. The heading row is the one that names most columns of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache

from openpyxl.utils import get_column_letter

from api.entry.tables import CASE_NO_HEADING, EntryTable, TableKey, entry_tables
from api.workbook.cell_values import squeezed
from api.workbook.package_limits import Merge

# Headings stand within the first rows of a sheet, above the data.
HEADING_ROWS = 30
# Words for the case number that people use where a sheet has no 사례번호.
_CASE_NO_WORDS = (CASE_NO_HEADING, "관리번호", "사례관리번호")
_BRACKETS = re.compile(r"\([^()]*\)$")
_REQUIRED_MARKS = re.compile(r"\*|\(필수\)")

Grid = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Unknown:
    """A heading that no column of the table bears, and the nearest that one does."""

    heading: str
    nearest: str | None


@dataclass(frozen=True)
class SheetColumns:
    """A sheet read as a table. Positions in the sheet count from 0, rows from 1.

    ``columns`` maps positions to the table's columns, ``numbers`` the table's number columns to
    positions (None where the sheet has none); ``headings`` are as typed.
    """

    title: str
    table_key: TableKey
    heading_row: int
    first_row: int
    case_no: int | None
    numbers: tuple[int | None, ...]
    columns: Mapping[int, int]
    headings: Mapping[int, str]
    unknown: Mapping[int, Unknown] = field(default_factory=dict)

    @property
    def table(self) -> EntryTable:
        """The table."""
        return table_with(self.table_key)

    @property
    def key_position(self) -> int:
        """The column that stands for a whole row: the case number's, else the first known."""
        return self.case_no if self.case_no is not None else min(self.columns, default=0)

    def cell(self, row: int, position: int) -> str:
        """The name of a cell, such as C12."""
        return f"{get_column_letter(position + 1)}{row}"


def table_with(key: TableKey) -> EntryTable:
    """The entry table with that key."""
    return _by_key()[key]


@cache
def _by_key() -> dict[TableKey, EntryTable]:
    return {table.key: table for table in entry_tables()}


def columns_as(title: str, grid: Grid, merges: Sequence[Merge], table: EntryTable) -> SheetColumns | None:
    """How a sheet is read as that table, from its first rows; None where it bears none of its headings."""
    best = _best(title, grid, merges, table)
    return _with_nearest(best) if best is not None and (best.columns or best.case_no is not None) else None


def columns_by_headings(
    title: str, grid: Grid, merges: Sequence[Merge], among: Sequence[EntryTable]
) -> tuple[SheetColumns, ...]:
    """How a sheet may be read by its headings alone: the tables of which it bears the most headings.

    Empty where it names no table ``among`` them well enough; several where it names them equally.
    """
    found = [
        columns
        for table in among
        if (columns := _best(title, grid, merges, table)) is not None and _convincing(columns)
    ]
    most = max((len(columns.columns) for columns in found), default=0)
    return tuple(_with_nearest(columns) for columns in found if len(columns.columns) == most)


def _with_nearest(columns: SheetColumns) -> SheetColumns:
    """Each unknown heading with the nearest known one."""
    known = _words_of(columns.table)
    unknown = {}
    for position, one in columns.unknown.items():
        near = get_close_matches(bare_heading(one.heading), known, n=1, cutoff=0.5)
        heading = _heading_for(columns.table, known[near[0]]) if near else None
        unknown[position] = Unknown(one.heading, heading)
    return replace(columns, unknown=unknown)


def looks_like_cases(grid: Grid) -> bool:
    """Whether a sheet that was not recognised names case numbers, so that its reader should be told."""
    wanted = squeezed(CASE_NO_HEADING)
    return any(isinstance(cell, str) and bare_heading(cell) == wanted for row in grid for cell in row)


def _convincing(columns: SheetColumns) -> bool:
    known = len(columns.columns)
    return columns.case_no is not None and known >= 3 and known >= len(columns.unknown)


def _best(title: str, grid: Grid, merges: Sequence[Merge], table: EntryTable) -> SheetColumns | None:
    read = [_read_row(title, row, grid, merges, table) for row in range(1, min(len(grid), HEADING_ROWS) + 1)]
    return max(
        read, key=lambda one: len(one.columns) + (one.case_no is not None) + _numbered(one), default=None
    )


def _numbered(columns: SheetColumns) -> int:
    return sum(position is not None for position in columns.numbers)


def _read_row(title: str, row: int, grid: Grid, merges: Sequence[Merge], table: EntryTable) -> SheetColumns:
    own = _words_of(table)
    case_no: int | None = None
    numbers: list[int | None] = [None] * len(table.numbers)
    columns: dict[int, int] = {}
    headings: dict[int, str] = {}
    unknown: dict[int, Unknown] = {}
    typed = list(headings_in(row, grid, merges))
    key_word = _key_word([words[-1] for _, words in typed])
    for position, words in typed:
        headings[position] = words[-1]
        found = next((own[bare_heading(word)] for word in words if bare_heading(word) in own), None)
        if case_no is None and key_word is not None and bare_heading(words[-1]) == key_word:
            case_no = position
        elif isinstance(found, str) and numbers[int(found)] is None:
            numbers[int(found)] = position
        elif isinstance(found, int) and found not in columns.values():
            columns[position] = found
        else:
            unknown[position] = Unknown(words[-1], None)
    first = first_row_below(row, merges)
    return SheetColumns(title, table.key, row, first, case_no, tuple(numbers), columns, headings, unknown)


def first_row_below(row: int, merges: Sequence[Merge]) -> int:
    """The first row below a heading row, which may be merged with rows below it."""
    bottom = max((last for _, first, _, last in merges if first <= row <= last), default=row)
    return max(bottom, row) + 1


def _key_word(words: list[str]) -> str | None:
    bare = {bare_heading(word) for word in words}
    return next((squeezed(word) for word in _CASE_NO_WORDS if squeezed(word) in bare), None)


def headings_in(row: int, grid: Grid, merges: Sequence[Merge]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each heading of a row: its position, and the words that it may be known by, its own last.

    A heading merged downwards into the row belongs to it; one that spans several columns above
    it is put before each of theirs.
    """
    for position in range(max((len(cells) for cells in grid[:row]), default=0)):
        text = _cell(grid, row, position)
        above = []
        for left, top, right, bottom in merges:
            if not left <= position + 1 <= right or top > row:
                continue
            if bottom >= row > top and left == position + 1:
                text = text or _cell(grid, top, left - 1)
            elif bottom < row and right > left:
                above.append(_cell(grid, top, left - 1))
        if text:
            yield position, (*(f"{group} {text}" for group in above if group), text)


def _cell(grid: Grid, row: int, position: int) -> str:
    cells = grid[row - 1]
    value = cells[position] if position < len(cells) else None
    return " ".join(value.split()) if isinstance(value, str) else ""


def bare_heading(heading: str) -> str:
    """A heading for comparing: without blanks and the marks of what is required."""
    return _REQUIRED_MARKS.sub("", squeezed(heading))


def without_brackets(heading: str) -> str:
    """A heading without the brackets that end it: 금액 for 금액(원)."""
    return _BRACKETS.sub("", heading)


@cache
def _words_of(table: EntryTable) -> dict[str, int | str]:
    """The headings of a table as compared: a column's position, or a number column's as text."""
    words: dict[str, int | str] = {
        bare_heading(number.heading): str(index) for index, number in enumerate(table.numbers)
    }
    words.update({bare_heading(column.heading): index for index, column in enumerate(table.columns)})
    # 금액 serves for 금액(원), unless two columns would answer to it.
    short: dict[str, list[int]] = {}
    for index, column in enumerate(table.columns):
        short.setdefault(without_brackets(bare_heading(column.heading)), []).append(index)
    for word, indexes in short.items():
        if len(indexes) == 1 and word:
            words.setdefault(word, indexes[0])
    return words


def _heading_for(table: EntryTable, found: int | str) -> str:
    return table.columns[found].heading if isinstance(found, int) else table.numbers[int(found)].heading
