"""Letters as the print font draws them: how wide, and as outlines. Read only when a figure is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from forms import DocumentError
from generator.fonts import print_font


@dataclass(frozen=True)
class Glyph:
    """A character as the print font draws it: its advance in ems, and its outline as an SVG path in font units."""

    advance: float
    outline: str


@cache
def _glyph_font() -> Any:
    from fontTools.ttLib import TTFont

    # From memory: nothing of the process keeps the file open.
    return TTFont(BytesIO(print_font().regular.read_bytes()), lazy=True)


@cache
def units_per_em() -> int:
    """How many font units an em has."""
    return int(_glyph_font()["head"].unitsPerEm)


@cache
def glyph(character: str) -> Glyph:
    """The regular font's glyph. Raises ``DocumentError`` for a character that it cannot draw."""
    from fontTools.pens.svgPathPen import SVGPathPen

    font = _glyph_font()
    name = font.getBestCmap().get(ord(print_font().printed(character)))
    if name is None:
        raise DocumentError(f"인쇄 글꼴에 없는 문자 U+{ord(character):04X}가 있어 그림을 그릴 수 없습니다.")
    glyphs = font.getGlyphSet()
    pen = SVGPathPen(glyphs)
    glyphs[name].draw(pen)
    return Glyph(glyphs[name].width / units_per_em(), pen.getCommands())


def text_width(text: str) -> float:
    """How wide a line of text is in the regular font, in ems."""
    return sum(glyph(character).advance for character in text)
