"""Where in a workbook each value of a case stands, for findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from api.entry.tables import EntryColumn
from api.workbook.sheet_headings import SheetColumns
from forms import Finding, Place, Severity

_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
# Cells that hold something of which nothing was taken.
UNREAD = frozenset(("SHEET-FORMULA", "SHEET-NUMBER", "SHEET-MERGED"))
# The sentences of JSON, said for a cell.
_FLAG_SENTENCE = "'예' 또는 '아니오'로 적습니다."


@dataclass(frozen=True)
class CasePlaces:
    """The cells of one case: rows by the JSON pointer of their record, and cells by pointer.

    ``rows`` values are (position in ``sheets``, row).
    """

    sheets: tuple[SheetColumns, ...]
    rows: dict[str, tuple[int, int]]
    cells: dict[str, tuple[int, int, int]] = field(default_factory=dict)

    def place(self, path: str) -> Place | None:
        """The cell of the value at ``path``, or where it would be typed; else its row's first cell."""
        if path in self.cells:
            sheet, row, position = self.cells[path]
            return _place(self.sheets[sheet], row, position)
        found = self._column(path)
        if found is not None:
            sheet, row, position = found
            return _place(self.sheets[sheet], row, position)
        record = self._record(path)
        if record is None:
            # The case has no row of its own: any of its rows tells where it is.
            return self._row_place(*next(iter(self.rows.values()))) if self.rows else None
        return self._row_place(*self.rows[record])

    def column_at(self, path: str) -> EntryColumn | None:
        """The column that the value at ``path`` is typed in; None where it has none."""
        found = self._column(path)
        if found is None:
            return None
        sheet, _, position = found
        columns = self.sheets[sheet]
        return columns.table.columns[columns.columns[position]]

    def _record(self, path: str) -> str | None:
        record = path
        while record not in self.rows:
            if not record:
                return None
            record = record.rpartition("/")[0]
        return record

    def _column(self, path: str) -> tuple[int, int, int] | None:
        """Sheet, row and position of the column that holds the value at ``path`` or the record around it."""
        record = self._record(path)
        if record is None:
            return None
        sheet, row = self.rows[record]
        columns = self.sheets[sheet]
        rest = path[len(record) + 1 :].split("/")
        for length in range(len(rest), 0, -1):
            wanted = tuple(rest[:length])
            for position, index in columns.columns.items():
                if columns.table.columns[index].path == wanted:
                    return sheet, row, position
        return None

    def _row_place(self, sheet: int, row: int) -> Place:
        return _place(self.sheets[sheet], row, self.sheets[sheet].key_position)


def _place(columns: SheetColumns, row: int, position: int) -> Place:
    return Place(
        sheet=columns.title, cell=columns.cell(row, position), heading=columns.headings.get(position, "")
    )


@dataclass(frozen=True)
class ReadCells:
    """What reading its cells says about a case: findings of its own, and the places of all others.

    ``nothing_else``: nothing of the case was read, so that no other finding can be true.
    """

    places: CasePlaces
    findings: tuple[Finding, ...] = ()
    nothing_else: bool = False

    def placed(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """All findings with their cells, errors first.

        A cell that could not be read is not also called missing: its own finding is the error then.
        """
        found = () if self.nothing_else else tuple(findings)
        missing = {finding.path for finding in found if finding.rule == "FIELD-MISSING"}
        told = {finding.path: [finding.path] for finding in self.findings if finding.rule in UNREAD}
        for path in told:
            column = self.places.column_at(path)
            if column is not None and column.required:
                # The record around it may be missing because it cannot do without the value not read.
                told[path] += _around(path)
        grave = {path for path, paths in told.items() if not missing.isdisjoint(paths)}
        accounted = {one for paths in told.values() for one in paths}
        own = [
            finding.model_copy(update={"severity": Severity.ERROR})
            if finding.rule in UNREAD and finding.path in grave
            else finding
            for finding in self.findings
        ]
        others = [
            self._with_place(finding)
            for finding in found
            if finding.rule != "FIELD-MISSING" or finding.path not in accounted
        ]
        return tuple(sorted((*own, *others), key=lambda finding: _GRAVITY[finding.severity]))

    def _with_place(self, finding: Finding) -> Finding:
        update: dict[str, object] = {"place": finding.place or self.places.place(finding.path)}
        column = self.places.column_at(finding.path) if finding.rule == "FIELD-TYPE" else None
        if column is not None and column.kind == "flag":
            update["message"] = _FLAG_SENTENCE
        return finding.model_copy(update=update)


def _around(path: str) -> list[str]:
    """The paths of the records around a value, but for the case itself."""
    steps = path.split("/")
    return ["/".join(steps[:length]) for length in range(len(steps) - 1, 1, -1)]
