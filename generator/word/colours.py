"""Colours of a Word document: themes, shading, highlighting, and whether a text stands out from them."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping

from lxml import etree

from generator.word.package import W
from generator.word.styles import related_part

Element = etree._Element
Colour = tuple[float, float, float]

WHITE: Colour = (1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0)
# The contrast (WCAG 2, 1.4.3: 1 to 21) below which a print does not show a text. WCAG asks 4.5 for easy
# reading; light grey on white paper (D9D9D9) has 1.4, and a copier loses it. Our own number.
LEAST_CONTRAST = 1.5

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF",
    "red": "FF0000", "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080",
    "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000",
    "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
# The names of a theme's colours in a document, and in the theme.
_SLOTS = {
    "dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2", "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}  # fmt: skip
_MAPPED = {
    "text1": "t1", "background1": "bg1", "text2": "t2", "background2": "bg2",
    "tx1": "t1", "bg1": "bg1", "tx2": "t2", "bg2": "bg2",
}  # fmt: skip
_USUAL_MAPPING = {"t1": "dark1", "bg1": "light1", "t2": "dark2", "bg2": "light2"}


def rgb(value: str | None) -> Colour | None:
    """A colour of six hexadecimal digits; None for ``auto`` and whatever else."""
    if value is None or _HEX.fullmatch(value) is None:
        return None
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours, 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(over: Colour, under: Colour, share: float) -> Colour:
    """A colour of which ``share`` (0 to 1) covers another."""
    red, green, blue = (a * share + b * (1 - share) for a, b in zip(over, under, strict=True))
    return red, green, blue


def highlight(setting: Element | None) -> Colour | None:
    """The colour that a text is marked with; None for none."""
    return rgb(_HIGHLIGHTS.get(setting.get(f"{W}val", ""))) if setting is not None else None


class Palette:
    """The colours of a document by the names that its theme gives them."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._theme: dict[str, Colour] = {}
        theme = related_part(parts, "theme")
        scheme = theme.find(f".//{A}clrScheme") if theme is not None else None
        for slot in scheme if scheme is not None else ():
            for colour in slot:
                found = rgb(colour.get("lastClr") or colour.get("val"))
                if found is not None:
                    self._theme[etree.QName(slot).localname] = found
        settings = related_part(parts, "settings")
        mapping = settings.find(f"{W}clrSchemeMapping") if settings is not None else None
        self._mapping = {
            name: (mapping.get(f"{W}{name}") if mapping is not None else None) or usual
            for name, usual in _USUAL_MAPPING.items()
        }

    def named(self, name: str | None) -> Colour | None:
        """A colour of the theme by its name in the document; None where there is none."""
        if name is None:
            return None
        name = self._mapping[_MAPPED[name]] if name in _MAPPED else name
        return self._theme.get(_SLOTS.get(name, name))

    def colour(self, element: Element, prefix: str, plain: str) -> Colour | None:
        """The colour that an element's attributes give, the theme's first; None for ``auto``.

        ``prefix`` begins the names of the theme's attributes (``theme``, ``themeFill``), ``plain``
        names that of the hexadecimal value.
        """
        base = "themeColor" if prefix == "theme" else prefix
        themed = self.named(element.get(f"{W}{base}"))
        if themed is None:
            return rgb(element.get(f"{W}{plain}"))
        tint, shade = (_share(element.get(f"{W}{prefix}{change}")) for change in ("Tint", "Shade"))
        hue, light, full = colorsys.rgb_to_hls(*themed)
        if tint is not None:
            light = light * tint + (1 - tint)
        if shade is not None:
            light *= shade
        return colorsys.hls_to_rgb(hue, light, full)

    def shading(self, setting: Element | None) -> Colour | None:
        """The ground that a shading lays; None where what is below it shows."""
        if setting is None:
            return None
        pattern = setting.get(f"{W}val", "clear")
        fill = self.colour(setting, "themeFill", "fill")
        if pattern in ("nil", "clear"):
            return fill if pattern == "clear" else None
        over = self.colour(setting, "theme", "color") or BLACK
        percent = re.fullmatch(r"pct(\d{1,3})", pattern)
        share = 1.0 if pattern == "solid" else min(int(percent[1]), 100) / 100 if percent else 0.5
        return mixed(over, fill or WHITE, share)

    def text(self, colour: Element | None, effect: Element | None, ground: Colour) -> Colour | None:
        """The colour that a text is printed in on that ground; None for Word's own choice (``auto``).

        ``effect`` is Word's textFill, which comes before the plain colour; a text without filling or
        see-through has the colour of its ground.
        """
        if effect is not None:
            if effect.find(f"{_W14}noFill") is not None:
                return ground
            filling = effect.find(f"{_W14}solidFill")
            for given in filling if filling is not None else ():
                value = given.get(f"{_W14}val")
                found = rgb(value) or self.named(value)
                through = given.find(f"{_W14}alpha")
                if found is not None:
                    share = _thousandths(through.get(f"{_W14}val")) if through is not None else 0.0
                    return mixed(found, ground, 1 - share)
        return self.colour(colour, "theme", "val") if colour is not None else None

    def box(self, shape: Element) -> Colour | None:
        """The ground of a drawn text box; None where paper shows or the colour is not told."""
        filling = shape.find(f"{A}solidFill")
        for given in filling if filling is not None else ():
            return rgb(given.get("val")) or self.named(given.get("val"))
        return None


def text_effect(properties: Element | None) -> Element | None:
    """Word's textFill among the properties of a run."""
    return properties.find(f"{_W14}textFill") if properties is not None else None


def _share(value: str | None) -> float | None:
    try:
        return int(value, 16) / 255 if value is not None else None
    except ValueError:
        return None


def _thousandths(value: str | None) -> float:
    try:
        return min(max(int(value or "0") / 100_000, 0.0), 1.0)
    except ValueError:
        return 0.0
