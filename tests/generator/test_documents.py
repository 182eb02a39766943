"""Documents as bytes: the same input gives the same bytes, long text flows, nothing is lost."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import subprocess
import sys
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from lxml import etree
from pypdf import PdfReader

from forms import CaseFile, check_case, form_named
from generator.document import RenderOptions, bound_forms, render
from generator.examine import examine
from tests.changing import findings, put
from tests.reading import bound_text, docx_text, pdf_text, sample, squeeze

FORM = form_named("closure_review")
_MAKE = """
import hashlib, json, sys
from forms import check_case, form_named
from generator.document import render
case = check_case(json.load(sys.stdin)).case
form = form_named("closure_review")
print([hashlib.sha256(render(case, form, f)).hexdigest() for f in ("pdf", "docx", "hwpx")])
"""


def filled(case: dict[str, Any]) -> CaseFile:
    checked = check_case(case).case
    assert checked is not None
    return checked


@pytest.fixture(autouse=True)
def no_complaint_in_the_log(caplog: pytest.LogCaptureFixture) -> Any:
    yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_two_processes_with_different_hash_seeds_make_the_same_bytes() -> None:
    made = []
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", _MAKE],
            input=json.dumps(sample("closure_review")),
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        made.append(run.stdout)
    case = filled(sample("closure_review"))
    here = [
        hashlib.sha256(render(case, FORM, "pdf")).hexdigest(),
        hashlib.sha256(render(case, FORM, "docx")).hexdigest(),
        hashlib.sha256(render(case, FORM, "hwpx")).hexdigest(),
    ]
    assert made == [f"{here}\n"] * 2


def test_a_time_is_written_only_when_it_is_given() -> None:
    case = filled(sample("closure_review"))
    plain = PdfReader(BytesIO(render(case, FORM, "pdf"))).metadata
    assert plain is not None
    assert plain.get("/CreationDate") is None
    assert Document(BytesIO(render(case, FORM, "docx"))).core_properties.created is None
    issued = RenderOptions(issued_at=datetime.fromisoformat("2025-06-09T10:00:00+09:00"))
    stamped = PdfReader(BytesIO(render(case, FORM, "pdf", issued)))
    assert stamped.metadata is not None
    assert "20250609" in str(stamped.metadata.get("/CreationDate"))
    assert "발급 2025-06-09 10:00" in stamped.pages[0].extract_text()
    assert Document(BytesIO(render(case, FORM, "docx", issued))).core_properties.created is not None
    # The same moment in Greenwich: the page tells the time of Seoul.
    abroad = RenderOptions(issued_at=datetime.fromisoformat("2025-06-08T16:30:00+00:00"))
    assert (
        "발급 2025-06-09 01:30"
        in PdfReader(BytesIO(render(case, FORM, "pdf", abroad))).pages[0].extract_text()
    )


def test_the_pdf_says_what_it_is() -> None:
    reader = PdfReader(BytesIO(render(filled(sample("closure_review")), FORM, "pdf")))
    assert reader.metadata is not None
    assert reader.metadata.title == "사례관리 종결심사서"
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Lang"] == "ko"
    assert catalog["/MarkInfo"]["/Marked"]
    assert [item.title for item in reader.outline] == ["사례관리 종결심사서"]  # type: ignore[union-attr]
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert any(key.startswith("/FontFile") for key in descriptor)


def test_each_page_bears_its_number() -> None:
    case = sample("closure_review")
    put(case, "forms/closure_review/opinion", "목표를 모두 이루어 종결하고 사후관리함. " * 200)
    pages = PdfReader(BytesIO(render(filled(case), FORM, "pdf"))).pages
    assert len(pages) >= 3
    for number, page in enumerate(pages, 1):
        assert f"{number}/{len(pages)}" in page.extract_text()


def test_a_narrative_of_10000_characters_flows() -> None:
    # Each word is its own serial number, so that a lost line would show.
    opinion = " ".join(f"{number:05}가" for number in range(1429))
    case = put(sample("closure_review"), "forms/closure_review/opinion", opinion)
    assert len(opinion) > 10_000 - 7
    bound = bound_forms(filled(case), FORM, "masked")
    pdf = render(filled(case), FORM, "pdf")
    assert squeeze(opinion) in pdf_text(pdf, bound)
    assert pdf_text(pdf, bound) == docx_text(render(filled(case), FORM, "docx")) == bound_text(bound[0])


def test_forty_goals_and_long_goals_flow() -> None:
    case = sample("closure_review")
    goals = [
        {"text": f"{n}번 목표 " + "긴 목표 " * 30, "achievement": "보통수준", "result": "변화 " * 60}
        for n in range(40)
    ]
    put(case, "forms/closure_review/long_goals", goals)
    bound = bound_forms(filled(case), FORM, "masked")
    assert pdf_text(render(filled(case), FORM, "pdf"), bound) == bound_text(bound[0])


HOSTILE = "{{ 7*7 }} {% for x in y %} <b>굵게</b> &amp; ]]> {_{ '따옴표' \\n"


def test_hostile_text_comes_out_literally() -> None:
    case = put(sample("closure_review"), "forms/closure_review/change", HOSTILE)
    for format in ("pdf", "docx"):
        data = render(filled(case), FORM, format)
        text = docx_text(data) if format == "docx" else pdf_text(data, [])
        assert squeeze(HOSTILE) in text


def test_a_character_that_the_fonts_lack_is_an_error() -> None:
    case = put(sample("closure_review"), "forms/closure_review/short_goals/1/result", "좋아짐 😀")
    (finding,) = findings(case, "FIELD-GLYPH")
    assert finding.severity == "error"
    assert finding.path == "/forms/closure_review/short_goals/1/result"
    assert finding.label == "단기성과 목표 2번 성과내역"
    assert "U+1F600" in finding.message


def test_twins_print_as_one_of_them() -> None:
    case = put(sample("closure_review"), "forms/closure_review/change", "가･나ㆍ다・라 〜 ∼ ― 끝 ⼀")
    assert findings(case, "FIELD-GLYPH") == []
    text = docx_text(render(filled(case), FORM, "docx"))
    assert "가·나·다·라～～—끝一" in text


def test_resident_numbers_are_masked_in_fields_and_in_free_text() -> None:
    numbers = "900101-1234567, 900101 - 1234567, 9001011234567"
    case = put(sample("closure_review"), "forms/closure_review/change", numbers)
    masked = docx_text(render(filled(case), FORM, "docx"))
    assert "900101-1******,900101-1******,900101-1******" in masked
    assert "234567" not in masked
    assert "900101-1234567" in docx_text(render(filled(case), FORM, "docx", RenderOptions(privacy="full")))


def test_a_draft_says_so_on_every_page() -> None:
    pages = PdfReader(
        BytesIO(render(filled(sample("closure_review")), FORM, "pdf", RenderOptions(draft=True)))
    ).pages
    assert all("초안" in page.extract_text() for page in pages)


def test_python_docx_reads_the_tables() -> None:
    document = Document(BytesIO(render(filled(sample("closure_review")), FORM, "docx")))
    assert document.core_properties.title == "사례관리 종결심사서"
    assert document.core_properties.language == "ko"
    goals = document.tables[2]
    assert [cell.text for cell in goals.rows[1].cells] == ["번호", "목표내용", "성과구분", "성과내역"] * 2
    assert len(goals.rows) == 2 + 4
    assert all("w:tblHeader" in row._tr.xml for row in list(goals.rows)[:2])


def test_cell_widths_and_grid_agree() -> None:
    # LibreOffice follows the grid, Word the cells.
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

    def widths(parent: etree._Element, path: str) -> list[int]:
        return [int(node.get(f"{word}w", "0")) for node in parent.findall(path, {"w": word[1:-1]})]

    with ZipFile(BytesIO(render(filled(sample("closure_review")), FORM, "docx"))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    for table in root.iter(f"{word}tbl"):
        grid = widths(table, "w:tblGrid/w:gridCol")
        edges = {sum(grid[:column]) for column in range(len(grid) + 1)}
        for row in table.findall("w:tr", {"w": word[1:-1]}):
            cells = widths(row, "w:tc/w:tcPr/w:tcW")
            assert {sum(cells[:n]) for n in range(len(cells) + 1)} <= edges
            assert sum(cells) == sum(grid)


def test_examining_keeps_the_case_as_entered_beside_the_filled_one() -> None:
    checked = examine(sample("closure_review"))
    assert checked.entered is not None and checked.case is not None
    assert checked.entered.first_of(FORM.model) != checked.case.first_of(FORM.model)
