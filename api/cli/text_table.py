"""A table on a terminal: columns as wide as what stands in them, Korean letters counted as two."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_GAP = 2


def text_table(headings: Sequence[str], rows: Sequence[Sequence[str]], left: int) -> list[str]:
    """The lines of a table: headings, a rule, rows; the first ``left`` columns begin, the others end, alike."""
    widths = [max(width(row[column]) for row in (headings, *rows)) for column in range(len(headings))]
    lines = []
    for row in (headings, *rows):
        cells = [
            padded(cell, size, begins=column < left)
            for column, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append((" " * _GAP).join(cells).rstrip())
    lines.insert(1, "-" * (sum(widths) + _GAP * (len(widths) - 1)))
    return lines


def width(text: str) -> int:
    """The columns that a text takes on a terminal: two for each wide character, none for a mark."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in unicodedata.normalize("NFC", text)
    )


def plain(text: str) -> str:
    """A name from an upload, without what would steer the terminal."""
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def padded(text: str, size: int, begins: bool = True) -> str:
    """The text as wide as ``size`` columns, with blanks behind it, or before it where it ends there."""
    blanks = " " * (size - width(text))
    return text + blanks if begins else blanks + text
