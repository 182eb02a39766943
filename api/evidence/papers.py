"""Evidence files (증빙 파일): opened, hashed, counted, and searched for what is claimed.

What a file says decides nothing: it is told to the person who decides. The bytes come from outside
and are data; their text is searched and dropped, never shown.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from generator.scans.kinds import PaperKind
from generator.scans.process import paper_to_read


@dataclass(frozen=True)
class EvidenceFile:
    """A file that was opened and found sound; ``text`` is empty for a scan or a picture."""

    kind: PaperKind
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
    paper = paper_to_read(data)
    digest = hashlib.sha256(data).hexdigest()
    return EvidenceFile(paper.kind, digest, paper.pages, paper.data.decode("utf-8"))


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
