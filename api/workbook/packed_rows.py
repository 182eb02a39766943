"""The rows of a workbook by case, kept small: a workbook holds more text than its cases take in turn.

The rows of one case stand on many sheets, so all sheets must be read before the first case is whole.
Rows that follow one another for the same case are packed together.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from api.workbook.cell_values import UNSAVED


class KeptRow(NamedTuple):
    """A row as read: which sheet, which line, its known cells in the order of the sheet's columns.

    ``unread`` are the positions of unknown columns that hold something here.
    """

    sheet: int
    line: int
    numbers: tuple[object, ...]
    values: tuple[object, ...]
    unread: tuple[int, ...]


class PackedRows:
    """Rows by case number, in the order that the numbers came; None gathers rows without one."""

    def __init__(self) -> None:
        self._packed: dict[str | None, list[bytes]] = {}
        self._sheets: dict[str | None, set[int]] = {}
        self._pending: list[KeptRow] = []
        self._pending_case: str | None = None

    def add(self, case_no: str | None, row: KeptRow) -> None:
        """Keep a row."""
        if self._pending and case_no != self._pending_case:
            self._pack()
        self._pending_case = case_no
        self._pending.append(row)

    def _pack(self) -> None:
        text = json.dumps(self._pending, ensure_ascii=False, default=_encoded)
        packed = zlib.compress(text.encode("utf-8", "surrogatepass"))
        self._packed.setdefault(self._pending_case, []).append(packed)
        self._sheets.setdefault(self._pending_case, set()).update(row.sheet for row in self._pending)
        self._pending = []

    def numbers(self) -> list[str | None]:
        """The case numbers that have rows."""
        if self._pending:
            self._pack()
        return list(self._packed)

    def sheets(self, case_no: str | None) -> set[int]:
        """The sheets that the case has rows on."""
        return self._sheets[case_no]

    def give(self, case_no: str | None, to: str) -> None:
        """Give the rows of one number to another."""
        self._packed[to] += self._packed.pop(case_no)
        self._sheets[to] |= self._sheets.pop(case_no)

    def take(self, case_no: str | None) -> Iterator[KeptRow]:
        """The rows of a case, for the last time."""
        for packed in self._packed.pop(case_no):
            for sheet, line, numbers, values, unread in json.loads(
                zlib.decompress(packed).decode("utf-8", "surrogatepass"), object_hook=_decoded
            ):
                yield KeptRow(sheet, line, tuple(numbers), tuple(values), tuple(unread))


def _encoded(value: object) -> Any:
    if value is UNSAVED:
        return {"unsaved": True}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, (time, timedelta)):
        return str(value)
    raise TypeError(f"no cell holds {type(value)}")


def _decoded(value: dict[str, Any]) -> object:
    if "unsaved" in value:
        return UNSAVED
    return datetime.fromisoformat(value["moment"]) if "moment" in value else date.fromisoformat(value["date"])
