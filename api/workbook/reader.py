"""Cases from a workbook: sheets to rows, rows by case number, and each case put together.

All sheets are read once, since the rows of a case stand on many of them; a case is built, with its
findings, only when it is asked for.
"""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from itertools import chain, islice
from typing import IO, Any, NamedTuple

from api.workbook.cell_places import CasePlaces, ReadCells
from api.workbook.cell_values import UNSAVED, cell_value, is_null, squeezed
from api.workbook.package_limits import Merge, SheetFacts, inspect_package
from api.workbook.packed_rows import KeptRow, PackedRows
from api.workbook.sheet_headings import HEADING_ROWS, SheetColumns, columns_of, looks_like_cases
from forms import Finding, InputError, Place, Severity, case_model
from forms.entry_rows import AssembledCase, EntryRow, assembled
from forms.entry_tables import CASE, EntryTable, TableKey, entry_tables
from forms.finding import Location
from forms.particles import quoted_with_particle
from forms.places import label, pointer

RESULT_SHEET = "점검 결과"


class SheetCase(NamedTuple):
    """A case as a workbook holds it; ``case_no`` None gathers the rows that name no case."""

    case_no: str | None
    raw: dict[str, Any]
    cells: ReadCells


@dataclass
class _Book:
    sheets: list[SheetColumns] = field(default_factory=list)
    rows: PackedRows = field(default_factory=PackedRows)
    # Sheets that seem to hold cases but are no table of ours.
    unknown_sheets: list[str] = field(default_factory=list)


def read_workbook(file: IO[bytes]) -> Iterator[SheetCase]:
    """Every case of a workbook, in the order of its case sheet.

    Raises ``InputError`` where the file is refused or holds no table of ours, before the first case.
    """
    facts = inspect_package(file)
    file.seek(0)
    book = _Book()
    try:
        with warnings.catch_warnings():
            # What openpyxl says about parts that it does not read is of no use to a caseworker.
            warnings.simplefilter("ignore")
            _read_sheets(file, facts.sheets, book)
    except InputError:
        raise
    except Exception:
        # The library raises whatever a malformed part leads it to; the person can only save it again.
        message = "엑셀 파일이 손상되었습니다. 엑셀에서 열어 다시 저장한 파일을 주세요."
        raise InputError(message, "FILE-WORKBOOK") from None
    return _cases_of(book)


def _read_sheets(file: IO[bytes], facts: dict[str, SheetFacts], book: _Book) -> None:
    from openpyxl import load_workbook

    workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        _add_sheet(book, sheet.title, rows, facts.get(sheet.title) or SheetFacts(), entry_tables())
    workbook.close()


def read_rows(
    title: str, rows: Iterable[Sequence[object]], among: Sequence[EntryTable]
) -> Iterator[SheetCase]:
    """Every case of one of the tables ``among``, given as rows with its headings among them."""
    book = _Book()
    _add_sheet(book, title, rows, SheetFacts(), among)
    return _cases_of(book)


def _add_sheet(
    book: _Book,
    title: str,
    rows: Iterable[Sequence[object]],
    facts: SheetFacts,
    tables: Sequence[EntryTable],
) -> None:
    """Read one sheet into the book; a sheet that is none of the tables adds nothing."""
    if squeezed(title).startswith(squeezed(RESULT_SHEET)):
        return
    stream = iter(rows)
    head = list(islice(stream, HEADING_ROWS))
    taken = {sheet.table_key for sheet in book.sheets}
    columns = columns_of(title, head, facts.merges, [table for table in tables if table.key not in taken])
    if columns is None:
        if looks_like_cases(head):
            book.unknown_sheets.append(title)
        return
    book.sheets.append(columns)
    numbered = enumerate(chain(head, stream), 1)
    _collect(book, columns, ((line, row) for line, row in numbered if line >= columns.first_row), facts)


def _collect(
    book: _Book, columns: SheetColumns, rows: Iterable[tuple[int, Sequence[object]]], facts: SheetFacts
) -> None:
    table, sheet = columns.table, len(book.sheets) - 1
    whole_rows = table.key == CASE or table.is_form
    keys = [columns.case_no, *columns.numbers]
    fills = {p: _merged_down(facts.merges, p) for p in keys if p is not None}
    tops: dict[tuple[int, int], object] = {}

    def cell(row: Sequence[object], line: int, position: int | None) -> object:
        if position is None:
            return None
        value = row[position] if position < len(row) else None
        if value is None and (line, position + 1) in facts.unsaved:
            value = UNSAVED
        if position in fills:
            top = fills[position].get(line)
            if top == line:
                tops[line, position] = value
            elif top is not None:
                value = tops.get((top, position))
        return None if isinstance(value, str) and not value.strip() else value

    positions = tuple(columns.columns)
    for line, row in rows:
        case_no = _case_no(cell(row, line, columns.case_no))
        numbers = tuple(cell(row, line, position) for position in columns.numbers)
        values = tuple(cell(row, line, position) for position in positions)
        unread = tuple(p for p in columns.unknown if cell(row, line, p) is not None)
        empty = not unread and all(value is None for value in values)
        if empty and not (whole_rows and case_no is not None):
            continue
        book.rows.add(case_no, KeptRow(sheet, line, numbers, values, unread))


