"""PDF: bound forms laid out as one document. The engine stands behind a small protocol."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from io import BytesIO
from typing import Literal, Protocol, get_args

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from forms import DocumentError
from generator.binding import BoundForm
from generator.layout import Layout
from generator.styles import style_table, stylesheet

PdfVariant = Literal[
    "pdf/a-3a", "pdf/a-3u", "pdf/a-2a", "pdf/a-2u", "pdf/a-1a", "pdf/a-1b", "pdf/ua-1", "none"
]
PDF_VARIANTS: tuple[PdfVariant, ...] = get_args(PdfVariant)
_UNTAGGED = ("pdf/a-1b",)


class PdfEngine(Protocol):
    """Lays out bound forms, each beginning on a page of its own, as the bytes of one PDF."""

    def write(self, forms: Sequence[BoundForm], layout: Layout, variant: PdfVariant) -> bytes:
        """Return the PDF; the same arguments give the same bytes."""


class WeasyPrintEngine:
    """WeasyPrint, with fonts and stylesheet set up once."""

    def __init__(self) -> None:
        self._fonts = FontConfiguration()
        self._sheet = CSS(string=stylesheet(), font_config=self._fonts)

    def write(self, forms: Sequence[BoundForm], layout: Layout, variant: PdfVariant) -> bytes:
        """See :class:`PdfEngine`."""
        target = BytesIO()
        try:
            HTML(string=page_markup(forms, layout)).write_pdf(
                target,
                stylesheets=[self._sheet, _page_sheet(len(forms), layout.draft)],
                font_config=self._fonts,
                pdf_variant=None if variant == "none" else variant,
                pdf_tags=variant not in _UNTAGGED,
            )
        except Exception as error:
            # Whatever the engine trips over, the caller learns which document it was and goes on.
            raise DocumentError(
                f"PDF를 만들지 못했습니다({layout.title}: {type(error).__name__})."
            ) from error
        return target.getvalue()


@cache
def pdf_engine() -> PdfEngine:
    """The engine of this process."""
    return WeasyPrintEngine()


def page_markup(forms: Sequence[BoundForm], layout: Layout) -> str:
    """The whole HTML document of the given forms."""
    issued = ""
    if layout.issued_at is not None:
        issued = f'<meta name="dcterms.created" content="{layout.issued_at.isoformat()}"/>'
    bodies = "".join(
        f'<div id="form-{number}" data-title="{escape(form.title)}" style="page: form-{number}">{form.markup}'
        f'<span id="form-{number}-end"></span></div>'
        for number, form in enumerate(forms, 1)
    )
    draft = '<div id="draft">초안</div>' if layout.draft else ""
    return (
        f'<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"/><title>{escape(layout.title)}</title>{issued}</head>'
        f'<body data-issued="{layout.issued_text}">{draft}{bodies}</body></html>'
    )


@cache
def _page_sheet(forms: int, draft: bool) -> CSS:
    """Footers: each form counts its own pages, i/k."""
    small = style_table().classes["small"]["size"]
    rules = [
        f"@page {{ counter-increment: page; @bottom-left {{ content: string(issued); font-size: {small}pt; }} }}",
        "body { string-set: issued attr(data-issued); }",
        "[data-title] { string-set: form attr(data-title); }",
    ]
    for number in range(1, forms + 1):
        rules.append(
            f"@page form-{number} {{ @bottom-center {{ font-size: {small}pt;"
            f" content: counter(page) '/' target-counter(url(#form-{number}-end), page); }}"
            f" @bottom-right {{ font-size: {small}pt; content: string(form); }} }}"
        )
        rules.append(f"@page :nth(1 of form-{number}) {{ counter-reset: page; }}")
    if draft:
        rules.append(_DRAFT)
    return CSS(string="\n".join(rules))


# On every page, behind the text and opaque: PDF/A-1 knows no transparency.
_DRAFT = (
    "#draft { position: fixed; z-index: -1; top: 95mm; left: 0; width: 100%; text-align: center;"
    " font-size: 190pt; line-height: 1; color: #e4e4e4; transform: rotate(-40deg); }"
)
