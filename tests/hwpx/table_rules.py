"""T: tables cover their grid, their sizes agree, and nothing in them is higher than its row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from math import inf

from fontTools.ttLib import TTFont
from lxml import etree

from generator.fonts import print_font
from tests.hwpx.reading import HEADER, HH, HP, Opened

# A page is 297 mm high, with margins of 18 and 17.
_HALF_A_PAGE = 131 * 7200 / 25.4 + 1
_SPACE = {"lineBreak": "\n", "nbSpace": " "}


def broken(opened: Opened) -> Iterator[tuple[str, str]]:
    """Which rule is broken, and where."""
    head = opened.trees.get(HEADER)
    sizes = (
        {}
        if head is None
        else {one.get("id"): int(one.get("height", "0")) for one in head.iter(f"{HH}charPr")}
    )
    ids: Counter[str] = Counter()
    for number, section in enumerate(opened.sections):
        for table in section.iter(f"{HP}tbl"):
            ids[table.get("id", "")] += 1
            for rule, message in (*_grid(table), *_sizes(table, sizes), *_setting(table)):
                yield rule, f"section {number}, table {table.get('id')}: {message}"
        for paragraph in section.iter(f"{HP}p"):
            if paragraph.find(f"{HP}run/{HP}tbl") is not None:
                run = paragraph.find(f"{HP}run[{HP}tbl]")
                if run is None or sizes.get(run.get("charPrIDRef")) != 100 or not _low(head, paragraph):
                    yield "T12", f"section {number}: the paragraph that holds a table is not as low as can be"
    if any(count > 1 for count in ids.values()) or "0" in ids:
        yield "T11", "tables share a number, or one has none"


def _low(head: etree._Element | None, paragraph: etree._Element) -> bool:
    if head is None:
        return False
    line = head.find(f".//{HH}paraPr[@id='{paragraph.get('paraPrIDRef')}']//{HH}lineSpacing")
    return line is not None and line.get("value") == "100"


def _number(element: etree._Element, path: str, key: str) -> int:
    found = element.find(path)
    return int(found.get(key, "0")) if found is not None else 0


def _grid(table: etree._Element) -> Iterator[tuple[str, str]]:
    rows = table.findall(f"{HP}tr")
    height, width = int(table.get("rowCnt", "0")), int(table.get("colCnt", "0"))
    if len(rows) != height:
        yield "T1", "rowCnt is not the number of rows"
    covered: Counter[tuple[int, int]] = Counter()
    for number, row in enumerate(rows):
        for cell in row.findall(f"{HP}tc"):
            if any(cell.find(f"{HP}{name}") is None for name in ("cellAddr", "cellSpan", "cellSz")):
                yield "T0", "a cell without place, span or size"
                continue
            top, left = _number(cell, f"{HP}cellAddr", "rowAddr"), _number(cell, f"{HP}cellAddr", "colAddr")
            down, across = (
                _number(cell, f"{HP}cellSpan", "rowSpan"),
                _number(cell, f"{HP}cellSpan", "colSpan"),
            )
            if top != number:
                yield "T2", "a cell stands in another row than its address says"
            covered.update((y, x) for y in range(top, top + down) for x in range(left, left + across))
    if any(count > 1 for count in covered.values()):
        yield "T3", "cells overlap"
    if set(covered) != {(y, x) for y in range(height) for x in range(width)}:
        yield "T5", "the cells do not cover the grid, or leave it"


def _sizes(table: etree._Element, sizes: dict[str | None, int]) -> Iterator[tuple[str, str]]:
    widths: dict[int, set[int]] = {}
    rows = table.findall(f"{HP}tr")
    for cell in (cell for row in rows for cell in row.findall(f"{HP}tc")):
        width, height = (_number(cell, f"{HP}cellSz", side) for side in ("width", "height"))
        if width <= 0 or height <= 0:
            yield "T4", "a cell without width or height"
            continue
        if height < _least_height(cell, width, sizes):
            yield "T4", "a cell is lower than what stands in it"
        if _number(cell, f"{HP}cellSpan", "colSpan") == 1:
            widths.setdefault(_number(cell, f"{HP}cellAddr", "colAddr"), set()).add(width)
    if any(len(found) > 1 for found in widths.values()):
        yield "T6", "a column has two widths"
    first = sum(_number(cell, f"{HP}cellSz", "width") for cell in rows[0].findall(f"{HP}tc")) if rows else 0
    if first != _number(table, f"{HP}sz", "width"):
        yield "T7", "the first row is not as wide as the table"


def _setting(table: etree._Element) -> Iterator[tuple[str, str]]:
    highest = max((_number(cell, f"{HP}cellSz", "height") for cell in table.iter(f"{HP}tc")), default=0)
    if table.get("pageBreak") != "CELL" and (table.get("pageBreak") != "TABLE" or highest > _HALF_A_PAGE):
        yield "T8", "a table that does not go on within its cells can lose text, unless they are low"
    heads = [
        any(cell.get("header") == "1" for cell in row.findall(f"{HP}tc")) for row in table.findall(f"{HP}tr")
    ]
    count = sum(heads)
    if heads != sorted(heads, reverse=True) or (count > 0) != (table.get("repeatHeader") == "1"):
        yield "T9", "head cells that do not stand first, or are not repeated"
    nested = any(above.tag == f"{HP}tc" for above in table.iterancestors())
    place = table.find(f"{HP}pos")
    if place is None or (place.get("treatAsChar") == "1") != nested:
        yield "T10", "in a line a table may stand in a cell alone: elsewhere it would not go on over pages"


def _least_height(cell: etree._Element, width: int, sizes: dict[str | None, int]) -> float:
    """The height that the cell's own text needs at the least: its widths in the font, however it is broken."""
    margin = cell.find(f"{HP}cellMargin")
    sides = {
        side: int(margin.get(side, "0")) if margin is not None else 0
        for side in ("left", "right", "top", "bottom")
    }
    room = width - sides["left"] - sides["right"]
    height = float(sides["top"] + sides["bottom"])
    for paragraph in cell.findall(f"{HP}subList/{HP}p"):
        # Of each line its width and the size of its largest letters; an empty one is as high as its run says.
        lines, empty = [(0.0, 0)], 0
        for run in paragraph.findall(f"{HP}run"):
            height += sum(
                _number(shape, f"{HP}sz", "height")
                for shape in run.findall(f"{HP}tbl") + run.findall(f"{HP}pic")
            )
            points = sizes.get(run.get("charPrIDRef"), 0)
            for letter in "".join(map(_letters, run.findall(f"{HP}t"))):
                if letter == "\n":
                    lines.append((0.0, 0))
                    empty = points
                else:
                    long, largest = lines[-1]
                    lines[-1] = long + _advances().get(ord(letter), 1.0) * points, max(largest, points)
        if room <= 0:
            return inf
        # A line is 1.4 times its size high; one that fits to a hair may or may not be broken.
        height += sum(max(1, -int(-(long * 0.99) // room)) * (size or empty) * 1.4 for long, size in lines)
    return height - 2


def _letters(text: etree._Element) -> str:
    found = text.text or ""
    for child in text:
        found += _SPACE.get(etree.QName(child).localname, "") + (child.tail or "")
    return found


@cache
def _advances() -> dict[int, float]:
    """The widths of the regular print font as shares of the size, read by another library than the writer's."""
    with TTFont(BytesIO(print_font().regular.read_bytes()), lazy=True) as font:
        units, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: metrics[name][0] / units for code, name in font.getBestCmap().items()}