def _merged_down(merges: Sequence[Merge], position: int) -> dict[int, int]:
    """For the lines of a column that are merged downwards: the line whose value they share."""
    return {
        line: top
        for left, top, _, bottom in merges
        if left == position + 1 and bottom > top
        for line in range(top, bottom + 1)
    }


def _case_no(cell: object) -> str | None:
    if cell is None or cell is UNSAVED:
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return unicodedata.normalize("NFKC", str(cell)).strip() or None


# --- each case


def _cases_of(book: _Book) -> Iterator[SheetCase]:
    """The cases of what was read; raises ``InputError`` where nothing was."""
    if not book.sheets:
        raise InputError(
            "사례를 적은 시트가 없습니다. 'seosik workbook -o 파일.xlsx'로 만든 시트 이름과 제목을 쓰세요.",
            "FILE-WORKBOOK",
        )
    numbers = [number for number in _case_order(book) if number is not None]
    if None in book.rows.numbers() and len(numbers) == 1:
        # With one case in the workbook nothing else can be meant.
        book.rows.give(None, numbers[0])
    order = _case_order(book)
    return (_case(book, number, position == 0, numbers) for position, number in enumerate(order))


def _case_order(book: _Book) -> list[str | None]:
    """Case numbers in the order of the case sheet, then those that stand elsewhere alone."""
    on_sheet = dict.fromkeys(n for n in book.rows.numbers() if n is not None and _on_case_sheet(book, n))
    return [*on_sheet, *(number for number in book.rows.numbers() if number not in on_sheet)]


def _on_case_sheet(book: _Book, case_no: str | None) -> bool:
    return any(book.sheets[sheet].table_key == CASE for sheet in book.rows.sheets(case_no))


def _case(book: _Book, case_no: str | None, is_first: bool, numbers: list[str]) -> SheetCase:
    build = _Build(book.sheets)
    by_table: dict[TableKey, list[EntryRow]] = {}
    for row in book.rows.take(case_no):
        columns = book.sheets[row.sheet]
        by_table.setdefault(columns.table_key, []).append(build.entry_row(columns, row))
    made = assembled(case_no, by_table, entry_tables())
    places = build.places(made)
    findings = [*build.findings(made)]
    if (
        case_no is not None
        and any(s.table_key == CASE for s in book.sheets)
        and not _on_case_sheet(book, case_no)
    ):
        findings.append(_stray_number(places, made.raw, case_no, numbers))
    if is_first:
        findings += [_unknown_sheet(title) for title in book.unknown_sheets]
    return SheetCase(case_no, made.raw, ReadCells(places, tuple(findings)))


def _stray_number(places: CasePlaces, raw: object, case_no: str, numbers: list[str]) -> Finding:
    near = get_close_matches(case_no, [number for number in numbers if number != case_no], n=1)
    hint = f" {quoted_with_particle(near[0], '을(를)')} 적으려던 것입니까?" if near else ""
    message = f"'사례' 시트에 사례번호 {quoted_with_particle(case_no[:40], '이(가)')} 없습니다.{hint}"
    return Finding(
        rule="SHEET-CASE",
        severity=Severity.ERROR,
        form=None,
        path="/case_no",
        label=label(case_model(), raw, ("case_no",)),
        message=message,
        place=places.place("/case_no"),
    )


def _unknown_sheet(title: str) -> Finding:
    tables = {table.title: squeezed(table.title) for table in entry_tables()}
    near = get_close_matches(squeezed(title), tables.values(), n=1, cutoff=0.5)
    name = next((shown for shown, word in tables.items() if near and word == near[0]), None)
    hint = f" '{name}' 시트라면 시트 이름을 그렇게 고치세요." if name else ""
    return Finding(
        rule="SHEET-UNKNOWN",
        severity=Severity.WARNING,
        form=None,
        path="",
        label="사례",
        message=f"시트 {quoted_with_particle(title, '은(는)')} 어느 표인지 알 수 없어 읽지 않았습니다.{hint}",
        place=Place(sheet=title, cell="A1", heading=""),
    )


class _Problem(NamedTuple):
    """Something about a row, or about one of its columns, that reading found."""

    columns: SheetColumns
    line: int
    column: int | None
    position: int | None
    rule: str
    severity: Severity
    message: str


