"""Evidence files (증빙 파일): opened with limits, hashed, counted, and searched for what is claimed.

What a file says decides nothing: it is told to the person who decides. The bytes come from outside
and are data; their text is searched and dropped, never shown. pypdf reads a file up to a number of
drawing operations, so that forms nested within forms cannot keep it busy. Accepted: a file at the
limits may still take some ten seconds, and a picture some 160 MB while it is looked at.
"""

from __future__ import annotations

import hashlib
import logging
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Literal

import pikepdf
from PIL import Image
from pypdf import PdfReader

from forms import InputError, TooLarge

FILE_LIMIT = 50 * 1024 * 1024
PAGE_LIMIT = 300
# A4 at 600 dots an inch has 34.8 million.
PIXEL_LIMIT = 40_000_000
TEXT_LIMIT = 2_000_000
OPERATION_LIMIT = 500_000

FileKind = Literal["PDF", "JPEG", "PNG"]
# A PDF may begin with some other bytes.
_PDF_HEAD = 1024


@dataclass(frozen=True)
class EvidenceFile:
    """A file that was opened and found sound; ``text`` is empty for a scan or a picture."""

    kind: FileKind
    sha256: str
    pages: int
    text: str


@dataclass(frozen=True)
class Mentions:
    """Whether the claimed amount, date and payee stand in a file's text."""

    amount: bool
    dated_on: bool
    payee: bool


def read_evidence_file(data: bytes) -> EvidenceFile:
    """Open a PDF, JPEG or PNG, told by its content. Raises ``InputError`` with a Korean sentence."""
    if len(data) > FILE_LIMIT:
        raise TooLarge(f"증빙 파일이 {FILE_LIMIT // 1024**2}MB를 넘습니다.")
    digest = hashlib.sha256(data).hexdigest()
    if b"%PDF-" in data[:_PDF_HEAD]:
        pages, text = _read_pdf(data)
        return EvidenceFile("PDF", digest, pages, text)
    if data.startswith(b"\xff\xd8\xff"):
        _look_at_picture(data, "JPEG")
        return EvidenceFile("JPEG", digest, 1, "")
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        _look_at_picture(data, "PNG")
        return EvidenceFile("PNG", digest, 1, "")
    raise InputError("증빙 파일은 PDF, JPEG, PNG여야 합니다.", "FILE-KIND")


def mentions(text: str, amount: int, dated_on: date, payee: str) -> Mentions:
    """Look for an amount (with and without commas), a date (four styles) and a payee in a text.

    Dates are looked for as 2024-03-02, 2024.3.2, 2024년 3월 2일 and 20240302, with and without
    leading zeros. Blanks, and which of the middle dots was typed, make no difference to the payee.
    """
    folded = unicodedata.normalize("NFKC", text)
    return Mentions(
        amount=_amount_pattern(amount).search(folded) is not None,
        dated_on=_date_pattern(dated_on).search(folded) is not None,
        payee=_squeezed(payee) in _squeezed(text),
    )


def _amount_pattern(amount: int) -> re.Pattern[str]:
    # Neither part of a longer number nor of a decimal one; 원 may follow or not.
    return re.compile(rf"(?<!\d)(?<!\d[.,])(?:{amount:,}|{amount})(?!\d|[.,]\d)")


def _date_pattern(day: date) -> re.Pattern[str]:
    year, month, of_month = f"{day.year:04d}", f"0?{day.month}", f"0?{day.day}"
    styles = (
        rf"{year}\s*-\s*{month}\s*-\s*{of_month}",
        rf"{year}\s*\.\s*{month}\s*\.\s*{of_month}",
        rf"{year}\s*년\s*{month}\s*월\s*{of_month}\s*일",
        f"{day:%Y%m%d}" if day.year > 999 else f"{year}{day:%m%d}",
    )
    return re.compile(rf"(?<!\d)(?:{'|'.join(styles)})(?!\d)")


def _squeezed(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s·ㆍᆞ・‧•]+", "", folded)


def _read_pdf(data: bytes) -> tuple[int, str]:
    with _quiet():
        try:
            with pikepdf.open(BytesIO(data)) as document:
                pages = len(document.pages)
                if not 1 <= pages <= PAGE_LIMIT:
                    raise TooLarge(f"증빙 파일은 1쪽부터 {PAGE_LIMIT}쪽까지만 읽습니다.")
                if document.is_encrypted or document.get_warnings():
                    # Locked against changes only, or mended on opening: pypdf alone could not read
                    # every cipher, nor every file that has a fault.
                    mended = BytesIO()
                    document.save(mended, encryption=False)
                    data = mended.getvalue()
            return pages, _pdf_text(data)
        except InputError:
            raise
        except pikepdf.PasswordError:
            raise InputError("암호가 걸린 PDF입니다.", "FILE-ENCRYPTED") from None
        except Exception:
            # A damaged file makes a reader raise nearly anything; what it says may quote the file.
            raise InputError("손상되어 읽을 수 없는 PDF입니다.", "FILE-PDF") from None


def _pdf_text(data: bytes) -> str:
    operations = 0

    def count(*_: object) -> None:
        nonlocal operations
        operations += 1
        if operations > OPERATION_LIMIT:
            raise TooLarge("증빙 파일의 쪽이 너무 복잡합니다.")

    parts: list[str] = []
    length = 0
    for page in PdfReader(BytesIO(data)).pages:
        parts.append(page.extract_text(visitor_operand_before=count))
        length += len(parts[-1])
        if length > TEXT_LIMIT or operations > OPERATION_LIMIT:
            raise TooLarge("증빙 파일의 글이 너무 깁니다.")
    return "\n".join(parts).strip()


def _look_at_picture(data: bytes, kind: FileKind) -> None:
    try:
        with Image.open(BytesIO(data), formats=(kind,)) as picture:
            if picture.width * picture.height > PIXEL_LIMIT:
                raise TooLarge("증빙 파일의 그림이 너무 큽니다.")
            picture.verify()
        # Verifying uses a picture up.
        with Image.open(BytesIO(data), formats=(kind,)) as picture:
            # A JPEG is read at a fraction of its size; that it is whole shows all the same.
            picture.draft("L", (256, 256))
            picture.load()
    except InputError:
        raise
    except Image.DecompressionBombError:
        raise TooLarge("증빙 파일의 그림이 너무 큽니다.") from None
    except Exception:
        # As above: a damaged picture makes a decoder raise nearly anything.
        raise InputError("손상되어 열 수 없는 그림입니다.", "FILE-IMAGE") from None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the readers' remarks, which may quote a file, out of the log."""
    loggers = [logging.getLogger(name) for name in ("pypdf", "pikepdf")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
