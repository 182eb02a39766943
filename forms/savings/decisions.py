"""What the clauses say to one piece of evidence (digest 2 §A.2, AB-EV, AB-HO, AB-OT, AB-NO).

Nothing here knows of other items: what is used twice stands in ``duplicates``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from forms.likeness import alike
from forms.savings.papers import ItemTerms, paper_table
from forms.savings.proof import EvidenceItem, Member, UsageProof
from forms.savings.terms import AccountType, Decision

HOUSING = "주택구입 및 임대"
EDUCATION = "본인·자녀의 고등교육·기술훈련"
# Which relief a household member's own time gives, by account; the general sentence else (E-03).
_MEMBER_CLAUSES: Mapping[AccountType, str] = {
    "희망키움통장Ⅰ": "AB-EV-06a",
    "희망키움통장Ⅱ": "AB-EV-06b",
    "내일키움통장": "AB-EV-06b",
}


class Ground(NamedTuple):
    """What one clause says to an item: its id, the decision it asks for, and why in Korean."""

    rule: str
    decision: Decision
    message: str


def decision_of(grounds: Iterable[Ground]) -> Decision:
    """One clause that rejects is enough; else one that wants a person; else accepted."""
    said = {ground.decision for ground in grounds}
    return "rejected" if "rejected" in said else "review" if "review" in said else "accepted"


def deciding(grounds: Iterable[Ground]) -> tuple[Ground, ...]:
    """The grounds that carry the decision, in the order they were found."""
    held = tuple(grounds)
    decision = decision_of(held)
    return tuple(ground for ground in held if ground.decision == decision)


def clause_grounds(
    item: EvidenceItem, proof: UsageProof, members: Mapping[str, Member]
) -> tuple[Ground, ...]:
    """Every clause that speaks against an item or leaves it open; where none does, the one that accepts it.

    ``members`` is the household by name, however it is typed (``alike``).
    """
    terms = paper_table().items[item.item]
    member = members.get(alike(item.user))
    against = (
        *_exclusions(item, terms),
        *_papers(item, terms),
        *_dates(item, terms, proof),
        *_user(item, proof.account_type, member),
        *_loan(item, terms),
        *_countable_part(item, terms),
        *_no_accepted_list(item, terms, member),
    )
    return against or (Ground(terms.clause, "accepted", _acceptance(item, terms)),)


def _exclusions(item: EvidenceItem, terms: ItemTerms) -> Iterator[Ground]:
    if terms.excluded_by is not None:
        yield Ground(terms.excluded_by, "rejected", f"불인정 사례에 해당합니다: {item.item}.")
    if item.category != HOUSING:
        return
    if item.cash_without_third_party:
        yield Ground(
            "AB-NO-1",
            "rejected",
            "공증 있는 제3자(공인중개소, 은행 등)의 확인이 없는 현금거래는 인정하지 않습니다.",
        )
    if item.kinship_degree == 1:
        yield Ground("AB-NO-2", "rejected", "1촌간 거래는 인정하지 않습니다(형제간 주택거래는 가능).")


def _papers(item: EvidenceItem, terms: ItemTerms) -> Iterator[Ground]:
    table = paper_table()
    given = set(item.documents)
    refused = [paper for paper in dict.fromkeys(item.documents) if paper in table.refused]
    missing = table.missing(terms, given)
    if table.other_proof in given:
        if missing:
            yield Ground(
                "AB-EV-03",
                "review",
                f"{_named(missing)} 대신 낸 {table.other_proof}가 사용을 객관적으로 입증하는지 확인해야 합니다.",
            )
        return
    # Papers that count for nothing do harm only where nothing else stands beside them.
    if refused and (missing or given <= table.refused):
        yield Ground("AB-EV-04", "rejected", f"{', '.join(refused)}은 증빙으로 인정하지 않습니다.")
        for paper in refused:
            if paper in terms.excluded_papers:
                yield Ground(
                    terms.excluded_papers[paper],
                    "rejected",
                    f"불인정 사례에 해당합니다: {item.item}의 {paper}.",
                )
    if missing and not given:
        yield Ground("AB-EV-03", "rejected", "사용을 입증하는 서류가 하나도 없습니다.")
    if missing:
        yield Ground(terms.clause, "rejected", f"필요한 서류가 없습니다: {_named(missing)}.")


def _named(groups: list[tuple[str, ...]]) -> str:
    return ", ".join(" 또는 ".join(group) for group in groups)


def _dates(item: EvidenceItem, terms: ItemTerms, proof: UsageProof) -> Iterator[Ground]:
    start, end = proof.account_opened_on, proof.closure_applied_on
    own_start = proof.membership_started_on if terms.membership else None
    own_end = proof.membership_ended_on if terms.membership else None
    # E-11: the item's own window is 가입기간; each end that is given replaces that of the general one.
    start, end = own_start or start, own_end or end
    if start <= item.dated_on <= end:
        return
    yield Ground(
        "AB-EV-05",
        "rejected",
        f"서류 날짜({item.dated_on})가 인정기간({start} ~ {end})을 벗어났습니다.",
    )
    crossed = own_start if item.dated_on < start else own_end
    if crossed is not None:
        yield Ground(terms.clause, "rejected", f"가입기간{_period(own_start, own_end)} 안의 것만 인정합니다.")


def _period(start: date | None, end: date | None) -> str:
    return f"({start or ''} ~ {end or ''})"


def _user(item: EvidenceItem, account: AccountType, member: Member | None) -> Iterator[Ground]:
    """AB-EV-06 with the account's own relief: the specific sentence before the general one (E-03)."""
    if member is None:
        yield Ground("AB-EV-06", "rejected", f"사용자({item.user})가 보장가구원 명단에 없습니다.")
        return
    clause = _MEMBER_CLAUSES.get(account, "AB-EV-06c")
    if clause == "AB-EV-06a":
        known = (member.current_member, member.contributed_to_incentive)
        wanted = "현재 보장가구원이거나 근로소득장려금 발생에 기여한 이력이 있어야 합니다"
    else:
        known = (member.current_member, member.member_during_account)
        wanted = "현재 또는 가입기간 중에 보장가구원이어야 합니다"
    if True in known:
        return
    if None in known:
        yield Ground(
            "AB-EV-06e",
            "review",
            f"사용자({item.user})가 보장가구원인지 확인되지 않았습니다. 해당 지자체에 협조를 요청해 확인하세요.",
        )
        return
    yield Ground("AB-EV-06", "rejected", f"사용자({item.user})가 인정되는 보장가구원이 아닙니다.")
    yield Ground(clause, "rejected", f"{account}: {wanted}.")