class _Build:
    """Turns the kept rows of one case into entry rows, gathering what is wrong with their cells."""

    def __init__(self, sheets: list[SheetColumns]) -> None:
        self._sheets = sheets
        self._problems: list[_Problem] = []
        self._seen_unknown: set[tuple[str, int]] = set()

    def entry_row(self, columns: SheetColumns, row: KeptRow) -> EntryRow:
        """The row with its cells read as values of the case file."""
        values: dict[int, Any] = {}
        for (position, index), cell in zip(columns.columns.items(), row.values, strict=True):
            if cell is None:
                continue
            read = cell_value(columns.table.columns[index], cell)
            if read.rule is not None and read.problem is not None:
                severity = Severity.ERROR if read.value is None else Severity.WARNING
                self._add(columns, row.line, index, position, read.rule, severity, read.problem)
            if is_null(read.value):
                values[index] = None
            elif read.value is not None:
                values[index] = read.value
        for position in row.unread:
            self._unknown(columns, row.line, position)
        return EntryRow(values, tuple(self._numbers(columns, row)), row.line)

    def _numbers(self, columns: SheetColumns, row: KeptRow) -> Iterator[int | None]:
        for position, cell in zip(columns.numbers, row.numbers, strict=True):
            number = _ordinal(cell)
            if number is None and cell is not None:
                message = "1, 2처럼 몇 번째 것인지 숫자로 적습니다."
                self._add(columns, row.line, None, position, "SHEET-ROW", Severity.ERROR, message)
            yield number

    def _unknown(self, columns: SheetColumns, line: int, position: int) -> None:
        if (columns.title, position) in self._seen_unknown:
            return
        self._seen_unknown.add((columns.title, position))
        unknown = columns.unknown[position]
        hint = (
            f" {quoted_with_particle(unknown.nearest, '을(를)')} 적으려던 것입니까?"
            if unknown.nearest
            else ""
        )
        message = f"'{unknown.heading[:60]}' 열은 없는 항목이라 읽지 않았습니다.{hint}"
        self._add(columns, line, None, position, "SHEET-COLUMN", Severity.WARNING, message)

    def _add(
        self,
        columns: SheetColumns,
        line: int,
        index: int | None,
        position: int | None,
        rule: str,
        severity: Severity,
        message: str,
    ) -> None:
        self._problems.append(_Problem(columns, line, index, position, rule, severity, message))

    def places(self, made: AssembledCase) -> CasePlaces:
        """Where the records and the mapping entries of the case stand."""
        rows: dict[str, tuple[int, int]] = {}
        cells: dict[str, tuple[int, int, int]] = {}
        by_key = {columns.table_key: number for number, columns in enumerate(self._sheets)}
        for (key, line), location in made.records.items():
            path = pointer(made.raw, location)
            rows.setdefault(path, (by_key[key], line))
            name = made.entries.get((key, line))
            if name is None:
                continue
            columns = self._sheets[by_key[key]]
            for position, index in columns.columns.items():
                column = columns.table.columns[index]
                if column.role == "entry_value":
                    entry = pointer(made.raw, (*location, *column.path, name))
                    cells[entry] = (by_key[key], line, position)
        for columns_number, columns in enumerate(self._sheets):
            if columns.table_key == CASE and columns.case_no is not None and "" in rows:
                cells["/case_no"] = (columns_number, rows[""][1], columns.case_no)
        return CasePlaces(tuple(self._sheets), rows, cells)

    def findings(self, made: AssembledCase) -> Iterator[Finding]:
        """What reading found, each with its cell."""
        by_key = {columns.table_key: columns for columns in self._sheets}
        for misplaced in made.misplaced:
            columns = by_key[misplaced.table.key]
            yield self._finding(
                made,
                _Problem(
                    columns,
                    misplaced.row.line,
                    None,
                    columns.key_position,
                    "SHEET-ROW",
                    Severity.ERROR,
                    misplaced.message,
                ),
            )
        for problem in self._problems:
            yield self._finding(made, problem)

    def _finding(self, made: AssembledCase, problem: _Problem) -> Finding:
        columns, table = problem.columns, problem.columns.table
        at: Location = made.records.get((table.key, problem.line), _list_location(table))
        if problem.column is not None:
            column = table.columns[problem.column]
            name = made.entries.get((table.key, problem.line))
            at = (*at, *(() if column.role == "entry_key" else column.path))
            if column.role == "entry_value" and name:
                at = (*at, name)
        position = problem.position if problem.position is not None else columns.key_position
        heading_row = columns.heading_row if problem.rule == "SHEET-COLUMN" else problem.line
        return Finding(
            rule=problem.rule,
            severity=problem.severity,
            form=table.form,
            path=pointer(made.raw, at),
            label=label(case_model(), made.raw, at),
            message=problem.message,
            place=Place(
                sheet=columns.title,
                cell=columns.cell(heading_row, position),
                heading=columns.headings.get(position, ""),
            ),
        )


def _list_location(table: EntryTable) -> Location:
    return tuple(table.key)


def _ordinal(cell: object) -> int | None:
    if isinstance(cell, str):
        text = unicodedata.normalize("NFKC", cell).strip()
        cell = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return cell if isinstance(cell, int) and not isinstance(cell, bool) and cell > 0 else None
