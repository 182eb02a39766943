"""A print stream that is not what its plan says does not go to the printer."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from io import BytesIO

import pikepdf
import pytest

from forms import DocumentError
from generator.binding import BoundForm
from generator.layout import Layout
from generator.packets.stream import Piece, Placed, StreamOptions, join, placed
from generator.packets.stream_check import check_stream
from generator.pdf.engine import write_pdf


@cache
def packet(pages: int) -> bytes:
    forms = [BoundForm("x", "쪽", "<article><h1>쪽</h1></article>")] * pages
    return write_pdf(forms, Layout("묶음"), "pdf/a-3a")


def plan(options: StreamOptions) -> list[Placed]:
    return placed(
        [
            Piece(number, f"2025-{number:04}", "홍○동", pages, partial(packet, pages))
            for number, pages in enumerate((3, 2, 4), 1)
        ],
        options,
    )


def joined(entries: list[Placed]) -> bytes:
    target = BytesIO()
    join(entries, target)
    return target.getvalue()


@pytest.mark.parametrize("duplex", [False, True])
@pytest.mark.parametrize("slips", [False, True])
def test_a_stream_as_planned_is_sound(duplex: bool, slips: bool) -> None:
    entries = plan(StreamOptions(duplex, slips))
    check_stream(BytesIO(joined(entries)), entries)


def drop_a_page(document: pikepdf.Pdf) -> None:
    del document.pages[1]


def add_a_page(document: pikepdf.Pdf) -> None:
    document.add_blank_page(page_size=(595, 842))


def forget_a_bookmark(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        del outline.root[1]


def lead_a_bookmark_elsewhere(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        outline.root[1].destination = pikepdf.make_page_destination(document, 0)


def name_a_bookmark_after_another_case(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        outline.root[1].title = "2. 2025-0009"


def empty_the_first_page_of_a_packet(document: pikepdf.Pdf) -> None:
    del document.pages[3]["/Contents"]


@pytest.mark.parametrize(
    "change",
    [
        drop_a_page,
        add_a_page,
        forget_a_bookmark,
        lead_a_bookmark_elsewhere,
        name_a_bookmark_after_another_case,
        empty_the_first_page_of_a_packet,
    ],
)
def test_a_stream_that_is_not_as_planned_is_refused(change: Callable[[pikepdf.Pdf], None]) -> None:
    entries = plan(StreamOptions())
    target = BytesIO()
    with pikepdf.open(BytesIO(joined(entries))) as document:
        change(document)
        document.save(target)
    with pytest.raises(DocumentError, match="인쇄본"):
        check_stream(target, entries)


def test_a_packet_of_other_length_than_planned_is_found() -> None:
    (entry,) = placed([Piece(1, "2025-0001", "홍○동", 5, lambda: packet(3))], StreamOptions())
    with pytest.raises(DocumentError, match="쪽수"):
        join([entry], BytesIO())


def test_bytes_that_are_no_document_are_refused() -> None:
    with pytest.raises(DocumentError, match="읽지 못했습니다"):
        check_stream(BytesIO(b"%PDF-1.7 and no more"), plan(StreamOptions()))
