"""A case is read form by form: a fault of one form hides neither the case nor the other forms."""

from __future__ import annotations

from typing import Any

import pytest

from api.cases.intake import Upload
from api.cases.reports import CaseReport
from forms import DataError, all_forms, check_case, form_named, label_with_form
from forms.echo import ECHO_LIMIT
from forms.finding import TOLD_AT_MOST
from forms.icm.closure_review import ClosureReview
from tests.changing import put
from tests.reading import sample

HELD = tuple(sample("case_full")["forms"])


def with_fault(form_id: str) -> dict[str, Any]:
    """The full case with a key in one form that no form has."""
    case = sample("case_full")
    form = case["forms"][form_id]
    (form[0] if isinstance(form, list) else form)["xyz123"] = "글"
    return case


@pytest.mark.parametrize("faulty", HELD)
def test_every_other_form_can_be_printed(faulty: str) -> None:
    report = CaseReport.of(Upload("a.json", with_fault(faulty)))
    for form_id in HELD:
        if form_id != faulty:
            assert report.printable_form(form_named(form_id), draft=False).entered(form_id)
    for draft in (False, True):
        with pytest.raises(DataError) as refused:
            report.printable_form(form_named(faulty), draft)
        assert "xyz123" in refused.value.message
        with pytest.raises(DataError):
            report.printable_case(draft)


@pytest.mark.parametrize("faulty", HELD)
def test_no_rule_takes_a_form_that_could_not_be_read_for_one_that_is_missing(faulty: str) -> None:
    sound = {(one.rule, one.path) for one in check_case(sample("case_full")).findings}
    found = check_case(with_fault(faulty)).findings
    more = {(one.rule, one.path) for one in found} - sound
    assert {rule for rule, _ in more} <= {"FIELD-UNKNOWN", "FIELD-UNFILLED", "NOT-JUDGED"}
    (not_judged,) = [one for one in found if one.rule == "NOT-JUDGED"]
    assert f"오류 없이 적힌 {form_named(faulty).title}" in not_judged.message


def test_forms_are_filled_from_what_can_be_read_of_another() -> None:
    case = with_fault("service_plan")
    checked = check_case(case)
    assert checked.case is None
    assert checked.partial is not None
    (review,) = checked.partial.entered("closure_review")
    planned = [goal["text"] for goal in case["forms"]["service_plan"]["short_goals"]]
    assert isinstance(review, ClosureReview)
    assert [goal.text for goal in review.short_goals] == planned
    assert checked.partial.entered("service_plan") == ()


def test_a_box_that_stays_empty_for_it_is_told() -> None:
    case = put(sample("case_full"), "forms/service_plan/established_on", "언젠가")
    told = [one.path for one in check_case(case).findings if one.rule == "FIELD-UNFILLED"]
    assert "/forms/closure_review/planned_on" in told


def test_what_stands_once_is_every_forms() -> None:
    report = CaseReport.of(Upload("a.json", put(sample("case_full"), "client/phone", "전화 없음")))
    for form_id in HELD:
        with pytest.raises(DataError):
            report.printable_form(form_named(form_id), draft=True)


def test_a_misspelt_name_of_a_form_is_told_with_the_meant_one() -> None:
    case = sample("case_full")
    for form in all_forms():
        for name in (f"{form.id}s", form.title):
            changed = {**case, "forms": {**case["forms"], name: {}}}
            if name in changed["forms"] and name == form.id:
                continue
            (found,) = [one for one in check_case(changed).findings if one.rule == "FIELD-UNKNOWN"]
            assert (found.form, found.path) == (None, f"/forms/{name}")
            assert f"'{form.id}'({form.title})" in found.message


def test_a_form_under_a_misspelt_name_does_not_count_as_missing() -> None:
    case = sample("case_full")
    case["forms"]["consentt"] = case["forms"].pop("consent")
    found = check_case(case).findings
    assert not [one for one in found if one.rule.startswith("PRIV-")]
    assert "closure_review" not in {one.form for one in found if one.severity == "error"}


@pytest.mark.parametrize("key", ["²", "①", "१", "9" * 5000, "\ud800", "", "가/나~다"])
@pytest.mark.parametrize("place", ["", "forms", "forms/closure_review", "client"])
def test_any_key_is_told_and_sorted(key: str, place: str) -> None:
    case = sample("closure_review")
    node = case
    for step in filter(None, place.split("/")):
        node = node[step]
    node[key] = 1
    node["xyz123"] = 1
    errors = [one for one in check_case(case).findings if one.severity == "error"]
    # No decoder knows what a lone surrogate is: it is told at the record.
    assert {one.rule for one in errors} <= {"FIELD-UNKNOWN", "FIELD-CHARACTER"}
    assert len(errors) == (1 if key == "\ud800" else 2)
    for one in errors:
        one.message.encode("utf-8")
        one.path.encode("utf-8")
        one.label.encode("utf-8")


def test_the_form_is_named_once_where_something_stands() -> None:
    assert label_with_form("iap", "작성일") == "개인별 자립경로(IAP) > 작성일"
    # What is about a form as a whole, or one of several, begins with its title.
    assert label_with_form("progress_check", "점검 기록") == "점검 기록"
    assert label_with_form("progress_check", "점검 기록 2번 점검일") == "점검 기록 2번 점검일"
    assert label_with_form(None, "대상자 성명") == "대상자 성명"
    assert label_with_form("iap", "작성일", "\n") == "개인별 자립경로(IAP)\n작성일"


def test_echoed_text_is_cut() -> None:
    case = sample("closure_review")
    case["k" * 10_000] = 1
    case["forms"]["closure_review"]["client_name"] = "나" * 60
    case["edition"] = "판" * 10_000
    for one in check_case(case).findings:
        assert max(len(one.path), len(one.label), len(one.message), len(one.source or "")) < ECHO_LIMIT + 200


def test_the_first_thousand_findings_are_told_and_the_rest_counted() -> None:
    case = sample("closure_review")
    case.update({f"key{number}": 1 for number in range(2500)})
    checked = check_case(case)
    assert len(checked.told) == TOLD_AT_MOST + 1
    assert all(one.severity == "error" for one in checked.told[:TOLD_AT_MOST])
    assert checked.told[-1].severity == "info"
    assert "1,500건" in checked.told[-1].message
    report = CaseReport.of(Upload("a.json", case))
    entry: dict[str, Any] = report.as_json(strict=False)
    assert len(entry["findings"]) == TOLD_AT_MOST + 1
    assert report.failed(strict=False)


def test_a_lone_surrogate_in_the_case_number_is_a_finding_and_is_told_without_it() -> None:
    checked = check_case(put(sample("closure_review"), "case_no", "2025\ud800"))
    assert [(one.rule, one.path) for one in checked.findings] == [("FIELD-CHARACTER", "/case_no")]
    assert checked.case_no == "2025\ufffd"
