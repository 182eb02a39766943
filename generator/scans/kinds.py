"""What a paper from outside is: told by its first bytes, never by its name."""

from __future__ import annotations

from typing import Literal

from generator.scans.refusal import Refused

PaperKind = Literal["PDF", "JPEG", "PNG"]
# A PDF may begin with some other bytes.
_PDF_HEAD = 1024


def kind_of(data: bytes) -> PaperKind:
    """PDF, JPEG or PNG; raises ``Refused`` (FILE-KIND) for everything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if b"%PDF-" in data[:_PDF_HEAD]:
        return "PDF"
    raise Refused("FILE-KIND", "PDF, JPEG, PNG 파일이 아닙니다.")
