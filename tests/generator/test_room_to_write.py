"""A blank form leaves room to write by hand; a filled one is no higher than its text."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pypdfium2
import pytest

from forms import check_case, form_named
from generator.document import RenderOptions, blank, render
from tests.reading import sample

MINUTES = form_named("conference_minutes")
MM = 25.4 / 72


def middles(page: pypdfium2.PdfPage, word: str) -> list[float]:
    """Where the lines that begin with a word stand: the millimetres from the page's bottom, from top to bottom."""
    text = page.get_textpage()
    found = text.search(word)
    middle = []
    while (place := found.get_next()) is not None:
        _, bottom, _, top = text.get_charbox(place[0])
        middle.append((bottom + top) / 2 * MM)
    return middle


@pytest.mark.parametrize("item", [1, 2], ids=["internal", "joint"])
def test_the_guidebooks_examples_fill_one_page_each(item: int) -> None:
    case = check_case(sample("conference_minutes")).case
    assert case is not None
    assert len(pypdfium2.PdfDocument(render(case, MINUTES, "pdf", RenderOptions(), item))) == 1


def test_a_blank_leaves_room() -> None:
    pages = pypdfium2.PdfDocument(blank(MINUTES, "pdf"))
    assert len(pages) == 1
    (content,), (result,) = middles(pages[0], "④"), middles(pages[0], "⑤")
    # Labels stand in the middle of their rows, which are 90 and 40 mm high.
    assert content - result == pytest.approx((90 + 40) / 2, abs=1)


@pytest.mark.parametrize(
    ("form_id", "page", "upper", "lower"),
    [
        # 소속 stands in the heading 소속 기관, too; 직책 and 이름 in the lines of who came alone.
        ("conference_minutes", 0, "직책", "이름"),
        ("solution_minutes", 0, "내부참석자", "외부참석자"),
        ("depression_screening", 1, "부터", "까지"),
    ],
)
def test_two_lines_to_write_on_stand_eight_millimetres_apart(
    form_id: str, page: int, upper: str, lower: str
) -> None:
    sheet = pypdfium2.PdfDocument(blank(form_named(form_id), "pdf"))[page]
    above, below = middles(sheet, upper), middles(sheet, lower)
    assert above
    assert all(one - other >= 8 for one, other in zip(above, below, strict=True))


@pytest.mark.parametrize(("filled", "height"), [(False, 90), (True, 40)])
def test_word_has_the_same_room(filled: bool, height: int) -> None:
    case = check_case(sample("conference_minutes")).case
    assert case is not None
    data = render(case, MINUTES, "docx", RenderOptions(), 1) if filled else blank(MINUTES, "docx")
    xml = zipfile.ZipFile(BytesIO(data)).read("word/document.xml").decode()
    row = next(row for row in xml.split("<w:tr>") if "④" in row)
    assert f'<w:trHeight w:val="{round(height * 1440 / 25.4)}"' in row
