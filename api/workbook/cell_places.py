"""Where in a workbook each value of a case stands, for findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from api.workbook.sheet_headings import SheetColumns
from forms import Finding, Place, Severity

_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
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
        record = path
        while record not in self.rows:
            if not record:
                # The case has no row of its own: any of its rows tells where it is.
                return self._row_place(*next(iter(self.rows.values()))) if self.rows else None
            record = record.rpartition("/")[0]
        sheet, row = self.rows[record]
        columns = self.sheets[sheet]
        rest = path[len(record) + 1 :].split("/")
        for length in range(len(rest), 0, -1):
            wanted = tuple(rest[:length])
            for position, index in columns.columns.items():
                if columns.table.columns[index].path == wanted:
                    return _place(columns, row, position)
        return self._row_place(sheet, row)

    def _row_place(self, sheet: int, row: int) -> Place:
        return _place(self.sheets[sheet], row, self.sheets[sheet].key_position)

    def kind_at(self, path: str) -> str | None:
        """What kind of cell the value at ``path`` is typed in; None where it has none."""
        record, _, name = path.rpartition("/")
        if record not in self.rows:
            return None
        columns = self.sheets[self.rows[record][0]].table.columns
        return next((column.kind for column in columns if column.path == (name,)), None)


def _place(columns: SheetColumns, row: int, position: int) -> Place:
    return Place(
        sheet=columns.title, cell=columns.cell(row, position), heading=columns.headings.get(position, "")
    )


@dataclass(frozen=True)
class ReadCells:
    """What reading its cells says about a case: findings of its own, and the places of all others."""

    places: CasePlaces
    findings: tuple[Finding, ...] = ()

    def placed(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """All findings with their cells, errors first.

        A cell that could not be read is not also called missing.
        """
        unread = [finding.path for finding in self.findings if finding.rule == "SHEET-FORMULA"]
        others = [
            self._with_place(finding)
            for finding in findings
            if finding.rule != "FIELD-MISSING"
            or not any(path == finding.path or path.startswith(f"{finding.path}/") for path in unread)
        ]
        return tuple(sorted((*self.findings, *others), key=lambda finding: _GRAVITY[finding.severity]))

    def _with_place(self, finding: Finding) -> Finding:
        update: dict[str, object] = {"place": finding.place or self.places.place(finding.path)}
        if finding.rule == "FIELD-TYPE" and self.places.kind_at(finding.path) == "flag":
            update["message"] = _FLAG_SENTENCE
        return finding.model_copy(update=update)
