"""What the closure packet of an asset-building account holds (해지제반서류).

자산형성지원사업 사례관리: 사례관리사의 주요 업무(가입자 해지지원), 해지 지원. Titles, clauses and the closures
that ask for each paper stand in ``closure_checklist.toml``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from forms.case import CaseFile
from forms.checklist import ChecklistItem, Found, attached, item_table
from forms.registry import clause_named
from forms.savings.evidence import EvidenceResult, evaluate
from forms.savings.proof import FulfilmentPlan, UsageProof

NO_RULE = "이 통장과 해지 유형의 증빙 기준이 출처에 없습니다. 담당자가 판단합니다."
NO_SUPPORT = "증빙할 지원금이 없습니다."


@dataclass(frozen=True)
class Closure:
    """The closing of an account: its proof of use and what became of it."""

    case: CaseFile
    proof: UsageProof
    result: EvidenceResult

    @property
    def no_proof(self) -> str | None:
        """Why no proof of use is asked for; None where it is, or where the sources hold no rule."""
        if self.result.applies is not False:
            return None
        if self.result.support_total == 0:
            return NO_SUPPORT
        reasons: dict[str, str] = item_table("forms.savings")["no_proof"]
        return reasons[self.proof.closure_type]

    @property
    def short(self) -> bool:
        """Whether the accepted evidence does not reach what is asked for."""
        return self.result.verdict in ("미충족", "검토필요")

    @property
    def plan(self) -> FulfilmentPlan | None:
        """이행계획서, where one was written."""
        return self.proof.fulfilment_plan

    @property
    def may_be_paid(self) -> bool:
        """Whether a signed plan allows payment before the proof is complete (AB-IP-1)."""
        return self.plan is not None and self.plan.allows_payment


def account_items(case: CaseFile) -> tuple[ChecklistItem, ...]:
    """The items of a case that holds a proof of use, for its account and closure; empty without one."""
    proof = case.last_of(UsageProof)
    if proof is None:
        return ()
    closure = Closure(case, proof, evaluate(proof, case.case_no, case.edition))
    return tuple(
        _item(words, _ITEMS[name](closure, words["title"]), case)
        for name, words in item_table("forms.savings")["items"].items()
        if proof.closure_type in words["asked"]
    )


def _item(words: dict[str, str], found: Found, case: CaseFile) -> ChecklistItem:
    item = ChecklistItem.by(clause_named(words["rule"]), words["title"], found, case.edition)
    return replace(item, source=f"{item.source}; {words['further']}") if "further" in words else item


def _application(closure: Closure, title: str) -> Found:
    listed = attached(closure.case, title)
    return Found(
        "갖춤", f"제출일 {closure.proof.closure_applied_on}" + (f", 첨부: {listed}" if listed else "")
    )


def _paper(closure: Closure, title: str) -> Found:
    """A paper that the data do not show: there where the case's attachments list it."""
    listed = attached(closure.case, title)
    if listed is not None:
        return Found("갖춤", f"첨부: {listed}")
    return Found("확인 필요", "자료로는 알 수 없습니다. 서류나 첨부로 확인합니다.")


def _papers(closure: Closure, title: str) -> Found:
    evidence, items = closure.proof.evidence, closure.result.items
    if evidence:
        accepted = sum(item.decision == "accepted" for item in items)
        return Found("갖춤", f"증빙 {len(evidence)}건 가운데 {accepted}건 인정")
    if closure.no_proof:
        return Found("해당 없음", closure.no_proof)
    listed = attached(closure.case, title)
    if listed is not None:
        return Found("갖춤", f"첨부: {listed}")
    if closure.result.applies is None:
        return Found("확인 필요", NO_RULE)
    return Found("없음", "접수한 증빙이 없습니다.")


def _verdict(closure: Closure, title: str) -> Found:
    result = closure.result
    if closure.no_proof:
        return Found("해당 없음", closure.no_proof)
    if result.applies is None:
        return Found("확인 필요", f"{result.verdict}: {NO_RULE}")
    told = (
        f"{result.verdict}: 지원금 {result.support_total:,}원의 50%는 {result.required:,}원, "
        f"인정금액 {result.accepted_total:,}원"
    )
    if not closure.short:
        return Found("갖춤", told)
    told += f", 부족 {result.shortfall:,}원"
    if result.review_total:
        told += f", 검토 항목 {result.review_total:,}원"
    if closure.may_be_paid:
        told += ". 서명한 이행계획서가 있어 지급확정할 수 있습니다."
    return Found("확인 필요" if result.verdict == "검토필요" else "없음", told)


def _fulfilment_plan(closure: Closure, title: str) -> Found:
    plan = closure.plan
    if plan is None:
        listed = attached(closure.case, title)
        if listed is not None:
            return Found("확인 필요", f"첨부: {listed}. 서명일과 지급요건 충족 여부가 자료에 없습니다.")
        if closure.short:
            return Found("없음", "증빙이 부족합니다. 지급요건을 충족하면 작성할 수 있습니다.")
        return Found("해당 없음", closure.no_proof or f"증빙 판정: {closure.result.verdict}")
    signed = f"{plan.signed_on} 서명" if plan.signed_on else "서명일 없음"
    if plan.payout_requirements_met is False:
        return Found("확인 필요", f"{signed}. 지급요건을 충족하지 못하면 사용할 수 없습니다.")
    if plan.payout_requirements_met is None:
        return Found("확인 필요", f"{signed}. 지급요건 충족 여부가 적혀 있지 않습니다.")
    due = f", 제출 예정일 {plan.due_on}" if plan.due_on else ""
    return Found("갖춤" if plan.allows_payment else "확인 필요", f"{signed}, 지급요건 충족{due}")


def _private_matching(closure: Closure, title: str) -> Found:
    paid, processed = closure.proof.private_matching_paid, closure.proof.private_matching_processed
    told = {True: "지급함", False: "지급하지 않음", None: "지급 여부를 적지 않음"}[paid]
    if processed:
        return Found("갖춤", f"{told}, 계좌 Y처리")
    # 계좌 Y처리는 이행계획서 미제출자인 경우 필수 (AB-IP-2).
    if closure.plan is not None:
        return Found("갖춤" if paid is not None else "확인 필요", f"{told}. 이행계획서를 냈습니다.")
    if processed is False:
        return Found("없음", f"{told}. 이행계획서를 내지 않았으므로 계좌를 Y처리해야 합니다.")
    return Found("확인 필요", f"{told}. 계좌 Y처리 여부가 자료에 없습니다.")


def _payment(closure: Closure, title: str) -> Found:
    confirmed, on = closure.proof.payment_confirmed, closure.proof.payment_confirmed_on
    if confirmed is None:
        return Found("확인 필요", "지급확정 여부가 적혀 있지 않습니다.")
    if not confirmed:
        return Found("없음", "지급확정(Y) 처리가 되지 않았습니다.")
    told = str(on) if on else "지급확정일을 적지 않음"
    if closure.short and not closure.may_be_paid:
        return Found("확인 필요", f"{told}. 증빙 판정이 {closure.result.verdict}입니다.")
    return Found("갖춤", told)


_ITEMS: dict[str, Callable[[Closure, str], Found]] = {
    "application": _application,
    "payout_request": _paper,
    "papers": _papers,
    "verdict": _verdict,
    "fulfilment_plan": _fulfilment_plan,
    "satisfaction": _paper,
    "private_matching": _private_matching,
    "payment": _payment,
}
