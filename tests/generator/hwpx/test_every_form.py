"""What holds for the HWPX of every form: a walk over the registry, filled, blank and with long lists."""

from __future__ import annotations

import copy
from xml.etree import ElementTree

import pytest

from forms import CaseFile, Form, all_forms, check_case
from generator.binding import BoundForm, bind
from generator.document import RenderOptions, blank, bound_forms, render
from generator.hwpx.writer import write_hwpx
from generator.layout import Layout
from generator.print_view import blank_view
from tests.hwpx.reading import Opened, hwpx_text
from tests.hwpx.rules import broken_rules
from tests.reading import bound_text, docx_text, sample

every_form = pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
ROWS, TIMES = 12, 40


def filled(form: Form) -> CaseFile:
    case = check_case(sample(form.id)).case
    assert case is not None
    return case


def long_lists(bound: BoundForm) -> BoundForm:
    """The form with every list of plain rows many times as long, and every value's text, too."""
    root = copy.deepcopy(bound.tree)
    for cell in root.iter("td"):
        if cell.text and len(cell.text) > 3 and not len(cell):
            cell.text = " ".join([cell.text] * TIMES)
    for body in root.iter("tbody"):
        if all(cell.get("rowspan", "1") == "1" for row in body for cell in row):
            body.extend([copy.deepcopy(row) for row in list(body) for _ in range(ROWS)])
    return BoundForm(bound.form_id, bound.title, ElementTree.tostring(root, encoding="unicode"))


@every_form
def test_it_says_what_the_docx_says_in_order(form: Form) -> None:
    case = filled(form)
    text = "".join(bound_text(one) for one in bound_forms(case, form, "masked"))
    assert hwpx_text(render(case, form, "hwpx")) == docx_text(render(case, form, "docx")) == text
    assert hwpx_text(blank(form, "hwpx")) == bound_text(bind(form, "2025", blank_view(form)))


@every_form
def test_it_keeps_to_the_rules_filled_and_as_a_draft(form: Form) -> None:
    case = filled(form)
    assert broken_rules(render(case, form, "hwpx")) == []
    assert broken_rules(render(case, form, "hwpx", RenderOptions(draft=True))) == []


@every_form
def test_it_keeps_to_the_rules_blank(form: Form) -> None:
    assert broken_rules(blank(form, "hwpx")) == []
    assert broken_rules(blank(form, "hwpx", case=filled(form))) == []


@every_form
def test_it_keeps_to_the_rules_with_long_lists(form: Form) -> None:
    bound = [long_lists(one) for one in bound_forms(filled(form), form, "masked")]
    made = write_hwpx(bound, Layout(form.title))
    assert broken_rules(made) == []
    assert hwpx_text(made) == "".join(bound_text(one) for one in bound)


@every_form
def test_the_preview_tells_the_title_and_nobodys_data(form: Form) -> None:
    for privacy in ("masked", "full", "deidentified"):
        opened = Opened(render(filled(form), form, "hwpx", RenderOptions(privacy=privacy)))
        assert opened.parts["Preview/PrvText.txt"].decode() == form.title
