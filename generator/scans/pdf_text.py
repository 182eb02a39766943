"""The text of a PDF as it prints, with what stands in its form fields."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw

from generator.scans.pdf_document import opened_pdf
from generator.scans.pdf_pages import CleanPdf
from generator.scans.refusal import too_large

TEXT_LIMIT = 2_000_000
_TOO_LONG = "글이 너무 긴 PDF입니다."


def text_of_pdf(data: bytes) -> tuple[int, str]:
    """(pages, text); empty for a scan. Raises ``Refused``.

    A page with hidden layers gives no text: what is read there could be what nobody sees.
    """
    with opened_pdf(data) as document:
        clean = CleanPdf.of(document)
        parts: list[str] = []
        length = 0
        with pypdfium2.PdfDocument(clean.saved(), autoclose=True) as printed:
            printed.init_forms()
            for number, annotations in enumerate(clean.annotations):
                if clean.hidden[number]:
                    continue
                page = _page_text(printed, number, "/Annots" in document.pages[number])
                parts += (page, *annotations.values)
                length += len(page) + sum(map(len, annotations.values))
                if length > TEXT_LIMIT:
                    raise too_large(_TOO_LONG)
        return len(document.pages), "\n".join(parts).strip()


def _page_text(printed: pypdfium2.PdfDocument, number: int, annotated: bool) -> str:
    if annotated:
        page = printed[number]
        # Fields and notes become part of the page; it must be loaded anew to be seen so.
        pypdfium2.raw.FPDFPage_Flatten(page.raw, pypdfium2.raw.FLAT_PRINT)
        page.close()
    page = printed[number]
    words = page.get_textpage()
    if words.count_chars() > TEXT_LIMIT:
        raise too_large(_TOO_LONG)
    text: str = words.get_text_range()
    words.close()
    page.close()
    return text
