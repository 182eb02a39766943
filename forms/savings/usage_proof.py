"""사용용도 증빙서류 점검표, from 자산형성지원사업 사례관리, 해지 지원 and 해지 증빙서류 기준.

The source prints no form: the layout is ours, its words are the source's.
"""

from __future__ import annotations

from pydantic import Field

from forms.case import CaseFile
from forms.fields import Won
from forms.form import Form
from forms.record import Value
from forms.savings.evidence import EvidenceResult, ItemResult, evaluate
from forms.savings.payout import payout_of
from forms.savings.proof import EvidenceItem, FulfilmentPlan, PlannedUse, Review, UsageProof
from forms.savings.sources import DOCUMENT
from forms.savings.terms import DECISION_WORDS

BAR_CELLS = 20
ACCEPTED_CELL, REVIEW_CELL, EMPTY_CELL = "■", "▣", "□"

_NOTES = {
    "해당없음": "사용용도 증빙서류를 내지 않아도 되는 해지이거나 증빙할 지원금이 없습니다.",
    "규정없음": "이 통장과 해지 유형의 사용용도 증빙 기준이 출처에 없습니다. 담당자가 판단합니다.",
}


class EvidenceRow(Value):
    """A piece of evidence as the checklist prints it, with its decision and clauses."""

    id: str
    item: str
    documents: str
    dated_on: str
    user: str
    payee: str
    document_no: str | None
    amount: Won
    countable_amount: Won | None
    counted: Won
    decision: str
    reasons: str
    note: str | None


class ReviewRow(Value):
    """A person's decision: on which item, who, when and why."""

    id: str
    decision: str
    amount: Won | None
    decided_by: str
    decided_on: str
    basis: str


class PlannedRow(Value):
    """A use that the fulfilment plan announces."""

    category: str
    item: str | None
    amount: Won | None


class UsageProofPrinted(Value):
    """What the paper shows beyond the fields: the base, the decisions, the totals and the verdict."""

    saved_total: Won | None = None
    own_and_interest: Won | None = None
    support_total: Won | None = None
    half: Won | None = None
    success_payment: Won | None = None
    payout_total: Won | None = None
    payout_working: str | None = None
    used_items: tuple[str, ...] = ()
    rows: tuple[EvidenceRow, ...] = ()
    reviews: tuple[ReviewRow, ...] = ()
    accepted_total: Won | None = None
    review_total: Won | None = None
    bar: dict[str, str] = Field(default_factory=lambda: _bar(0, 0, 1))
    coverage_figures: str | None = None
    verdict: str | None = None
    verdict_note: str | None = None
    shortfall: Won | None = None
    missing_papers: str | None = None
    planned: tuple[PlannedRow, ...] = ()


def printed(proof: UsageProof, case: CaseFile) -> UsageProofPrinted:
    """The proof evaluated, as the checklist prints it."""
    result = evaluate(proof, case.case_no, case.edition)
    plan = proof.fulfilment_plan or FulfilmentPlan()
    own = proof.own_deposits + proof.interest
    paid = payout_of(proof)
    return UsageProofPrinted.model_construct(
        saved_total=own + result.support_total,
        own_and_interest=own,
        support_total=result.support_total,
        half=result.required if result.applies else None,
        success_payment=paid.success_payment,
        payout_total=paid.total,
        payout_working=paid.working,
        used_items=tuple(dict.fromkeys(item.item for item in proof.evidence)),
        rows=tuple(_row(item, one) for item, one in zip(proof.evidence, result.items, strict=True)),
        reviews=tuple(
            _review_row(item, item.review, one)
            for item, one in zip(proof.evidence, result.items, strict=True)
            if item.review is not None
        ),
        accepted_total=result.accepted_total,
        review_total=result.review_total,
        bar=_bar(result.accepted_total, result.review_total, result.support_total if result.applies else 0),
        coverage_figures=_figures(result),
        verdict=result.verdict,
        verdict_note=_NOTES.get(result.verdict),
        shortfall=result.shortfall,
        missing_papers="\n".join(plan.missing_papers) or None,
        planned=tuple(_planned_row(use) for use in plan.planned_uses),
    )


