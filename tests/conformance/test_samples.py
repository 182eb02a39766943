"""Every sample, by both engines and as DOCX, before the independent checkers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from forms import all_forms, check_case, form_named
from forms.periods import SEOUL
from generator.document import RenderOptions, blank, render
from generator.layout import PDF_ENGINES, PdfEngineName, PdfVariant
from generator.packets.attachments import read_attachment
from generator.packets.packet import make_packet
from tests.conformance import ooxml, verapdf
from tests.reading import sample

pytestmark = pytest.mark.slow


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _pdfs(folder: Path, options: RenderOptions) -> list[Path]:
    """Every form filled, as a draft and blank, in files."""
    files = []
    for form in all_forms():
        case = check_case(sample(form.id)).case
        assert case is not None
        for draft in (False, True):
            made = render(case, form, "pdf", replace(options, draft=draft))
            files.append(_written(folder / f"{form.id}-{draft}.pdf", made))
        files.append(_written(folder / f"{form.id}-blank.pdf", blank(form, "pdf", options=options)))
    return files


@pytest.mark.parametrize(
    ("variant", "flavour"), [("pdf/a-3a", "3a"), ("pdf/a-1b", "1b"), ("pdf/a-2u", "2u"), ("pdf/ua-1", "ua1")]
)
def test_every_sample_of_weasyprint_conforms(tmp_path: Path, variant: PdfVariant, flavour: str) -> None:
    files = _pdfs(tmp_path, RenderOptions(pdf_variant=variant, pdf_engine="weasyprint"))
    assert verapdf.check(files, flavour) == {file: [] for file in files}


def test_every_sample_of_typst_conforms_to_both_rules_in_one_file(tmp_path: Path) -> None:
    files = _pdfs(tmp_path, RenderOptions(pdf_variant="pdf/a-3a", pdf_engine="typst"))
    for flavour in ("3a", "ua1"):
        assert verapdf.check(files, flavour) == {file: [] for file in files}


def test_a_packet_of_typst_with_a_scan_conforms_to_both_rules(tmp_path: Path) -> None:
    target = BytesIO()
    Image.new("RGB", (600, 900), "white").save(target, "JPEG")
    case = sample("case_full")
    attachments = [read_attachment("영수증", target.getvalue())]
    packet = make_packet(check_case(case), attachments, RenderOptions(draft=True))
    file = _written(tmp_path / "packet.pdf", packet.data)
    for flavour in ("3a", "ua1"):
        assert verapdf.check([file], flavour) == {file: []}


@pytest.mark.parametrize("engine", PDF_ENGINES)
def test_a_packet_with_charts_conforms(tmp_path: Path, engine: PdfEngineName) -> None:
    case = sample("case_full")
    kept = ("needs_survey", "service_plan", "closure_review")
    case["forms"] = {form: case["forms"][form] for form in kept}
    variants: dict[PdfVariant, str] = {"pdf/a-3a": "3a", "pdf/ua-1": "ua1"}
    for variant, flavour in variants.items():
        options = RenderOptions(chart=True, pdf_engine=engine, pdf_variant=variant)
        file = _written(tmp_path / f"{flavour}.pdf", make_packet(check_case(case), [], options).data)
        assert verapdf.check([file], flavour) == {file: []}


def test_typst_asked_for_pdf_ua_alone_conforms(tmp_path: Path) -> None:
    form = form_named("closure_review")
    options = RenderOptions(pdf_variant="pdf/ua-1", issued_at=datetime(2025, 6, 2, 9, tzinfo=SEOUL))
    file = _written(tmp_path / "blank.pdf", blank(form, "pdf", options=options))
    assert verapdf.check([file], "ua1") == {file: []}


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
