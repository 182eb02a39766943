"""What the engine leaves to be done on its finished file: row headings, struts, times, and packing.

The engine knows headings of columns only, and only in the head of a table; a form's labels stand in
rows. So each cell gets the part in the structure tree that the bound tree gives it, with the scope by
which readers find its cells (PDF/UA-1, 7.5). The file is the engine's own, plain and in one piece
(objects in order, a table of their places at the end), which is checked, and is written anew with what
is no stream packed together, as PDF 1.5 and all later ones allow.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise

from forms import DocumentError
from generator.pdf.typst.page_data import CellRole, PageData
from generator.pdf.typst.reading_order import put_in_order

_TAIL = re.compile(rb"trailer\n<<(.*)>>\nstartxref\n(\d+)\n%%EOF\s*$", re.DOTALL)
_SIZE = re.compile(rb"/Size (\d+)")
_CELL = re.compile(rb"<</Type/StructElem/S/T([DH])/P (\d+) 0 R")
_HEADS = re.compile(rb"(?:/Scope/\w+)?/Headers\[[^\]]*\]")
_ROW = b"<</Type/StructElem/S/TR/"
_HEAD_GROUP = b"<</Type/StructElem/S/THead/"
_BODY_GROUP = b"<</Type/StructElem/S/TBody/"
_XMP_TIMES = re.compile(
    rb"<xmp:(ModifyDate|CreateDate)>[^<]*</xmp:\1>|<xmpMM:History>.*?</xmpMM:History>", re.DOTALL
)
_INFO_TIMES = re.compile(rb"/(?:ModDate|CreationDate)\([^)]*\)")
_LENGTH = re.compile(rb"/Length \d+")
# So many objects stand in one stream that a reader need not unpack all of them for one.
_PACKED_TOGETHER = 200


def finished(made: bytes, data: PageData, dated: bool) -> bytes:
    """The engine's file with the cells of ``data`` as the tree has them; without ``dated`` no time is in it.

    Raises ``DocumentError`` where the file is not the one that ``data`` describes.
    """
    tail = _TAIL.search(made, max(0, len(made) - 1000))
    if tail is None:
        raise _unexpected("ending")
    objects = list(_objects(made, int(tail[2])))
    put_in_order(objects)
    _set_cells(objects, data.cells)
    _set_head_groups(objects, data.heads)
    # The default, and some readers stumble over it.
    objects = [body.replace(b"/Suspects false", b"") if b"/MarkInfo" in body else body for body in objects]
    trailer = tail[1]
    if not dated:
        objects = [_without_time(body) for body in objects]
    return _packed(made[: made.index(b"1 0 obj")], objects, _SIZE.sub(b"", trailer))


def _unexpected(what: str) -> DocumentError:
    return DocumentError(f"PDF를 만들지 못했습니다(Typst: {what}).")


def _objects(made: bytes, table: int) -> Iterator[bytes]:
    """The bodies of the objects from 1 on, which stand in the file in the order of their numbers."""
    lines = made[table:].split(b"\n", 2)
    if lines[0] != b"xref" or not lines[1].startswith(b"0 "):
        raise _unexpected("xref")
    count = int(lines[1][2:])
    entries = lines[2][: count * 20]
    places = [int(entries[at : at + 10]) for at in range(20, len(entries), 20)]
    if places != sorted(places):
        raise _unexpected("order")
    for number, (begin, end) in enumerate(pairwise([*places, table]), 1):
        head = b"%d 0 obj\n" % number
        body = made[begin:end].rstrip()
        if not body.startswith(head) or not body.endswith(b"\nendobj"):
            raise _unexpected("object")
        yield body[len(head) : -len(b"\nendobj")]


def _set_cells(objects: list[bytes], roles: Sequence[CellRole]) -> None:
    """Give the cells, which are numbered as they are closed, the parts that the tree gives them."""
    cells = [(index, found) for index, body in enumerate(objects) if (found := _CELL.match(body))]
    if len(cells) != len(roles):
        raise _unexpected("cells")
    # From the end, since struts stand last in their rows.
    for (index, found), role in zip(reversed(cells), reversed(roles), strict=True):
        body = objects[index]
        if role == "strut":
            if b"/K[]" not in body:
                raise _unexpected("strut")
            row = int(found[2]) - 1
            cell = b"%d 0 R]" % (index + 1)
            if not objects[row].startswith(_ROW) or not objects[row].endswith(
                (b" " + cell + b">>", b"[" + cell + b">>")
            ):
                raise _unexpected("row")
            objects[row] = objects[row].removesuffix(cell + b">>").rstrip(b" ") + b"]>>"
            objects[index] = b"null"
        elif role == "TD":
            objects[index] = _HEADS.sub(b"", body.replace(b"/S/TH", b"/S/TD", 1), count=1)
        else:
            scope = b"/Scope/" + role.encode()
            objects[index] = _HEADS.sub(scope, body.replace(b"/S/TD", b"/S/TH", 1), count=1)


def _set_head_groups(objects: list[bytes], heads: Sequence[bool]) -> None:
    """Rows that are a head only to stay with the next are rows of the body."""
    groups = [index for index, body in enumerate(objects) if body.startswith(_HEAD_GROUP)]
    if len(groups) != len(heads):
        raise _unexpected("heads")
    for index, is_head in zip(groups, heads, strict=True):
        if not is_head:
            objects[index] = _BODY_GROUP + objects[index].removeprefix(_HEAD_GROUP)


def _without_time(body: bytes) -> bytes:
    if body.startswith(b"<</Title"):
        return _INFO_TIMES.sub(b"", body)
    if b"/Type/Metadata" in body[:200]:
        head, mark, rest = body.partition(b"\nstream\n")
        content = _XMP_TIMES.sub(b"", rest.removesuffix(b"\nendstream"))
        return _LENGTH.sub(b"/Length %d" % len(content), head) + mark + content + b"\nendstream"
    return body


def _packed(head: bytes, objects: Sequence[bytes], trailer: bytes) -> bytes:
    """The file of these objects: streams as they are, everything else in streams of objects."""
    out = [head]
    place = len(head)
    entries: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    number = len(objects)

    def put(own: int, body: bytes) -> None:
        nonlocal place
        written = b"%d 0 obj\n%s\nendobj\n" % (own, body)
        entries[own] = (1, place, 0)
        out.append(written)
        place += len(written)

    loose: list[tuple[int, bytes]] = []
    for own, body in enumerate(objects, 1):
        if b"\nstream\n" in body:
            put(own, body)
        elif body == b"null":
            entries[own] = (0, 0, 0)
        else:
            loose.append((own, body))
    for begin in range(0, len(loose), _PACKED_TOGETHER):
        number += 1
        together = loose[begin : begin + _PACKED_TOGETHER]
        index, content = [], []
        at = 0
        for position, (own, body) in enumerate(together):
            entries[own] = (2, number, position)
            index.append(b"%d %d" % (own, at))
            content.append(body)
            at += len(body) + 1
        first = b" ".join(index) + b"\n"
        put(
            number,
            _stream(b"/Type/ObjStm/N %d/First %d" % (len(together), len(first)), first + b"\n".join(content)),
        )
    number += 1
    entries[number] = (1, place, 0)
    table = b"".join(
        kind.to_bytes(1, "big") + one.to_bytes(4, "big") + two.to_bytes(2, "big")
        for kind, one, two in (entries[own] for own in range(number + 1))
    )
    begun = place
    put(number, _stream(b"/Type/XRef/Size %d/W[1 4 2]" % (number + 1) + trailer, table))
    out.append(b"startxref\n%d\n%%%%EOF\n" % begun)
    return b"".join(out)


def _stream(entries: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content, 1)
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (entries, len(packed), packed)
