"""What holds for both engines, whichever makes the file."""

from __future__ import annotations

from html import escape

import pytest

from forms import DocumentError, InputError
from generator.binding import NBSP, BoundForm
from generator.layout import PDF_ENGINES, PDF_VARIANTS, Layout, PdfEngineName, engine_for
from generator.pdf.engine import write_pdf
from tests.pdf_geometry import body, column_edges, overprinted, sheets
from tests.reading import pdf_text, squeeze

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
