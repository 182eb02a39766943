"""Pictures in OWPML: in the line, or behind the text of every page as the draft mark."""

from __future__ import annotations

from functools import cache
from html import escape
from math import cos, radians, sin
from typing import Literal

from generator.figures.glyphs import glyph, units_per_em
from generator.figures.raster import PIXELS_AN_INCH, png_of
from generator.hwpx.styles import units

DRAFT = "초안"
# As the DOCX has it: letters so high, rising towards the right, in a grey that text stands out against.
_DRAFT_MM, _RISING, _GREY = 67.0, 40, "#e4e4e4"
# 한글 counts a pixel as 1/96 inch.
_UNITS_A_PIXEL = 75
_MATRIX = 'e1="1" e2="0" e3="0" e4="0" e5="1" e6="0"'

Place = Literal["in line", "behind"]


def picture(id: int, number: int, size_mm: tuple[float, float], words: str, place: Place = "in line") -> str:
    """The ``number``-th picture of the package, so large on the page, with its alternative text."""
    across, down = (units(side) for side in size_mm)
    wide, high = (round(side / 25.4 * PIXELS_AN_INCH) * _UNITS_A_PIXEL for side in size_mm)
    matrices = "".join(f"<hc:{name}Matrix {_MATRIX}/>" for name in ("trans", "sca", "rot"))
    corners = ((0, 0), (across, 0), (across, down), (0, down))
    points = "".join(f'<hc:pt{number} x="{x}" y="{y}"/>' for number, (x, y) in enumerate(corners))
    wrap, position = "TOP_AND_BOTTOM", _IN_LINE
    if place == "behind":
        wrap, position = "BEHIND_TEXT", _MID_PAGE
    return (
        f'<hp:pic id="{id}" zOrder="0" numberingType="PICTURE" textWrap="{wrap}" textFlow="BOTH_SIDES" lock="0"'
        f' dropcapstyle="None" href="" groupLevel="0" instid="{id}" reverse="0"><hp:offset x="0" y="0"/>'
        f'<hp:orgSz width="{across}" height="{down}"/><hp:curSz width="{across}" height="{down}"/>'
        '<hp:flip horizontal="0" vertical="0"/>'
        f'<hp:rotationInfo angle="0" centerX="{across // 2}" centerY="{down // 2}" rotateimage="1"/>'
        f"<hp:renderingInfo>{matrices}</hp:renderingInfo>"
        f'<hc:img binaryItemIDRef="{item_id(number)}" bright="0" contrast="0" effect="REAL_PIC" alpha="0"/>'
        f'<hp:imgRect>{points}</hp:imgRect><hp:imgClip left="0" right="{wide}" top="0" bottom="{high}"/>'
        '<hp:inMargin left="0" right="0" top="0" bottom="0"/>'
        f'<hp:imgDim dimwidth="{wide}" dimheight="{high}"/><hp:effects/>'
        f'<hp:sz width="{across}" widthRelTo="ABSOLUTE" height="{down}" heightRelTo="ABSOLUTE" protect="0"/>'
        f'<hp:pos {position}/><hp:outMargin left="0" right="0" top="0" bottom="0"/>'
        f"<hp:shapeComment>{escape(words, quote=False)}</hp:shapeComment></hp:pic>"
    )


_IN_LINE = (
    'treatAsChar="1" affectLSpacing="0" flowWithText="1" allowOverlap="0" holdAnchorAndSO="0" vertRelTo="PARA"'
    ' horzRelTo="PARA" vertAlign="TOP" horzAlign="LEFT" vertOffset="0" horzOffset="0"'
)
_MID_PAGE = (
    'treatAsChar="0" affectLSpacing="0" flowWithText="0" allowOverlap="1" holdAnchorAndSO="0" vertRelTo="PAPER"'
    ' horzRelTo="PAPER" vertAlign="CENTER" horzAlign="CENTER" vertOffset="0" horzOffset="0"'
)


def item_id(number: int) -> str:
    """The name by which the body refers to the ``number``-th picture of the package."""
    return f"image{number}"


@cache
def draft_mark() -> tuple[bytes, tuple[float, float]]:
    """The word 초안 across the page as a PNG, and its size in millimetres."""
    turn = radians(_RISING)
    long = sum(glyph(letter).advance for letter in DRAFT) * _DRAFT_MM
    size = (
        long * cos(turn) + _DRAFT_MM * sin(turn),
        long * sin(turn) + _DRAFT_MM * cos(turn),
    )
    em = _DRAFT_MM / units_per_em()
    letters, at = "", 0.0
    for letter in DRAFT:
        drawn = glyph(letter)
        letters += f'<path transform="translate({at / em:.1f} 0)" d="{drawn.outline}"/>'
        at += drawn.advance * _DRAFT_MM
    # The letters' middle lies about a third of their size above the line that they stand on.
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]:.3f}mm" height="{size[1]:.3f}mm"'
        f' viewBox="0 0 {size[0]:.3f} {size[1]:.3f}"><g fill="{_GREY}" transform="translate({size[0] / 2:.3f} {size[1] / 2:.3f})'
        f" rotate(-{_RISING}) translate({-long / 2:.3f} {_DRAFT_MM * 0.36:.3f}) scale({em:.6f} {-em:.6f})"
        f'">{letters}</g></svg>'
    )
    return png_of(svg.encode()), size
