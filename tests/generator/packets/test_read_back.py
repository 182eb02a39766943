"""A packet that does not hold together is found out by what stands in its bytes."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from forms import DocumentError
from generator.binding import BoundForm
from generator.layout import PDF_ENGINES, AttachedPages, Layout, PacketFrame
from generator.packets.read_back import check_packet
from generator.pdf.engine import pdf_engine

LINES = "<p>가나다라</p>" * 60


def packet() -> tuple[list[BoundForm], Layout]:
    """Cover, checklist, a form of two pages, one of one page whose heading says more, and a scan of two."""

    def form(title: str, body: str, heading: str | None = None) -> BoundForm:
        return BoundForm("x", title, f"<article><h1>{heading or title}</h1>{body}</article>")

    forms = [
        form("표지", "<p>2025-0001</p>"),
        form("점검표", "<p>모두 있습니다.</p>"),
        form("초기상담지", f"<h2>1. 일반 사항</h2>{LINES}"),
        form("서비스 의뢰서", "<p>의뢰합니다.</p>", "서비스 [ ■ 신청 □ 변경 ] 의뢰서"),
    ]
    titles = ("점검표", "초기상담지", "서비스 의뢰서")
    frame = PacketFrame("2025-0001", titles, (AttachedPages("신분증", 2),))
    return forms, Layout("종결 묶음", packet=frame)


@pytest.fixture(scope="module", params=PDF_ENGINES)
def made(request: pytest.FixtureRequest) -> bytes:
    forms, layout = packet()
    return pdf_engine(request.param).write(forms, layout, "pdf/a-3a")


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(data)) as document:
        change(document)
        document.save(target)
    return target.getvalue()


def test_reading_a_sound_packet_says_nothing(made: bytes, caplog: pytest.LogCaptureFixture) -> None:
    check_packet(made, *packet())
    assert caplog.messages == []


def test_a_sound_packet_has_its_pages_counted(made: bytes) -> None:
    forms, layout = packet()
    # Cover, contents, checklist, two pages of the first form, one of the second, two of the scan.
    assert check_packet(made, forms, layout) == 8


def drop_last_page(document: pikepdf.Pdf) -> None:
    del document.pages[-1]


def drop_page_of_a_form(document: pikepdf.Pdf) -> None:
    del document.pages[4]


def swap_two_pages(document: pikepdf.Pdf) -> None:
    document.pages[4], document.pages[5] = document.pages[5], document.pages[4]


def add_a_page(document: pikepdf.Pdf) -> None:
    document.add_blank_page(page_size=(595, 842))


def forget_a_bookmark(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        del outline.root[3]


def lead_a_bookmark_elsewhere(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        outline.root[3].destination = pikepdf.make_page_destination(document, 5)


def lead_a_bookmark_nowhere(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        outline.root[3] = pikepdf.OutlineItem("초기상담지")


def empty_the_contents(document: pikepdf.Pdf) -> None:
    document.pages[1].Contents = document.make_stream(b"")


def empty_a_form(document: pikepdf.Pdf) -> None:
    document.pages[3].Contents = document.make_stream(b"")


@pytest.mark.parametrize(
    "change",
    [
        drop_last_page,
        drop_page_of_a_form,
        swap_two_pages,
        add_a_page,
        forget_a_bookmark,
        lead_a_bookmark_elsewhere,
        lead_a_bookmark_nowhere,
        empty_the_contents,
        empty_a_form,
    ],
)
def test_a_damaged_packet_is_refused(made: bytes, change: Callable[[pikepdf.Pdf], None]) -> None:
    forms, layout = packet()
    # Written anew without a change it is still sound, so that it is the change that is found.
    assert check_packet(changed(made, lambda _: None), forms, layout) == 8
    with pytest.raises(DocumentError):
        check_packet(changed(made, change), forms, layout)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"not a PDF"])
def test_bytes_that_are_no_document_are_refused(data: bytes) -> None:
    forms, layout = packet()
    with pytest.raises(DocumentError, match="읽지 못했습니다"):
        check_packet(data, forms, layout)


def test_half_a_packet_is_refused(made: bytes) -> None:
    forms, layout = packet()
    with pytest.raises(DocumentError):
        check_packet(made[: len(made) // 2], forms, layout)


def test_a_form_that_is_not_the_one_of_the_contents_is_refused(made: bytes) -> None:
    forms, layout = packet()
    forms[2] = BoundForm("x", "욕구조사표", "<article><h1>욕구조사표</h1></article>")
    with pytest.raises(DocumentError):
        check_packet(made, forms, layout)
