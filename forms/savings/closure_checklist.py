"""What the closure packet of an asset-building account holds (해지제반서류).

자산형성지원사업 사례관리: 사례관리사의 주요 업무(가입자 해지지원), 해지 지원. Titles, clauses and the closures
that ask for each paper stand in ``closure_checklist.toml``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from forms.case import CaseFile
from forms.checklist import ChecklistItem, Found, attached, item_table, papers
from forms.record import FormModel
from forms.registry import clause_named
from forms.savings.closure_application import ClosureApplication
from forms.savings.evidence import EvidenceResult, evaluate
from forms.savings.fulfilment_plan import plan_in
from forms.savings.payout_request import PayoutRequest
from forms.savings.proof import FulfilmentPlan, UsageProof
from forms.savings.savings_satisfaction import SavingsSatisfaction
from forms.savings.terms import ClosureType
from forms.savings.verdict import half_rule

NO_RULE = "이 통장과 해지 유형의 증빙 기준이 출처에 없습니다. 담당자가 판단합니다."
NO_SUPPORT = "증빙할 지원금이 없습니다."
NO_SHEET = "사용용도 증빙서류 점검표가 이 파일에 없습니다."
NOT_TOLD = "자료로는 알 수 없습니다. 서류나 첨부로 확인합니다."


@dataclass(frozen=True)
class Closure:
    """The closing of an account: its application, its proof of use and what became of that.

    A file may hold one of the two alone; ``result`` is None where there is no proof.
    """

    case: CaseFile
    application: ClosureApplication | None
    proof: UsageProof | None
    result: EvidenceResult | None

    @property
    def closure_type(self) -> ClosureType | None:
        """해지유형, as the proof of use states it, else the application."""
        if self.proof is not None:
            return self.proof.closure_type
        return self.application.closure_type if self.application is not None else None

    @property
    def applied_on(self) -> date | None:
        """The day on which the closing was applied for."""
        if self.application is not None:
            return self.application.applied_on
        return self.proof.closure_applied_on if self.proof is not None else None

    @property
    def applies(self) -> bool | None:
        """Whether proof of half the support is asked for; None where the sources hold no rule.

        Without a proof of use the support is not known and taken for some.
        """
        if self.result is not None:
            return self.result.applies
        application = self.application
        if application is None or application.account_type is None or application.closure_type is None:
            return None
        rule = half_rule(self.case.edition)
        return rule.applies(application.account_type, application.closure_type, support_total=1)

    @property
    def no_proof(self) -> str | None:
        """Why no proof of use is asked for; None where it is, or where the sources hold no rule."""
        if self.applies is not False or self.closure_type is None:
            return None
        if self.result is not None and self.result.support_total == 0:
            return NO_SUPPORT
        reasons: dict[str, str] = item_table("forms.savings")["no_proof"]
        return reasons[self.closure_type]

    @property
    def short(self) -> bool:
        """Whether the accepted evidence does not reach what is asked for."""
        return self.result is not None and self.result.verdict in ("미충족", "검토필요")

    @property
    def plan(self) -> FulfilmentPlan | None:
        """이행계획서, where one was written."""
        return plan_in(self.case)

    @property
    def may_be_paid(self) -> bool:
        """Whether a signed plan allows payment before the proof is complete (AB-IP-1)."""
        return self.plan is not None and self.plan.allows_payment


def account_items(case: CaseFile) -> tuple[ChecklistItem, ...]:
    """The items of a filled case that closes an account, for its closure; empty where it closes none."""
    application, proof = case.last_of(ClosureApplication), case.last_of(UsageProof)
    if application is None and proof is None:
        return ()
    result = evaluate(proof, case.case_no, case.edition) if proof is not None else None
    closure = Closure(case, application, proof, result)
    return tuple(
        _item(words, _ITEMS[name](closure, words["title"]), case)
        for name, words in item_table("forms.savings")["items"].items()
        if closure.closure_type in (None, *words["asked"])
    )


def _item(words: dict[str, str], found: Found, case: CaseFile) -> ChecklistItem:
    item = ChecklistItem.by(clause_named(words["rule"]), words["title"], found, case.edition)
    return replace(item, source=f"{item.source}; {words['further']}") if "further" in words else item


def _application(closure: Closure, title: str) -> Found:
    listed = attached(closure.case, title)
    on = f"제출일 {closure.applied_on}" if closure.applied_on else "제출일을 적지 않음"
    return Found("갖춤", on + (f", 첨부: {listed}" if listed else ""))


def _paper(kind: type[FormModel]) -> Callable[[Closure, str], Found]:
    """A paper that the proof of use does not show: there where the file holds the form or an attachment."""

    def found(closure: Closure, title: str) -> Found:
        held = closure.case.all_of(kind)
        if held:
            return papers(held)
        listed = attached(closure.case, title)
        return Found("갖춤", f"첨부: {listed}") if listed is not None else Found("확인 필요", NOT_TOLD)

    return found


def _papers(closure: Closure, title: str) -> Found:
    if closure.proof is not None and closure.result is not None and closure.proof.evidence:
        accepted = sum(item.decision == "accepted" for item in closure.result.items)
        return Found("갖춤", f"증빙 {len(closure.proof.evidence)}건 가운데 {accepted}건 인정")
    if closure.no_proof:
        return Found("해당 없음", closure.no_proof)
    listed = attached(closure.case, title)
    if listed is not None:
        return Found("갖춤", f"첨부: {listed}")
    if closure.applies is None:
        return Found("확인 필요", NO_RULE)
    return Found("없음", "접수한 증빙이 없습니다." if closure.proof is not None else NO_SHEET)


def _verdict(closure: Closure, title: str) -> Found:
    result = closure.result
    if closure.no_proof:
        return Found("해당 없음", closure.no_proof)
    if result is None:
        return Found("확인 필요", NO_RULE if closure.applies is None else f"{NO_SHEET} 판정하지 않았습니다.")
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
        if closure.no_proof or closure.result is None:
            return Found("해당 없음", closure.no_proof) if closure.no_proof else Found("확인 필요", NOT_TOLD)
        return Found("해당 없음", f"증빙 판정: {closure.result.verdict}")
    signed = f"{plan.signed_on} 서명" if plan.signed_on else "서명일 없음"
    if plan.payout_requirements_met is False:
        return Found("확인 필요", f"{signed}. 지급요건을 충족하지 못하면 사용할 수 없습니다.")
    if plan.payout_requirements_met is None:
        return Found("확인 필요", f"{signed}. 지급요건 충족 여부가 적혀 있지 않습니다.")
    due = f", 제출 예정일 {plan.due_on}" if plan.due_on else ""
    return Found("갖춤" if plan.allows_payment else "확인 필요", f"{signed}, 지급요건 충족{due}")


def _private_matching(closure: Closure, title: str) -> Found:
    if closure.proof is None:
        return Found("확인 필요", f"{NO_SHEET} 지급 여부와 계좌 Y처리를 확인합니다.")
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
    if closure.proof is None:
        return Found("확인 필요", f"{NO_SHEET} 지급확정 여부를 확인합니다.")
    confirmed, on = closure.proof.payment_confirmed, closure.proof.payment_confirmed_on
    if confirmed is None:
        return Found("확인 필요", "지급확정 여부가 적혀 있지 않습니다.")
    if not confirmed:
        return Found("없음", "지급확정(Y) 처리가 되지 않았습니다.")
    told = str(on) if on else "지급확정일을 적지 않음"
    if closure.result is not None and closure.short and not closure.may_be_paid:
        return Found("확인 필요", f"{told}. 증빙 판정이 {closure.result.verdict}입니다.")
    return Found("갖춤", told)


_ITEMS: dict[str, Callable[[Closure, str], Found]] = {
    "application": _application,
    "payout_request": _paper(PayoutRequest),
    "papers": _papers,
    "verdict": _verdict,
    "fulfilment_plan": _fulfilment_plan,
    "satisfaction": _paper(SavingsSatisfaction),
    "private_matching": _private_matching,
    "payment": _payment,
}
