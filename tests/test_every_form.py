"""What holds for every form: a walk over the registry. A new form is tested by being registered."""

from __future__ import annotations

import pytest

from api.samples import SAMPLES
from forms import Form, all_forms, check_case
from generator.binding import bind
from generator.document import RenderOptions, blank, bound_forms, render
from generator.examine import examine
from generator.form_template import load_template
from generator.layout import PDF_ENGINES
from generator.print_view import blank_view
from tests.reading import bound_text, docx_text, labels, pdf_text, sample, squeeze

every_form = pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)


@every_form
def test_its_sample_has_no_error(form: Form) -> None:
    checked = examine(sample(form.id))
    assert [finding for finding in checked.findings if finding.severity == "error"] == []
    assert checked.case is not None
    assert checked.case.all_of(form.model)


@every_form
def test_pdf_and_docx_say_the_same(form: Form) -> None:
    case = check_case(sample(form.id)).case
    assert case is not None
    bound = bound_forms(case, form, "masked")
    text = "".join(bound_text(one) for one in bound)
    assert docx_text(render(case, form, "docx")) == text
    assert pdf_text(render(case, form, "pdf"), bound) == text


@pytest.mark.slow
@every_form
def test_both_engines_print_the_same_letters_in_the_same_order(form: Form) -> None:
    case = check_case(sample(form.id)).case
    assert case is not None
    filled, empty = bound_forms(case, form, "masked"), [bind(form, "2025", blank_view(form))]
    for engine in PDF_ENGINES:
        options = RenderOptions(pdf_engine=engine)
        text = "".join(bound_text(one) for one in filled)
        assert pdf_text(render(case, form, "pdf", options), filled) == text
        assert pdf_text(blank(form, "pdf", options=options), empty) == bound_text(empty[0])


@every_form
def test_the_blank_says_the_same_in_both_formats(form: Form) -> None:
    bound = bind(form, "2025", blank_view(form))
    assert docx_text(blank(form, "docx")) == bound_text(bound)
    assert pdf_text(blank(form, "pdf"), [bound]) == bound_text(bound)


@every_form
def test_every_printed_label_of_the_source_stands_in_order(form: Form) -> None:
    text = bound_text(bind(form, "2025", blank_view(form)))
    position = 0
    for line, label in labels(form.id):
        found = text.find(squeeze(label), position)
        assert found >= 0, (
            f"{label!r} (line {line}) is missing after {text[max(0, position - 30) : position]!r}"
        )
        position = found + len(squeeze(label))


# One PDF of a form is made above; a further one takes as long as all its other tests.
@pytest.mark.slow
@every_form
def test_documents_of_every_variant_can_be_made(form: Form) -> None:
    case = check_case(sample(form.id)).case
    assert case is not None
    assert render(case, form, "pdf", RenderOptions(pdf_variant="pdf/a-1b")).startswith(b"%PDF-1.4")
    assert render(case, form, "docx", RenderOptions(draft=True)).startswith(b"PK")


@every_form
def test_a_form_is_a_model_a_template_and_a_sample(form: Form) -> None:
    assert (SAMPLES / f"{form.id}.json").is_file()
    for edition in form.editions:
        assert load_template(form, edition).source
    untitled = [name for name, field in form.model.model_fields.items() if not field.title]
    assert untitled == []
