"""PDF: bound forms laid out as one document, by one of two engines behind a small protocol.

Typst is the fast one, WeasyPrint that of the archival variants; both lay out the same bound trees.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from forms import DocumentError
from generator.binding import BoundForm
from generator.fonts import print_font
from generator.layout import Layout, PdfEngineName, PdfVariant, engine_for


class PdfEngine(Protocol):
    """Lays out bound forms, each beginning on a page of its own, as the bytes of one PDF."""

    def write(self, forms: Sequence[BoundForm], layout: Layout, variant: PdfVariant) -> bytes:
        """Return the PDF; the same arguments give the same bytes. Raises ``DocumentError``."""


def write_pdf(
    forms: Sequence[BoundForm], layout: Layout, variant: PdfVariant, engine: PdfEngineName | None = None
) -> bytes:
    """The forms as one PDF, by the named engine or the variant's own.

    Raises ``DocumentError`` where it cannot be made, or would show another font's letters or boxes.
    """
    name = engine_for(variant, engine)
    for form in forms:
        missing = print_font().lacks(form.markup)
        if missing is not None:
            raise DocumentError(f"{form.title}에 글꼴에 없는 문자(U+{ord(missing):04X})가 있습니다.")
    return pdf_engine(name).write(forms, layout, variant)


@cache
def pdf_engine(name: PdfEngineName) -> PdfEngine:
    """The engine of that name of this process; loaded when it is first asked for."""
    if name == "typst":
        from generator.pdf.typst.engine import TypstEngine

        return TypstEngine()
    from generator.pdf.weasyprint.engine import WeasyPrintEngine

    return WeasyPrintEngine()
