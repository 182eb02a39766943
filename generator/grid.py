"""Where the cells of a table stand on its grid.

Used twice: when a template is loaded, to refuse rows that do not cover the grid, and by writers
whose formats want merged cells spelled out row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from xml.etree.ElementTree import Element

CellT = TypeVar("CellT")


class GridError(ValueError):
    """A row does not cover the grid; ``row`` counts from 0 within its row group."""

    def __init__(self, row: int, message: str) -> None:
        super().__init__(message)
        self.row = row


@dataclass(frozen=True)
class Slot(Generic[CellT]):
    """A place in a row: ``cell`` begins here, or, with ``continues``, reaches down from above."""

    cell: CellT
    column: int
    colspan: int
    continues: bool


@dataclass(frozen=True)
class Span(Generic[CellT]):
    """A cell as a row gives it; a rowspan of 0 reaches to the end of its row group."""

    cell: CellT
    colspan: int = 1
    rowspan: int = 1


def shares_of(table: Element) -> list[float]:
    """The shares of its width that the columns of a bound table take, which bears them as percentages."""
    styles = (column.get("style") or "" for column in table.iterfind("colgroup/col"))
    return [float(style.removeprefix("width: ").removesuffix("%") or 1) for style in styles]


def spans_of(group: Element) -> list[list[Span[Element]]]:
    """The cells of a row group of a bound table, row by row, for ``place``."""
    return [
        [Span(cell, int(cell.get("colspan", "1")), int(cell.get("rowspan", "1"))) for cell in row]
        for row in group
    ]


def place(rows: Sequence[Iterable[Span[CellT]]], columns: int) -> list[list[Slot[CellT]]]:
    """Each row of a row group as slots from left to right, covering exactly ``columns``.

    Raises ``GridError`` where a row leaves columns empty, overlaps, or a rowspan outlives the group.
    """
    # For each column the slot that reaches down into the next rows, and how many rows it still covers.
    reaching: dict[int, tuple[Slot[CellT], int]] = {}
    placed: list[list[Slot[CellT]]] = []
    for number, row in enumerate(rows):
        slots = [Slot(slot.cell, slot.column, slot.colspan, True) for slot, _ in reaching.values()]
        taken = {column for slot in slots for column in range(slot.column, slot.column + slot.colspan)}
        reaching = {start: (slot, left - 1) for start, (slot, left) in reaching.items() if left != 1}
        column = 0
        for span in row:
            while column in taken:
                column += 1
            covered = set(range(column, column + span.colspan))
            if covered & taken or column + span.colspan > columns:
                raise GridError(
                    number,
                    f"a cell of {span.colspan} columns does not fit at column {column + 1} of {columns}",
                )
            slot = Slot(span.cell, column, span.colspan, False)
            slots.append(slot)
            taken |= covered
            if span.rowspan != 1:
                # 0 counts down without ever reaching 1: to the end of the group.
                reaching[column] = (slot, span.rowspan - 1)
            column += span.colspan
        if len(taken) != columns:
            raise GridError(number, f"the row covers {len(taken)} of {columns} columns")
        placed.append(sorted(slots, key=lambda slot: slot.column))
    if any(left > 0 for _, left in reaching.values()):
        raise GridError(len(rows) - 1, "a rowspan reaches beyond its row group")
    return placed
