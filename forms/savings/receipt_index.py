"""Evidence used twice across cases: house rule DUP-3 (contract, usage_proof).

The index keeps two digests of 16 bytes and a number a receipt, below 1 KB, so that one call can
compare the receipts of ten thousand cases.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import chain, islice

from forms.savings.duplicates import Claim, likeness_key, loose_number_key

# A message names this many receipts of other cases.
NAMED_AT_MOST = 3
# Item numbers are kept to be named in messages; longer ones are cut.
_ID_LETTERS = 40
_CASE_SHIFT = 32


class ReceiptIndex:
    """The receipts of the cases of one call, by what makes two of them alike.

    Add every case first, then ask for each what it shares. Case numbers count from 0 in the order
    of adding, which is also the order in which others are named.
    """

    def __init__(self) -> None:
        self._labels: list[str] = []
        self._ids: list[tuple[str, ...]] = []
        self._by_number = _Postings()
        self._numbered = _Postings()
        self._unnumbered = _Postings()

    def add(self, label: str, claims: Sequence[Claim]) -> int:
        """Take in a case's claims; ``label`` names the case in messages. Returns its number."""
        case = len(self._labels)
        self._labels.append(label)
        self._ids.append(tuple(claim.item.id[:_ID_LETTERS] for claim in claims))
        for ordinal, claim in enumerate(claims):
            receipt = case << _CASE_SHIFT | ordinal
            number, likeness = _number_digest(claim), _likeness_digest(claim)
            if number is None:
                self._unnumbered.add(likeness, receipt)
            else:
                self._by_number.add(number, receipt)
                self._numbered.add(likeness, receipt)
        return case

    def shared(self, case: int, claims: Iterable[Claim]) -> dict[int, tuple[str, ...]]:
        """For each claim's position that other cases hold too: up to three of theirs, named."""
        found: dict[int, tuple[str, ...]] = {}
        for claim in claims:
            others = islice(self._others(case, claim), NAMED_AT_MOST + 1)
            names = [self._name(receipt) for receipt in others]
            if len(names) > NAMED_AT_MOST:
                names[NAMED_AT_MOST:] = ["그 밖의 증빙"]
            if names:
                found[claim.position] = tuple(names)
        return found

    def _others(self, case: int, claim: Claim) -> Iterator[int]:
        number, likeness = _number_digest(claim), _likeness_digest(claim)
        # Of two numbered receipts only the number tells; an unnumbered one is like any other.
        first = (
            self._numbered.elsewhere(likeness, case)
            if number is None
            else self._by_number.elsewhere(number, case)
        )
        return chain(first, self._unnumbered.elsewhere(likeness, case))

    def _name(self, receipt: int) -> str:
        case, ordinal = receipt >> _CASE_SHIFT, receipt & ((1 << _CASE_SHIFT) - 1)
        return f"{self._labels[case]}의 증빙 {self._ids[case][ordinal]}번"


class _Postings:
    """Receipts by digest; a lone receipt is kept without a list of its own."""

    def __init__(self) -> None:
        self._held: dict[bytes, int | list[int]] = {}

    def add(self, digest: bytes, receipt: int) -> None:
        held = self._held.get(digest)
        if held is None:
            self._held[digest] = receipt
        elif isinstance(held, int):
            self._held[digest] = [held, receipt]
        else:
            held.append(receipt)

    def elsewhere(self, digest: bytes, case: int) -> Iterator[int]:
        """The receipts of other cases in the order of adding, without walking over the case's own."""
        held = self._held.get(digest, [])
        receipts = [held] if isinstance(held, int) else held
        own = bisect_left(receipts, case << _CASE_SHIFT)
        after = bisect_left(receipts, (case + 1) << _CASE_SHIFT)
        return (receipts[place] for place in chain(range(own), range(after, len(receipts))))


def _number_digest(claim: Claim) -> bytes | None:
    # Between cases a person looks in any event: hyphens and the case of letters need not agree.
    key = loose_number_key(claim.item)
    return None if key is None else _digest(key)


def _likeness_digest(claim: Claim) -> bytes:
    return _digest(likeness_key(claim.item))


def _digest(key: Iterable[object]) -> bytes:
    # Control characters never pass the fields' checks, so that the separator cannot occur in a part.
    return blake2b("\x1f".join(str(part) for part in key).encode("utf-8"), digest_size=16).digest()
