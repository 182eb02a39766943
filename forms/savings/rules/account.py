"""What ``check`` says of the keeping of an account: pauses, counts that agree, and what is paid once.

Source: 자산형성지원사업 사례관리. What fell short is a warning: the source lets it be made up for
(AB-CM-5, AB-CM-6), and whoever decided so acknowledges the finding with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.figures import figure
from forms.finding import Breach, Unjudged
from forms.rule import rule
from forms.savings.closure_application import ClosureApplication
from forms.savings.contacts import contact_dates
from forms.savings.pauses import paused_months
from forms.savings.payout import NOTICE_ACCOUNT
from forms.savings.proof import UsageProof
from forms.savings.terms import AccountType
from forms.savings.usage_proof import FORM

# 희망Ⅰ·청년: accounts whose 일부지급해지 pays a 만기성공금, once a person (AB-CL-5, E-40).
ONE_SUCCESS_PAYMENT: tuple[AccountType, ...] = ("희망키움통장Ⅰ", "청년희망키움통장")
PAID_BEFORE = "만기성공금을 이미 받은 사람입니다. 만기성공금은 1회에 한하여 지급합니다."


@rule("AB-PS-1", "usage_proof")
def pauses_stay_within_limits(proof: UsageProof, case: CaseFile) -> Iterator[Breach]:
    """Months and number apart (E-19); the months of 희망저축계좌Ⅰ are those of its notice (HS1-PS-1)."""
    on = proof.closure_applied_on
    most, number = figure("savings", "pause_months", on), figure("savings", "pauses", on)
    months = len(paused_months(proof.pauses, on))
    if proof.account_type != NOTICE_ACCOUNT and most is not None and months > most:
        yield Breach(
            ("pauses",), f"적립중지가 모두 {months}개월입니다. 총 {most}개월까지 신청할 수 있습니다."
        )
    if number is not None and len(proof.pauses) > number:
        yield Breach(
            ("pauses",), f"적립중지가 {len(proof.pauses)}회입니다. 총 {number}회에 한하여 인정합니다."
        )


@rule("AB-CL-5", "usage_proof")
def the_success_payment_comes_once(proof: UsageProof, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if proof.closure_type != "일부지급해지" or proof.account_type not in ONE_SUCCESS_PAYMENT:
        return
    if proof.success_payment_before:
        yield Breach(("success_payment_before",), PAID_BEFORE)
    elif proof.success_payment_before is None and not _stated_by_the_application(case):
        yield FORM.lacks(proof, "success_payment_before")


def _stated_by_the_application(case: CaseFile) -> bool:
    application = case.last_of(ClosureApplication)
    return application is not None and application.success_payment_before is not None


@rule("OWN-CONTACT-COUNT")
def counts_agree(proof: UsageProof, case: CaseFile) -> Iterator[Breach]:
    days = len(contact_dates(proof.contacted_on, proof.closure_applied_on))
    if proof.contacted_on and proof.contact_count not in (None, days):
        yield Breach(
            ("contact_count",),
            f"사례관리 횟수는 {proof.contact_count}회인데 해지신청서 제출일까지의 상담일은 {days}일입니다. 상담일로 셉니다.",
        )
    total, group = proof.education_count, proof.group_education_count
    if total is not None and group is not None and group > total:
        yield Breach(
            ("group_education_count",), f"집합교육({group}회)이 교육이수 횟수({total}회)보다 많습니다."
        )
