"""What a document says besides its forms, whatever its format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from forms import InputError
from forms.particles import with_particle
from forms.periods import in_seoul

PdfVariant = Literal[
    "pdf/a-3a", "pdf/a-3u", "pdf/a-2a", "pdf/a-2u", "pdf/a-1a", "pdf/a-1b", "pdf/ua-1", "none"
]
# The heading of a packet's page of contents.
CONTENTS_TITLE = "차례"

PDF_VARIANTS: tuple[PdfVariant, ...] = get_args(PdfVariant)
PdfEngineName = Literal["typst", "weasyprint"]
PDF_ENGINES: tuple[PdfEngineName, ...] = get_args(PdfEngineName)
# What Typst makes here, and the standards that it is asked for; the other variants are WeasyPrint's alone.
OF_TYPST: Mapping[PdfVariant, tuple[Literal["a-3a", "ua-1"], ...]] = {
    "pdf/a-3a": ("a-3a", "ua-1"),
    "pdf/ua-1": ("ua-1",),
    "none": (),
}
CONTENTS_TITLE = "차례"


def engine_for(variant: PdfVariant, named: PdfEngineName | None = None) -> PdfEngineName:
    """The engine that makes a variant: the named one, or else the fast one where it can.

    Raises ``InputError`` where the named engine does not make it.
    """
    if named == "typst" and variant not in OF_TYPST:
        raise InputError(
            f"typst로는 {with_particle(variant, '을(를)')} 만들지 않습니다. 만들 수 있는 규격: {', '.join(OF_TYPST)}. "
            "다른 규격은 --pdf-engine weasyprint로 만듭니다.",
            "OUTPUT-FORMAT",
        )
    return named or ("typst" if variant in OF_TYPST else "weasyprint")


@dataclass(frozen=True)
class AttachedPages:
    """A scanned document of the case: one image, or as many pages as its PDF has.

    ``image`` is a data URI; without one the pages are left free, to lay the PDF's pages on.
    """

    title: str
    pages: int = 1
    image: str | None = None


@dataclass(frozen=True)
class PacketFrame:
    """What makes forms a packet: the case number on every page, and a page of contents.

    The first form is the cover; the contents follow it and name every other form and attachment.
    """

    case_no: str
    titles: tuple[str, ...]
    attached: tuple[AttachedPages, ...] = ()


@dataclass(frozen=True)
class Layout:
    """Title, time of issue and draft mark. Without ``issued_at`` no time is written."""

    title: str
    issued_at: datetime | None = None
    draft: bool = False
    packet: PacketFrame | None = None

    @property
    def issued_text(self) -> str:
        """The footer's words on the time of issue, as it was in Seoul; empty without one."""
        return f"발급 {in_seoul(self.issued_at):%Y-%m-%d %H:%M}" if self.issued_at is not None else ""
