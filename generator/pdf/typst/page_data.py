"""The bound forms of a document as plain data, for the one Typst document that lays all of them out.

Lengths are in points. The keys are short because a packet holds thousands of cells; ``document.typ``
is the only reader and says beside each use what it is.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from itertools import accumulate, pairwise
from typing import Any, Literal
from xml.etree.ElementTree import Element

from PIL.Image import open as open_image

from generator.binding import BoundForm
from generator.grid import Slot, place, shares_of, spans_of
from generator.layout import CONTENTS_TITLE, Layout
from generator.pdf.typst.text_data import Room, estimated_height, runs, sure_height
from generator.styles import POINTS_A_MM, Style, style_table

# What a cell is in the structure tree: a heading of its column or row, a value, or not there at all.
CellRole = Literal["Column", "Row", "TD", "strut"]
# Rows that are sure to be lower than this, in points, are not torn; what is higher than a page cannot be kept whole.
_MAY_STAY_WHOLE = 300.0
# A head is never torn: what of it is too high for a page would be lost.
_HIGHEST_HEAD = 450.0
# Below its title on a page.
_HIGHEST_SCAN_MM = 245


@dataclass
class PageData:
    """``document``: what is laid out.

    ``cells``: the role of every cell of every table, in the order in which they are closed (a nested
    table's before the cell that holds it). ``heads``: for each table whose first rows are laid out as a
    head, whether they are one.
    """

    document: dict[str, Any]
    cells: list[CellRole] = field(default_factory=list)
    heads: list[bool] = field(default_factory=list)


def page_data(forms: Sequence[BoundForm], layout: Layout) -> PageData:
    """The whole document: forms, and for a packet its contents and attachments."""
    table, packet = style_table(), layout.packet
    data = PageData(
        {
            "title": layout.title,
            "issued": layout.issued_text,
            "draft": layout.draft,
            "case": packet.case_no if packet is not None else None,
            "contents": CONTENTS_TITLE,
            "titles": [*packet.titles, *(one.title for one in packet.attached)] if packet is not None else [],
            "look": {
                "page": table.page, "text": table.text, "border": table.border, "cell": table.cell,
                "small": table.classes["small"]["size"], "title": table.elements["h1"]["size"],
            },
            "shades": sorted(_shades()),
            "scans": [],
        }
    )  # fmt: skip
    writer = _Writer(data.cells, data.heads)
    width = table.content_width_mm * POINTS_A_MM
    data.document["forms"] = [
        {"title": form.title, "b": list(writer.blocks(form.tree, width))} for form in forms
    ]
    for attached in packet.attached if packet is not None else ():
        scan: dict[str, Any] = {"title": attached.title, "pages": attached.pages}
        if attached.image is not None:
            scan |= _picture(attached.image, width)
        data.document["scans"].append(scan)
    return data


def _picture(uri: str, width: float) -> dict[str, Any]:
    """A scan as large as at 96 dots an inch, as browsers have it, or as the page holds.

    It goes in as a drawing that shows it: the engine takes no other pictures out of data, and leaves the
    picture in it as it is.
    """
    across, down = open_image(BytesIO(b64decode(uri.partition(";base64,")[2]))).size
    scale = min(72 / 96, width / across, _HIGHEST_SCAN_MM * POINTS_A_MM / down)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{down}" viewBox="0 0 {across} {down}">'
        f'<image width="{across}" height="{down}" href="{uri}"/></svg>'
    )
    return {"svg": svg, "w": across * scale}


@dataclass
class _Row:
    """A row as data, with the roles of its cells and what its table must know of it. Heights in points.

    ``height``: what it may take, rather too much; ``fixed``: what it takes, where that is sure.
    ``reaching``: of each cell that reaches down, over how many rows, and how high it may be.
    """

    data: dict[str, Any]
    roles: list[CellRole]
    heads: list[bool]
    height: float
    fixed: float | None
    reaching: list[tuple[int, float]]
    keeps_next: bool


@dataclass(frozen=True)
class _Writer:
    """``cells`` and ``heads`` are added to as tables are closed."""

    cells: list[CellRole]
    heads: list[bool]

    def blocks(self, parent: Element, width: float, inside: bool = False) -> Iterator[dict[str, Any]]:
        """What stands below one another in a form or in a cell, ``width`` points wide."""
        for child in parent:
            if child.tag in ("section", "article"):
                yield from self.blocks(child, width)
            elif child.tag == "ul":
                yield {"k": "ul", "i": [runs(item, Room.of(width, _style(item))) for item in child]}
            elif child.tag == "table":
                yield self.table(child, width, inside)
            else:
                yield _paragraph(child, width)

    def table(self, table: Element, width: float, inside: bool) -> dict[str, Any]:
        style = _style(table)
        shares = shares_of(table)
        inset = inside and not style.border
        if inset:
            width += 2 * style_table().cell["pad_horizontal"]
        edges = [width * share / sum(shares) for share in accumulate(shares, initial=0)]
        data: dict[str, Any] = {"k": "t", "w": [b - a for a, b in pairwise(edges)]}
        # open: no rules; in: begins where plain text would; join: below the table before as one frame.
        for key, flag in (
            ("open", not style.border), ("in", inset), ("join", style.joined),
            ("kn", style.keep_next), ("pb", style.page_break),
        ):  # fmt: skip
            if flag:
                data[key] = 1
        groups = [group for group in table if group.tag in ("thead", "tbody")]
        rows: list[_Row] = []
        for number, group in enumerate(groups):
            rows += self.rows(group, edges, style)
            if number == 0 and group.tag == "thead":
                data["h"] = len(rows)
        _grow_below_labels(rows)
        if "h" in data and (data["h"] == len(rows) or _height(rows[: data["h"]]) > _HIGHEST_HEAD):
            # A head over nothing heads nothing, and one that is too high would hide what it heads.
            del data["h"]
        has_head = "h" in data
        _fix_heights(data, rows)
        _keep_together(data, rows)
        for number, row in enumerate(rows, 1):
            self.cells.extend(row.roles)
            if number == data.get("h"):
                self.heads.append(has_head)
            self.heads.extend(row.heads)
        data.setdefault("h", 0)
        data["r"] = [row.data for row in rows]
        return data

    def rows(self, group: Element, edges: Sequence[float], table: Style) -> Iterator[_Row]:
        # The rules do not count: what is left between them is as high as asked for.
        padded, rule = 2 * style_table().cell["pad_vertical"], style_table().border["width"]
        elements = list(group)
        for number, slots in enumerate(place(spans_of(group), len(edges) - 1)):
            row, inner = _style(elements[number]), _Writer([], [])
            cells: list[dict[str, Any]] = []
            least, height, values, keeps = 0.0, 0.0, 0, bool(row.keep_next)
            reaching: list[tuple[int, float]] = []
            is_sure = True
            for slot in slots:
                if slot.continues:
                    continue
                look = _look(slot.cell.tag, slot.cell.get("class") or "", table.border)
                room = Room(
                    edges[slot.column + slot.colspan] - edges[slot.column] - look.pads, look.size, look.whole
                )
                cells.append(inner.cell(slot, look, room, len(elements) - number))
                is_blank = not len(slot.cell) and not slot.cell.text
                least = max(least, look.blank if is_blank else look.least)
                values += slot.cell.tag == "td"
                keeps = keeps or look.keeps_next
                sure = sure_height(slot.cell, room)
                own = estimated_height(slot.cell, room) if sure is None else sure
                if "rowspan" in cells[-1]["k"]:
                    reaching.append((cells[-1]["k"]["rowspan"], own + padded))
                else:
                    height = max(height, own)
                    is_sure = is_sure and sure is not None
            least = least or style_table().cell["min_height_mm"] * POINTS_A_MM
            height = max(least, height + padded)
            # A row of several values would be torn apart by the end of a page; one value may go on.
            if (values > 1 or row.whole) and height < _MAY_STAY_WHOLE:
                for written in cells:
                    # A label beside many rows would keep all of them together.
                    if "rowspan" not in written["k"]:
                        written["k"]["breakable"] = False
            # Cells that reach down may hold pictures or tables: how high is not sure.
            is_sure = is_sure and not any("B" in written for written in cells)
            data = {"c": cells, "m": least - padded + rule}
            fixed = max(least + rule, height) if is_sure else None
            yield _Row(data, inner.cells, inner.heads, height, fixed, reaching, keeps)

    def cell(self, slot: Slot[Element], look: _Look, room: Room, left: int) -> dict[str, Any]:
        element = slot.cell
        rows = int(element.get("rowspan", "1")) or left
        at: dict[str, Any] = {"x": slot.column}
        if slot.colspan > 1:
            at["colspan"] = slot.colspan
        if rows > 1:
            # The engine would keep rows of fixed heights together below the end of the page.
            at["rowspan"], at["breakable"] = rows, True
        data: dict[str, Any] = {"k": at, **look.data}
        if any(child.tag in ("p", "table", "ul") for child in element):
            data["B"] = list(self.blocks(element, room.width, inside=True))
        else:
            written = runs(element, room)
            data["r"] = written[0] if len(written) == 1 and isinstance(written[0], str) else written
        if element.tag == "th":
            self.cells.append("Column" if element.get("scope") == "col" else "Row")
        else:
            self.cells.append("TD")
        return data


@dataclass(frozen=True)
class _Look:
    """How a kind of cell looks: what is written of it, and what its row must know. Lengths in points."""

    data: Mapping[str, Any]
    pads: float
    size: float
    whole: bool
    least: float
    # The least height of a cell that is left to write in.
    blank: float
    keeps_next: bool


@cache
def _look(tag: str, classes: str, ruled: bool) -> _Look:
    table = style_table()
    style = table.style(tag, classes)
    least = style.min_height_mm or table.cell["min_height_mm"]
    data: dict[str, Any] = {
        "a": (style.align or "left")[0] + (style.valign or "middle")[0],
        "f": (style.shade or "") if ruled else "",
    }
    for key, value in (
        ("p", style.pad), ("s", style.size), ("b", 1 if style.bold else None),
    ):  # fmt: skip
        if value is not None:
            data[key] = value
    return _Look(
        data,
        pads=2 * (style.pad if style.pad is not None else table.cell["pad_horizontal"]),
        size=style.size or table.text["size"],
        # Labels and coded words go on to the next line between words, as paper does.
        whole=tag == "th" or "center" in classes.split(),
        least=least * POINTS_A_MM,
        blank=(style.blank_height_mm or least) * POINTS_A_MM,
        keeps_next=bool(style.keep_next),
    )


def _shades() -> set[str]:
    table = style_table()
    return {one["shade"] for one in (*table.elements.values(), *table.classes.values()) if "shade" in one}


def _style(element: Element) -> Style:
    return style_table().style(element.tag, element.get("class"))


def _fix_heights(table: dict[str, Any], rows: Sequence[_Row]) -> None:
    """Tell the engine the heights of rows that are sure, which saves it laying them out twice.

    Where one is not, a column of no width holds struts, so that no row is lower than the paper's.
    """
    heights = [row.fixed for row in rows]
    for number, row in enumerate(rows):
        for count, needed in row.reaching:
            covered = [height for height in heights[number : number + count] if height is not None]
            if len(covered) == count and sum(covered) < needed:
                # The last of them grows.
                heights[number + count - 1] = None
    table["rows"] = heights
    table["struts"] = int(None in heights)
    if table["struts"]:
        for row in rows:
            row.roles.append("strut")


def _grow_below_labels(rows: Sequence[_Row]) -> None:
    """Where a cell that reaches down is higher than its rows, the last of them grows."""
    for number, row in enumerate(rows):
        for count, needed in row.reaching:
            covered = rows[number : number + count]
            covered[-1].height += max(0.0, needed - _height(covered))


def _height(rows: Sequence[_Row]) -> float:
    """The height in points that rows may take together, rather too much than too little."""
    return sum(row.height for row in rows)


def _keep_together(table: dict[str, Any], rows: Sequence[_Row]) -> None:
    """Keep rows that stay with the next on its page: by a cell that is not torn, else as the table's head."""
    number = table.get("h", 0)
    glued: dict[int, int] = {}
    while number < len(rows):
        last = number
        while last < len(rows) and rows[last].keeps_next:
            last += 1
        if last == len(rows):
            # The next row is the next table's. The engine keeps a whole table with it, or nothing.
            if number == 0 and rows:
                table["kn"] = 1
            last -= 1
        if last > number:
            if (
                number == 0
                and _height(rows[: last + 1]) >= _MAY_STAY_WHOLE
                and _height(rows[:last]) <= _HIGHEST_HEAD
            ):
                # Too high to be sure of: the engine keeps a head with what follows as far as it can.
                table["h"], table["once"] = last, 1
            else:
                # Of too many rows the last are kept.
                while number < last and _height(rows[number : last + 1]) >= _MAY_STAY_WHOLE:
                    number += 1
                if number < last:
                    glued[number] = last - number + 1
        number = last + 1
    if not glued:
        return
    table["glue"] = 1
    number = 0
    while number < len(rows):
        # A row that is kept with no other has such a cell of its own.
        count = glued.get(number, 1)
        rows[number].data["kn"] = count
        rows[number].roles.append("strut")
        number += count


def _paragraph(element: Element, width: float) -> dict[str, Any]:
    style = _style(element)
    data: dict[str, Any] = {"k": element.tag, "r": runs(element, Room.of(width, style))}
    for key, value in (
        ("s", style.size), ("a", style.align and style.align[0]), ("u", style.space_before), ("d", style.space_after),
    ):  # fmt: skip
        if value:
            data[key] = value
    for key, flag in (("b", style.bold), ("pb", style.page_break), ("kn", style.keep_next)):
        if flag:
            data[key] = 1
    return data
