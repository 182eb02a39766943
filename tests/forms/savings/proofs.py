"""Proofs of use to test with: the contract's example, and what changes from test to test."""

from __future__ import annotations

from typing import Any

from forms.savings.evidence import EvidenceResult, ItemResult, evaluate
from forms.savings.proof import UsageProof

HOLDER = {
    "name": "가람",
    "relation": "본인",
    "current_member": True,
    "member_during_account": True,
    "contributed_to_incentive": True,
}
HOUSING = "주택구입 및 임대"
EDUCATION = "본인·자녀의 고등교육·기술훈련"
BUSINESS = "사업의 창업"
OTHER = "그밖의 자립자활에 필요한 용도"

# Items with an accepted list: (category, papers that are enough, clause). From the contract,
# "What each item asks for".
LISTED: dict[str, tuple[str, list[str], str]] = {
    "자가구입": (HOUSING, ["매매계약서", "이체확인증"], "AB-HO-1"),
    "임대보증금": (HOUSING, ["임대차계약서", "이체확인증"], "AB-HO-1"),
    "월세": (HOUSING, ["임대차계약서", "이체확인증"], "AB-HO-1"),
    "주택대출금 및 이자 상환": (HOUSING, ["이체확인증"], "AB-HO-2"),
    "주택건축": (HOUSING, ["견적서", "영수증"], "AB-HO-3"),
    "주택 유지보수": (HOUSING, ["공사계약서", "영수증"], "AB-HO-3"),
    "기숙사비": (HOUSING, ["영수증"], "AB-HO-4"),
    "주거안정 월세 대출 상환": (HOUSING, ["영수증"], "AB-HO-5"),
    "의료비": (OTHER, ["진단서", "영수증"], "AB-OT-1"),
    "양·한약 조제비": (OTHER, ["영수증", "소견서"], "AB-OT-2"),
    "안경구입비": (OTHER, ["영수증"], "AB-OT-3"),
    "사회보험 본인부담금": (OTHER, ["가입내역 확인서"], "AB-OT-4"),
    "ISA·적금 가입": (OTHER, ["이체확인증"], "AB-OT-5"),
    "가구원 돌봄(요양원·재가요양)": (OTHER, ["영수증"], "AB-OT-6"),
    "가구원 돌봄(어린이집)": (OTHER, ["영수증"], "AB-OT-6"),
    "결혼자금": (OTHER, ["영수증"], "AB-OT-7"),
    "장례비용": (OTHER, ["영수증"], "AB-OT-7"),
}
# Items of which only a part counts.
PARTIAL = ("기숙사비", "사회보험 본인부담금", "가구원 돌봄(어린이집)")
# Items without an accepted list that break no clause (E-13).
UNLISTED: dict[str, str] = {
    "등록금": EDUCATION,
    "교재비": EDUCATION,
    "기술훈련비": EDUCATION,
    "사설학원비": EDUCATION,
    "기타 교육": EDUCATION,
    "점포 임대": BUSINESS,
    "설비·물품 구입": BUSINESS,
    "기타 창업": BUSINESS,
    "기타": OTHER,
}
# Items that the source lists as not accepted (불인정 사례).
EXCLUDED: dict[str, tuple[str, str]] = {
    "개인과외": (EDUCATION, "AB-NO-3"),
    "어학연수비용": (EDUCATION, "AB-NO-4"),
    "워킹홀리데이 비용": (EDUCATION, "AB-NO-5"),
    "자활기업 창업자금 등으로 구매": (BUSINESS, "AB-NO-6"),
    "택시면허 거래": (BUSINESS, "AB-NO-7"),
    "유흥주점·사행성 산업 창업": (BUSINESS, "AB-NO-8"),
    "미용목적 의료비": (OTHER, "AB-NO-9"),
    "혼수 예단": (OTHER, "AB-NO-10"),
}
CATEGORY = {
    **{item: category for item, (category, _, _) in LISTED.items()},
    **UNLISTED,
    **{item: category for item, (category, _) in EXCLUDED.items()},
}


def item(name: str = "월세", **values: Any) -> dict[str, Any]:
    """An item with all that it asks for: accepted, where the clauses can accept it at all."""
    made: dict[str, Any] = {
        "id": "1",
        "category": CATEGORY[name],
        "item": name,
        "documents": list(LISTED[name][1]) if name in LISTED else ["영수증"],
        "dated_on": "2024-03-02",
        "user": "가람",
        "payee": "○○상사",
        "amount": 2_400_000,
    }
    if name in PARTIAL:
        made["countable_amount"] = 2_000_000
    if name == "주택대출금 및 이자 상환":
        made["housing_loan"] = True
    return {**made, **values}


def review(decision: str = "accepted", **values: Any) -> dict[str, Any]:
    """A person's decision."""
    return {
        "decision": decision,
        "decided_by": "나래",
        "decided_on": "2025-02-10",
        "basis": "원본을 확인함",
        **values,
    }


def proof_data(*evidence: dict[str, Any], **values: Any) -> dict[str, Any]:
    """The contract's proof, with these items; equal numbers are replaced by 1, 2, 3 …"""
    items = [dict(one) for one in evidence]
    if len({one["id"] for one in items}) < len(items):
        for number, one in enumerate(items, 1):
            one["id"] = str(number)
    return {
        "account_type": "희망키움통장Ⅱ",
        "closure_type": "지급해지",
        "account_opened_on": "2022-01-10",
        "closure_applied_on": "2025-02-03",
        "own_deposits": 3_600_000,
        "interest": 120_000,
        "supports": [{"name": "근로소득장려금", "amount": 10_800_000}],
        "members": [dict(HOLDER)],
        "evidence": items,
        **values,
    }


def result(*evidence: dict[str, Any], **values: Any) -> EvidenceResult:
    """The evaluation of such a proof."""
    return evaluate(UsageProof.model_validate(proof_data(*evidence, **values)), "2025-0001")


def decided(*evidence: dict[str, Any], **values: Any) -> list[tuple[str, list[str]]]:
    """Each item's decision and the clauses that decided it."""
    return [(one.decision, rules_of(one)) for one in result(*evidence, **values).items]


def rules_of(one: ItemResult) -> list[str]:
    """The ids of an item's reasons, in their order."""
    return [reason.rule for reason in one.reasons]


def supports(*amounts: int) -> list[dict[str, Any]]:
    """Parts of the support of these amounts."""
    return [{"name": f"지원금 {number}", "amount": amount} for number, amount in enumerate(amounts, 1)]


def member(**flags: bool | None) -> dict[str, Any]:
    """The user of the items, with nothing known but these flags."""
    return {"name": "가람", "relation": "본인", **flags}


def case_data(proof: dict[str, Any]) -> dict[str, Any]:
    """A case that holds the proof alone."""
    return {"case_no": "2025-0001", "client": {"name": "가람"}, "forms": {"usage_proof": proof}}
