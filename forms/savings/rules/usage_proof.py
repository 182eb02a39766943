"""What ``check`` says of a proof of use: decisions on evidence are results, not faults.

Source: 자산형성지원사업 사례관리, 해지 증빙서류 기준 and 주요 단계별 유의사항. A rejected or open item is
information, a verdict short of 충족 or 해당없음 one warning; payment confirmed without proof is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from forms.case import CaseFile
from forms.clause import ids_in
from forms.finding import Breach, Severity, Unjudged
from forms.particles import with_particle
from forms.rule import BoundCheck, rule
from forms.savings.evidence import EvidenceResult, evaluate
from forms.savings.fulfilment_plan import FORM as PLAN
from forms.savings.fulfilment_plan import FulfilmentPlanPaper, plan_in
from forms.savings.proof import UsageProof
from forms.savings.terms import DECISION_WORDS
from forms.savings.usage_proof import FORM

_NO_PLAN = "지급요건을 충족하지 못하면 이행계획서를 사용할 수 없습니다."
# 희망Ⅰ·청년: accounts whose incentive is generated in thousands of won (AB-AC-2).
IN_THOUSANDS = ("희망키움통장Ⅰ", "청년희망키움통장")


@lru_cache(maxsize=4)
def _result(proof: UsageProof, edition: str) -> EvidenceResult:
    # Every rule below looks at the same evaluation.
    return evaluate(proof, edition=edition)


def _item_rule(id: str) -> BoundCheck:
    """The rule of a clause: the items that it, first of all, rejects or leaves open."""

    @rule(id)
    def check(proof: UsageProof, case: CaseFile) -> Iterator[Breach]:
        for index, item in enumerate(_result(proof, case.edition).items):
            if item.decision != "accepted" and item.reasons[0].rule == id:
                why = " ".join(f"{reason.message}[{reason.rule}]" for reason in item.reasons)
                word = DECISION_WORDS[item.decision]
                yield Breach(
                    ("evidence", index), f"증빙 {item.id}번({proof.evidence[index].item}) {word}: {why}"
                )

    return check


ITEM_RULES = tuple(_item_rule(id) for id in ids_in("forms.savings", "evidence"))


@rule("AB-EV-02")
def accepted_evidence_covers_half(proof: UsageProof, case: CaseFile) -> Iterator[Breach]:
    result = _result(proof, case.edition)
    sums = f"인정금액 {result.accepted_total:,}원, 지원금의 50%는 {result.required:,}원"
    if result.verdict == "미충족":
        yield Breach(("evidence",), f"미충족: {sums}으로 {result.shortfall:,}원이 부족합니다.")
    elif result.verdict == "검토필요":
        yield Breach(
            ("evidence",),
            f"검토필요: {sums}으로 {result.shortfall:,}원이 부족합니다. "
            f"검토 항목 {result.review_total:,}원에 대해 담당자가 결정해야 합니다.",
        )


@rule("OWN-EVIDENCE-NO-RULE")
def some_closures_have_no_rule(proof: UsageProof, case: CaseFile) -> Iterator[Breach]:
    if _result(proof, case.edition).verdict == "규정없음":
        yield Breach(
            ("account_type",),
            f"규정없음: {proof.account_type}의 {proof.closure_type}에 사용용도 증빙 기준이 있는지 출처에 없습니다. "
            "담당자가 판단하세요.",
        )


def _paid_short(proof: UsageProof, case: CaseFile) -> bool:
    """Whether payment is confirmed though the evidence does not reach half."""
    short = _result(proof, case.edition).verdict in ("미충족", "검토필요")
    return short and proof.payment_confirmed is True


@rule("AB-IP-1", "usage_proof")
def payment_needs_proof_or_a_plan(proof: UsageProof, case: CaseFile) -> Iterator[Breach | Unjudged]:
    """The plan is the form's where the file holds one; of what it fills from here it is said here."""
    record, plan = proof.fulfilment_plan, plan_in(case)
    if _paid_short(proof, case):
        if plan is None or not plan.allows_payment:
            verdict = _result(proof, case.edition).verdict
            yield Breach(
                ("payment_confirmed",),
                f"증빙이 {verdict}인데 지급확정(Y)으로 되어 있습니다. 지급요건을 충족하고 서명한 이행계획서가 있어야 합니다.",
                Severity.ERROR,
            )
    elif record is None or plan is None:
        return
    elif plan.payout_requirements_met is None:
        yield Unjudged(f"{FORM.title}의 이행계획서의 지급요건 충족 여부")
    elif plan.payout_requirements_met is record.payout_requirements_met is False:
        yield Breach(("fulfilment_plan", "payout_requirements_met"), _NO_PLAN)


@rule("AB-IP-1", "fulfilment_plan")
def a_plan_needs_the_payout_requirements(
    plan: FulfilmentPlanPaper, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    """What the proof of use says of the plan is said there."""
    proof = case.last_of(UsageProof)
    record = proof.fulfilment_plan if proof is not None else None
    if proof is None:
        yield Breach(
            ("missing_papers",),
            "사용용도 증빙서류 점검표가 이 파일에 없어 증빙이 미흡한지 알 수 없습니다.",
            Severity.INFO,
        )
    elif _paid_short(proof, case):
        return
    if plan.payout_requirements_met is None and record is None:
        yield PLAN.lacks(plan, "payout_requirements_met")
    elif plan.payout_requirements_met is False and (
        record is None or record.payout_requirements_met is not False
    ):
        yield Breach(("payout_requirements_met",), _NO_PLAN)


@rule("AB-IP-2")
def matching_account_is_processed(proof: UsageProof, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if plan_in(case) is not None:
        return
    if proof.private_matching_processed is None:
        yield FORM.lacks(proof, "private_matching_processed")
    elif not proof.private_matching_processed:
        yield Breach(
            ("private_matching_processed",),
            "이행계획서를 내지 않았으므로 민간매칭금 계좌를 반드시 Y처리해야 합니다.",
        )


@rule("AB-AC-2")
def incentives_come_in_thousands(proof: UsageProof, case: CaseFile) -> Iterator[Breach]:
    """Every reading of the rounding rule leaves whole thousands; the amount itself is not recomputed (E-06)."""
    if proof.account_type not in IN_THOUSANDS:
        return
    for index, support in enumerate(proof.supports):
        if "장려금" in support.name and support.amount % 1000:
            yield Breach(
                ("supports", index, "amount"),
                f"{proof.account_type}의 {with_particle(support.name, '은(는)')} 천원 단위로 생성됩니다({support.amount:,}원).",
            )


@rule("OWN-REVIEW-UNUSED")
def reviews_settle_open_items_only(proof: UsageProof, case: CaseFile) -> Iterator[Breach]:
    for index, (item, result) in enumerate(
        zip(proof.evidence, _result(proof, case.edition).items, strict=True)
    ):
        if item.review is not None and all(reason.rule != "AB-REVIEW" for reason in result.reasons):
            word = DECISION_WORDS[result.decision]
            yield Breach(
                ("evidence", index, "review"),
                f"증빙 {item.id}번은 조항에 따라 {word}으로 정해져 담당자의 결정을 반영하지 않았습니다.",
            )
