"""The tables of a document's structure tree, and those of the bound tree in the same shape, to be compared."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import pikepdf

from generator.grid import place, shares_of, spans_of


class Cell(NamedTuple):
    """``kind``: TH or TD; ``scope`` of a TH (Column, Row); ``colspan``, ``rowspan``; ``held``: tables within."""

    kind: str
    scope: str
    colspan: int
    rowspan: int
    held: tuple[Any, ...]


class Table(NamedTuple):
    """The rows of its head, empty without one, and those of all its bodies."""

    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]


def tagged_tables(data: bytes) -> list[Table]:
    """The tables of a tagged PDF in the order of its structure tree; those in cells stand in their cell."""
    with pikepdf.open(BytesIO(data)) as document:
        return list(_tables(document.Root.StructTreeRoot))


def bound_tables(parent: Element) -> Iterator[Table]:
    """The tables of a bound tree."""
    for child in parent:
        if child.tag == "table":
            columns = len(shares_of(child))
            rows: dict[str, tuple[tuple[Cell, ...], ...]] = {"thead": (), "tbody": ()}
            for group in child:
                if group.tag in rows:
                    rows[group.tag] += _bound_rows(group, columns)
            if not rows["tbody"]:
                # A head over nothing heads nothing.
                rows = {"thead": (), "tbody": rows["thead"]}
            yield Table(rows["thead"], rows["tbody"])
        else:
            yield from bound_tables(child)


def _bound_rows(group: Element, columns: int) -> tuple[tuple[Cell, ...], ...]:
    count = len(group)
    return tuple(
        tuple(
            Cell(
                slot.cell.tag.upper(),
                {"th": "Column" if slot.cell.get("scope") == "col" else "Row"}.get(slot.cell.tag, ""),
                slot.colspan,
                int(slot.cell.get("rowspan", "1")) or count - number,
                tuple(bound_tables(slot.cell)),
            )
            for slot in slots
            if not slot.continues
        )
        for number, slots in enumerate(place(spans_of(group), columns))
    )


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K")
    if kids is None:
        return []
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _kind(element: pikepdf.Object) -> str:
    return str(element.S).removeprefix("/")


def _tables(element: pikepdf.Object) -> Iterator[Table]:
    for kid in _kids(element):
        if _kind(kid) == "Table":
            rows: dict[str, tuple[tuple[Cell, ...], ...]] = {"THead": (), "TBody": ()}
            for group in _kids(kid):
                # A table without a head has its rows as its own.
                own = [group] if _kind(group) == "TR" else _kids(group)
                rows["THead" if _kind(group) == "THead" else "TBody"] += tuple(
                    tuple(map(_cell, _kids(row))) for row in own
                )
            yield Table(rows["THead"], rows["TBody"])
        else:
            yield from _tables(kid)


def _cell(element: pikepdf.Object) -> Cell:
    look = element.get("/A")
    found: dict[str, Any] = {}
    for one in look if isinstance(look, pikepdf.Array) else [look] if look is not None else []:
        found |= dict(one.items())
    return Cell(
        _kind(element),
        str(found.get("/Scope", "")).removeprefix("/"),
        int(found.get("/ColSpan", 1)),
        int(found.get("/RowSpan", 1)),
        tuple(_tables(element)),
    )
