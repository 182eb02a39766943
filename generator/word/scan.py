"""A Word template as paragraphs with their places and the tags in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from lxml import etree

from generator.word.package import DOCUMENT, W, parse, printed_parts, relations
from generator.word.template import field_list_blocks
from generator.word.visibility import Visibility

_SIDES = {"header": "머리글", "footer": "바닥글"}
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}
_ELSEWHERE = {f"{W}txbxContent", f"{W}del", f"{W}moveFrom"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{\{|\{%|\{#|\}\}|%\}|#\})", re.DOTALL)
# Word turns straight quotation marks into curly ones; docxtpl turns them back inside tags.
_QUOTES = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True)
class Block:
    """A paragraph. The ids say which blocks share a container (a cell, the body), row and table.

    ``unseen`` are the stretches of its text that no page shows: (start, end, why).
    """

    place: str
    text: str
    id: int
    container: int
    row: int | None = None
    table: int | None = None
    unseen: tuple[tuple[int, int, str], ...] = ()

    def pieces(self) -> list[str]:
        """Text and tags in turn; a brace that belongs to no tag is a piece of its own."""
        return [
            piece.translate(_QUOTES) if TAG.fullmatch(piece) else piece
            for piece in TAG.split(self.text)
            if piece
        ]

    def placed_pieces(self) -> list[tuple[int, str]]:
        """The same, each with the place of its first letter in the text."""
        pieces = self.pieces()
        starts = accumulate((len(piece) for piece in pieces), initial=0)
        return list(zip(starts, pieces, strict=False))

    def why_unseen(self, place: int) -> str | None:
        """Why no page shows the text at that place; None where it is seen."""
        return next((why for start, end, why in self.unseen if start <= place < end), None)

    @property
    def wording(self) -> str:
        """The text that stands on every print, without white space."""
        return squeezed(
            "".join(
                "".join(letter for at, letter in enumerate(piece, start) if self.why_unseen(at) is None)
                if self.unseen
                else piece
                for start, piece in self.placed_pieces()
                if not TAG.fullmatch(piece)
            )
        )


def squeezed(text: str) -> str:
    """Text without white space, which Word and LibreOffice change freely."""
    return re.sub(r"\s+", "", text)


def blocks(parts: Mapping[str, bytes]) -> list[Block]:
    """The paragraphs of body, headers and footers in order; the list of fields is left out."""
    kinds = {target: kind for kind, target, _ in relations(parts, DOCUMENT).values()}
    found: list[Block] = []
    reader = _Reader(Visibility(parts))
    for name in printed_parts(parts):
        root = parse(name, parts[name])
        body = root.find(f"{W}body") if name == DOCUMENT else root
        if body is None:
            continue
        for block in field_list_blocks(body):
            body.remove(block)
        reader.enter(name)
        found += reader.container(body, _SIDES.get(kinds.get(name, ""), "본문"))
    return found


class _Reader:
    def __init__(self, visibility: Visibility) -> None:
        self.visibility = visibility
        self.part_unseen: str | None = None
        # Ids of elements last as long as the elements: kept until the reading is done.
        self.seen: list[etree._Element] = []

    def enter(self, part: str) -> None:
        """Begin a part, whose text may be unseen as a whole."""
        self.part_unseen = self.visibility.unseen_part(part)

    def _id(self, element: etree._Element) -> int:
        self.seen.append(element)
        return id(element)

    def container(
        self, holder: etree._Element, place: str, row: int | None = None, table: int | None = None
    ) -> Iterator[Block]:
        paragraphs = tables = 0
        here = self._id(holder)
        many = sum(1 for child in _children(holder) if child.tag == f"{W}p") > 1
        for child in _children(holder):
            if child.tag == f"{W}p":
                paragraphs += 1
                named = f"{place} {paragraphs}번째 문단" if table is None or many else place
                text, unseen = self._text(child)
                yield Block(named, text, self._id(child), here, row, table, unseen)
                for box in child.iter(f"{W}txbxContent"):
                    if next(box.iterancestors(_FALLBACK), None) is None:
                        yield from self.container(box, f"{named}의 글상자")
            elif child.tag == f"{W}tbl":
                tables += 1
                yield from self._table(child, f"{place} 표 {tables}")

    def _table(self, table: etree._Element, place: str) -> Iterator[Block]:
        mine = self._id(table)
        for number, row in enumerate(_children(table, f"{W}tr"), 1):
            column, line = 1, self._id(row)
            for cell in _children(row, f"{W}tc"):
                yield from self.container(cell, f"{place}의 {number}행 {column}열", line, mine)
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                width = (span.get(f"{W}val") if span is not None else None) or "1"
                column += int(width) if width.isdigit() else 1

    def _text(self, paragraph: etree._Element) -> tuple[str, tuple[tuple[int, int, str], ...]]:
        out: list[str] = []
        unseen: list[tuple[int, int, str]] = []
        length = 0

        def add(element: etree._Element, text: str) -> None:
            nonlocal length
            why = self.part_unseen or self.visibility.unseen(element)
            if why is not None and text:
                unseen.append((length, length + len(text), why))
            out.append(text)
            length += len(text)

        def walk(element: etree._Element) -> None:
            for child in element:
                if child.tag in _ELSEWHERE or child.tag == _FALLBACK:
                    continue
                if child.tag == f"{W}t":
                    add(child, child.text or "")
                elif child.tag in _BREAKS:
                    add(child, _BREAKS[str(child.tag)])
                else:
                    walk(child)

        walk(paragraph)
        return "".join(out), tuple(unseen)


def _children(element: etree._Element, tag: str | None = None) -> Iterator[etree._Element]:
    """Children, those of content controls and the like included."""
    for child in element:
        if child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}smartTag"):
            yield from _children(child, tag)
        elif tag is None or child.tag == tag:
            yield child
