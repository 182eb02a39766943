"""Which sheet of a workbook is which table.

A sheet that bears a table's title is that table, hidden or not; one that is kept beside it, such as
the copy "사례 (2)", is not read, and its user is told. Others are known by their headings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from api.entry.tables import EntryTable, TableKey
from api.workbook.cell_values import squeezed
from api.workbook.package_limits import Merge
from api.workbook.sheet_headings import (
    HEADING_ROWS,
    Grid,
    SheetColumns,
    columns_as,
    columns_by_headings,
    looks_like_cases,
)

_Matches = Callable[[str, str], bool]
# Excel, LibreOffice and Google name copies 사례 (2), 사례_2, 사례의 사본; people write 복사본.
_COPIES = (
    re.compile(r"(?P<of>.+?)\s*\(\d{1,3}\)"),
    re.compile(r"(?P<of>.+?)_\d{1,3}"),
    re.compile(r"(?P<of>.+?)(?:의|\s*-)?\s*(?:사본|복사본|복사|백업)\s*(?:\(?\d{1,3}\)?)?"),
    re.compile(r"(?:사본|복사본|copy of)\s*[-:]?\s*(?P<of>.+)", re.IGNORECASE),
)
# Excel cuts the title of a copy so that its number still fits into 31 characters.
_CUT_FROM = 29


@dataclass(frozen=True)
class SheetHead:
    """A sheet's title and first rows."""

    title: str
    grid: Grid
    merges: Sequence[Merge] = ()


@dataclass(frozen=True)
class Choice:
    """The sheets to read, by position; of those left out beside them the position, and that of the sheet
    read in their stead; positions of those that name cases but are no table."""

    chosen: dict[int, SheetColumns]
    copies: tuple[tuple[int, int], ...]
    unknown: tuple[int, ...]


def choose(heads: Sequence[SheetHead], tables: Sequence[EntryTable]) -> Choice:
    """Which of the sheets are which of the tables."""
    heads = [_near_top(head) for head in heads]
    chosen: dict[int, SheetColumns] = {}
    by_table: dict[TableKey, int] = {}
    left = list(range(len(heads)))

    def take(position: int, columns: SheetColumns) -> None:
        chosen[position] = columns
        by_table[columns.table_key] = position
        left.remove(position)

    for same in (_same, _alike):
        for position in list(left):
            for columns in _titled(heads[position], tables, same):
                if columns.table_key not in by_table:
                    take(position, columns)
                    break
    copies: list[tuple[int, int]] = []
    unknown: list[int] = []
    for position in list(left):
        head = heads[position]
        meant = [
            *_titled(head, tables, _alike),
            *_titled(head, tables, _copies),
            *_named_by_headings(head, tables, by_table),
        ]
        if not meant:
            if looks_like_cases(head.grid):
                unknown.append(position)
        elif meant[0].table_key in by_table:
            copies.append((position, by_table[meant[0].table_key]))
        else:
            take(position, meant[0])
    return Choice(dict(sorted(chosen.items())), tuple(copies), tuple(unknown))


def _near_top(head: SheetHead) -> SheetHead:
    """Without the merges that no heading can be part of: there may be one for each cell of the data."""
    return SheetHead(head.title, head.grid, [merge for merge in head.merges if merge[1] <= HEADING_ROWS])


def _same(title: str, table: str) -> bool:
    return title.strip() == table


def _alike(title: str, table: str) -> bool:
    return squeezed(title) == squeezed(table)


def _copies(title: str, table: str) -> bool:
    """Whether the title is one that programs and people give a copy of the sheet ``table``."""
    for pattern in _COPIES:
        match = pattern.fullmatch(title.strip())
        if match is None:
            continue
        original = squeezed(match["of"])
        cut = len(title) >= _CUT_FROM and squeezed(table).startswith(original)
        if original == squeezed(table) or cut:
            return True
    return False


def _titled(head: SheetHead, tables: Sequence[EntryTable], matches: _Matches) -> Iterator[SheetColumns]:
    for table in tables:
        if matches(head.title, table.title):
            columns = columns_as(head.title, head.grid, head.merges, table)
            if columns is not None:
                yield columns


def _named_by_headings(
    head: SheetHead, tables: Sequence[EntryTable], taken: dict[TableKey, int]
) -> Sequence[SheetColumns]:
    """The table that the headings name; of several that they name equally, one that is read already.

    Which of several is meant cannot be told; a copy of what is read may be meant, and nothing is read twice.
    """
    found = columns_by_headings(head.title, head.grid, head.merges, tables)
    known = [columns for columns in found if columns.table_key in taken]
    return known or (found if len(found) == 1 else ())
