"""WeasyPrint as an engine: every archival variant, from HTML and CSS."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from forms import DocumentError
from generator.binding import BoundForm
from generator.layout import Layout, PdfVariant
from generator.pdf.weasyprint.page_markup import page_markup, page_rules
from generator.pdf.weasyprint.table_tags import scope_headings
from generator.styles import stylesheet

_UNTAGGED = ("pdf/a-1b",)


class WeasyPrintEngine:
    """WeasyPrint, with fonts and stylesheet set up once."""

    def __init__(self) -> None:
        self._fonts = FontConfiguration()
        self._sheet = CSS(string=stylesheet(), font_config=self._fonts)
        self._page_sheets: dict[str, CSS] = {}

    def write(self, forms: Sequence[BoundForm], layout: Layout, variant: PdfVariant) -> bytes:
        """See :class:`generator.pdf.engine.PdfEngine`."""
        target = BytesIO()
        try:
            HTML(string=page_markup(forms, layout)).write_pdf(
                target,
                stylesheets=[self._sheet, self._pages(forms, layout)],
                font_config=self._fonts,
                finisher=scope_headings,
                pdf_variant=None if variant == "none" else variant,
                pdf_tags=variant not in _UNTAGGED,
            )
        except Exception as error:
            # Whatever the engine trips over, the caller learns which document it was and goes on.
            raise DocumentError(
                f"PDF를 만들지 못했습니다({layout.title}: {type(error).__name__})."
            ) from error
        return target.getvalue()

    def _pages(self, forms: Sequence[BoundForm], layout: Layout) -> CSS:
        attached = len(layout.packet.attached) if layout.packet is not None else 0
        rules = page_rules(len(forms) + attached, layout.draft, layout.packet is not None)
        if rules not in self._page_sheets:
            self._page_sheets[rules] = CSS(string=rules)
        return self._page_sheets[rules]
