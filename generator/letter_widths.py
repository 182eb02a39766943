"""How wide the letters of the print font are, for whoever must know where a text ends."""

from __future__ import annotations

from functools import cache, lru_cache

from PIL.ImageFont import FreeTypeFont, Layout, truetype

from generator.fonts import print_font

# The size at which letters are measured, in pixels: the font's own units.
_MEASURED_AT = 1000


@lru_cache(maxsize=1 << 15)
def advance(letter: str) -> float:
    """How far a letter moves the pen, as a share of its size; in the bold file where that is more."""
    return max(font.getlength(letter) for font in _measures()) / _MEASURED_AT


@cache
def _measures() -> tuple[FreeTypeFont, ...]:
    font = print_font()
    return tuple(
        truetype(path, _MEASURED_AT, layout_engine=Layout.BASIC) for path in (font.regular, font.bold)
    )
