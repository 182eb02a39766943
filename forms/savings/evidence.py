"""The evaluation of a proof of use: every item decided with its clauses, and the verdict.

Pure: the same data and edition give the same result; nothing reads a clock or a file of the case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.likeness import alike
from forms.record import Value
from forms.savings.decisions import Ground, clause_grounds, deciding, decision_of
from forms.savings.duplicates import OURS, Claim, duplicate_grounds
from forms.savings.proof import EvidenceItem, Review, UsageProof
from forms.savings.terms import DECISION_WORDS, Decision, Verdict
from forms.savings.verdict import HalfRule, Totals, half_rule


class Reason(Value):
    """A clause that decided an item, and why."""

    rule: str
    message: str


class ItemResult(Value):
    """What became of one piece of evidence; ``counted`` in won, 0 unless accepted."""

    id: str
    decision: Decision
    counted: int
    reasons: tuple[Reason, ...]


class EvidenceResult(Value):
    """The result for one case. Amounts in won; ``coverage`` is for reading, never for deciding."""

    case_no: str | None
    edition: str
    applies: bool | None
    support_total: int
    required: int
    accepted_total: int
    review_total: int
    coverage: str | None
    verdict: Verdict
    shortfall: int
    items: tuple[ItemResult, ...]

    def as_json(self, file: str, data_sha256: str) -> dict[str, Any]:
        """The entry of ``evidence --json``, its keys in the order of the contract."""
        own = self.model_dump(mode="json")
        head = {"file": file, "case_no": own.pop("case_no"), "edition": own.pop("edition")}
        return {**head, "data_sha256": data_sha256, **own}


def claims_of(proof: UsageProof) -> tuple[Claim, ...]:
    """The items that no clause rejects, which are the ones compared for double use."""
    return _claims(proof, _by_clauses(proof))


def evaluate(
    proof: UsageProof,
    case_no: str | None = None,
    edition: str = "2025",
    shared: Mapping[int, tuple[str, ...]] | None = None,
    rule: HalfRule | None = None,
) -> EvidenceResult:
    """Decide every item and the proof as a whole (contract, usage_proof).

    ``shared`` names, by position, the receipts of other cases that are like this case's (DUP-3,
    from ``ReceiptIndex.shared``). ``rule`` says which closures ask for half; the edition's by default.
    """
    items = _items(proof, shared or {})
    totals = Totals(
        support=proof.support_total,
        accepted=sum(item.counted for item in items),
        review=sum(
            amount_of(entry)
            for entry, item in zip(proof.evidence, items, strict=True)
            if item.decision == "review"
        ),
    )
    applies = (rule or half_rule(edition)).applies(proof.account_type, proof.closure_type, totals.support)
    required = totals.required if applies else 0
    return EvidenceResult(
        case_no=case_no,
        edition=edition,
        applies=applies,
        support_total=totals.support,
        required=required,
        accepted_total=totals.accepted,
        review_total=totals.review,
        coverage=totals.coverage if applies else None,
        verdict=totals.verdict(applies),
        shortfall=max(0, required - totals.accepted),
        items=items,
    )


def amount_of(item: EvidenceItem) -> int:
    """The part of an item that may count: its countable amount, else all of it, won."""
    return item.amount if item.countable_amount is None else item.countable_amount


def _by_clauses(proof: UsageProof) -> list[tuple[Ground, ...]]:
    members = {alike(member.name): member for member in proof.members}
    return [clause_grounds(item, proof, members) for item in proof.evidence]


def _claims(proof: UsageProof, by_clauses: list[tuple[Ground, ...]]) -> tuple[Claim, ...]:
    return tuple(
        Claim(position, item, decision)
        for position, (item, grounds) in enumerate(zip(proof.evidence, by_clauses, strict=True))
        if (decision := decision_of(grounds)) != "rejected"
    )


def _items(proof: UsageProof, shared: Mapping[int, tuple[str, ...]]) -> tuple[ItemResult, ...]:
    by_clauses = _by_clauses(proof)
    claims = _claims(proof, by_clauses)
    elsewhere = {claim.position: shared[claim.position] for claim in claims if claim.position in shared}
    twice = duplicate_grounds(claims, elsewhere)
    return tuple(
        _settled(
            item, (*by_clauses[position], *twice.get(position, ()), *_elsewhere(elsewhere.get(position)))
        )
        for position, item in enumerate(proof.evidence)
    )


def _elsewhere(others: tuple[str, ...] | None) -> tuple[Ground, ...]:
    if not others:
        return ()
    return (Ground("DUP-3", "review", f"{', '.join(others)}과 같은 서류로 보입니다. {OURS}"),)


def _settled(item: EvidenceItem, grounds: tuple[Ground, ...]) -> ItemResult:
    """A person's decision settles what is under review, and nothing else."""
    decision = decision_of(grounds)
    reasons = tuple(Reason(rule=ground.rule, message=ground.message) for ground in deciding(grounds))
    counted = amount_of(item)
    review = item.review
    if decision == "review" and review is not None:
        decision = review.decision
        reasons = (*reasons, _reason_of(review))
        counted = counted if review.countable_amount is None else review.countable_amount
    return ItemResult(
        id=item.id, decision=decision, counted=counted if decision == "accepted" else 0, reasons=reasons
    )


def _reason_of(review: Review) -> Reason:
    word = DECISION_WORDS[review.decision]
    return Reason(
        rule="AB-REVIEW",
        message=f"{review.decided_by} 님이 {review.decided_on}에 {word}으로 결정했습니다.",
    )
