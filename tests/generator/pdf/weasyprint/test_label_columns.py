"""A label that reaches down a long row group keeps its shade on every page (generator/pdf/label_columns.py)."""

from __future__ import annotations

import pypdfium2
import pytest
from PIL.Image import Image

from generator.binding import BoundForm
from generator.layout import Layout
from generator.pdf.engine import pdf_engine
from generator.styles import style_table

# The label's column is a fifth of the page; the picture has two dots a millimetre.
SHARE, DOTS = 20, 2


def pictures(rows: int, draft: bool = False) -> list[Image]:
    """The pages of a table with one label beside that many rows of 12 mm, after a first one of 8 mm."""
    more = "".join(f'<tr><td class="roomy">{number}</td></tr>' for number in range(rows))
    markup = (
        f'<article><table><colgroup><col style="width: {SHARE}%"/><col style="width: {100 - SHARE}%"/></colgroup>'
        f'<tbody><tr><th rowspan="0" scope="row">항목</th><td>값</td></tr>{more}</tbody></table></article>'
    )
    data = pdf_engine("weasyprint").write(
        [BoundForm("a_form", "서식", markup)], Layout("서식", None, draft), "pdf/a-3a"
    )
    scale = DOTS * 25.4 / 72
    return [page.render(scale=scale).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(data)]


@pytest.mark.parametrize(("rows", "pages"), [(3, 1), (60, 3)])
def test_the_shade_reaches_as_far_as_the_rows(rows: int, pages: int) -> None:
    colour = style_table().elements["th"]["shade"]
    shade = tuple(int(colour[at : at + 2], 16) for at in (0, 2, 4))
    # Beside the text, in the middle of a page's worth of label.
    table = style_table()
    across = round(DOTS * (table.page["margin_side_mm"] + 0.9 * table.content_width_mm * SHARE / 100))
    shaded = [
        sum(page.getpixel((across, down)) == shade for down in range(page.height)) / DOTS
        for page in pictures(rows)
    ]
    # Each row is as high as its rule more; 60 of them are 730.6 mm, a page holds 262, and none is torn.
    rule = table.border["width"] * 25.4 / 72
    assert len(shaded) == pages
    assert all(shaded)
    assert sum(shaded) == pytest.approx(8 + rule + rows * (12 + rule), abs=2 * pages)


def test_a_drafts_mark_is_seen_through_the_table() -> None:
    second = pictures(60, draft=True)[1]
    assert second.getcolors(1_000_000) is not None
    assert any(colour == (0xE4, 0xE4, 0xE4) for _, colour in second.getcolors(1_000_000) or ())