def _loan(item: EvidenceItem, terms: ItemTerms) -> Iterator[Ground]:
    if not terms.housing_loan or item.housing_loan is True:
        return
    if item.housing_loan is None:
        yield Ground(terms.clause, "review", "주택자금대출인지 확인해야 합니다.")
    else:
        yield Ground(terms.clause, "rejected", "주택자금대출이 아닌 대출의 상환은 인정하지 않습니다.")


def _countable_part(item: EvidenceItem, terms: ItemTerms) -> Iterator[Ground]:
    if terms.countable_part is not None and item.countable_amount is None:
        yield Ground(
            terms.clause,
            "review",
            f"{terms.countable_part}만 인정하는데, 그 금액(인정 대상 금액)이 적혀 있지 않습니다.",
        )


def _no_accepted_list(item: EvidenceItem, terms: ItemTerms, member: Member | None) -> Iterator[Ground]:
    """E-13: no list, no automatic decision either way. E-41: 본인 and 자녀 are named, others asked about."""
    if terms.papers is not None or terms.excluded_by is not None:
        return
    beside = "" if item.documents else " 낸 서류가 없습니다."
    yield Ground(
        terms.clause,
        "review",
        f"'{item.item}'의 인정 서류 목록이 출처에 없어 담당자가 확인해야 합니다.{beside}",
    )
    if item.category == EDUCATION and member is not None:
        relation = (member.relation or "").replace(" ", "")
        if relation not in paper_table().own_and_children:
            said = f"관계 '{member.relation}'" if member.relation else "관계를 적지 않음"
            yield Ground(
                "AB-ED-1", "review", f"본인이나 자녀의 교육·훈련인지 확인해야 합니다({item.user}, {said})."
            )


def _acceptance(item: EvidenceItem, terms: ItemTerms) -> str:
    held = ", ".join(
        paper
        for paper in dict.fromkeys(item.documents)
        if paper not in paper_table().refused and paper != paper_table().other_proof
    )
    part = f" {terms.countable_part}만 인정합니다." if terms.countable_part else ""
    return f"필요한 서류({held})를 갖추었습니다.{part}"
