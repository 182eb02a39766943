"""What each clause of an account does where the thing it reads is missing: it says so, or a fact spares it.

A clause of 자산형성지원사업 사례관리 or of the 희망저축계좌Ⅰ notice without its case fails here.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from forms import all_rules
from forms.clause import Strength
from forms.rule import Rule
from tests.forms.savings.accounts import counted, lacking, of_notice, pause, saved, told

MODULES = ("account", "notice")
FORM = "사용용도 증빙서류 점검표"


class Missing(NamedTuple):
    """A proof that lacks something, and what is then told to be lacking; a fact where nothing is."""

    proof: dict[str, Any]
    lacks: str | None
    fact: str | None = None


IN_FULL = [{"month_of": f"2024-{month:02d}-15", "amount": 2_000_000} for month in range(1, 13)]
EVERY_MONTH = saved(*(f"2024-{month:02d}-10" for month in range(1, 13)))
PAYS_OUT = {"account_type": "희망키움통장Ⅱ", "closure_type": "지급해지"}
SUCCESS = {"account_type": "희망키움통장Ⅰ", "closure_type": "일부지급해지"}
OLD = {"account_opened_on": "2022-05-02", "closure_applied_on": "2023-10-02"}


def support(name: str) -> dict[str, Any]:
    return {"supports": [{"name": name, "amount": 300_000}]}


CASES: dict[str, list[Missing]] = {
    "AB-CM-1": [Missing(counted(**PAYS_OUT), f"{FORM}의 사례관리 횟수")],
    "AB-CM-2": [
        Missing(counted(group_education_count=2), f"{FORM}의 교육이수 횟수"),
        Missing(counted(education_count=4), f"{FORM}의 집합교육 횟수"),
    ],
    "AB-CM-3": [Missing(counted(closure_type="환수해지"), f"{FORM}의 사례관리 횟수")],
    "AB-CM-8": [
        Missing(counted(), f"{FORM}의 중간점검지 작성일"),
        Missing(
            counted(closure_applied_on="2023-01-09"), None, "the account was closed before the first check"
        ),
    ],
    "AB-PS-1": [Missing(counted(pauses=[]), None, "no pause is entered, so that none was")],
    "AB-CL-5": [Missing(counted(**SUCCESS), f"{FORM}의 이전 만기성공금 수령")],
    "HS1-EL-1": [
        Missing(of_notice(recognised_income=1), f"{FORM}의 가구원 수"),
        Missing(of_notice(household_size=3), f"{FORM}의 소득인정액(원)"),
        Missing(of_notice(household_size=3, recognised_income=1, **OLD), "2022년 기준 중위소득"),
    ],
    "HS1-EL-2": [
        Missing(of_notice(earned_incomes=IN_FULL), f"{FORM}의 가구원 수"),
        Missing(of_notice(household_size=3), "가구 근로·사업소득(2024년 1월부터 2024년 12월까지 12개월)"),
    ],
    "HS1-CL-3": [
        Missing(of_notice(household_size=3), f"{FORM}의 가구 근로·사업소득"),
        Missing(
            of_notice(household_size=3, earned_incomes=IN_FULL[:1]),
            "가구 근로·사업소득(2023년 11월부터 2023년 12월까지 2개월)",
        ),
        Missing(
            of_notice(household_size=3, earned_incomes=IN_FULL, **OLD), "2023년의 희망저축계좌Ⅰ 사업 안내문"
        ),
    ],
    "HS1-CL-5": [
        Missing(of_notice(household_size=3), f"{FORM}의 가구 근로·사업소득"),
        Missing(of_notice(earned_incomes=IN_FULL), f"{FORM}의 가구원 수"),
    ],
    "HS1-CL-6": [
        Missing(of_notice(), f"{FORM}의 본인적립금 입금"),
        Missing(
            of_notice(deposits=EVERY_MONTH, account_opened_on="2023-06-01"),
            "2023년의 희망저축계좌Ⅰ 사업 안내문",
        ),
    ],
    "HS1-DP-1": [Missing(of_notice(), f"{FORM}의 본인적립금 입금")],
    "HS1-DP-2": [
        Missing(of_notice(), f"{FORM}의 본인적립금 입금"),
        Missing(of_notice(deposits=saved("2023-07-03"), **OLD), "2023년의 희망저축계좌Ⅰ 사업 안내문"),
    ],
    "HS1-DP-3": [Missing(of_notice(), f"{FORM}의 본인적립금 입금")],
    "HS1-PS-1": [Missing(of_notice(pauses=[]), None, "no pause is entered, so that none was")],
    "HS1-SU-1": [
        Missing(of_notice(**support("근로소득장려금"), **OLD), "2023년의 희망저축계좌Ⅰ 사업 안내문"),
        Missing(of_notice(**support("기타장려금")), None, "nothing of the kind was paid"),
    ],
    "HS1-SU-2": [
        Missing(of_notice(**support("내일키움장려금"), **OLD), "2023년의 희망저축계좌Ⅰ 사업 안내문")
    ],
    "HS1-SU-3": [
        Missing(of_notice(**support("내일키움수익금"), **OLD), "2023년의 희망저축계좌Ⅰ 사업 안내문")
    ],
}
ROWS = [(rule, missing) for rule, cases in CASES.items() for missing in cases]


def account_rules() -> list[Rule]:
    modules = {f"forms.savings.rules.{name}" for name in MODULES}
    return [
        rule
        for rule in all_rules()
        if rule.check.__module__ in modules and rule.strength is not Strength.OURS
    ]


def test_every_clause_has_its_case() -> None:
    assert sorted({rule.id for rule in account_rules()}) == sorted(CASES)


@pytest.mark.parametrize(("rule", "missing"), ROWS)
def test_a_clause_is_not_silent_about_what_is_missing(rule: str, missing: Missing) -> None:
    assert told(missing.proof, rule) == []
    lacks = lacking(missing.proof, rule)
    if missing.lacks is None:
        assert missing.fact
        assert lacks == set()
    else:
        assert missing.lacks in lacks


def test_an_account_of_which_everything_is_known_is_judged() -> None:
    known = of_notice(
        household_size=3,
        recognised_income=1_800_000,
        earned_incomes=IN_FULL,
        deposits=EVERY_MONTH,
        pauses=[pause("2024-03-01", "2024-03-31")],
    )
    assert {rule: lacking(known, rule) for rule in CASES if lacking(known, rule)} == {
        # One year after joining lies on the day of the closing.
        "AB-CM-8": {f"{FORM}의 중간점검지 작성일"}
    }


# AB-IP: what a fulfilment plan and the matching account lack.


def test_ab_ip_what_is_not_entered_is_not_judged() -> None:
    assert lacking(counted(), "AB-IP-2") == {f"{FORM}의 민간매칭금 계좌 Y처리"}
    assert lacking(counted(fulfilment_plan={"signed_on": "2025-02-03"}), "AB-IP-2") == set()
    plan = {"signed_on": "2025-02-03"}
    assert lacking(counted(fulfilment_plan=plan), "AB-IP-1") == {f"{FORM}의 이행계획서의 지급요건 충족 여부"}
    assert lacking(counted(fulfilment_plan={**plan, "payout_requirements_met": True}), "AB-IP-1") == set()