def _row(item: EvidenceItem, result: ItemResult) -> EvidenceRow:
    return EvidenceRow.model_construct(
        id=item.id,
        item=item.item,
        documents=", ".join(item.documents),
        dated_on=item.dated_on.isoformat(),
        user=item.user,
        payee=item.payee,
        document_no=item.document_no,
        amount=item.amount,
        countable_amount=item.countable_amount,
        counted=result.counted,
        decision=DECISION_WORDS[result.decision],
        reasons="\n".join(f"{reason.rule} {reason.message}" for reason in result.reasons),
        note=item.note,
    )


def _review_row(item: EvidenceItem, review: Review, result: ItemResult) -> ReviewRow:
    word = DECISION_WORDS[review.decision]
    if not any(reason.rule == "AB-REVIEW" for reason in result.reasons):
        word += "\n(반영 안 함: 검토 항목이 아님)"
    return ReviewRow.model_construct(
        id=item.id,
        decision=word,
        amount=review.countable_amount,
        decided_by=review.decided_by,
        decided_on=review.decided_on.isoformat(),
        basis=review.basis,
    )


def _planned_row(use: PlannedUse) -> PlannedRow:
    return PlannedRow.model_construct(category=use.category, item=use.item, amount=use.amount)


def _bar(accepted: int, review: int, support: int) -> dict[str, str]:
    """Cells of one twentieth of the support, cut, so that a won short never looks like half."""

    def cells(amount: int) -> int:
        return min(BAR_CELLS, amount * BAR_CELLS // support) if support else 0

    full, reached = cells(accepted), cells(accepted + review)
    marks = [ACCEPTED_CELL] * full + [REVIEW_CELL] * (reached - full) + [EMPTY_CELL] * (BAR_CELLS - reached)
    return {f"c{number}": mark for number, mark in enumerate(marks, 1)}


def _figures(result: EvidenceResult) -> str | None:
    if result.coverage is None:
        return None
    whole, places = result.coverage.split(".")
    percent = f"{int(whole + places[:2])}.{places[2:]}%"
    return f"인정금액 {result.accepted_total:,}원 ÷ 지원액 {result.support_total:,}원 = {percent}"


FORM = Form(
    id="usage_proof",
    title="사용용도 증빙서류 점검표",
    number="",
    model=UsageProof,
    section="해지 증빙서류 기준",
    document=DOCUMENT,
    printed=printed,
    printed_model=UsageProofPrinted,
    gaps=(
        "출처에는 점검표의 서식이 없습니다. 칸의 배치는 서식이 정하고, 용어와 기준은 출처의 글을 따릅니다.",
        "교육과 창업의 인정 서류 목록은 출처에 없습니다. 불인정 사례가 아니면 담당자가 결정합니다.",
        "희망저축계좌Ⅰ·Ⅱ, 청년내일저축계좌와 희망키움통장Ⅱ의 일부지급해지에 증빙 기준이 적용되는지는 출처에 없어 '규정없음'으로 둡니다.",
        "이행계획서의 제출 기한은 출처에 없으므로 제출 예정일을 그대로 인쇄합니다.",
        "한 서류의 여러 날짜(발행, 이체, 사용) 가운데 어느 것이 서류 날짜인지는 출처에 없어 적은 날짜를 씁니다.",
        "출처의 '청년'은 청년희망키움통장으로 봅니다. 해지 후 재가입 여부는 판단하지 않습니다.",
        "지급액은 출처가 말하는 통장과 해지 유형만 계산합니다. 만기성공금의 이자는 계산 방법이 출처에 없어 적은 금액을 씁니다.",
        "적립월의 시작일은 안내문의 글이 아니라 안내문의 2024년 표를 따릅니다. 적립중지한 달에 저축하는지, 만기가 늦춰지는지는 출처에 없습니다.",
    ),
)
