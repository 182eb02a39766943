"""DOCX: the writer that walks the bound tree and writes WordprocessingML.

Element order follows CT_PPr, CT_RPr, CT_TblPr, CT_TrPr and CT_TcPr. LibreOffice follows the table
grid, Word the cell widths: both are written. Nothing of the clock goes into the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from xml.etree.ElementTree import Element

from generator.binding import NBSP, BoundForm
from generator.docx.package import escaped, package
from generator.docx.pictures import picture_run
from generator.figures.figure import svg_of
from generator.figures.raster import png_of, size_mm
from generator.grid import place, shares_of, spans_of
from generator.layout import CONTENTS_TITLE, Layout, PacketFrame
from generator.styles import Style, asked_height_mm, over_text, style_table

_TWIPS_PER_MM = 1440 / 25.4
_ALIGN = {"left": "left", "center": "center", "right": "right"}
_VALIGN = {"top": "top", "middle": "center", "bottom": "bottom"}


def twips(millimetres: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(millimetres * _TWIPS_PER_MM)


def write_docx(forms: Sequence[BoundForm], layout: Layout) -> bytes:
    """The forms as one DOCX, each in a section of its own that counts its pages from 1."""
    writer = _Writer(len(forms) > 1, [])
    bodies = [writer.form(form, last=number == len(forms)) for number, form in enumerate(forms, 1)]
    if layout.packet is not None:
        bodies.insert(1, _contents(layout.packet))
    return package("".join(bodies), layout, several=len(forms) > 1, pictures=writer.pictures)


def _contents(packet: PacketFrame) -> str:
    """Contents as a field that Word fills with page numbers; until then it lists the titles.

    Attachments stand below it: they are not part of the document.
    """
    lines = [f"<w:r>{_text(title)}</w:r>" for title in packet.titles]
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    lines[0] = begin + lines[0]
    lines[-1] += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    lines += [f"<w:r>{_text(f'첨부: {attached.title}')}</w:r>" for attached in packet.attached]
    heading = (
        f'<w:p><w:pPr><w:keepNext/><w:jc w:val="center"/></w:pPr><w:r>{_text(CONTENTS_TITLE)}</w:r></w:p>'
    )
    end = f"<w:p><w:pPr>{_THIN}{section_properties(True)}</w:pPr></w:p>"
    return heading + "".join(f"<w:p>{line}</w:p>" for line in lines) + end


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escaped(text)}</w:t>'


@dataclass(frozen=True)
class _Writer:
    several: bool
    # The pictures met so far, in order: their data.
    pictures: list[bytes]

    def form(self, form: BoundForm, last: bool) -> str:
        width = twips(style_table().content_width_mm)
        content = "".join(self.blocks(form.tree, width))
        section = section_properties(self.several)
        # The last section's properties stand in the body, the others' in the last paragraph.
        if last:
            return (
                f"{content}<w:p><w:pPr>{_THIN}</w:pPr></w:p>{section}"
                if content.endswith("</w:tbl>")
                else content + section
            )
        return f"{content}<w:p><w:pPr>{_THIN}{section}</w:pPr></w:p>"

    def blocks(self, parent: Element, width: int, inside_cell: bool = False) -> Iterator[str]:
        previous = ""
        for child in parent:
            if child.tag in ("section", "article"):
                yield from self.blocks(child, width)
            elif child.tag == "ul":
                for item in child:
                    yield self.paragraph(item, bullet=True)
            elif child.tag == "table":
                if previous == "table":
                    # Two tables in a row would run together in Word.
                    yield f"<w:p><w:pPr>{_THIN}</w:pPr></w:p>"
                yield self.table(child, width, inside_cell)
            elif child.tag == "gap":
                # Only in templates: what stands between two tables once their tags are gone.
                yield f"<w:p><w:pPr>{_THIN}</w:pPr></w:p>"
            else:
                yield self.paragraph(child)
            previous = child.tag

    def paragraph(self, element: Element, bullet: bool = False, inherited: Style | None = None) -> str:
        style = style_table().style(element.tag, element.get("class"))
        runs = self.runs(element, inherited or style)
        if bullet:
            runs = f"{_run_begin(style)}- {_RUN_END}{runs}"
        name = {"h1": "Heading1", "h2": "Heading2", "h3": "Heading3"}.get(element.tag)
        return f"<w:p>{_paragraph_properties(style, name)}{runs}</w:p>"

    def runs(self, element: Element, style: Style) -> str:
        begin = _run_begin(style)
        runs = f"{begin}{escaped(element.text)}{_RUN_END}" if element.text else ""
        for child in element:
            if child.tag == "br":
                runs += "<w:r><w:br/></w:r>"
            elif child.tag == "img":
                runs += self.picture(child)
            elif child.tag == "span":
                inner = style_table().style("span", child.get("class"))
                runs += self.runs(child, over_text(style, inner))
                if inner.gap:
                    runs += f"{begin}{NBSP}{_RUN_END}"
            if child.tail:
                runs += f"{begin}{escaped(child.tail)}{_RUN_END}"
        return runs

    def picture(self, image: Element) -> str:
        """An inline picture of an ``img``, as large as its drawing says, with its alternative text."""
        svg = svg_of(image.get("src") or "")
        self.pictures.append(png_of(svg))
        return picture_run(len(self.pictures), size_mm(svg), image.get("alt") or "")

    def table(self, table: Element, width: int, inside_cell: bool = False) -> str:
        style = style_table().style("table", table.get("class"))
        indent = 0
        if inside_cell and not style.border:
            # A table without rules begins where plain text in its cell would.
            indent = -_padding()
            width -= 2 * indent
        begin, edges = _table_begin(tuple(shares_of(table)), width, indent, style.border)
        rows: list[str] = []
        for group in table:
            if group.tag in ("thead", "tbody"):
                rows += self.rows(group, edges, style)
        return f"{begin}{''.join(rows)}</w:tbl>"

    def rows(self, group: Element, edges: Sequence[int], table: Style) -> Iterator[str]:
        spans = spans_of(group)
        reaching_down = {id(span.cell) for row in spans for span in row if span.rowspan != 1}
        head = "<w:tblHeader/>" if group.tag == "thead" else ""
        usual = style_table().cell["min_height_mm"]
        for row, slots in zip(group, place(spans, len(edges) - 1), strict=True):
            style_of, own = style_table().style, style_table().style("tr", row.get("class"))
            asked, cells = 0.0, ""
            for slot in slots:
                style = style_of(slot.cell.tag, slot.cell.get("class"))
                if not slot.continues:
                    asked = max(asked, asked_height_mm(slot.cell, style) or usual)
                width = edges[slot.column + slot.colspan] - edges[slot.column]
                merged = id(slot.cell) in reaching_down
                cells += _cell_begin(style, width, slot.colspan, merged, slot.continues, table.border)
                cells += (
                    "<w:p/></w:tc>" if slot.continues else self.cell_content(slot.cell, style, width, own)
                )
            # As in the stylesheet: a row of several values is not torn apart by a page's end.
            whole = bool(head) or own.whole or sum(cell.tag == "td" for cell in row) > 1
            # A row is as high as its highest cell asks for; a label that reaches down asks elsewhere.
            yield f"{_row_begin(asked or usual, whole, head)}{cells}</w:tr>"

    def cell_content(self, cell: Element, style: Style, width: int, row: Style) -> str:
        """What a cell holds, to its end."""
        if row.keep_next:
            style = _with_next(style)
        inside = width - 2 * _padding()
        if len(cell) and any(child.tag in ("p", "table", "ul") for child in cell):
            content = "".join(self.blocks(cell, inside, inside_cell=True))
            # A cell ends with a paragraph, whatever it holds.
            last = f"<w:p><w:pPr>{_THIN}</w:pPr></w:p>" if content.endswith("</w:tbl>") else ""
            return f"{content}{last}</w:tc>"
        return f"<w:p>{_paragraph_properties(style, None)}{self.runs(cell, style)}</w:p></w:tc>"


# A paragraph that only separates: as low as the format allows.
_THIN = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'


@cache
def section_properties(several: bool) -> str:
    """The page of a section; several forms each count their own pages."""
    page = style_table().page
    numbering = '<w:pgNumType w:start="1"/>' if several else ""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/><w:footerReference w:type="default" r:id="rIdFooter"/>'
        f'<w:type w:val="nextPage"/><w:pgSz w:w="{twips(page["width_mm"])}" w:h="{twips(page["height_mm"])}"/>'
        f'<w:pgMar w:top="{twips(page["margin_top_mm"])}" w:right="{twips(page["margin_side_mm"])}"'
        f' w:bottom="{twips(page["margin_bottom_mm"])}" w:left="{twips(page["margin_side_mm"])}"'
        f' w:header="{twips(8)}" w:footer="{twips(8)}" w:gutter="0"/>{numbering}</w:sectPr>'
    )


# What a style comes to is made once. Styles are few; the bounds only keep a foreign table from filling the memory.
_few = lru_cache(maxsize=1024)


@_few
def _with_next(style: Style) -> Style:
    return style.under({"keep_next": True})


_RUN_END = "</w:t></w:r>"


@_few
def _run_begin(style: Style) -> str:
    """A run of text, up to the text."""
    parts = ["<w:b/>"] if style.bold else []
    if style.size is not None:
        parts.append(f'<w:sz w:val="{round(style.size * 2)}"/><w:szCs w:val="{round(style.size * 2)}"/>')
    properties = f"<w:rPr>{''.join(parts)}</w:rPr>" if parts else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">'


@_few
def _row_begin(height: float, whole: bool, head: str) -> str:
    """A row, up to its first cell."""
    kept = "<w:cantSplit/>" if whole else ""
    return f'<w:tr><w:trPr>{kept}<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>{head}</w:trPr>'


@lru_cache(maxsize=4096)
def _cell_begin(style: Style, width: int, colspan: int, merged: bool, continues: bool, ruled: bool) -> str:
    """A cell, up to its content."""
    properties = [f'<w:tcW w:w="{width}" w:type="dxa"/>']
    if colspan > 1:
        properties.append(f'<w:gridSpan w:val="{colspan}"/>')
    if merged:
        properties.append("<w:vMerge/>" if continues else '<w:vMerge w:val="restart"/>')
    if style.shade and ruled:
        properties.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{style.shade}"/>')
    if style.pad is not None:
        properties.append(_cell_margins(style.pad))
    properties.append(f'<w:vAlign w:val="{_VALIGN[style.valign or "middle"]}"/>')
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>"


@_few
def _paragraph_properties(style: Style, name: str | None) -> str:
    parts = [f'<w:pStyle w:val="{name}"/>'] if name else []
    if style.keep_next or name:
        parts.append("<w:keepNext/>")
    if style.page_break:
        parts.append("<w:pageBreakBefore/>")
    before, after = round((style.space_before or 0) * 20), round((style.space_after or 0) * 20)
    if before or after:
        parts.append(f'<w:spacing w:before="{before}" w:after="{after}"/>')
    if style.align:
        parts.append(f'<w:jc w:val="{_ALIGN[style.align]}"/>')
    return f"<w:pPr>{''.join(parts)}</w:pPr>" if parts else ""


@_few
def _padding() -> int:
    return round(style_table().cell["pad_horizontal"] * 20)


def _cell_margins(pad: float) -> str:
    sides = "".join(f'<w:{side} w:w="{round(pad * 20)}" w:type="dxa"/>' for side in ("left", "right"))
    return f"<w:tcMar>{sides}</w:tcMar>"


@_few
def _table_begin(
    shares: tuple[float, ...], width: int, indent: int, ruled: bool
) -> tuple[str, tuple[int, ...]]:
    """A table, up to its first row, and the edges of its columns."""
    edges = tuple(round(width * sum(shares[:n]) / sum(shares)) for n in range(len(shares) + 1))
    grid = "".join(f'<w:gridCol w:w="{b - a}"/>' for a, b in pairwise(edges))
    return f"<w:tbl>{_table_properties(width, indent, ruled)}<w:tblGrid>{grid}</w:tblGrid>", edges


def _table_properties(width: int, indent: int, ruled: bool) -> str:
    table = style_table()
    edge = f'w:val="single" w:sz="{round(table.border["width"] * 8)}" w:space="0" w:color="{table.border["color"]}"'
    none = 'w:val="nil"'
    sides = "".join(
        f"<w:{side} {edge if ruled else none}/>"
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    vertical, horizontal = (round(table.cell[f"pad_{side}"] * 20) for side in ("vertical", "horizontal"))
    margins = "".join(
        f'<w:{side} w:w="{size}" w:type="dxa"/>'
        for side, size in (
            ("top", vertical),
            ("left", horizontal),
            ("bottom", vertical),
            ("right", horizontal),
        )
    )
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblInd w:w="{indent}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    )
