"""The text of each page in the order in which it is read.

The engine draws a cell that reaches down over several rows after the last of them. Screen readers follow
the structure tree, where it stands in its place, but whoever takes the text from the page as it is drawn
(searching, copying, other programs) would find it behind its rows. A page's drawing is a row of marked
pieces, each complete in itself, so that those which hold text can change places.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_ELEMENT = b"<</Type/StructElem"
_ROOT = b"<</Type/StructTreeRoot"
_PAGE = b"<</Type/Page/"
_KIDS = re.compile(rb"/K\[((?:[^\[\]<]|<<[^>]*>>)*)\]")
_KID = re.compile(rb"<</Type/MCR/Pg (\d+) 0 R/MCID (\d+)>>|<<[^>]*>>|(\d+) 0 R|(\d+)")
_OWN_PAGE = re.compile(rb"/Pg (\d+) 0 R>*$")
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
# Glyphs are numbered from 1 in each file, far below the codes of these letters in pairs: no text looks so.
_MARK = re.compile(rb"/\w+<<(?:/MCID (\d+))?(?:[^<>]|<[^<>]*>)*>>BDC|\nEMC")
_PACKED_STREAM = re.compile(rb"<</Length (\d+)/Filter/FlateDecode>>\nstream\n")


def put_in_order(objects: list[bytes]) -> None:
    """Let the pages among a file's objects (the first is number 1) draw their text as the structure tree reads it."""
    read: dict[int, dict[int, int]] = {}
    for page, piece in _pieces(objects):
        order = read.setdefault(page, {})
        order.setdefault(piece, len(order))
    for page, order in read.items():
        # Pieces bear their numbers in the order in which they are drawn.
        if list(order) == sorted(order) or not objects[page - 1].startswith(_PAGE):
            continue
        found = _CONTENTS.search(objects[page - 1])
        if found is not None:
            own = int(found[1]) - 1
            objects[own] = _reordered(objects[own], order)


def _pieces(objects: list[bytes]) -> Iterator[tuple[int, int]]:
    """(page's object, number of the marked piece) of all text, in the order of the structure tree."""
    root = next((body for body in objects if body.startswith(_ROOT)), b"")
    waiting = [(0, child) for child in reversed(list(_children(root)))]
    while waiting:
        page, (kind, one, two) = waiting.pop()
        if kind == "piece":
            yield (one or page), two
            continue
        body = objects[one - 1]
        if body.startswith(_ELEMENT):
            own = _OWN_PAGE.search(body)
            at = int(own[1]) if own is not None else page
            waiting += [(at, child) for child in reversed(list(_children(body)))]


def _children(body: bytes) -> Iterator[tuple[str, int, int]]:
    kids = _KIDS.search(body)
    for found in _KID.finditer(kids[1]) if kids is not None else ():
        if found[2] is not None:
            yield "piece", int(found[1]), int(found[2])
        elif found[3] is not None:
            yield "element", int(found[3]), 0
        elif found[4] is not None:
            yield "piece", 0, int(found[4])


def _drawn_pieces(drawn: bytes) -> Iterator[tuple[int, int, int]]:
    """(number, begin, end) of each marked piece; a piece may hold others, which have no number."""
    depth, number, begin = 0, -1, 0
    for mark in _MARK.finditer(drawn):
        if mark[0] != b"\nEMC":
            if depth == 0:
                number, begin = int(mark[1] or -1), mark.start()
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield number, begin, mark.end()


def _reordered(stream: bytes, order: dict[int, int]) -> bytes:
    head = _PACKED_STREAM.match(stream)
    if head is None:
        return stream
    drawn = zlib.decompress(stream[head.end() : head.end() + int(head[1])])
    pieces = [piece for piece in _drawn_pieces(drawn) if piece[0] in order]
    wanted = sorted(pieces, key=lambda piece: order[piece[0]])
    out: list[bytes] = []
    done = 0
    for (_, begin, end), (_, first, last) in zip(pieces, wanted, strict=True):
        out += (drawn[done:begin], drawn[first:last])
        done = end
    out.append(drawn[done:])
    packed = zlib.compress(b"".join(out), 3)
    return b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed)
