"""Reading a joined print stream back with a library that did not join it, before it goes to the printer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from forms import DocumentError

if TYPE_CHECKING:
    from generator.packets.stream import Placed


def check_stream(stream: Path | BinaryIO, plan: Sequence[Placed]) -> None:
    """Raise ``DocumentError`` unless a part has the pages that its plan counts, and its bookmarks lead to the packets.

    The packets' own pages were read back when they were made; here only what joining may have done is looked at.
    """
    try:
        reader = PdfReader(stream)
        pages = len(reader.pages)
        marks = [item for item in reader.outline if not isinstance(item, list)]
        found = [(mark.title, (reader.get_destination_page_number(mark) or 0) + 1) for mark in marks]
        empty = [entry for entry in plan if "/Contents" not in reader.pages[entry.first_page - 1]]
    except (PyPdfError, ValueError, KeyError, IndexError) as error:
        raise DocumentError(f"만든 인쇄본을 다시 읽지 못했습니다({type(error).__name__}).") from error
    last = plan[-1].last_page if plan else 0
    if pages != last:
        raise DocumentError(f"인쇄본의 쪽수가 맞지 않습니다: {last}쪽이어야 하는데 {pages}쪽입니다.")
    if found != [(bookmark(entry), entry.first_page) for entry in plan]:
        raise DocumentError("인쇄본의 책갈피가 묶음의 첫 쪽을 가리키지 않습니다.")
    if empty:
        raise DocumentError(f"인쇄본의 {empty[0].first_page}쪽이 비어 있습니다.")


def bookmark(entry: Placed) -> str:
    """What the bookmark of a packet says."""
    return f"{entry.piece.sequence}. {entry.piece.case_no}"
