"""Evidence used twice within one case: house rules DUP-1 and DUP-2 (contract, usage_proof).

Only items that no clause rejects are compared. Two likenesses are looked for:
- the same document number and payee: one document, entered more than once;
- equal date, payee, amount and user where at least one of the two has no number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from forms.savings.decisions import Ground
from forms.savings.proof import EvidenceItem
from forms.savings.terms import Decision

# A message names this many others.
NAMED_AT_MOST = 10

# No source speaks of double use: each message says so.
OURS = "(자체 규칙)"

NumberKey = tuple[str, str]
LikenessKey = tuple[date, str, int, str]


class Claim(NamedTuple):
    """An item that no clause rejects: where it stands, and what the clauses leave it as."""

    position: int
    item: EvidenceItem
    decision: Decision


def number_key(item: EvidenceItem) -> NumberKey | None:
    """Document number and payee; None for an item without a number."""
    return None if item.document_no is None else (item.document_no, item.payee)


def likeness_key(item: EvidenceItem) -> LikenessKey:
    """Date, payee, amount and user."""
    return (item.dated_on, item.payee, item.amount, item.user)


def duplicate_grounds(claims: Sequence[Claim], shared: Collection[int]) -> dict[int, list[Ground]]:
    """What DUP-1 and DUP-2 say, by position; ``shared`` are the positions under DUP-3.

    What is left for a person is found before one of several equal documents is kept, so that the
    outcome does not hang on the order of the list.
    """
    grounds: dict[int, list[Ground]] = defaultdict(list)
    documents = _groups(claims)
    for group in documents:
        if len({claim.item.amount for claim in group}) > 1:
            for claim in group:
                message = (
                    f"증빙 {_names(_others(group, claim))}과 서류번호·사용처가 같은데 금액이 다릅니다. {OURS}"
                )
                grounds[claim.position].append(Ground("DUP-2", "review", message))
    for claim, alike in _unnumbered_likenesses(claims):
        message = f"증빙 {_names(alike)}과 날짜·사용처·금액·사용자가 같습니다. {OURS}"
        grounds[claim.position].append(Ground("DUP-2", "review", message))
    open_positions = {*grounds, *shared}
    for group in documents:
        if len({claim.item.amount for claim in group}) == 1:
            kept = min(group, key=lambda claim: _rank(claim, claim.position in open_positions))
            for claim in group:
                if claim is not kept:
                    message = (
                        f"증빙 {_names([kept])}과 같은 서류입니다(서류번호 {claim.item.document_no}). {OURS}"
                    )
                    grounds[claim.position].append(Ground("DUP-1", "rejected", message))
    return grounds


def _groups(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims that bear the same document number and payee, two or more."""
    by_key: dict[NumberKey, list[Claim]] = defaultdict(list)
    for claim in claims:
        key = number_key(claim.item)
        if key is not None:
            by_key[key].append(claim)
    return [group for group in by_key.values() if len(group) > 1]


def _unnumbered_likenesses(claims: Sequence[Claim]) -> Iterable[tuple[Claim, list[Claim]]]:
    by_key: dict[LikenessKey, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_key[likeness_key(claim.item)].append(claim)
    for group in by_key.values():
        unnumbered = [claim for claim in group if claim.item.document_no is None]
        if not unnumbered or len(group) < 2:
            continue
        for claim in group:
            yield claim, _others(group if claim.item.document_no is None else unnumbered, claim)


def _others(group: list[Claim], claim: Claim) -> list[Claim]:
    """The rest of a group, as many as are named and one more, so that large groups stay cheap."""
    return [other for other in group[: NAMED_AT_MOST + 2] if other is not claim]


def _names(claims: Iterable[Claim]) -> str:
    names = [f"{claim.item.id}번" for claim in claims]
    more = " 등" if len(names) > NAMED_AT_MOST else ""
    return ", ".join(names[:NAMED_AT_MOST]) + more


def _rank(claim: Claim, open_question: bool) -> tuple[bool, int, int, int]:
    """Accepted before review, then the larger counted amount, then the earlier in the list.

    An item under review counts what its ``review`` lets count; where nobody has decided, the amount
    it would add to the review total stands next, so that equal ranks mean equal totals.
    """
    item, review = claim.item, claim.item.review
    amount = item.amount if item.countable_amount is None else item.countable_amount
    under_review = open_question or claim.decision == "review"
    counted, waiting = amount, 0
    if under_review and review is None:
        counted, waiting = 0, amount
    elif under_review and review is not None:
        settled = amount if review.countable_amount is None else review.countable_amount
        counted = settled if review.decision == "accepted" else 0
    return under_review, -counted, -waiting, claim.position
