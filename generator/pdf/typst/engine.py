"""Typst as an engine: PDF/A-3a and PDF/UA-1 in one file, in about a tenth of WeasyPrint's time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path
from typing import Any

import typst

from forms import DocumentError
from generator.binding import BoundForm
from generator.fonts import print_font
from generator.layout import OF_TYPST, Layout, PdfVariant
from generator.pdf.typst.page_data import page_data
from generator.pdf.typst.structure import finished

# The engine will not write an archival file without a time; it is taken out again where none was given.
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
# Each of these takes 10 µs.
_EMPTY_DOCUMENTS = 5


class TypstEngine:
    """Typst with the print font and the one document set up once."""

    @cached_property
    def _compiler(self) -> typst.Compiler:
        font = print_font()
        folders = sorted({str(path.parent) for path in (font.regular, font.bold)})
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
        return typst.Compiler(font_paths=fonts)

    @cached_property
    def _document(self) -> bytes:
        return Path(__file__).with_name("document.typ").read_bytes()

    def write(self, forms: Sequence[BoundForm], layout: Layout, variant: PdfVariant) -> bytes:
        """See :class:`generator.pdf.engine.PdfEngine`."""
        data = page_data(forms, layout)
        # The stubs know of single files only; a mapping of names to contents is documented all the same.
        files: Any = {
            "main.typ": self._document,
            "data.json": json.dumps(data.document, ensure_ascii=False).encode(),
        }
        try:
            made = self._compiler.compile(
                input=files,
                format="pdf",
                pdf_standards=list(OF_TYPST[variant]),
                timestamp=_of_fixed_offset(layout.issued_at or _NO_TIME),
            )
        except typst.TypstError as error:
            raise DocumentError(f"PDF를 만들지 못했습니다({layout.title}).") from error
        finally:
            self._forget()
        assert isinstance(made, bytes)  # noqa: S101 — one file was asked for
        return finished(made, data, dated=layout.issued_at is not None)

    def _forget(self) -> None:
        """Let the engine drop what it remembers of the documents before the last two.

        It keeps every layout until ten more documents are made, and a packet's takes some 60 MB; what
        forms have in common is used again at once and so stays.
        """
        for _ in range(_EMPTY_DOCUMENTS):
            self._compiler.compile(input=b"", format="svg")


def _of_fixed_offset(moment: datetime) -> datetime:
    """The same moment as the engine takes it, which knows of no places' zones."""
    return moment.astimezone(timezone(moment.utcoffset() or timedelta()))
