"""HWPX: the writer that walks the bound tree and writes OWPML (KS X 6101).

The rules that it keeps are those of docs/hwpx.md, each of them a test. Nothing of the clock or of chance
goes into the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import count
from typing import NamedTuple
from xml.etree.ElementTree import Element

from generator.binding import NBSP, BoundForm
from generator.figures.figure import svg_of
from generator.figures.raster import png_of, size_within
from generator.grid import place, shares_of, spans_of
from generator.hwpx.package import package
from generator.hwpx.pictures import DRAFT, draft_mark, picture
from generator.hwpx.section import PageFrame, paragraph, section
from generator.hwpx.styles import StyleLists, units, units_of_points
from generator.hwpx.tables import Cell, Margins, Table, row_heights, usual_margins
from generator.hwpx.text import Runs, height_of
from generator.hwpx.words import ALIGN
from generator.layout import CONTENTS_TITLE, Layout, PacketFrame
from generator.styles import Style, asked_height_mm, over_text, style_table

_HEADINGS = frozenset(("h1", "h2", "h3"))
_BLOCKS = frozenset(("p", "table", "ul"))


def write_hwpx(forms: Sequence[BoundForm], layout: Layout) -> bytes:
    """The forms as one HWPX, each in a section of its own.

    Several forms each count their pages from 1; a packet counts through, and its contents name no pages:
    한글 alone knows them.
    """
    packet = layout.packet
    if packet is not None:
        forms = [*forms[:1], _contents(packet), *forms[1:]]
    writer = _Writer(StyleLists(), layout.draft)
    issued = "  ".join(part for part in (packet.case_no if packet else "", layout.issued_text) if part)
    several = len(forms) > 1 and packet is None
    frame = PageFrame(issued, total=not several, restarts=several)
    sections = [writer.section(form, frame) for form in forms]
    return package(writer.lists.part(len(sections)), sections, layout, writer.pictures)


def _contents(packet: PacketFrame) -> BoundForm:
    titles = [*packet.titles, *(f"첨부: {attached.title}" for attached in packet.attached)]
    lines = "".join(f"<p>{escape(title)}</p>" for title in titles)
    return BoundForm(
        "packet_contents", CONTENTS_TITLE, f"<article><h1>{CONTENTS_TITLE}</h1>{lines}</article>"
    )


class _Block(NamedTuple):
    """Paragraphs, and the height in HWPUNIT that they take."""

    xml: str
    height: int


class _Writer:
    """One document. ``pictures`` are the data of those met so far, in order."""

    def __init__(self, lists: StyleLists, draft: bool) -> None:
        self.lists = lists
        self.pictures: list[bytes] = []
        self._ids = count(1)
        self._size = float(style_table().text["size"])
        # A paragraph that only holds a table: as low as the format allows.
        self._thin = lists.para("LEFT", line=100), lists.char(1)
        self._usual = usual_margins()
        self._chars: dict[Style, tuple[int, float]] = {}
        self._draft: tuple[int, tuple[float, float]] | None = None
        if draft:
            mark, size = draft_mark()
            self.pictures.append(mark)
            self._draft = len(self.pictures), size

    def section(self, form: BoundForm, frame: PageFrame) -> str:
        """The part of a form's section."""
        ids = next(self._ids), next(self._ids), next(self._ids)
        head = ""
        if self._draft is not None:
            number, size = self._draft
            word = f'<hp:run charPrIDRef="{self.lists.char(self._size, bold=True)}"><hp:t>{DRAFT}</hp:t></hp:run>'
            mark = picture(next(self._ids), number, size, DRAFT, "behind")
            para, char = self._thin
            behind = f'<hp:run charPrIDRef="{char}">{mark}<hp:t/></hp:run>'
            # The word in a paragraph of its own: beside the picture it is not drawn by every reader.
            head = paragraph(next(self._ids), self.lists.para("RIGHT"), word)
            head += paragraph(next(self._ids), para, behind)
        width = units(style_table().content_width_mm)
        blocks = [block.xml for block in self.blocks(form.tree, width)]
        return section(blocks, ids, self.lists, frame._replace(head=head))

    def blocks(self, parent: Element, width: int, inside: bool = False) -> Iterator[_Block]:
        """What stands below one another in a form or a cell, ``width`` HWPUNIT wide."""
        style_of = style_table().style
        for child in parent:
            style = style_of(child.tag, child.get("class"))
            if child.tag in ("section", "article"):
                yield from self.blocks(child, width, inside)
            elif child.tag == "ul":
                for item in child:
                    yield self.paragraph(item, style_of("li", item.get("class")), width, bullet="- ")
            elif child.tag == "table":
                yield self.table(child, style, width, inside)
            else:
                yield self.paragraph(child, style, width)

    def paragraph(self, element: Element, style: Style, width: int, bullet: str = "") -> _Block:
        before, after = style.space_before or 0, style.space_after or 0
        keeps_next = style.keep_next or element.tag in _HEADINGS
        para = self.lists.para(ALIGN[style.align], before, after, keeps_next)
        runs, height = self.filled(element, style, width, bullet)
        xml = paragraph(next(self._ids), para, runs, style.page_break)
        return _Block(xml, height + units_of_points(before + after))

    def filled(self, element: Element, style: Style, width: int, bullet: str = "") -> tuple[str, int]:
        """The runs of an element, and their height."""
        runs = Runs()
        char, size = self.char(style)
        if bullet:
            runs.text(char, size, bullet)
        self.runs(runs, element, style, width)
        height = height_of(runs.pieces, size, width) if runs.pieces or not runs.others else 0
        return runs.finished(char), height + sum(runs.others)

    def runs(self, runs: Runs, element: Element, style: Style, width: int) -> None:
        char, size = self.char(style)
        if element.text:
            runs.text(char, size, element.text)
        for child in element:
            if child.tag == "br":
                runs.line_break(char, size)
            elif child.tag == "img":
                self.figure(runs, child, char, width)
            elif child.tag == "span":
                inner = style_table().style("span", child.get("class"))
                self.runs(runs, child, over_text(style, inner), width)
                if inner.gap:
                    runs.text(char, size, NBSP)
            if child.tail:
                runs.text(char, size, child.tail)

    def char(self, style: Style) -> tuple[int, float]:
        """The number and the size in points of the letters of a style."""
        found = self._chars.get(style)
        if found is None:
            size = style.size or self._size
            found = self._chars[style] = self.lists.char(size, bool(style.bold)), size
        return found

    def figure(self, runs: Runs, image: Element, char: int, width: int) -> None:
        svg = svg_of(image.get("src") or "")
        self.pictures.append(png_of(svg))
        size = size_within(svg, width / units(1), style_table().highest_figure_mm)
        xml = picture(next(self._ids), len(self.pictures), size, image.get("alt") or "")
        runs.shape(char, xml, units(size[1]))

    def table(self, element: Element, style: Style, width: int, inside: bool) -> _Block:
        table = self.laid(element, style, width, inside)
        para, char = self._thin
        if style.keep_next:
            para = self.lists.para("LEFT", keep_next=True, line=100)
        runs = f'<hp:run charPrIDRef="{char}">{table.xml(next(self._ids), self.lists)}<hp:t/></hp:run>'
        return _Block(paragraph(next(self._ids), para, runs, style.page_break), table.height)

    def laid(self, element: Element, style: Style, width: int, inside: bool) -> Table:
        shares = shares_of(element)
        edges = [round(width * sum(shares[:n]) / sum(shares)) for n in range(len(shares) + 1)]
        flush = inside and not style.border
        rows: list[list[Cell]] = []
        asked: list[int] = []
        head = 0
        for group in element:
            if group.tag in ("thead", "tbody"):
                self.group(group, edges, flush, rows, asked)
                if group.tag == "thead" and len(rows) == len(group):
                    head = len(rows)
        return Table(style, edges, row_heights(asked, rows), rows, head, inside)

    def group(
        self, group: Element, edges: list[int], flush: bool, rows: list[list[Cell]], asked: list[int]
    ) -> None:
        """Add a row group to the rows of a table and the heights asked for them."""
        usual, style_of = style_table().cell["min_height_mm"], style_table().style
        begun: dict[int, Cell] = {}
        for slots in place(spans_of(group), len(edges) - 1):
            row: list[Cell] = []
            least = 0.0
            for slot in slots:
                if slot.continues:
                    begun[id(slot.cell)].rowspan += 1
                    continue
                style = style_of(slot.cell.tag, slot.cell.get("class"))
                least = max(least, asked_height_mm(slot.cell, style) or usual)
                margins = self.margins(style, flush, slot.column, slot.colspan, len(edges) - 1)
                width = edges[slot.column + slot.colspan] - edges[slot.column]
                content = self.content(slot.cell, style, width - margins.left - margins.right)
                cell = Cell(slot.column, len(rows), slot.colspan, 1, style, margins, *content)
                begun[id(slot.cell)] = cell
                row.append(cell)
            rows.append(row)
            asked.append(units(least or usual))

    def margins(self, style: Style, flush: bool, column: int, colspan: int, columns: int) -> Margins:
        usual = self._usual
        if style.pad is None and not flush:
            return usual
        side = units_of_points(style.pad) if style.pad is not None else usual.left
        # A table without rules begins and ends where plain text in its cell would.
        left = 0 if flush and column == 0 else side
        right = 0 if flush and column + colspan == columns else side
        return Margins(left, right, usual.vertical)

    def content(self, cell: Element, style: Style, width: int) -> _Block:
        """What a cell holds: at least one paragraph."""
        if any(child.tag in _BLOCKS for child in cell):
            blocks = list(self.blocks(cell, width, inside=True))
            return _Block("".join(block.xml for block in blocks), sum(block.height for block in blocks))
        runs, height = self.filled(cell, style, width)
        return _Block(paragraph(next(self._ids), self.lists.para(ALIGN[style.align]), runs), height)
