"""The process that opens papers from outside; started by ``process``, with the limits of ``limited_worker``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image

from generator.limited.worker import Answer, address_space, limit_reach, serve
from generator.scans.kinds import kind_of
from generator.scans.pdf_pages import pages_to_lay_on
from generator.scans.pdf_text import text_of_pdf
from generator.scans.picture import picture_on_page
from generator.scans.refusal import Refused
from generator.scans.view import page_view

# Beside what the process takes at rest: a picture at its limit, the page that becomes of it, and the file.
MEMORY_BYTES = 380 * 2**20
# Its streams, and the fonts of the system for a PDF that lacks its own.
_OPEN_FILES = 16


def laid(asked: dict[str, Any], payloads: Sequence[bytes]) -> Answer:
    """A paper made ready to be laid on a page: a JPEG, or a PDF of plain pages."""
    kind = kind_of(payloads[0])
    if kind == "PDF":
        made, pages = pages_to_lay_on(payloads[0])
        return {"pages": pages}, made
    return {"pages": 1}, picture_on_page(payloads[0], kind)


def read(asked: dict[str, Any], payloads: Sequence[bytes]) -> Answer:
    """The text of a paper; none of a picture."""
    kind = kind_of(payloads[0])
    if kind == "PDF":
        pages, text = text_of_pdf(payloads[0])
        return {"pages": pages}, text.encode("utf-8", "replace")
    picture_on_page(payloads[0], kind)
    return {"pages": 1}, b""


def seen(asked: dict[str, Any], payloads: Sequence[bytes]) -> Answer:
    """A page of a paper as a picture for a screen; nothing for a page that it does not have."""
    kind = kind_of(payloads[0])
    made, pages = page_view(payloads[0], kind, asked["page"], asked["longest"], asked["turn"])
    return {"pages": pages}, made


def explained(error: Exception) -> dict[str, Any] | None:
    """A refusal is told as it is."""
    if isinstance(error, Refused):
        return {"error": "refused", "code": error.code, "message": error.sentence}
    return None


def warm_up() -> None:
    """Open one paper of each kind, so that whatever is loaded late is there."""
    for kind in ("JPEG", "PNG"):
        target = BytesIO()
        Image.new("RGB", (8, 8)).save(target, kind)
        laid({}, [target.getvalue()])
    target = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(target)
    laid({}, [target.getvalue()])
    seen({"page": 1, "longest": 8, "turn": 90}, [target.getvalue()])
    read({}, [target.getvalue()])
    for broken in (b"", b"%PDF-", b"\xff\xd8\xff"):
        with suppress(Refused):
            laid({}, [broken])


def main() -> None:
    """Load what is loaded late, then close the doors and serve."""
    warm_up()
    limit_reach(address_space() + MEMORY_BYTES, _OPEN_FILES)
    serve(sys.stdin.buffer, sys.stdout.buffer, {"laid": laid, "read": read, "seen": seen}, explained)
