"""A section of OWPML around its paragraphs: page, footer with page numbers, header with the draft mark."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from generator.hwpx.styles import StyleLists, units
from generator.hwpx.words import HEAD, NAMESPACES, Counted, VerticalAlign
from generator.styles import style_table

# The body begins below margin and header together, and ends above margin and footer together.
_HEADER_MM = _FOOTER_MM = 9
_FORMAT = '<hp:autoNumFormat type="DIGIT" userChar="" prefixChar="" suffixChar="{}" supscript="0"/>'


class PageFrame(NamedTuple):
    """What stands on every page of a document's sections.

    ``issued``: the footer's words; ``total``: whether it counts all pages of the document;
    ``restarts``: whether each section counts its pages from 1; ``head``: the header's paragraphs, empty for none.
    """

    issued: str
    total: bool
    restarts: bool
    head: str = ""


def paragraph(id: int, para: int, runs: str, page_break: bool = False) -> str:
    """A paragraph of that style with its runs."""
    return (
        f'<hp:p id="{id}" paraPrIDRef="{para}" styleIDRef="0" pageBreak="{page_break:d}" columnBreak="0"'
        f' merged="0">{runs}</hp:p>'
    )


def sub_list(paragraphs: str, vertical: VerticalAlign, width: int = 0, height: int = 0) -> str:
    """Paragraphs inside a cell, a header or a footer."""
    return (
        f'<hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK" vertAlign="{vertical}" linkListIDRef="0"'
        f' linkListNextIDRef="0" textWidth="{width}" textHeight="{height}" hasTextRef="0" hasNumRef="0">'
        f"{paragraphs}</hp:subList>"
    )


def section(paragraphs: list[str], ids: tuple[int, int, int], lists: StyleLists, frame: PageFrame) -> str:
    """The part of a section. ``ids`` are free ones, for header, footer and its paragraph."""
    first, *others = paragraphs
    # The first paragraph carries the section's properties in a run of its own.
    start = first.index("<hp:run")
    properties = _properties(ids, lists, frame)
    return f"{HEAD}<hs:sec {NAMESPACES}>{first[:start]}{properties}{first[start:]}{''.join(others)}</hs:sec>"


def _properties(ids: tuple[int, int, int], lists: StyleLists, frame: PageFrame) -> str:
    page, width = style_table().page, units(style_table().content_width_mm)
    side = units(page["margin_side_mm"])
    top, bottom = units(page["margin_top_mm"] - _HEADER_MM), units(page["margin_bottom_mm"] - _FOOTER_MM)
    frames = "".join(
        f'<hp:pageBorderFill type="{kind}" borderFillIDRef="{lists.none}" textBorder="PAPER" headerInside="0"'
        ' footerInside="0" fillArea="PAPER"><hp:offset left="1417" right="1417" top="1417" bottom="1417"/>'
        "</hp:pageBorderFill>"
        for kind in ("BOTH", "EVEN", "ODD")
    )
    restart = '<hp:ctrl><hp:newNum num="1" numType="PAGE"/></hp:ctrl>' if frame.restarts else ""
    header = ""
    if frame.head:
        inner = sub_list(frame.head, "TOP", width, units(_HEADER_MM))
        header = f'<hp:ctrl><hp:header id="{ids[0]}" applyPageType="BOTH">{inner}</hp:header></hp:ctrl>'
    foot = sub_list(
        paragraph(ids[2], lists.para("CENTER"), _foot(lists, frame)), "BOTTOM", width, units(_FOOTER_MM)
    )
    return (
        f'<hp:run charPrIDRef="{lists.text}"><hp:secPr id="" textDirection="HORIZONTAL" spaceColumns="1134"'
        ' tabStop="8000" tabStopVal="4000" tabStopUnit="HWPUNIT" outlineShapeIDRef="1" memoShapeIDRef="0"'
        ' textVerticalWidthHead="0" masterPageCnt="0"><hp:grid lineGrid="0" charGrid="0" wonggojiFormat="0"/>'
        f'<hp:startNum pageStartsOn="BOTH" page="{frame.restarts:d}" pic="0" tbl="0" equation="0"/>'
        '<hp:visibility hideFirstHeader="0" hideFirstFooter="0" hideFirstMasterPage="0" border="SHOW_ALL"'
        ' fill="SHOW_ALL" hideFirstPageNum="0" hideFirstEmptyLine="0" showLineNumber="0"/>'
        '<hp:lineNumberShape restartType="0" countBy="0" distance="0" startNumber="0"/>'
        f'<hp:pagePr landscape="WIDELY" width="{units(page["width_mm"])}" height="{units(page["height_mm"])}"'
        f' gutterType="LEFT_ONLY"><hp:margin header="{units(_HEADER_MM)}" footer="{units(_FOOTER_MM)}" gutter="0"'
        f' left="{side}" right="{side}" top="{top}" bottom="{bottom}"/></hp:pagePr>{_NOTES}{frames}</hp:secPr>'
        '<hp:ctrl><hp:colPr id="" type="NEWSPAPER" layout="LEFT" colCount="1" sameSz="1" sameGap="0"/></hp:ctrl>'
        f'{restart}{header}<hp:ctrl><hp:footer id="{ids[1]}" applyPageType="BOTH">{foot}</hp:footer></hp:ctrl></hp:run>'
    )


def _foot(lists: StyleLists, frame: PageFrame) -> str:
    issued = f"<hp:t>{escape(frame.issued, quote=False)}  </hp:t>" if frame.issued else ""
    total = f"<hp:t>/</hp:t>{_number('TOTAL_PAGE')}" if frame.total else ""
    char = lists.char(style_table().classes["small"]["size"])
    return f'<hp:run charPrIDRef="{char}">{issued}{_number("PAGE")}{total}</hp:run>'


def _number(counted: Counted) -> str:
    return f'<hp:ctrl><hp:autoNum num="1" numType="{counted}">{_FORMAT.format("")}</hp:autoNum></hp:ctrl>'


# Every section of 한글 says how notes look; we have none.
_NOTES = "".join(
    f"<hp:{kind}>{_FORMAT.format(')')}"
    f'<hp:noteLine length="{length}" type="SOLID" width="0.12 mm" color="#000000"/>'
    f'<hp:noteSpacing betweenNotes="{between}" belowLine="567" aboveLine="850"/>'
    f'<hp:numbering type="CONTINUOUS" newNum="1"/><hp:placement place="{place}" beneathText="0"/></hp:{kind}>'
    for kind, length, between, place in (
        ("footNotePr", -1, 283, "EACH_COLUMN"),
        ("endNotePr", 14692344, 0, "END_OF_DOCUMENT"),
    )
)
