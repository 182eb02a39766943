"""Every sample, in both archive variants and as DOCX, before the independent checkers."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms import all_forms, check_case
from generator.document import RenderOptions, blank, render
from generator.layout import PdfVariant
from tests.conformance import ooxml, verapdf
from tests.reading import sample

pytestmark = pytest.mark.slow


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("variant", "flavour"), [("pdf/a-3a", "3a"), ("pdf/a-1b", "1b"), ("pdf/a-2u", "2u"), ("pdf/ua-1", "ua1")]
)
def test_every_sample_conforms(tmp_path: Path, variant: PdfVariant, flavour: str) -> None:
    files = []
    for form in all_forms():
        case = check_case(sample(form.id)).case
        assert case is not None
        for draft in (False, True):
            options = RenderOptions(pdf_variant=variant, draft=draft)
            files.append(_written(tmp_path / f"{form.id}-{draft}.pdf", render(case, form, "pdf", options)))
        files.append(
            _written(
                tmp_path / f"{form.id}-blank.pdf",
                blank(form, "pdf", options=RenderOptions(pdf_variant=variant)),
            )
        )
    assert verapdf.check(files, flavour) == {file: [] for file in files}


def test_every_docx_keeps_to_the_schema(tmp_path: Path) -> None:
    for form in all_forms():
        case = check_case(sample(form.id)).case
        assert case is not None
        for name, data in {
            "filled": render(case, form, "docx"),
            "draft": render(case, form, "docx", RenderOptions(draft=True)),
            "blank": blank(form, "docx"),
        }.items():
            assert ooxml.check(_written(tmp_path / f"{form.id}-{name}.docx", data)) == [], (form.id, name)
