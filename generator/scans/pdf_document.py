"""A PDF from outside: opened, or refused with the reason why."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pikepdf

from generator.scans.refusal import Refused, too_large

PAGE_LIMIT = 300
# Where a PDF says that it ends; some programs fill the file up behind it.
_TAIL = 64 * 1024
_END = 2048
PRINT_IT = "‘PDF로 인쇄’로 다시 저장한 파일을 주세요."


def damaged() -> Refused:
    """The refusal of a PDF that cannot be read, or not to its end."""
    return Refused("FILE-PDF", "손상되었거나 중간에서 잘려 읽을 수 없는 PDF입니다.")


@contextmanager
def opened_pdf(data: bytes) -> Iterator[pikepdf.Pdf]:
    """The PDF with 1 to 300 pages, unlocked. Raises ``Refused``, also for what its reader trips over later.

    A fault that can be mended is mended. What ends too early is refused: mended, it would lack pages.
    """
    try:
        with warnings.catch_warnings(), pikepdf.open(BytesIO(data), suppress_warnings=True) as document:
            # Fields that their form does not list are drawn all the same.
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
            pages = len(document.pages)
            if document.get_warnings():
                _look_at_mended(document, data)
            if not 1 <= pages <= PAGE_LIMIT:
                raise too_large(f"1쪽부터 {PAGE_LIMIT}쪽까지의 PDF만 엽니다.")
            _look_at_kind(document)
            yield document
    except (Refused, MemoryError):
        raise
    except pikepdf.PasswordError:
        raise Refused("FILE-ENCRYPTED", "암호가 걸린 PDF입니다.") from None
    except Exception:
        # A damaged file makes a reader raise nearly anything; what it says may quote the file.
        raise damaged() from None


def _look_at_mended(document: pikepdf.Pdf, data: bytes) -> None:
    tail = data[-_TAIL:].rstrip(b"\0\t\n\r ")
    if b"%%EOF" not in tail[-_END:]:
        raise damaged()
    if document.Root.Pages.get("/Count") != len(document.pages):
        raise damaged()
    if any("/Contents" in page and page.Contents is None for page in document.pages):
        raise damaged()


def _look_at_kind(document: pikepdf.Pdf) -> None:
    """Refuse a PDF whose pages are not what a reader of it sees."""
    if document.Root.get("/NeedsRendering"):
        raise Refused("FILE-PDF", f"쪽이 열 때마다 만들어지는 PDF 양식(XFA)입니다. {PRINT_IT}")
    if "/Collection" in document.Root:
        raise Refused("FILE-PDF", "여러 파일을 묶은 PDF(포트폴리오)입니다. 안의 파일을 따로 저장해서 주세요.")
