"""자산형성지원사업, after its case-management slides and the notice of 희망저축계좌Ⅰ."""

from __future__ import annotations

from forms import counseling_log
from forms.case import CaseFile
from forms.programme import CaseRecord, DayOnCover, PacketList, Printed, Programme
from forms.savings import (
    asset_sheet,
    attendance_sheet,
    budget_sheet,
    closure_application,
    education_record,
    fulfilment_plan,
    hs1_deposits,
    hs1_eligibility,
    hs1_notice,
    interim_check,
    pause_application,
    payout_request,
    savings_intake,
    savings_satisfaction,
    usage_proof,
)
from forms.savings.account import Account
from forms.savings.account_deadlines import account_limits
from forms.savings.closing import proof_value
from forms.savings.closure_application import ClosureApplication
from forms.savings.closure_checklist import account_items
from forms.savings.enrolment_checklist import enrolment_items
from forms.savings.sources import DOCUMENT, NOTICE


def applied_on(case: CaseFile) -> DayOnCover:
    """The day on which the closing of the account was applied for."""
    application = case.last_of(ClosureApplication)
    on = application.applied_on if application is not None else proof_value(case, "closure_applied_on")
    return DayOnCover("해지신청일", on)


def joined_on(case: CaseFile) -> DayOnCover:
    """The day of the first counselling, else the one on which the household was first looked at."""
    intake = case.first_of(savings_intake.SavingsIntake)
    if intake is not None:
        return DayOnCover("상담일자", intake.consulted_on)
    check = case.first_of(hs1_eligibility.Hs1Eligibility)
    return DayOnCover("확인일", check.checked_on if check is not None else None)


CLOSURE = PacketList(
    "closure",
    "자산형성지원사업 해지 서류",
    checklist_title="종결 서류 점검표",
    openers=(usage_proof.FORM, closure_application.FORM),
    forms=(
        Printed(closure_application.FORM),
        Printed(payout_request.FORM),
        Printed(usage_proof.FORM),
        Printed(fulfilment_plan.FORM),
        Printed(education_record.FORM),
        Printed(hs1_deposits.FORM),
        Printed(savings_satisfaction.FORM),
    ),
    day=applied_on,
    checklist=account_items,
)

ENROLMENT = PacketList(
    "enrolment",
    "통장 가입 서류",
    openers=(savings_intake.FORM, hs1_eligibility.FORM),
    forms=(
        Printed(savings_intake.FORM),
        Printed(hs1_eligibility.FORM),
        Printed(hs1_notice.FORM),
        Printed(hs1_deposits.FORM),
        Printed(asset_sheet.FORM),
        Printed(budget_sheet.FORM),
    ),
    day=joined_on,
    checklist=enrolment_items,
)

PROGRAMME = Programme(
    title="자산형성지원사업",
    order=2,
    document=DOCUMENT,
    further_documents={"notice": NOTICE},
    forms=(
        hs1_eligibility.FORM,
        savings_intake.FORM,
        counseling_log.FORM,
        interim_check.FORM,
        education_record.FORM,
        pause_application.FORM,
        usage_proof.FORM,
        hs1_deposits.FORM,
        closure_application.FORM,
        payout_request.FORM,
        fulfilment_plan.FORM,
        savings_satisfaction.FORM,
        asset_sheet.FORM,
        budget_sheet.FORM,
        attendance_sheet.FORM,
        hs1_notice.FORM,
    ),
    packets=(CLOSURE, ENROLMENT),
    limits=account_limits,
    record=CaseRecord("account", Account, "통장"),
)
