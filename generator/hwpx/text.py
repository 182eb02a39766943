"""Text of the bound tree as runs, and how many lines it will take.

Line layout is never written: 한글 lays out afresh what has none, and loses the text behind one that does
not fit. How many lines a text takes is estimated for the heights of rows alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from generator.binding import NBSP
from generator.letter_widths import advance
from generator.styles import style_table

# Lines break between Korean syllables, at blanks, and nowhere in a word of letters and figures.
_PIECES = re.compile(r" +|[!-~\u00a0]+[,.)\]}·~]*|.", re.DOTALL)
# No letter is wider than this, as a share of its size.
_WIDEST = 1.1
# Letters are set a little wider or narrower than their advances.
_SURE = 1.02


def written(text: str) -> str:
    """Text as the content of ``hp:t``."""
    text = escape(text, quote=False)
    return text.replace(NBSP, "<hp:nbSpace/>") if NBSP in text else text


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of one look: the number of their style, their size in points, and the text."""

    char: int
    size: float
    text: str


@dataclass(slots=True)
class Runs:
    """A paragraph as it is gathered. ``others`` are heights in HWPUNIT of what stands in it besides text."""

    pieces: list[Piece] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    _xml: list[str] = field(default_factory=list)
    _open: int | None = None

    def text(self, char: int, size: float, text: str) -> None:
        """Add letters."""
        self.pieces.append(Piece(char, size, text))
        self._run(char)
        self._xml.append(written(text))

    def line_break(self, char: int, size: float) -> None:
        """End the line."""
        self.pieces.append(Piece(char, size, "\n"))
        self._run(char)
        self._xml.append("<hp:lineBreak/>")

    def shape(self, char: int, xml: str, height: int) -> None:
        """Add a picture or a table that stands in the line, in a run of its own."""
        self.others.append(height)
        self._close()
        self._xml.append(f'<hp:run charPrIDRef="{char}">{xml}<hp:t/></hp:run>')

    def _run(self, char: int) -> None:
        if self._open != char:
            self._close()
            self._xml.append(f'<hp:run charPrIDRef="{char}"><hp:t>')
            self._open = char

    def _close(self) -> None:
        if self._open is not None:
            self._xml.append("</hp:t></hp:run>")
            self._open = None

    def finished(self, char: int) -> str:
        """The runs; an empty paragraph has one of the letters ``char``."""
        self._close()
        return "".join(self._xml) or f'<hp:run charPrIDRef="{char}"><hp:t/></hp:run>'


def height_of(pieces: Sequence[Piece], size: float, width: int) -> int:
    """The height in HWPUNIT that text takes in lines of that width, one line of that size at least."""
    line_height = float(style_table().text["line_height"])
    if sum(len(piece.text) for piece in pieces) * _WIDEST * size * 100 <= width and all(
        piece.text != "\n" and piece.size <= size for piece in pieces
    ):
        return round(size * line_height * 100)
    total, tallest = 0.0, size
    for line in _lines(pieces):
        tallest = max((piece.size for piece in line), default=size)
        total += _count(line, width / 100) * tallest
    return round(total * line_height * 100)


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.text == "\n":
            lines.append([])
        else:
            lines[-1].append(piece)
    return lines


def _count(line: Sequence[Piece], width: float) -> int:
    """How many lines one line of text becomes, ``width`` points wide."""
    whole = sum(sum(map(advance, piece.text)) * piece.size for piece in line) * _SURE
    if whole <= width:
        return 1
    lines, used = 1, 0.0
    for piece in line:
        for word in _PIECES.findall(piece.text):
            long = sum(map(advance, word)) * piece.size * _SURE
            if used + long <= width:
                used += long
            elif word.isspace() and NBSP not in word:
                # Blanks at the end of a line take no room.
                used = width
            elif long <= width:
                lines, used = lines + 1, long
            else:
                # A word wider than the line goes on over several, from a new one on.
                over = int(long // width)
                lines, used = lines + (used > 0) + over, long - over * width
    return lines
