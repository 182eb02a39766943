"""What ``check`` says of the keeping of an account: contacts, courses, interim checks and pauses.

Source: 자산형성지원사업 사례관리. What fell short is a warning: the source lets it be made up for
(AB-CM-5, AB-CM-6), and whoever decided so acknowledges the finding with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.figures import figure
from forms.finding import Breach, Unjudged
from forms.particles import with_particle
from forms.rule import rule
from forms.savings.closure_application import ClosureApplication
from forms.savings.contacts import (
    COUNTED_ACCOUNTS,
    contact_dates,
    contacts_due,
    contacts_made,
    full_months,
    interim_check_dates,
)
from forms.savings.pauses import paused_months
from forms.savings.payout import NOTICE_ACCOUNT
from forms.savings.proof import UsageProof
from forms.savings.terms import AccountType
from forms.savings.usage_proof import FORM

# 희망Ⅰ·청년: accounts whose 일부지급해지 pays a 만기성공금, once a person (AB-CL-5, E-40).
ONE_SUCCESS_PAYMENT: tuple[AccountType, ...] = ("희망키움통장Ⅰ", "청년희망키움통장")
PAID_BEFORE = "만기성공금을 이미 받은 사람입니다. 만기성공금은 1회에 한하여 지급합니다."


@rule("AB-CM-1")
def paying_out_needs_six_contacts(proof: UsageProof, case: CaseFile) -> Iterator[Breach | Unjudged]:
    made, wanted = contacts_made(proof), figure("savings", "contacts", proof.closure_applied_on)
    if proof.account_type not in COUNTED_ACCOUNTS or proof.closure_type != "지급해지":
        return
    if made is None:
        yield FORM.lacks(proof, "contact_count")
    elif wanted is not None and made < wanted:
        yield Breach(
            _contacts_at(proof),
            f"사례관리 {made}회: {with_particle(proof.account_type, '은(는)')} {wanted}회 이상이어야 지급해지 대상자가 될 수 있습니다. "
            "부득이한 사유가 있으면 보완하고 확인한 사항에 적으세요.",
        )


@rule("AB-CM-2")
def paying_out_needs_four_courses(proof: UsageProof, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if proof.account_type not in COUNTED_ACCOUNTS or proof.closure_type != "지급해지":
        return
    for key, name, figure_name in (
        ("education_count", "자립역량교육", "education"),
        ("group_education_count", "집합교육", "group_education"),
    ):
        made = getattr(proof, key)
        wanted = figure("savings", figure_name, proof.closure_applied_on)
        if made is None:
            yield FORM.lacks(proof, key)
        elif wanted is not None and made < wanted:
            yield Breach(
                (key,),
                f"{name} {made}회: {with_particle(proof.account_type, '은(는)')} {wanted}회 이상이어야 지급해지 대상자가 될 수 있습니다. "
                "교육 미개설 등 부득이한 사유가 있으면 보완하고 확인한 사항에 적으세요.",
            )


@rule("AB-CM-3")
def contacts_keep_pace(proof: UsageProof, case: CaseFile) -> Iterator[Breach | Unjudged]:
    """Where AB-CM-1 does not ask for all of them: what the time since joining asks for."""
    made = contacts_made(proof)
    if proof.account_type not in COUNTED_ACCOUNTS or proof.closure_type == "지급해지":
        return
    if made is None:
        yield FORM.lacks(proof, "contact_count")
        return
    months = full_months(proof.joined_on, proof.closure_applied_on)
    due = contacts_due(months, proof.closure_applied_on)
    if made < due:
        yield Breach(
            _contacts_at(proof),
            f"사례관리 {made}회: 가입 후 {months}개월이므로 {due}회 이상이어야 합니다.",
        )


@rule("AB-CM-8")
def interim_checks_are_made(proof: UsageProof, case: CaseFile) -> Iterator[Breach | Unjudged]:
    due = [day for day in interim_check_dates(proof) if day <= proof.closure_applied_on]
    if due and not proof.interim_checked_on:
        yield FORM.lacks(proof, "interim_checked_on")
    elif len(proof.interim_checked_on) < len(due):
        wanted = ", ".join(day.isoformat() for day in due)
        yield Breach(
            ("interim_checked_on",),
            f"중간점검지 {len(proof.interim_checked_on)}회: 만 1년과 만 2년 시점({wanted})에 써야 합니다.",
        )


@rule("AB-PS-1")
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
    days = len(contact_dates(proof))
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


def _contacts_at(proof: UsageProof) -> tuple[str]:
    return ("contacted_on",) if proof.contacted_on else ("contact_count",)
