"""The words of the format that the writer chooses among.

한글 drops the text behind a word that it does not know, so that each kind of word is a closed list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>'
# 한글 declares all of these on every root; without them it has called files damaged.
NAMESPACES = (
    'xmlns:ha="http://www.hancom.co.kr/hwpml/2011/app" xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph"'
    ' xmlns:hp10="http://www.hancom.co.kr/hwpml/2016/paragraph" xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section"'
    ' xmlns:hc="http://www.hancom.co.kr/hwpml/2011/core" xmlns:hh="http://www.hancom.co.kr/hwpml/2011/head"'
    ' xmlns:hhs="http://www.hancom.co.kr/hwpml/2011/history" xmlns:hm="http://www.hancom.co.kr/hwpml/2011/master-page"'
    ' xmlns:hpf="http://www.hancom.co.kr/schema/2011/hpf" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:opf="http://www.idpf.org/2007/opf/" xmlns:ooxmlchart="http://www.hancom.co.kr/hwpml/2016/ooxmlchart"'
    ' xmlns:hwpunitchar="http://www.hancom.co.kr/hwpml/2016/HwpUnitChar" xmlns:epub="http://www.idpf.org/2007/ops"'
    ' xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"'
)

Align = Literal["LEFT", "CENTER", "RIGHT"]
VerticalAlign = Literal["TOP", "CENTER", "BOTTOM"]
# Between rows, or within cells too; the names say it the other way round.
PageBreak = Literal["TABLE", "CELL"]
Counted = Literal["PAGE", "TOTAL_PAGE"]
ALIGN: Mapping[str | None, Align] = {None: "LEFT", "left": "LEFT", "center": "CENTER", "right": "RIGHT"}
VALIGN: Mapping[str | None, VerticalAlign] = {
    None: "CENTER",
    "top": "TOP",
    "middle": "CENTER",
    "bottom": "BOTTOM",
}


class LineWidth:
    """The only widths of lines that the format knows, in millimetres."""

    KNOWN = (0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 1, 1.5, 2, 3, 4, 5)

    @classmethod
    def nearest(cls, millimetres: float) -> str:
        """The nearest of them, as it is written."""
        return f"{min(cls.KNOWN, key=lambda known: abs(known - millimetres)):g} mm"
