"""A case of a workbook put together from its rows, with what is wrong with their cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from api.entry.rows import AssembledCase, EntryRow
from api.entry.tables import CASE, EntryTable
from api.entry.typed_values import count_of
from api.workbook.cell_places import CasePlaces
from api.workbook.cell_values import cell_value, is_null
from api.workbook.packed_rows import KeptRow
from api.workbook.sheet_headings import SheetColumns
from api.workbook.sheet_rows import case_key
from forms import Finding, Place, Severity, case_model
from forms.finding import TOLD_AT_MOST, Location
from forms.particles import quoted_with_particle
from forms.places import label, pointer

_ORDINAL_LIMIT = 10**6


class _Problem(NamedTuple):
    """Something about a row, or about one of its columns, that reading found."""

    columns: SheetColumns
    line: int
    column: int | None
    position: int | None
    rule: str
    severity: Severity
    message: str


class CaseBuilding:
    """Turns the kept rows of one case into entry rows, gathering what is wrong with their cells."""

    def __init__(self, sheets: Sequence[SheetColumns]) -> None:
        self._sheets = sheets
        self._problems: list[_Problem] = []
        # Those beyond what is told of a case: the first of them, how many, and the gravest.
        self._rest: list[_Problem] = []
        self._rest_count = 0
        self._seen_unknown: set[tuple[str, int]] = set()

    def entry_row(self, columns: SheetColumns, row: KeptRow) -> EntryRow:
        """The row with its cells read as values of the case file."""
        values: dict[int, Any] = {}
        for (position, index), cell in zip(columns.columns.items(), row.values, strict=True):
            if cell is None:
                continue
            read = cell_value(columns.table.columns[index], cell)
            if read.rule is not None and read.problem is not None:
                severity = Severity.ERROR if read.rule == "SHEET-FORMULA" else Severity.WARNING
                self._add(columns, row.line, index, position, read.rule, severity, read.problem)
            if is_null(read.value):
                values[index] = None
            elif read.value is not None:
                values[index] = read.value
        for position in row.unread:
            self._unknown(columns, row.line, position)
        _, about_key = case_key(row.key)
        if about_key is not None and about_key.rule is not None and about_key.problem is not None:
            rule, message = about_key.rule, about_key.problem
            self._add(columns, row.line, None, columns.case_no, rule, Severity.WARNING, message)
        return EntryRow(values, tuple(self._numbers(columns, row)), row.line)

    def tell(self, columns: SheetColumns, line: int, rule: str, message: str) -> None:
        """Add information about a row."""
        self._add(columns, line, None, None, rule, Severity.INFO, message)

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
        problem = _Problem(columns, line, index, position, rule, severity, message)
        if len(self._problems) < TOLD_AT_MOST:
            self._problems.append(problem)
            return
        self._rest_count += 1
        first = self._rest[0] if self._rest else problem
        self._rest = [first._replace(severity=min(first.severity, severity, key=list(Severity).index))]

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
        for first in self._rest:
            message = (
                f"이 칸부터 {self._rest_count:,}칸이 더 있습니다. 알려 드린 것을 고친 뒤 다시 점검하세요."
            )
            yield self._finding(made, first._replace(rule="SHEET-MORE", message=message))

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
    """Which one of several a row means: 2, or a text such as 2, 2차 or 2번."""
    number = count_of(cell) if isinstance(cell, str) else cell
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    fits = isinstance(number, int) and not isinstance(number, bool) and 0 < number < _ORDINAL_LIMIT
    return number if fits and isinstance(number, int) else None
