"""An office's own list of cases, Excel or CSV with columns of any order and name: one row, one case.

The list is shown with what each column was taken for before anything is used; the rows are then read as
those of the entry workbook's sheet of cases are, merged and hidden cells and all.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from api.entry.rows import assembled
from api.entry.tables import CASE, EntryColumn, entry_tables
from api.workbook.case_building import CaseBuilding
from api.workbook.cell_contents import content_of
from api.workbook.cell_places import ReadCells
from api.workbook.cell_values import cell_value
from api.workbook.csv_tables import rows_at
from api.workbook.opened_workbook import opened_workbook
from api.workbook.package_limits import Merge, SheetFacts, inspect_package
from api.workbook.roster_headings import (
    CASE_NO,
    Content,
    Ground,
    Heading,
    content_kind,
    heading_row,
    headings_at,
    matched,
    roster_fields,
)
from api.workbook.sheet_headings import HEADING_ROWS, Grid, SheetColumns, Unknown, first_row_below
from api.workbook.sheet_rows import Content as CellContent
from api.workbook.sheet_rows import kept_rows
from forms import InputError
from forms.finding import TOLD_AT_MOST

# Rows of one list, and columns; what lies beyond is told.
ROSTER_ROWS_AT_MOST = 1000
ROSTER_COLUMNS_AT_MOST = 200
# Rows by which it is told what a column holds.
_LOOKED_AT = 100
_TABLES = (".csv", ".txt", ".tsv")
_PACKED = (b"PK", b"\xd0\xcf\x11\xe0")
_TEXT = EntryColumn(("text",), "", "text")
_DAMAGED = "엑셀 파일이 손상되었습니다. 엑셀에서 열어 다시 저장한 파일을 주세요."


@dataclass(frozen=True)
class RosterSheet:
    """A sheet of the file: its rows, each time from the first, and what its XML says of them."""

    title: str
    hidden: bool
    rows: Callable[[], Iterator[Sequence[Any]]]
    facts: SheetFacts
    content: CellContent

    @property
    def head_merges(self) -> list[Merge]:
        """The merged cells that a heading may be part of: there may be one for each cell of the data."""
        return [
            merge
            for merge in self.facts.merges
            if merge[0] <= ROSTER_COLUMNS_AT_MOST and merge[1] <= HEADING_ROWS
        ]

    def head(self) -> Grid:
        """The first rows, as far as headings may stand."""
        return [
            [self.content(cell, False) for cell in row[:ROSTER_COLUMNS_AT_MOST]]
            for row in islice(self.rows(), HEADING_ROWS)
        ]


@contextmanager
def roster_sheets(path: Path, name: str) -> Iterator[tuple[RosterSheet, ...]]:
    """The sheets of a list; raises ``InputError`` where the file is refused or is no table."""
    with path.open("rb") as file:
        if path.suffix in _TABLES:
            rows = rows_at(path, _known_headings)
            yield (RosterSheet(name, False, lambda: iter(rows), SheetFacts(), _as_it_is),)
            return
        if not file.read(4).startswith(_PACKED):
            raise InputError("명단은 엑셀(.xlsx)이나 CSV 파일로 올립니다.", "FILE-KIND")
        file.seek(0)
        facts = inspect_package(file).sheets
        file.seek(0)
        with warnings.catch_warnings():
            # What openpyxl says about parts that it does not read is of no use to a caseworker.
            warnings.simplefilter("ignore")
            try:
                workbook = opened_workbook(file)
            except Exception:
                # The library raises whatever a malformed part leads it to.
                raise InputError(_DAMAGED, "FILE-WORKBOOK") from None
            if not workbook.worksheets:
                raise InputError("엑셀 파일에 표가 있는 시트가 없습니다.", "FILE-EMPTY")
            yield tuple(
                RosterSheet(
                    sheet.title,
                    sheet.sheet_state != "visible",
                    partial(_rows_of, sheet),
                    facts.get(sheet.title) or SheetFacts(),
                    content_of,
                )
                for sheet in workbook.worksheets
            )


def _rows_of(sheet: Any) -> Iterator[Sequence[Any]]:
    try:
        sheet.reset_dimensions()
        yield from sheet.iter_rows()
    except InputError:
        raise
    except Exception:
        raise InputError(_DAMAGED, "FILE-WORKBOOK") from None


def _as_it_is(cell: object, as_shown: bool) -> object:
    return cell


def _known_headings(head: Grid) -> int:
    row = heading_row(head, ())
    return len(matched(headings_at(row, head, ()), {}))


def best_sheet(sheets: Sequence[RosterSheet]) -> int:
    """The position of the sheet whose headings name the most fields, a visible one first."""

    def rank(position: int) -> tuple[int, bool]:
        sheet = sheets[position]
        head, merges = sheet.head(), sheet.head_merges
        return len(matched(headings_at(heading_row(head, merges), head, merges), {})), not sheet.hidden

    return max(range(len(sheets)), key=rank) if len(sheets) > 1 else 0


@dataclass(frozen=True)
class RosterColumn:
    """A column of the list, by its place from 0; ``typed`` is what its first cells show."""

    position: int
    heading: str
    words: tuple[str, ...]
    content: Content
    typed: tuple[str, ...]
    hidden: bool

    @property
    def letter(self) -> str:
        """The letter that a spreadsheet shows above it."""
        return get_column_letter(self.position + 1)


@dataclass(frozen=True)
class Roster:
    """A sheet read as a list: the rows below ``heading_row`` that hold something.

    ``rows_left`` and ``columns_left`` count those beyond what is read; ``above`` is what stands over the
    headings.
    """

    sheet: RosterSheet
    heading_row: int
    first_row: int
    columns: tuple[RosterColumn, ...]
    lines: tuple[tuple[int, Sequence[Any]], ...]
    above: tuple[str, ...]
    rows_left: int
    columns_left: int

    def matched(self) -> dict[int, tuple[str, Ground]]:
        """The field that each known column holds, and why it was taken for that, as the list itself tells."""
        headings = [Heading(column.position, column.words) for column in self.columns]
        return matched(headings, {column.position: column.content for column in self.columns})


def read_roster(sheet: RosterSheet, row: int | None = None) -> Roster:
    """A sheet as a list with its headings in ``row`` (from 1), or where they seem to be."""
    head, near = sheet.head(), sheet.head_merges
    row = row if row is not None and row <= len(head) else heading_row(head, near)
    first = first_row_below(row, near)
    above = tuple(
        " ".join(str(cell) for cell in cells if cell is not None and str(cell).strip())
        for cells in head[: row - 1]
    )
    lines, rows_left, columns_left = _lines(sheet, first)
    headings = {one.position: one for one in headings_at(row, head, near)}
    columns = []
    filled = {position for _, cells in lines for position, cell in enumerate(cells) if cell is not None}
    for position in sorted(filled | headings.keys()):
        cells = [one[position] if position < len(one) else None for _, one in lines[:_LOOKED_AT]]
        contents = [sheet.content(cell, True) if cell is not None else None for cell in cells]
        heading = headings.get(position, Heading(position))
        columns.append(
            RosterColumn(
                position,
                heading.own,
                heading.words,
                content_kind(contents),
                tuple(shown(one) for one in contents),
                position + 1 in sheet.facts.hidden_columns,
            )
        )
    return Roster(
        sheet,
        row,
        first,
        tuple(columns),
        tuple(lines),
        tuple(text for text in above if text),
        rows_left,
        columns_left,
    )


def _lines(sheet: RosterSheet, first: int) -> tuple[list[tuple[int, Sequence[Any]]], int, int]:
    """(the rows that hold something, how many more there are, how many columns more hold something)."""
    lines: list[tuple[int, Sequence[Any]]] = []
    rows_left = 0
    beyond: set[int] = set()
    for line, row in enumerate(sheet.rows(), 1):
        if line < first:
            continue
        cells = [cell if _says(sheet, line, place, cell) else None for place, cell in enumerate(row, 1)]
        if all(cell is None for cell in cells):
            continue
        if len(lines) == ROSTER_ROWS_AT_MOST:
            rows_left += 1
            continue
        beyond.update(p for p, cell in enumerate(cells) if p >= ROSTER_COLUMNS_AT_MOST and cell is not None)
        lines.append((line, cells[:ROSTER_COLUMNS_AT_MOST]))
    return lines, rows_left, len(beyond)


def _says(sheet: RosterSheet, line: int, place: int, cell: object) -> bool:
    """Whether something stands in a cell, be it a formula without its result."""
    value = sheet.content(cell, False) if cell is not None else None
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None or sheet.facts.is_unsaved(line, place)


def shown(content: object) -> str:
    """What a cell holds, as text; "" for an empty one."""
    read = cell_value(_TEXT, content)
    return "" if read.value is None else str(read.value)


@dataclass(frozen=True)
class RosterRow:
    """A row as a case: its line in the sheet, its number ("" where it says none), its heads as a case file.

    ``values`` is what was read of each column, ``empty`` a row without anything in the chosen columns.
    """

    line: int
    case_no: str
    raw: dict[str, Any]
    cells: ReadCells
    values: Mapping[int, Any]
    hidden: bool
    empty: bool = False


def rows_as_cases(roster: Roster, fields: Mapping[int, str]) -> Iterator[RosterRow]:
    """Each row of a list as a case, its columns (by position) read as these fields."""
    columns = _sheet_columns(roster, fields)
    table = entry_tables()[0]
    for key, row in kept_rows(0, columns, roster.lines, roster.sheet.facts, roster.sheet.content):
        building = CaseBuilding([columns])
        entry = building.entry_row(columns, row._replace(unread=()))
        number = key if isinstance(key, str) else None
        made = assembled(number, {CASE: [entry]}, [table])
        cells = ReadCells(building.places(made), tuple(building.findings(made))[:TOLD_AT_MOST])
        values = {p: entry.values[index] for p, index in columns.columns.items() if index in entry.values}
        if columns.case_no is not None and number is not None:
            values[columns.case_no] = number
        empty = key is None and all(value is None for value in row.values)
        yield RosterRow(row.line, number or "", made.raw, cells, values, row.hidden, empty)


def _sheet_columns(roster: Roster, fields: Mapping[int, str]) -> SheetColumns:
    known = roster_fields()
    headings = {column.position: column.heading for column in roster.columns}
    chosen = {p: known[key].index for p, key in sorted(fields.items()) if key in known and p in headings}
    return SheetColumns(
        roster.sheet.title,
        CASE,
        roster.heading_row,
        roster.first_row,
        next((p for p, key in fields.items() if key == CASE_NO), None),
        (),
        {position: index for position, index in chosen.items() if index is not None},
        headings,
        {p: Unknown(heading, None) for p, heading in headings.items() if p not in chosen},
    )
