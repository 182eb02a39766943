"""What is paid out when an account is closed (지급액), in won (digest 2 §A.3, §A.7).

희망저축계좌Ⅰ 사업 안내문, 해지요건; 자산형성지원사업 사례관리, 가입유지관리 and 해지 증빙서류 기준. The amounts saved are
those that the proof holds: nothing is accrued here. Where no source names what is paid, nothing is
printed.
"""

from __future__ import annotations

from dataclasses import dataclass

from forms.figures import figure
from forms.savings.proof import UsageProof
from forms.savings.terms import AccountType

NOTICE_ACCOUNT: AccountType = "희망저축계좌Ⅰ"
WORK_INCENTIVE = "근로소득장려금"
# 지급해지 pays own savings and all support: the notice for its account, the slides for these.
_OF_THE_SLIDES: tuple[AccountType, ...] = (
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


def payout(proof: UsageProof) -> Payout:
    """What a proof's account pays out by its closure (HS1-PAY-1 to HS1-PAY-3; E-02: with the interest)."""
    own = [("본인적립금", proof.own_deposits), ("이자", proof.interest)]
    of_notice = proof.account_type == NOTICE_ACCOUNT
    if proof.closure_type == "지급해지" and (of_notice or proof.account_type in _OF_THE_SLIDES):
        return _sum([*own, ("지원금", proof.support_total)])
    if proof.closure_type == "환수해지" and of_notice:
        return _sum(own)
    if proof.closure_type == "일부지급해지" and of_notice:
        return _partial(proof, own)
    return Payout(_NOT_STATED)


def success_payment(work_incentive: int, percent: int) -> int | None:
    """만기성공금: ``percent`` of the 근로소득장려금 accrued, won; None where that is no whole won."""
    won, rest = divmod(work_incentive * percent, 100)
    return won if rest == 0 else None


def _partial(proof: UsageProof, own: list[tuple[str, int]]) -> Payout:
    percent = figure("hs1", "success_payment", proof.closure_applied_on)
    if percent is None:
        return Payout(f"{proof.closure_applied_on.year}년의 만기성공금 비율은 출처에 없습니다.")
    accrued = sum(support.amount for support in proof.supports if WORK_INCENTIVE in support.name)
    success = success_payment(accrued, percent)
    if success is None:
        return Payout(_NO_WHOLE_WON)
    parts = [*own, (f"만기성공금({WORK_INCENTIVE} {accrued:,}원의 {percent}%)", success)]
    if proof.success_payment_interest is None:
        made = _sum(parts)
        return Payout(f"{made.working} (만기성공금 이자 별도)", made.total, success)
    made = _sum([*parts, ("만기성공금 이자", proof.success_payment_interest)])
    return Payout(made.working, made.total, success)


def _sum(parts: list[tuple[str, int]]) -> Payout:
    total = sum(amount for _, amount in parts)
    added = " + ".join(f"{name} {amount:,}원" for name, amount in parts)
    return Payout(f"{added} = {total:,}원", total)
