"""What a page shows besides its form's text, and how much room it leaves, by both engines."""

from __future__ import annotations

from io import BytesIO

import pdfplumber
import pikepdf
import pytest
from PIL import Image

from forms import all_forms
from generator.binding import NBSP, BoundForm
from generator.document import RenderOptions, blank
from generator.layout import PDF_ENGINES, AttachedPages, Layout, PacketFrame, PdfEngineName
from generator.packets.attachments import read_attachment
from generator.pdf.engine import write_pdf
from tests.pdf_geometry import POINTS_A_MM, sheets

every_engine = pytest.mark.parametrize("engine", PDF_ENGINES)


def form(body: str) -> BoundForm:
    return BoundForm("x", "제목", f"<article><h1>제목</h1>{body}</article>")


@every_engine
def test_the_same_form_is_the_same_bytes_after_others(engine: PdfEngineName) -> None:
    def made(text: str) -> bytes:
        return write_pdf([form(f"<p>{text}</p>")], Layout("제목"), "pdf/a-3a", engine)

    first = made("가나다")
    for number in range(12):
        assert made(f"라마바 {number}") != first
    assert made("가나다") == first


@every_engine
@pytest.mark.parametrize("draft", [False, True])
def test_a_draft_says_so_on_every_page_and_nothing_else_does(engine: PdfEngineName, draft: bool) -> None:
    long = form("<p>가나다</p>" * 150)
    data = write_pdf([long], Layout("제목", draft=draft), "pdf/a-3a", engine)
    with pdfplumber.open(BytesIO(data)) as document:
        assert len(document.pages) > 2
        for page in document.pages:
            large = "".join(char["text"] for char in page.chars if char["size"] > 100 or char["height"] > 100)
            assert large == ("초안" if draft else "")


@every_engine
@pytest.mark.parametrize("blank_sign", [NBSP, " "])
def test_a_run_of_blanks_is_as_wide_as_its_blanks(engine: PdfEngineName, blank_sign: str) -> None:
    def distance(blanks: int) -> float:
        data = write_pdf([form(f"<p>가{blank_sign * blanks}나</p>")], Layout("제목"), "pdf/a-3a", engine)
        letters = {letter.text: letter for sheet in sheets(data) for letter in sheet.letters}
        return letters["나"].left - letters["가"].right

    # A blank of the print font is 0.28 of its size wide; text is 9.5 points.
    for blanks in (1, 2, 5, 12):
        assert distance(blanks) == pytest.approx(blanks * 0.28 * 9.5, abs=0.7)


@every_engine
def test_a_scan_is_put_in_as_it_came(engine: PdfEngineName) -> None:
    target = BytesIO()
    Image.effect_noise((300, 200), 80).convert("RGB").save(target, "JPEG", quality=60)
    laid = read_attachment("영수증", target.getvalue()).pages_laid
    frame = PacketFrame("2025-0001", ("점검표",), (laid, AttachedPages("신분증", 2)))
    forms = [BoundForm("x", title, f"<article><h1>{title}</h1></article>") for title in ("표지", "점검표")]
    data = write_pdf(forms, Layout("묶음", packet=frame), "pdf/a-3a", engine)
    with pikepdf.open(BytesIO(data)) as document:
        # Cover, contents, checklist, the picture, two places.
        assert len(document.pages) == 6
        pictures = [
            stream
            for stream in document.objects
            if isinstance(stream, pikepdf.Stream) and stream.get("/Subtype") == "/Image"
        ]
        assert [(int(one.Width), int(one.Height), one.Filter) for one in pictures] == [
            (300, 200, pikepdf.Name("/DCTDecode"))
        ]


@every_engine
def test_what_is_left_to_write_in_is_eight_millimetres_high(engine: PdfEngineName) -> None:
    """Between the rules of a row, in each form that is laid out as a table of cells."""
    table = (
        '<table><colgroup><col style="width: 30%"/><col style="width: 70%"/></colgroup><tbody>'
        + "<tr><th>이름</th><td></td></tr>" * 5
        + '<tr><th rowspan="2">둘</th><td></td></tr><tr><td></td></tr>'
        + "</tbody></table>"
    )
    (sheet,) = sheets(write_pdf([form(table)], Layout("제목"), "pdf/a-3a", engine))
    heights = [below - above for above, below in zip(sheet.rules, sheet.rules[1:], strict=False)]
    assert len([height for height in heights if height > 3]) >= 7
    for height in heights:
        # Rules are half a point thick and may be read as two edges.
        assert height < 1 or height + 0.6 >= 8 * POINTS_A_MM


@pytest.mark.slow
def test_both_engines_give_a_blank_as_many_pages() -> None:
    def pages(one: str, engine: PdfEngineName) -> int:
        made = blank(by_id[one], "pdf", options=RenderOptions(pdf_engine=engine))
        with pikepdf.open(BytesIO(made)) as document:
            return len(document.pages)

    by_id = {one.id: one for one in all_forms()}
    assert {one: pages(one, "typst") for one in by_id} == {one: pages(one, "weasyprint") for one in by_id}
