"""The print stream: finished packets joined in order, with slips, blank backs and bookmarks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pikepdf

from generator.layout import Layout
from generator.packets.front_matter import SLIP_TITLE, Slip, slip
from generator.packets.stream_check import bookmark, check_stream
from generator.pdf.engine import write_pdf


@dataclass(frozen=True)
class Piece:
    """A finished packet on its way into a stream; ``client`` is already shortened."""

    sequence: int
    case_no: str
    client: str
    pages: int
    read: Callable[[], bytes]


@dataclass(frozen=True)
class StreamOptions:
    """How packets stand in a stream. ``max_pages`` cuts it into parts, at packet borders."""

    duplex: bool = False
    separators: bool = False
    max_pages: int = 2000


@dataclass(frozen=True)
class Placed:
    """Where a packet stands: its part, and its first and last page within it, from 1."""

    piece: Piece
    part: int
    first_page: int
    last_page: int
    # Blank pages and slips that stand before it.
    slip_page: int | None
    blanks_before: tuple[int, ...]


def placed(pieces: Sequence[Piece], options: StreamOptions) -> list[Placed]:
    """The plan of a stream: a pure computation, so that the manifest does not wait for the joining."""
    plan: list[Placed] = []
    part, page = 1, 0
    for piece in pieces:
        taken = _space(page, piece, options)
        if page and page + taken > options.max_pages:
            part, page = part + 1, 0
        plan.append(_place(page, part, piece, options))
        page = plan[-1].last_page
    return plan


def _place(page: int, part: int, piece: Piece, options: StreamOptions) -> Placed:
    blanks: list[int] = []
    slip_page = None
    if options.duplex and page % 2:
        page += 1
        blanks.append(page)
    if options.separators:
        page += 1
        slip_page = page
        if options.duplex:
            # The slip's back: the packet itself begins on a right-hand page.
            page += 1
            blanks.append(page)
    return Placed(piece, part, page + 1, page + piece.pages, slip_page, tuple(blanks))


def _space(page: int, piece: Piece, options: StreamOptions) -> int:
    return _place(page, 1, piece, options).last_page - page


def join(plan: Sequence[Placed], target: Path | BinaryIO) -> None:
    """Write one part, to a file or into memory. Packets are read one after another; nothing of them is changed.

    It is read back before it counts as made. A merged stream makes no claim of conformance: it is for the printer. Raises ``DocumentError`` where
    the part is not what the plan says.
    """
    slips = _slips([entry for entry in plan if entry.slip_page is not None])
    with pikepdf.new() as stream, pikepdf.open(BytesIO(slips)) if slips else pikepdf.new() as slip_pages:
        marks = []
        for number, entry in enumerate(plan):
            for page in range(len(stream.pages) + 1, entry.first_page):
                if page == entry.slip_page:
                    stream.pages.append(slip_pages.pages[_slip_index(plan, number)])
                else:
                    stream.add_blank_page(page_size=_A4)
            # Closed at once: what is open costs fifteen megabytes a packet, most of it structure.
            with pikepdf.open(BytesIO(entry.piece.read())) as packet:
                _strip(packet)
                stream.add_pages_from(packet)
            marks.append((bookmark(entry), entry.first_page - 1))
        with stream.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in marks)
        stream.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    check_stream(target, plan)


def _strip(packet: pikepdf.Pdf) -> None:
    """Leave the pages as they print. Names of places would clash with those of other packets."""
    for key in _DOCUMENT_KEYS:
        if key in packet.Root:
            del packet.Root[key]
    for page in packet.pages:
        for key in _PAGE_KEYS:
            if key in page:
                del page[key]


_DOCUMENT_KEYS = ("/Names", "/Outlines", "/StructTreeRoot")
_PAGE_KEYS = ("/Annots", "/BleedBox", "/StructParents", "/Tabs", "/TrimBox")
_A4 = (595.276, 841.89)


def _slip_index(plan: Sequence[Placed], number: int) -> int:
    return sum(entry.slip_page is not None for entry in plan[:number])


def _slips(plan: Sequence[Placed]) -> bytes:
    if not plan:
        return b""
    forms = [
        slip(
            Slip(
                title=SLIP_TITLE,
                sequence=str(entry.piece.sequence),
                case_no=entry.piece.case_no,
                client=entry.piece.client,
                pages=f"{entry.piece.pages}쪽 ({entry.first_page}~{entry.last_page}쪽)",
            )
        )
        for entry in plan
    ]
    return write_pdf(forms, Layout(SLIP_TITLE), "none")
