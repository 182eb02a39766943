"""Evidence used twice within one case: house rules DUP-1 and DUP-2 (contract, usage_proof).

Only items that no clause rejects are compared; width, composition and blanks of what was typed make no
difference. Three likenesses are looked for:
- the same document number and payee: one document, entered more than once;
- numbers of one payee that are the same but for hyphens or the case of letters: a person decides;
- equal date, payee, amount and user where at least one of the two has no number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from forms.likeness import alike, loosely_alike
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
    """Document number and payee, however they are typed; None for an item without a number."""
    return None if item.document_no is None else (alike(item.document_no), alike(item.payee))


def loose_number_key(item: EvidenceItem) -> NumberKey | None:
    """The same, where hyphens and the case of letters in the number make no difference either."""
    return None if item.document_no is None else (loosely_alike(item.document_no), alike(item.payee))


def likeness_key(item: EvidenceItem) -> LikenessKey:
    """Date, payee, amount and user, however they are typed."""
    return (item.dated_on, alike(item.payee), item.amount, alike(item.user))


def duplicate_grounds(claims: Sequence[Claim], shared: Collection[int]) -> dict[int, list[Ground]]:
    """What DUP-1 and DUP-2 say, by position; ``shared`` are the positions under DUP-3.

    What is left for a person is found before one of several equal documents is kept, so that the
    outcome does not hang on the order of the list.
    """
    grounds: dict[int, list[Ground]] = defaultdict(list)
    documents = _groups(claims, number_key)
    for group in documents:
        if len({claim.item.amount for claim in group}) > 1:
            for claim in group:
                message = (
                    f"증빙 {_names(_others(group, claim))}과 서류번호·사용처가 같은데 금액이 다릅니다. {OURS}"
                )
                grounds[claim.position].append(Ground("DUP-2", "review", message))
    for claim, others in _loose_likenesses(claims):
        message = f"증빙 {_names(others)}과 사용처가 같고 서류번호가 붙임표나 대소문자만 다릅니다. {OURS}"
        grounds[claim.position].append(Ground("DUP-2", "review", message))
    for claim, others in _unnumbered_likenesses(claims):
        message = f"증빙 {_names(others)}과 날짜·사용처·금액·사용자가 같습니다. {OURS}"
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


def _groups(claims: Sequence[Claim], key_of: Callable[[EvidenceItem], NumberKey | None]) -> list[list[Claim]]:
    """Claims that bear the same document number and payee by that key, two or more."""
    by_key: dict[NumberKey, list[Claim]] = defaultdict(list)
    for claim in claims:
        key = key_of(claim.item)
        if key is not None:
            by_key[key].append(claim)
    return [group for group in by_key.values() if len(group) > 1]


def _loose_likenesses(claims: Sequence[Claim]) -> Iterable[tuple[Claim, list[Claim]]]:
    """Each claim whose number others bear with other hyphens or letters, and those others."""
    for group in _groups(claims, loose_number_key):
        by_number: dict[NumberKey | None, list[Claim]] = defaultdict(list)
        for claim in group:
            by_number[number_key(claim.item)].append(claim)
        for own, alike_claims in by_number.items():
            rest = (claim for claim in group if number_key(claim.item) != own)
            # As many as are named and one more, so that large groups stay cheap.
            others = list(islice(rest, NAMED_AT_MOST + 1))
            if others:
                yield from ((claim, others) for claim in alike_claims)


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


def _rank(claim: Claim, open_question: bool) -> tuple[int, int, int]:
    """Accepted before open before rejected by a person, then the larger amount, then the earlier.

    What a person accepted counts as accepted, with what the person lets count. An item that nobody has
    decided yet stands with the amount that it would add, so that equal ranks mean equal totals.
    """
    item, review = claim.item, claim.item.review
    amount = item.amount if item.countable_amount is None else item.countable_amount
    if not open_question and claim.decision == "accepted":
        return 0, -amount, claim.position
    if review is None:
        return 1, -amount, claim.position
    if review.decision == "rejected":
        return 2, 0, claim.position
    settled = amount if review.countable_amount is None else review.countable_amount
    return 0, -settled, claim.position
