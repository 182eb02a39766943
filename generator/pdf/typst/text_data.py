"""Text of the bound tree as runs, with the places where a line may break.

The engine breaks between Korean syllables and at blanks, and never inside what it takes for a word: a
word wider than its cell would be printed over the next one. Such words are marked here, to be broken
anywhere, as are the words of labels that must stay whole. No character is added to the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil
from typing import Any
from xml.etree.ElementTree import Element

from generator.binding import NBSP
from generator.figures.figure import svg_of
from generator.figures.raster import size_mm, size_within
from generator.letter_widths import advance
from generator.styles import POINTS_A_MM, Style, style_table

# Blanks that bind, so many that they are room to write in.
_ROOM = re.compile(f"({NBSP}{{3,}})")
# Blanks that a line may break at stand alone; those that bind belong to their word.
_WORDS = re.compile(r"[ \n]+|[^ \n]+")
LINE_BREAK = 0
# The gap after an option, in ems, as document.typ has it.
_GAP = 0.8
# Letters that are moved towards or away from each other make little difference.
_SURE = 1.02
# No letter is wider than this, as a share of its size.
_WIDEST = 1.1


@dataclass(frozen=True, slots=True)
class Room:
    """Where text stands: ``width`` of a line and ``size`` of the letters in points; ``whole`` keeps words whole."""

    width: float
    size: float
    whole: bool = False

    @classmethod
    def of(cls, width: float, style: Style, whole: bool = False) -> Room:
        """Room of that width for text of that style."""
        return cls(width, style.size or style_table().text["size"], whole)

    def holds(self, text: str) -> bool:
        """Whether the text fits on one line."""
        # Most texts are so short that they need not be measured.
        return len(text) * _WIDEST * self.size <= self.width or self.measured(text) <= self.width

    def measured(self, text: str) -> float:
        """The width of a text in points."""
        return _width(text, self.size)


def runs(element: Element, room: Room) -> list[Any]:
    """The element's text: strings, ``LINE_BREAK``, ``{"w": word}`` to break anywhere,
    ``{"n": ems}`` of room to write in, and spans ``{"r": runs}``.

    A figure is ``{"svg": drawing, "alt": words, "mm": width}``. A span may have ``s`` (size), ``b`` (bold),
    ``k`` (kept on one line) and ``g`` (a gap after it).
    """
    found: list[Any] = []
    _add(found, element.text, room)
    for child in element:
        if child.tag == "br":
            found.append(LINE_BREAK)
        elif child.tag == "span":
            found.append(_span(child, room))
        elif child.tag == "img":
            found.append(_figure(child, room))
        _add(found, child.tail, room)
    return found


def _figure(image: Element, room: Room) -> dict[str, Any]:
    svg = svg_of(image.get("src") or "")
    width, _ = size_within(svg, room.width / POINTS_A_MM, style_table().highest_figure_mm)
    return {"svg": svg.decode(), "alt": image.get("alt") or "", "mm": width}


def _span(span: Element, room: Room) -> dict[str, Any]:
    style = style_table().style("span", span.get("class"))
    own = Room(room.width, style.size or room.size, room.whole)
    data: dict[str, Any] = {}
    # What would not fit on a line cannot be kept on one.
    if style.keep and own.holds("".join(span.itertext())):
        data["k"] = 1
    data["r"] = runs(span, own)
    if style.size:
        data["s"] = style.size
    if style.bold:
        data["b"] = 1
    if style.gap:
        data["g"] = 1
    return data


def _add(found: list[Any], text: str | None, room: Room) -> None:
    if not text:
        return
    if NBSP * 3 in text:
        # Drawn as letters each of them would have to be marked: a blank and a binding one look the same.
        for number, part in enumerate(_ROOM.split(text)):
            if number % 2:
                found.append({"n": round(len(part) * advance(NBSP), 3)})
            else:
                _add(found, part, room)
        return
    if room.holds(text):
        found.append(text)
        return
    plain = ""
    for word in _WORDS.findall(text):
        if not room.holds(word):
            special: Any = {"w": word}
        elif room.whole and len(word) > 1 and not word.isspace():
            special = {"k": 1, "r": [word]}
        else:
            plain += word
            continue
        if plain:
            found.append(plain)
            plain = ""
        found.append(special)
    if plain:
        found.append(plain)


def sure_height(element: Element, room: Room) -> float | None:
    """The height in points of the element's text where it is sure how many lines it takes, else None."""
    lines: list[_Line] = [_Line(room.size)]
    if not _fill(lines, element, room.size):
        return None
    if len(lines) > 1 and not all(line.width for line in lines):
        return None
    if any(_SURE * line.width > room.width for line in lines):
        return None
    return sum(line.size for line in lines) * float(style_table().text["line_height"])


@dataclass(slots=True)
class _Line:
    """A line: the size of its largest letters, and how wide it is, in points."""

    size: float
    width: float = 0.0


def _fill(lines: list[_Line], element: Element, size: float) -> bool:
    """Add the element's text, of that size, to the lines; False where it holds more than text."""
    lines[-1].width += _width(element.text, size)
    for child in element:
        if child.tag == "br":
            lines.append(_Line(size))
        elif child.tag == "span":
            style = style_table().style("span", child.get("class"))
            own = style.size or size
            lines[-1].size = max(lines[-1].size, own)
            if not _fill(lines, child, own):
                return False
            lines[-1].width += _GAP * size if style.gap else 0
        else:
            return False
        lines[-1].width += _width(child.tail, size)
    return True


def _width(text: str | None, size: float) -> float:
    return sum(map(advance, text)) * size if text else 0.0


def estimated_height(element: Element, room: Room) -> float:
    """The height in points that the element's text may take, rather too much than too little."""
    line_height = room.size * float(style_table().text["line_height"])
    lines = 0
    for line in _lines(element):
        # Words that go on to the next line leave room behind.
        lines += 1 if room.holds(line) else ceil(1.2 * room.measured(line) / room.width)
    return lines * line_height + sum(_beside_lines(child) for child in element.iter())


def _beside_lines(element: Element) -> float:
    """The height in points that an element in a cell may take beside that of its lines."""
    if element.tag == "img":
        return size_mm(svg_of(element.get("src") or ""))[1] * POINTS_A_MM
    if element.tag == "tr":
        return style_table().cell["min_height_mm"] * POINTS_A_MM
    style = style_table().style(element.tag, element.get("class"))
    return (style.space_before or 0) + (style.space_after or 0)


def _lines(element: Element) -> list[str]:
    lines = [element.text or ""]
    for child in element:
        if child.tag in ("br", "p", "li", "tr"):
            lines += _lines(child) if child.tag != "br" else [""]
        else:
            inner = _lines(child)
            lines[-1] += inner[0]
            lines += inner[1:]
        lines[-1] += child.tail or ""
    return lines
