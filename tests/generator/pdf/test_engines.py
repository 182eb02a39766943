"""What holds for both engines, whichever makes the file."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from datetime import UTC, datetime
from html import escape
from io import BytesIO

import pdfplumber
import pytest

from forms import DocumentError, InputError
from generator.binding import NBSP, BoundForm
from generator.layout import PDF_ENGINES, PDF_VARIANTS, Layout, PdfEngineName, engine_for
from generator.pdf.engine import write_pdf
from generator.styles import style_table
from tests.pdf_geometry import POINTS_A_MM, body, column_edges, foot, overprinted, sheets
from tests.reading import bound_text, pdf_text, squeeze

both_engines = pytest.mark.parametrize("engine", PDF_ENGINES)
# What people type without a blank, and what rules of line breaking hold together whatever its length.
UNBROKEN = {
    "Latin": "A" * 200,
    "wide Latin": "W" * 60,
    "digits": "1234567890" * 8,
    "exclamation marks": "!" * 80,
    "closing brackets": ")" * 80,
    "opening brackets": "(" * 60,
    "pairs of brackets": "()" * 30,
    "bound blanks": NBSP.join(["가나다"] * 12),
    "digits and bound blanks": f"1234{NBSP}" * 10,
    "Hangul": "가" * 40,
    "Hangul and Latin": "가나abcdefg1234hijklmnop라마" * 4,
    "an address": "https://www.example.go.kr/welfare/case/2025/very-long-path_name?x=1&y=2#a/" * 2,
    "mail": "someone.with.a.long.name@department.example.go.kr",
    "quotes": '"' * 60 + "'" * 60,
    "dots": "." * 80,
    "middle dots": "·" * 80,
    "hyphens": "-" * 80,
    "dashes": "—" * 40,
    "corner brackets": "」" * 20 + "「" * 20 + "「가」「나」" * 4,
    "amounts": "1,234,567,890원,1,234,567,890원",
    "underscores": "a_b_" * 15,
    "per cent": "100%" * 15,
    "boxes": "■□" * 20,
    "numbers in circles": "①②③" * 15,
    "long words": "abcd efghijklmnop " * 4,
}


def form(markup: str, title: str = "서식") -> BoundForm:
    return BoundForm("a_form", title, f"<article>{markup}</article>")


def table(rows: str, *shares: float, opening: str = "<table>") -> str:
    columns = "".join(f'<col style="width: {share}%"/>' for share in shares)
    return f"{opening}<colgroup>{columns}</colgroup>{rows}</table>"


@both_engines
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


@both_engines
@pytest.mark.parametrize(
    "cell",
    [
        "<td>{}</td>",
        "<th>{}</th>",
        '<td class="center">{}</td>',
        '<td><span class="keep">{}</span></td>',
        "<td><p>{}</p></td>",
    ],
)
def test_no_letter_leaves_its_cell_or_lies_on_another(engine: PdfEngineName, cell: str) -> None:
    rows = "".join(f"<tr><td></td>{cell.format(escape(word))}<td></td></tr>" for word in UNBROKEN.values())
    one = form(table(f"<tbody>{rows}</tbody>", 40, 8, 52))
    data = write_pdf([one], Layout("서식"), "pdf/a-3a", engine)
    assert pdf_text(data, [one]) == squeeze("".join(UNBROKEN.values()))
    letters = [letter for sheet in sheets(data) for letter in body(sheet)]
    left, right = column_edges([40, 8])[1]
    assert [letter for letter in letters if letter.left < left or letter.right > right] == []
    assert list(overprinted(letters)) == []


LONG = "가나다라 마바사 " * 300
ROW = "<tr><th>이름</th><td>값</td></tr>"
STAYING = "<tr class='with-next'><th>이름</th><td>값</td></tr>"
STAYING_LONG = f"<tr class='with-next'><th>이름</th><td>{LONG}</td></tr>"
FLOWING = {
    "forty members": table(
        "<tbody>"
        + "".join(f"<tr><td>홍길동{number}</td><td>모</td><td>일용직 근로를 합니다</td></tr>" for number in range(40))
        + "</tbody>", 20, 20, 60,
    ),
    "ten thousand letters": table(f"<tbody><tr><th>이름</th><td>{LONG * 4}</td></tr>{ROW}</tbody>", 20, 80),
    "rows that stay before a long one": table(f"<tbody>{ROW * 27}{STAYING * 2}<tr><th>이름</th><td>{LONG}</td></tr></tbody>", 20, 80),
    "long rows that stay": table(f"<tbody>{STAYING_LONG * 2}{ROW}</tbody>", 20, 80),
    "long rows that stay below others": table(f"<tbody>{ROW * 20}{STAYING_LONG * 2}{ROW}</tbody>", 20, 80),
    "all rows stay": table(f"<tbody>{STAYING * 80}</tbody>", 20, 80) + "<p>끝</p>",
    "a row of paragraphs stays": table(
        f"<tbody><tr class='with-next'><th>이름</th><td>{'<p>글</p>' * 30}</td></tr>{STAYING * 10}{ROW}</tbody>", 20, 80
    ),
    "a table in a row that stays": table(
        f"<tbody><tr class='with-next'><th>이름</th><td>{table(f'<tbody>{ROW * 25}</tbody>', 20, 80)}</td></tr>{STAYING * 8}{ROW}</tbody>",
        20, 80,
    ),
    "a long label stays over two rows": table(
        f"<tbody><tr class='with-next'><th rowspan='2'>{'이름 ' * 300}</th><td>값</td></tr><tr class='with-next'><td>값</td></tr>{ROW}</tbody>",
        10, 90,
    ),
    "a row that stays whole": table(f"<tbody><tr class='whole'><th>이름</th><td>{LONG}</td></tr></tbody>", 20, 80),
    "a label over five pages": table(
        f"<tbody><tr><th rowspan='0'>이름</th><td>값</td></tr>{'<tr><td>값</td></tr>' * 150}</tbody>", 20, 80
    ),
    "a head over five pages": table(
        f"<thead><tr><th scope='col'>구분</th><th scope='col'>내용</th></tr></thead><tbody>{ROW * 150}</tbody>", 20, 80
    ),
    "a table in a cell over pages": table(
        f"<tbody><tr><th>이름</th><td><p>앞</p>{table(f'<tbody>{ROW * 90}</tbody>', 20, 80)}<p>뒤</p></td></tr></tbody>", 20, 80
    ),
    "no rows": table("<tbody></tbody>", 20, 80) + "<p>뒤</p>",
    "a heading at the end of a page": f"{'<p>가</p>' * 43}<h2>제목</h2>{table(f'<tbody><tr><th>이름</th><td>{LONG}</td></tr></tbody>', 20, 80)}",
    "room at the end of a page": table(f"<tbody>{ROW * 25}<tr><th>이름</th><td class='half-page'></td></tr></tbody>", 20, 80),
}  # fmt: skip


@both_engines
@pytest.mark.parametrize("markup", FLOWING.values(), ids=FLOWING)
def test_what_is_long_goes_on_over_pages_and_nothing_is_lost(engine: PdfEngineName, markup: str) -> None:
    one = form(f"<h1>제목</h1>{markup}")
    issued_at = datetime(2025, 3, 1, tzinfo=UTC)
    data = write_pdf([one], Layout("서식", issued_at), "pdf/a-3a", engine)
    # A label beside rows that go on stands on the page where it begins, so the order is that of pages.
    assert sorted(pdf_text(data, [one])) == sorted(bound_text(one))
    pages = sheets(data)
    for number, sheet in enumerate(pages, 1):
        feet = "".join(letter.text for letter in sorted(foot(sheet), key=lambda letter: letter.left))
        # Midnight in London is nine o'clock in Seoul.
        assert feet == f"발급2025-03-0109:00{number}/{len(pages)}서식"
        assert list(overprinted(sheet.letters)) == []
        page = style_table().page
        low = (page["height_mm"] - page["margin_bottom_mm"]) * POINTS_A_MM
        # A line's room reaches below its letters, a rule has a width.
        assert all(letter.bottom <= low for letter in body(sheet))
        assert all(rule <= low + style_table().border["width"] for rule in sheet.rules)


@both_engines
def test_several_values_of_a_row_go_on_over_pages_together(engine: PdfEngineName) -> None:
    row = f"<tr><td>가</td><td>{'나' * 6_000}</td><td>{'다' * 500}</td></tr>"
    data = write_pdf([form(table(f"<tbody>{row}</tbody>", 20, 60, 20))], Layout("서식"), "pdf/a-3a", engine)
    letters = [letter for sheet in sheets(data) for letter in body(sheet)]
    columns = column_edges([20, 60, 20])
    assert Counter(letter.text for letter in letters) == {"가": 1, "나": 6_000, "다": 500}
    for letter in letters:
        left, right = columns["가나다".index(letter.text)]
        assert left <= letter.left < letter.right <= right
    assert list(overprinted(letters)) == []


def picture(width_mm: int, height_mm: int) -> str:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_mm}mm" height="{height_mm}mm"'
        f' viewBox="0 0 {width_mm} {height_mm}"><rect width="{width_mm}" height="{height_mm}" fill="#123456"/></svg>'
    )
    coded = b64encode(svg.encode()).decode()
    return f'<img class="figure" src="data:image/svg+xml;base64,{coded}" alt="그림"/>'


@both_engines
@pytest.mark.parametrize(
    ("figure", "wide", "high"),
    [
        # As large as it is drawn; as wide as its cell holds; no higher than a page.
        ((60, 100), 60, 100),
        ((300, 60), 0.8 * 176 - 2 * 4 / 72 * 25.4, None),
        ((60, 600), None, None),
    ],
)
def test_a_figure_stays_on_its_page_and_in_its_cell(
    engine: PdfEngineName, figure: tuple[int, int], wide: float | None, high: float | None
) -> None:
    row = f"<tr><th>그림</th><td>{picture(*figure)}</td></tr>"
    data = write_pdf(
        [form(table(f"<tbody>{ROW * 20}{STAYING}{row}{ROW}</tbody>", 20, 80))],
        Layout("서식"),
        "pdf/a-3a",
        engine,
    )
    left, right = column_edges([20, 80])[1]
    with pdfplumber.open(BytesIO(data)) as document:
        (drawn,) = [
            one
            for page in document.pages
            for one in page.rects
            if one["non_stroking_color"] == pytest.approx((0x12 / 255, 0x34 / 255, 0x56 / 255), abs=0.01)
        ]
        size = style_table().page
        assert left <= drawn["x0"] < drawn["x1"] <= right
        assert drawn["top"] >= size["margin_top_mm"] * POINTS_A_MM
        assert drawn["bottom"] <= (size["height_mm"] - size["margin_bottom_mm"]) * POINTS_A_MM
        across, down = drawn["width"] / POINTS_A_MM, drawn["height"] / POINTS_A_MM
        assert across / down == pytest.approx(figure[0] / figure[1], rel=0.01)
        assert wide is None or across == pytest.approx(wide, abs=0.5)
        assert high is None or down == pytest.approx(high, abs=0.5)
