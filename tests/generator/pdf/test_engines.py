"""What holds for both engines, whichever makes the file."""

from __future__ import annotations

import pytest

from forms import DocumentError, InputError
from generator.binding import BoundForm
from generator.layout import PDF_ENGINES, PDF_VARIANTS, Layout, PdfEngineName, engine_for
from generator.pdf.engine import write_pdf


@pytest.mark.parametrize("engine", PDF_ENGINES)
@pytest.mark.parametrize("letter", ["\U0001f600", "\u2212", "\u0e01"])
def test_a_character_without_a_glyph_is_refused(engine: PdfEngineName, letter: str) -> None:
    form = BoundForm("x", "표지", f"<article><h1>표지</h1><p>가{letter}</p></article>")
    with pytest.raises(DocumentError, match=f"표지.*{ord(letter):04X}"):
        write_pdf([form], Layout("표지"), "pdf/a-3a", engine)


def test_every_variant_has_an_engine_and_a_named_one_that_cannot_is_refused() -> None:
    for variant in PDF_VARIANTS:
        assert engine_for(variant, engine_for(variant)) == engine_for(variant)
        assert engine_for(variant, "weasyprint") == "weasyprint"
    assert engine_for("pdf/a-3a") == "typst"
    with pytest.raises(InputError, match="pdf/a-1b"):
        engine_for("pdf/a-1b", "typst")
