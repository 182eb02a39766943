"""Where the cells of a table stand on its grid.

Used twice: when a template is loaded, to refuse rows that do not cover the grid, and by writers
whose formats want merged cells spelled out row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar
from xml.etree.ElementTree import Element

CellT = TypeVar("CellT")


class GridError(ValueError):
    """A row does not cover the grid; ``row`` counts from 0 within its row group."""

    def __init__(self, row: int, message: str) -> None:
        super().__init__(message)
        self.row = row


class Slot(NamedTuple, Generic[CellT]):
    """A place in a row: ``cell`` begins here, or, with ``continues``, reaches down from above."""

    cell: CellT
    column: int
    colspan: int
    continues: bool


class Span(NamedTuple, Generic[CellT]):
    """A cell as a row gives it; a rowspan of 0 reaches to the end of its row group."""

    cell: CellT
    colspan: int = 1
    rowspan: int = 1


def shares_of(table: Element) -> list[float]:
    """The shares of its width that the columns of a bound table take, which bears them as percentages."""
    group = table.find("colgroup")
    styles = (column.get("style") or "" for column in (group if group is not None else ()))
    return [float(style.removeprefix("width: ").removesuffix("%") or 1) for style in styles]


def spans_of(group: Element) -> list[list[Span[Element]]]:
    """The cells of a row group of a bound table, row by row, for ``place``."""
    return [
        [Span(cell, int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))) for cell in row]
        for row in group
    ]


def place(rows: Sequence[Iterable[Span[CellT]]], columns: int) -> list[list[Slot[CellT]]]:
    """Each row of a row group as slots from left to right, covering exactly ``columns``.

    Raises ``GridError`` where a row leaves columns empty, overlaps, or a rowspan outlives the group.
    """
    reaching: _Reaching = ()
    above: dict[int, CellT] = {}
    placed: list[list[Slot[CellT]]] = []
    for number, row in enumerate(rows):
        spans = list(row)
        try:
            places, reaching = _row(reaching, tuple((span.colspan, span.rowspan) for span in spans), columns)
        except ValueError as error:
            raise GridError(number, str(error)) from None
        slots = [
            Slot(above[column] if cell is None else spans[cell].cell, column, colspan, cell is None)
            for column, colspan, cell in places
        ]
        above = {slot.column: slot.cell for slot in slots}
        placed.append(slots)
    if any(left for _, _, left in reaching):
        raise GridError(len(rows) - 1, "a rowspan reaches beyond its row group")
    return placed


# Cells that reach down into a row: column, columns, and how many rows from this one on; 0 to the group's end.
_Reaching = tuple[tuple[int, int, int], ...]
# Column, columns, and which of the row's own cells stands there; None for one that reaches down.
_Place = tuple[int, int, int | None]


# Rows of one shape follow each other within a table and from case to case.
@lru_cache(maxsize=2048)
def _row(
    reaching: _Reaching, spans: tuple[tuple[int, int], ...], columns: int
) -> tuple[tuple[_Place, ...], _Reaching]:
    """The places of a row, from left to right, and what reaches down from it; ``ValueError`` where it does not fit."""
    places: list[_Place] = [(column, colspan, None) for column, colspan, _ in reaching]
    taken = {column + n for column, colspan, _ in reaching for n in range(colspan)}
    below = [(column, colspan, left and left - 1) for column, colspan, left in reaching if left != 1]
    column = 0
    for cell, (colspan, rowspan) in enumerate(spans):
        while column in taken:
            column += 1
        covered = set(range(column, column + colspan))
        if covered & taken or column + colspan > columns:
            raise ValueError(f"a cell of {colspan} columns does not fit at column {column + 1} of {columns}")
        places.append((column, colspan, cell))
        taken |= covered
        if rowspan != 1:
            below.append((column, colspan, rowspan and rowspan - 1))
        column += colspan
    if len(taken) != columns:
        raise ValueError(f"the row covers {len(taken)} of {columns} columns")
    return tuple(sorted(places)), tuple(below)
