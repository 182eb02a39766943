"""자산형성지원사업, after its case-management slides and the notice of 희망저축계좌Ⅰ."""

from __future__ import annotations

from forms.case import CaseFile
from forms.programme import CaseRecord, DayOnCover, PacketList, Printed, Programme
from forms.savings import asset_sheet, usage_proof
from forms.savings.account import Account
from forms.savings.account_deadlines import account_limits
from forms.savings.closure_checklist import account_items
from forms.savings.proof import UsageProof
from forms.savings.sources import DOCUMENT, NOTICE


def applied_on(case: CaseFile) -> DayOnCover:
    """The day on which the closing of the account was applied for."""
    proof = case.last_of(UsageProof)
    return DayOnCover("해지신청일", proof.closure_applied_on if proof is not None else None)


CLOSURE = PacketList(
    "closure",
    "자산형성지원사업 해지 서류",
    checklist_title="종결 서류 점검표",
    openers=(usage_proof.FORM,),
    forms=(Printed(usage_proof.FORM),),
    day=applied_on,
    checklist=account_items,
)

PROGRAMME = Programme(
    title="자산형성지원사업",
    order=2,
    document=DOCUMENT,
    further_documents={"notice": NOTICE},
    forms=(usage_proof.FORM, asset_sheet.FORM),
    # The forms of 통장 가입 서류 are still to come.
    packets=(CLOSURE, PacketList("enrolment", "통장 가입 서류")),
    limits=account_limits,
    record=CaseRecord("account", Account, "통장"),
)
