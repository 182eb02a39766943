"""Where the letters and rules of a PDF stand, read by a library that did not write it. Lengths in points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple

import pdfplumber

from generator.styles import style_table

POINTS_A_MM = 72 / 25.4
# Letters of one line may touch: kerning, and figures rounded on their way into the file.
_TOUCH = 0.3


class Letter(NamedTuple):
    """A drawn character with its box, measured from the top left corner of its page (from 0)."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float


class Sheet(NamedTuple):
    """A page: its letters as they are drawn, and the heights of its level rules from the top."""

    letters: list[Letter]
    rules: list[float]


def sheets(data: bytes) -> list[Sheet]:
    """The pages of a PDF; blanks are no letters."""
    found = []
    with pdfplumber.open(BytesIO(data)) as document:
        for number, page in enumerate(document.pages):
            letters = [
                Letter(char["text"], number, *(char[key] for key in ("x0", "x1", "top", "bottom", "size")))
                for char in page.chars
                if not char["text"].isspace()
            ]
            level = {
                round(edge["top"], 1)
                for edge in page.edges
                if edge["orientation"] == "h" and edge["x1"] - edge["x0"] > 1
            }
            found.append(Sheet(letters, sorted(level)))
            page.close()
    return found


def body(sheet: Sheet) -> list[Letter]:
    """A page's letters without those of its head and foot."""
    page = style_table().page
    top = page["margin_top_mm"] * POINTS_A_MM
    low = (page["height_mm"] - page["margin_bottom_mm"]) * POINTS_A_MM
    return [letter for letter in sheet.letters if top - 1 <= (letter.top + letter.bottom) / 2 <= low]


def foot(sheet: Sheet) -> list[Letter]:
    """The letters below the bottom margin's line."""
    page = style_table().page
    low = (page["height_mm"] - page["margin_bottom_mm"]) * POINTS_A_MM
    return [letter for letter in sheet.letters if (letter.top + letter.bottom) / 2 > low]


def overprinted(letters: Iterable[Letter]) -> Iterator[tuple[Letter, Letter]]:
    """Pairs of letters of one page that lie on one another."""
    waiting: list[Letter] = []
    for letter in sorted(letters, key=lambda one: (one.page, one.top)):
        waiting = [one for one in waiting if one.page == letter.page and one.bottom > letter.top + 1]
        for one in waiting:
            if min(one.right, letter.right) - max(one.left, letter.left) > _TOUCH:
                yield one, letter
        waiting.append(letter)


def column_edges(shares: Iterable[float]) -> list[tuple[float, float]]:
    """The left and right edge of each column of a table across the page, of shares that make 100."""
    table = style_table()
    edges = [table.page["margin_side_mm"] * POINTS_A_MM]
    for share in shares:
        edges.append(edges[-1] + table.content_width_mm * POINTS_A_MM * share / 100)
    return list(pairwise(edges))
