"""Words of narrow cells are kept whole, and nothing else changes."""

from __future__ import annotations

import pytest
from lxml import html

from forms import Form, all_forms, check_case
from generator.binding import BoundForm
from generator.document import bound_forms
from generator.pdf.weasyprint.page_markup import form_markup
from tests.reading import sample, squeeze


def bound(cell: str, share: int) -> BoundForm:
    markup = (
        f'<article><table><colgroup><col style="width: {share}%"/><col style="width: {100 - share}%"/></colgroup>'
        f"<tbody><tr>{cell}<td></td></tr></tbody></table></article>"
    )
    return BoundForm("a_form", "서식", markup)


# The page is 176 mm wide, 499 points; the text has 9.5 points, and a cell 4 points left and right.
@pytest.mark.parametrize(
    ("cell", "share", "kept"),
    [
        # 12 % are 60 points, 52 without the room at the sides: five letters and a half.
        ("<th>기대한 정도의 달성</th>", 12, ["기대한", "정도의", "달성"]),
        ('<td class="center">기대한 정도의 달성</td>', 12, ["기대한", "정도의", "달성"]),
        # What is longer than the cell must break; what fits a line needs no help.
        ("<th>기대한정도의 달성</th>", 12, ["달성"]),
        ("<th>기대한 정도의 달성</th>", 60, []),
        # Narratives flow as text does.
        ("<td>기대한 정도의 달성</td>", 12, []),
    ],
)
def test_the_words_that_fit_are_kept(cell: str, share: int, kept: list[str]) -> None:
    root = html.fromstring(form_markup(bound(cell, share)))
    assert [span.text for span in root.iter("span")] == kept
    assert root.text_content() == "".join(bound(cell, share).tree.itertext())


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
def test_no_form_loses_or_gains_a_letter(form: Form) -> None:
    case = check_case(sample(form.id)).case
    assert case is not None
    for one in bound_forms(case, form, "masked"):
        printed = html.fromstring(form_markup(one)).text_content()
        assert squeeze(printed) == squeeze("".join(one.tree.itertext()))
