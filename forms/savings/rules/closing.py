"""What ``check`` says of the papers of a closing: 해지신청서, 적립금 지급요구서, 만족도 조사 기록.

Sources: 자산형성지원사업 사례관리, 해지 지원; 희망저축계좌Ⅰ 사업 안내문, 해지요건. What the proof of use states too is said
there, once a file.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.date_order import breaches
from forms.finding import Breach, Unjudged
from forms.rule import BoundCheck, rule
from forms.savings.closure_application import FORM as APPLICATION
from forms.savings.closure_application import ClosureApplication
from forms.savings.payout import NOTICE_ACCOUNT
from forms.savings.payout_request import FORM as REQUEST
from forms.savings.payout_request import PayoutRequest, requested
from forms.savings.proof import UsageProof
from forms.savings.rules.account import ONE_SUCCESS_PAYMENT, PAID_BEFORE
from forms.savings.savings_satisfaction import SavingsSatisfaction
from forms.savings.terms import ClosureType


@rule("AB-CL-5", "closure_application")
def the_success_payment_is_asked_for_once(
    application: ClosureApplication, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    if application.closure_type != "일부지급해지" or application.account_type not in ONE_SUCCESS_PAYMENT:
        return
    proof = case.last_of(UsageProof)
    if application.success_payment_before is None:
        # A proof of use lacks it, too, and says so.
        if proof is None:
            yield APPLICATION.lacks(application, "success_payment_before")
    elif application.success_payment_before and (proof is None or not proof.success_payment_before):
        yield Breach(("success_payment_before",), PAID_BEFORE)


@rule("AB-CL-8")
def moves_are_sent_on(application: ClosureApplication, case: CaseFile) -> Iterator[Breach]:
    if application.moved_district_on is not None and application.transfer_sent_on is None:
        yield Breach(
            ("transfer_sent_on",),
            f"{application.moved_district_on} 전입·전출의 정보를 전송한 날이 없습니다. "
            "환수금액이 다른 시군구 계좌로 입금될 수 있습니다.",
        )


def _amount_rule(id: str, closure_type: ClosureType) -> BoundCheck:
    """The rule of what a closure of 희망저축계좌Ⅰ pays."""

    @rule(id)
    def check(request: PayoutRequest, case: CaseFile) -> Iterator[Breach | Unjudged]:
        if request.account_type == NOTICE_ACCOUNT and request.closure_type == closure_type:
            yield from _differs(request, case)

    return check


AMOUNT_RULES = (
    _amount_rule("HS1-PAY-1", "지급해지"),
    _amount_rule("HS1-PAY-2", "일부지급해지"),
    _amount_rule("HS1-PAY-3", "환수해지"),
)


@rule("OWN-PAYOUT-AMOUNT")
def other_accounts_ask_for_what_is_computed(
    request: PayoutRequest, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    """Where it is not known whose account it is or how it is closed, no rule can tell what it pays."""
    unknown = [name for name in ("account_type", "closure_type") if getattr(request, name) is None]
    if unknown:
        yield REQUEST.lacks(request, *unknown)
    elif request.account_type != NOTICE_ACCOUNT:
        yield from _differs(request, case)


def _differs(request: PayoutRequest, case: CaseFile) -> Iterator[Breach | Unjudged]:
    """An amount asked for that is not the one computed; without one the computed amount is asked for."""
    lacking = [name for name in ("own_deposits", "interest") if getattr(request, name) is None]
    paid = requested(request, case)
    if lacking:
        yield REQUEST.lacks(request, *lacking)
    elif paid is None or paid.total is None or request.requested_amount is None:
        return
    elif paid.success_payment is not None and request.success_payment_interest is None:
        # The sum is without it (E-02).
        yield REQUEST.lacks(request, "success_payment_interest")
    elif paid.total != request.requested_amount:
        yield Breach(
            ("requested_amount",),
            f"요구금액 {request.requested_amount:,}원이 지급액 {paid.total:,}원과 다릅니다. {paid.working}.",
        )


@rule("AB-CL-9")
def satisfaction_is_asked_when_papers_come(survey: SavingsSatisfaction, case: CaseFile) -> Iterator[Breach]:
    yield from breaches(case, "AB-CL-9", survey)
