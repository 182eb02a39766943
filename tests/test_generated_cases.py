"""Generated cases: whatever is valid is printed alike in every format, whatever is not is a finding."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from forms import Form, all_forms, check_case
from generator.document import bound_forms, render
from generator.examine import examine
from tests.changing import put
from tests.generating import at, required_places, valid_cases, wrong_values
from tests.hwpx.reading import hwpx_text
from tests.reading import bound_text, docx_text, pdf_text, sample, squeeze

every_form = pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
QUICK = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


def assert_formats_agree(form: Form, raw: dict[str, Any]) -> str:
    case = check_case(raw).case
    assert case is not None
    bound = bound_forms(case, form, "masked")
    text = "".join(bound_text(one) for one in bound)
    assert docx_text(render(case, form, "docx")) == text
    assert hwpx_text(render(case, form, "hwpx")) == text
    assert sorted(pdf_text(render(case, form, "pdf"), bound)) == sorted(text)
    return text


@every_form
@QUICK
@given(data=st.data())
def test_any_valid_case_reads_the_same_in_every_format(form: Form, data: st.DataObject) -> None:
    assert_formats_agree(form, data.draw(valid_cases(form)))


@pytest.mark.slow
@every_form
@settings(QUICK, max_examples=12)
@given(data=st.data())
def test_many_valid_cases_read_the_same_in_every_format(form: Form, data: st.DataObject) -> None:
    assert_formats_agree(form, data.draw(valid_cases(form)))


@every_form
def test_a_required_field_that_is_wrong_is_an_error_and_never_a_traceback(form: Form) -> None:
    places = required_places(form)
    assert places
    for place in places:
        for wrong in wrong_values(at(sample(form.id), place)):
            case = copy.deepcopy(sample(form.id))
            at(case, place[:-1])[place[-1]] = wrong
            errors = [finding for finding in examine(case).findings if finding.severity == "error"]
            assert errors, (place, wrong)
            assert all(finding.label and finding.message for finding in errors)


FAMILY_FORMS = [form for form in all_forms() if form.id in ("intake_sheet", "needs_survey", "monitor_sheet")]


@pytest.mark.parametrize("form", FAMILY_FORMS, ids=lambda form: form.id)
def test_forty_household_members_are_all_printed(form: Form) -> None:
    case = sample(form.id)
    held = case["forms"][form.id]
    for one in held if isinstance(held, list) else [held]:
        one.pop("family", None)
    case["household"] = [
        {
            "relation": "자",
            "name": f"김{chr(0xAC00 + 28 * n)}{n}",
            "birth_date": "2010-01-01",
            "occupation": "학생",
        }
        for n in range(40)
    ]
    text = assert_formats_agree(form, case)
    for n in range(40):
        assert f"김{chr(0xAC00 + 28 * n)}{n}" in text


@pytest.mark.parametrize(
    ("form_id", "field"),
    [
        ("intake_sheet", "overall_opinion"),
        ("needs_survey", "overall_opinion"),
        ("service_plan", "checks/0/client_change"),
        ("referral_letter", "attachments_note"),
        ("monitor_sheet", "consultation"),
    ],
)
def test_a_narrative_of_10000_characters_and_hanja_flow_in_every_form(form_id: str, field: str) -> None:
    form = next(form for form in all_forms() if form.id == form_id)
    words = " ".join(f"{number:05}가" for number in range(1429)) + " 끝맺음"
    case = sample(form_id)
    held = f"forms/{form_id}" + ("/0" if isinstance(case["forms"][form_id], list) else "")
    put(case, f"{held}/{field}", words)
    put(case, "client/name", "金昌洙")
    put(case, "client/address", "가나시 다라구 마바로 1\n101동 1001호")
    text = assert_formats_agree(form, case)
    assert squeeze(words) in text
