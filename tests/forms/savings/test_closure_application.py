"""해지신청서: what fills it, what it prints, and which reasons belong to which closure."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from forms import check_case
from forms.registry import form_named
from forms.savings.closure_application import ClosureApplication, ClosureReason, closures_of
from generator.document import bound_forms
from tests.changing import findings
from tests.reading import bound_text, sample, squeeze


def application(**values: Any) -> dict[str, Any]:
    """The sample with these values in its application."""
    case = sample("closure_application")
    case["forms"]["closure_application"] |= values
    return case


def of_slides(account: str, closure: str, **values: Any) -> dict[str, Any]:
    """An account of the slides, whose reason is written in words."""
    case = application(closure_type=closure, reason=None, other_reason="본인 사정", **values)
    case["account"] = {"type": account, "opened_on": "2022-01-10"}
    return case


def text(case: dict[str, Any]) -> str:
    filled = check_case(case).case
    assert filled is not None
    (bound,) = bound_forms(filled, form_named("closure_application"), "masked")
    return bound_text(bound)


def errors(case: dict[str, Any]) -> list[tuple[str, str]]:
    return [(f.rule, f.path) for f in findings(case) if f.severity == "error"]


# 003:36-40: six reasons of 지급해지, five of 환수해지, one of both others.
def test_the_notice_has_twelve_reasons_each_beside_its_closures() -> None:
    reasons = get_args(ClosureReason)
    assert len(reasons) == 12
    closures = [closures_of(reason) for reason in reasons]
    assert closures == [("지급해지",)] * 6 + [("일부지급해지", "환수해지")] + [("환수해지",)] * 5


def test_the_reason_is_ticked_where_the_notice_prints_it() -> None:
    shown = text(application())
    assert squeeze("■ 만기 이전 탈수급 시(단, 소득상한 이내에서는 본인 요청이 있을 경우)") in shown
    assert squeeze("□ 압류, 가압류") in shown
    assert squeeze("신청인 : 서가온") in shown


def test_the_account_of_the_case_and_the_client_fill_it() -> None:
    case = check_case(application()).case
    assert case is not None
    filled = case.last_of(ClosureApplication)
    assert filled is not None
    assert (filled.account_type, filled.bank, filled.holder) == ("희망저축계좌Ⅰ", "○○은행", "서가온")
    assert (str(filled.account_opened_on), filled.applicant_name) == ("2024-01-10", "서가온")


def test_the_proof_of_use_fills_it_before_the_account() -> None:
    case = sample("usage_proof")
    case["account"] = {"type": "희망키움통장Ⅰ", "opened_on": "2021-01-01", "bank": "○○은행"}
    case["forms"]["closure_application"] = {"other_reason": "만기"}
    filled = check_case(case).case
    assert filled is not None
    made = filled.last_of(ClosureApplication)
    assert made is not None
    assert (made.account_type, made.closure_type, made.bank) == ("희망키움통장Ⅱ", "지급해지", "○○은행")
    assert (str(made.account_opened_on), str(made.applied_on)) == ("2022-01-10", "2025-02-03")


def test_somebody_of_the_household_signs_with_the_own_name() -> None:
    case = application(applicant="가구원")
    assert squeeze("신청인 : 서가온") not in text(case)
    case["forms"]["closure_application"]["applicant_name"] = "서나래"
    assert squeeze("신청인 : 서나래") in text(case)


@pytest.mark.parametrize(
    ("account", "closure", "sentence"),
    [
        # 000:420, 424, 430
        ("내일키움통장", "일부지급해지", "재가입 불가"),
        ("희망키움통장Ⅰ", "일부지급해지", "재가입 가능(단, 만기성공금은 1회에 한하여 지급)"),
        ("청년희망키움통장", "일부지급해지", "재가입 가능(단, 만기성공금은 1회에 한하여 지급)"),
        ("희망키움통장Ⅱ", "환수해지", "재가입 가능(횟수 제한 없음)"),
        ("내일키움통장", "환수해지", "재가입 가능(횟수 제한 없음)"),
        # Not in the source.
        ("희망키움통장Ⅱ", "일부지급해지", None),
        ("희망키움통장Ⅰ", "지급해지", None),
        ("희망저축계좌Ⅱ", "환수해지", None),
        ("청년내일저축계좌", "환수해지", None),
    ],
)
def test_joining_again_is_told_where_the_source_tells_it(
    account: str, closure: str, sentence: str | None
) -> None:
    shown = text(of_slides(account, closure, success_payment_before=False))
    after = shown.partition("재가입안내")[2]
    assert after.startswith(squeeze(sentence or "제출일"))


def test_nothing_is_said_of_joining_again_to_the_account_of_the_notice() -> None:
    shown = text(application(closure_type="환수해지", reason="본인 요청 시"))
    assert shown.partition("재가입안내")[2].startswith("제출일")


def test_each_account_needs_a_reason_of_its_own() -> None:
    at = "/forms/closure_application"
    assert errors(application(reason=None)) == [("FIELD-MISSING", f"{at}/reason")]
    case = of_slides("희망키움통장Ⅱ", "환수해지")
    assert errors(case) == []
    del case["forms"]["closure_application"]["other_reason"]
    assert errors(case) == [("FIELD-MISSING", f"{at}/other_reason")]


def test_a_difference_from_the_proof_of_use_is_a_warning() -> None:
    case = sample("usage_proof")
    case["forms"]["closure_application"] = {"other_reason": "만기", "applied_on": "2025-02-04"}
    assert [(f.path, f.severity) for f in findings(case, "CASE-DIFFERENCE")] == [
        ("/forms/closure_application/applied_on", "warning")
    ]


def test_ab_cl_5_is_said_once_in_a_file_that_holds_both() -> None:
    case = sample("usage_proof")
    case["forms"]["usage_proof"] |= {
        "account_type": "희망키움통장Ⅰ",
        "closure_type": "일부지급해지",
        "success_payment_before": True,
    }
    case["forms"]["closure_application"] = {"other_reason": "만기"}
    assert [f.form for f in findings(case, "AB-CL-5")] == ["usage_proof"]
    del case["forms"]["usage_proof"]["success_payment_before"]
    case["forms"]["closure_application"]["success_payment_before"] = True
    assert [f.form for f in findings(case, "AB-CL-5")] == ["closure_application"]
