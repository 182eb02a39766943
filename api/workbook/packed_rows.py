"""The rows of a workbook by case, kept small: a workbook holds more text than its cases take in turn.

The rows of one case stand on many sheets, so all sheets must be read before the first case is whole.
Rows that follow one another for the same case are packed together.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any, NamedTuple

from api.workbook.cell_contents import COVERED, UNSAVED, Formatted


class Unread(Enum):
    """Stands for a case number that is there and cannot be read: never the number of a case."""

    NUMBER = "number"


# None gathers the rows that name no case.
CaseKey = str | Unread | None


class KeptRow(NamedTuple):
    """A row as read: which sheet, which line, its known cells in the order of the sheet's columns.

    ``unread`` are the positions of unknown columns that hold something here; ``key`` is the cell of
    the case number where reading it found something to tell; ``hidden`` says that the line is hidden
    or filtered away.
    """

    sheet: int
    line: int
    numbers: tuple[object, ...]
    values: tuple[object, ...]
    unread: tuple[int, ...] = ()
    key: object = None
    hidden: bool = False


class PackedRows:
    """Rows by case number, in the order that the numbers came."""

    def __init__(self) -> None:
        self._packed: dict[CaseKey, list[bytes]] = {}
        self._sheets: dict[CaseKey, set[int]] = {}
        self._pending: list[KeptRow] = []
        self._pending_case: CaseKey = None

    def add(self, case_no: CaseKey, row: KeptRow) -> None:
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

    def numbers(self) -> list[CaseKey]:
        """The case numbers that have rows."""
        if self._pending:
            self._pack()
        return list(self._packed)

    def sheets(self, case_no: CaseKey) -> set[int]:
        """The sheets that the case has rows on."""
        return self._sheets[case_no]

    def give(self, case_no: CaseKey, to: CaseKey) -> None:
        """Give the rows of one number to another."""
        self._packed[to] += self._packed.pop(case_no)
        self._sheets[to] |= self._sheets.pop(case_no)

    def take(self, case_no: CaseKey) -> Iterator[KeptRow]:
        """The rows of a case, for the last time."""
        for packed in self._packed.pop(case_no):
            text = zlib.decompress(packed).decode("utf-8", "surrogatepass")
            for sheet, line, numbers, values, unread, key, hidden in json.loads(text, object_hook=_decoded):
                yield KeptRow(sheet, line, tuple(numbers), tuple(values), tuple(unread), key, hidden)


def _encoded(value: object) -> Any:
    if isinstance(value, Formatted):
        return {"formatted": value.value, "shown": value.shown, "whole": value.whole}
    if value is UNSAVED:
        return {"unsaved": True}
    if value is COVERED:
        return {"covered": True}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    raise TypeError(f"no cell holds {type(value)}")


def _decoded(value: dict[str, Any]) -> object:
    match value:
        case {"formatted": number, "shown": shown, "whole": whole}:
            return Formatted(number, shown, whole)
        case {"unsaved": _}:
            return UNSAVED
        case {"covered": _}:
            return COVERED
        case {"moment": text}:
            return datetime.fromisoformat(text)
        case {"date": text}:
            return date.fromisoformat(text)
        case {"time": text}:
            return time.fromisoformat(text)
    return timedelta(seconds=value["seconds"])
