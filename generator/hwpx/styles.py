"""``header.xml``: what the body refers to by number, listed once, in the order of first use.

Lengths are HWPUNIT, 7200 an inch; sizes and spaces come in points and become hundredths of one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from generator.hwpx.words import HEAD, NAMESPACES, Align, LineWidth
from generator.styles import style_table

_UNITS_A_MM = 7200 / 25.4
# As 한글 lists the print font; the other stands on every machine that has 한글.
FONT, SUBSTITUTE = "나눔고딕", "함초롬돋움"
_SCRIPTS = ("HANGUL", "LATIN", "HANJA", "JAPANESE", "OTHER", "SYMBOL", "USER")
_BLACK = "#000000"


def units(millimetres: float) -> int:
    """Millimetres as HWPUNIT."""
    return round(millimetres * _UNITS_A_MM)


def units_of_points(points: float) -> int:
    """Points as HWPUNIT."""
    return round(points * 100)


class _Char(NamedTuple):
    height: int
    bold: bool
    color: str


class _Para(NamedTuple):
    align: Align
    before: int
    after: int
    keep_next: bool
    line: int


class _Fill(NamedTuple):
    border: bool
    shade: str | None


class StyleLists:
    """The lists of letters, paragraphs and fills that a document uses; each method gives a number to refer to."""

    def __init__(self) -> None:
        text = style_table().text
        self._line = round(text["line_height"] * 100)
        self._chars: dict[_Char, int] = {}
        self._paras: dict[_Para, int] = {}
        self._fills: dict[_Fill, int] = {}
        # What pages and the one style refer to stands first.
        self.none = self.fill(border=False, shade=None)
        self.text = self.char(text["size"])
        self.plain = self.para("LEFT")

    def char(self, size: float, bold: bool = False, color: str = _BLACK) -> int:
        """Letters of a size in points."""
        return self._chars.setdefault(_Char(units_of_points(size), bold, color), len(self._chars))

    def para(
        self,
        align: Align,
        before: float = 0,
        after: float = 0,
        keep_next: bool = False,
        line: int | None = None,
    ) -> int:
        """A paragraph with space before and after it in points, its lines ``line`` per cent high."""
        key = _Para(align, units_of_points(before), units_of_points(after), keep_next, line or self._line)
        return self._paras.setdefault(key, len(self._paras))

    def fill(self, border: bool, shade: str | None) -> int:
        """The rules and the shade of a cell, a table or a page."""
        return self._fills.setdefault(_Fill(border, shade), len(self._fills) + 1)

    def part(self, sections: int) -> str:
        """The XML of the lists, for a document of so many sections."""
        font = (
            f'<hh:font id="0" face="{FONT}" type="TTF" isEmbedded="0">'
            f'<hh:substFont face="{SUBSTITUTE}" type="TTF" isEmbedded="0" binaryItemIDRef=""/></hh:font>'
        )
        faces = [f'<hh:fontface lang="{script}" fontCnt="1">{font}</hh:fontface>' for script in _SCRIPTS]
        heads = "".join(
            f'<hh:paraHead start="1" level="{level}" align="LEFT" useInstWidth="1" autoIndent="1" widthAdjust="0"'
            ' textOffsetType="PERCENT" textOffset="50" numFormat="DIGIT" charPrIDRef="4294967295" checkable="0"/>'
            for level in range(1, 8)
        )
        lists = (
            _listed("fontfaces", faces),
            _listed("borderFills", (_fill(number, fill) for fill, number in self._fills.items())),
            _listed("charProperties", (self._char(number, char) for char, number in self._chars.items())),
            _listed("tabProperties", ('<hh:tabPr id="0" autoTabLeft="0" autoTabRight="0"/>',)),
            _listed("numberings", (f'<hh:numbering id="1" start="0">{heads}</hh:numbering>',)),
            _listed("paraProperties", (self._para(number, para) for para, number in self._paras.items())),
            _listed(
                "styles",
                (
                    '<hh:style id="0" type="PARA" name="바탕글" engName="Normal" paraPrIDRef="0" charPrIDRef="0"'
                    ' nextStyleIDRef="0" langID="1042" lockForm="0"/>',
                ),
            ),
        )
        return (
            f'{HEAD}<hh:head {NAMESPACES} version="1.5" secCnt="{sections}">'
            '<hh:beginNum page="1" footnote="1" endnote="1" pic="1" tbl="1" equation="1"/>'
            f"<hh:refList>{''.join(lists)}</hh:refList>"
            '<hh:compatibleDocument targetProgram="HWP201X"><hh:layoutCompatibility/></hh:compatibleDocument>'
            '<hh:docOption><hh:linkinfo path="" pageInherit="0" footnoteInherit="0"/></hh:docOption>'
            '<hh:trackchageConfig flags="56"/></hh:head>'
        )

    def _char(self, number: int, char: _Char) -> str:
        bold = "<hh:bold/>" if char.bold else ""
        return (
            f'<hh:charPr id="{number}" height="{char.height}" textColor="{char.color}" shadeColor="none" useFontSpace="1"'
            f' useKerning="0" symMark="NONE" borderFillIDRef="{self.none}"><hh:fontRef {_each(0)}/><hh:ratio {_each(100)}/>'
            f"<hh:spacing {_each(0)}/><hh:relSz {_each(100)}/><hh:offset {_each(0)}/>{bold}"
            f'<hh:underline type="NONE" shape="SOLID" color="{_BLACK}"/><hh:strikeout shape="NONE" color="{_BLACK}"/>'
            '<hh:outline type="NONE"/><hh:shadow type="NONE" color="#C0C0C0" offsetX="10" offsetY="10"/></hh:charPr>'
        )

    def _para(self, number: int, para: _Para) -> str:
        # KEEP_WORD breaks between syllables: the name says the opposite of what 한글 does with it.
        return (
            f'<hh:paraPr id="{number}" tabPrIDRef="0" condense="0" fontLineHeight="0" snapToGrid="0"'
            f' suppressLineNumbers="0" checked="0"><hh:align horizontal="{para.align}" vertical="BASELINE"/>'
            '<hh:heading type="NONE" idRef="0" level="0"/><hh:breakSetting breakLatinWord="KEEP_WORD"'
            f' breakNonLatinWord="KEEP_WORD" widowOrphan="1" keepWithNext="{para.keep_next:d}" keepLines="0"'
            ' pageBreakBefore="0" lineWrap="BREAK"/><hh:autoSpacing eAsianEng="0" eAsianNum="0"/>'
            '<hp:switch><hp:case hp:required-namespace="http://www.hancom.co.kr/hwpml/2016/HwpUnitChar">'
            f"{_spaces(para, 1)}</hp:case><hp:default>{_spaces(para, 2)}</hp:default></hp:switch>"
            f'<hh:border borderFillIDRef="{self.none}" offsetLeft="0" offsetRight="0" offsetTop="0" offsetBottom="0"'
            ' connect="0" ignoreMargin="0"/></hh:paraPr>'
        )


def _listed(name: str, items: Iterable[str]) -> str:
    listed = list(items)
    return f'<hh:{name} itemCnt="{len(listed)}">{"".join(listed)}</hh:{name}>'


def _each(value: int) -> str:
    return " ".join(f'{script.lower()}="{value}"' for script in _SCRIPTS)


def _spaces(para: _Para, times: int) -> str:
    """The margins; readers that do not know the unit of characters count them double."""
    sides = (("intent", 0), ("left", 0), ("right", 0), ("prev", para.before), ("next", para.after))
    inner = "".join(f'<hc:{side} value="{value * times}" unit="HWPUNIT"/>' for side, value in sides)
    return (
        f'<hh:margin>{inner}</hh:margin><hh:lineSpacing type="PERCENT" value="{para.line}" unit="HWPUNIT"/>'
    )


def _fill(number: int, fill: _Fill) -> str:
    border = style_table().border
    kind, width, color = "NONE", LineWidth.nearest(0), "000000"
    if fill.border:
        kind, width, color = "SOLID", LineWidth.nearest(border["width"] * 25.4 / 72), border["color"]
    sides = "".join(
        f'<hh:{side}Border type="{kind}" width="{width}" color="#{color}"/>'
        for side in ("left", "right", "top", "bottom")
    )
    brush = ""
    if fill.shade is not None:
        brush = f'<hc:fillBrush><hc:winBrush faceColor="#{fill.shade}" hatchColor="#FF000000" alpha="0"/></hc:fillBrush>'
    return (
        f'<hh:borderFill id="{number}" threeD="0" shadow="0" centerLine="NONE" breakCellSeparateLine="0">'
        '<hh:slash type="NONE" Crooked="0" isCounter="0"/><hh:backSlash type="NONE" Crooked="0" isCounter="0"/>'
        f'{sides}<hh:diagonal type="SOLID" width="0.1 mm" color="{_BLACK}"/>{brush}</hh:borderFill>'
    )
