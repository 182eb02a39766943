"""Words of narrow cells kept whole: the engine breaks Korean between any two syllables.

Labels and centred values (coded words, dates, names) go on to the next line between words, as paper does,
wherever the word fits the cell. Nothing is added to the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate
from xml.etree import ElementTree

from generator.grid import place, shares_of, spans_of
from generator.letter_widths import advance
from generator.styles import POINTS_A_MM, style_table

_WORD = re.compile(r"[^ ]+")


def keep_whole_words(root: ElementTree.Element) -> None:
    """Put the words of a bound form that could be torn into spans that do not break.

    A span that is kept on one line by its class, and would not fit on one, may break again.
    """
    for cell, width in _cells(root, style_table().content_width_mm * POINTS_A_MM):
        style = style_table().style(cell.tag, cell.get("class"))
        pad = style.pad if style.pad is not None else style_table().cell["pad_horizontal"]
        size = style.size or style_table().text["size"]
        ems = (width - 2 * pad) / size
        _release(cell, ems)
        if cell.tag == "th" or "center" in (cell.get("class") or "").split():
            _keep(cell, ems)


def _cells(node: ElementTree.Element, width: float) -> Iterator[tuple[ElementTree.Element, float]]:
    """Every cell below a node with its width in points; a table in a cell is as wide as the cell."""
    for child in node:
        if child.tag == "table":
            yield from _cells_of(child, width)
        else:
            yield from _cells(child, width)


def _cells_of(table: ElementTree.Element, width: float) -> Iterator[tuple[ElementTree.Element, float]]:
    shares = shares_of(table)
    edges = [width * share / sum(shares) for share in accumulate(shares, initial=0)]
    for group in (child for child in table if child.tag in ("thead", "tbody")):
        for slots in place(spans_of(group), len(shares)):
            for slot in slots:
                if not slot.continues:
                    own = edges[slot.column + slot.colspan] - edges[slot.column]
                    yield slot.cell, own
                    yield from _cells(slot.cell, own)


def _keep(element: ElementTree.Element, ems: float) -> None:
    """Put the words of an element's own lines into spans, those that fit so many ems."""
    children = list(element)
    for position, child in reversed(list(enumerate(children))):
        if child.tag not in ("table", "br"):
            _keep(child, ems)
        kept, rest = _parts(child.tail or "", ems)
        if rest:
            child.tail = kept
            element[position + 1 : position + 1] = rest
    kept, rest = _parts(element.text or "", ems)
    if rest:
        element.text = kept
        element[0:0] = rest


def _release(element: ElementTree.Element, ems: float) -> None:
    for child in element:
        if child.tag == "span":
            classes = (child.get("class") or "").split()
            if "keep" in classes and _width("".join(child.itertext())) > ems:
                child.set("class", " ".join(name for name in classes if name != "keep"))
        if child.tag != "table":
            _release(child, ems)


def _parts(text: str, ems: float) -> tuple[str, list[ElementTree.Element]]:
    """The text before the first word that must be kept whole, then a span for each such word."""
    if _width(text) <= ems:
        return text, []
    spans: list[ElementTree.Element] = []
    before, done = "", 0
    for found in _WORD.finditer(text):
        if len(found[0]) > 1 and _width(found[0]) <= ems:
            between = text[done : found.start()]
            if spans:
                spans[-1].tail = between
            else:
                before = between
            span = ElementTree.Element("span", {"class": "keep"})
            span.text = found[0]
            spans.append(span)
            done = found.end()
    if spans:
        spans[-1].tail = text[done:]
    return before, spans


def _width(text: str) -> float:
    """The width in ems, rather too much than too little."""
    return sum(
        1.0 if unicodedata.east_asian_width(letter) in "WF" else max(0.65, advance(letter)) for letter in text
    )
