"""What is paid out when an account is closed (지급액), in won (digest 2 §A.3, §A.7).

희망저축계좌Ⅰ 사업 안내문, 해지요건; 자산형성지원사업 사례관리, 가입유지관리 and 해지 증빙서류 기준. The amounts saved are
those that a form holds: nothing is accrued here. Where no source names what is paid, nothing is
printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forms.figures import figure
from forms.savings.proof import Support, UsageProof
from forms.savings.terms import AccountType, ClosureType

NOTICE_ACCOUNT: AccountType = "희망저축계좌Ⅰ"
WORK_INCENTIVE = "근로소득장려금"
# The accounts that the slides speak of; the notice speaks of its own alone.
ACCOUNTS_OF_THE_SLIDES: tuple[AccountType, ...] = (
    "희망키움통장Ⅰ",
    "희망키움통장Ⅱ",
    "내일키움통장",
    "청년희망키움통장",
)
_NOT_STATED = "이 통장과 해지 유형의 지급액은 출처에 없습니다."
_NO_WHOLE_WON = "만기성공금의 1원 미만을 어떻게 하는지는 출처에 없습니다."


@dataclass(frozen=True)
class Payout:
    """The amount paid out and how it comes about; None where the sources do not say.

    ``success_payment`` (만기성공금) is without its interest. ``working`` is the sum in Korean, or why
    there is none.
    """

    working: str
    total: int | None = None
    success_payment: int | None = None


def payout(
    account_type: AccountType,
    closure_type: ClosureType,
    applied_on: date,
    own_deposits: int,
    interest: int,
    supports: Sequence[Support],
    success_payment_interest: int | None,
) -> Payout:
    """What an account pays out by its closure (HS1-PAY-1 to HS1-PAY-3; E-02: with the interest).

    ``applied_on`` is the day of the closure application, whose year's figures hold.
    """
    own = [("본인적립금", own_deposits), ("이자", interest)]
    of_notice = account_type == NOTICE_ACCOUNT
    if closure_type == "지급해지" and (of_notice or account_type in ACCOUNTS_OF_THE_SLIDES):
        return _sum([*own, ("지원금", sum(support.amount for support in supports))])
    if closure_type == "환수해지" and of_notice:
        return _sum(own)
    if closure_type == "일부지급해지" and of_notice:
        return _partial(applied_on, own, supports, success_payment_interest)
    return Payout(_NOT_STATED)


def payout_of(proof: UsageProof) -> Payout:
    """What the account of a proof of use pays out."""
    return payout(
        proof.account_type,
        proof.closure_type,
        proof.closure_applied_on,
        proof.own_deposits,
        proof.interest,
        proof.supports,
        proof.success_payment_interest,
    )


def success_payment(work_incentive: int, percent: int) -> int | None:
    """만기성공금: ``percent`` of the 근로소득장려금 accrued, won; None where that is no whole won."""
    won, rest = divmod(work_incentive * percent, 100)
    return won if rest == 0 else None


def _partial(
    applied_on: date, own: list[tuple[str, int]], supports: Sequence[Support], further: int | None
) -> Payout:
    percent = figure("hs1", "success_payment", applied_on)
    if percent is None:
        return Payout(f"{applied_on.year}년의 만기성공금 비율은 출처에 없습니다.")
    accrued = sum(support.amount for support in supports if WORK_INCENTIVE in support.name)
    success = success_payment(accrued, percent)
    if success is None:
        return Payout(_NO_WHOLE_WON)
    parts = [*own, (f"만기성공금({WORK_INCENTIVE} {accrued:,}원의 {percent}%)", success)]
    if further is None:
        made = _sum(parts)
        return Payout(f"{made.working} (만기성공금 이자 별도)", made.total, success)
    made = _sum([*parts, ("만기성공금 이자", further)])
    return Payout(made.working, made.total, success)


def _sum(parts: list[tuple[str, int]]) -> Payout:
    total = sum(amount for _, amount in parts)
    added = " + ".join(f"{name} {amount:,}원" for name, amount in parts)
    return Payout(f"{added} = {total:,}원", total)
