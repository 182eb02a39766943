"""Receipts of several cases that are alike, as groups to look through: house rules DUP-1 to DUP-3 (contract).

The likenesses are those of ``duplicates`` and ``receipt_index``: the same number of one payee, hyphens
and the case of letters aside, or the same date, payee, amount and user where one of the two bears no
number. A receipt that is like one of a group belongs to the group.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from forms.savings.duplicates import Claim, likeness_key, loose_number_key

# (case, position of the item in the case), as the caller counts them.
Place = tuple[int, int]


class ReceiptGroups:
    """Take in every case first, then ask for the groups."""

    def __init__(self) -> None:
        self._above: dict[Place, Place] = {}
        self._by_number: dict[Hashable, Place] = {}
        # Of one date, payee, amount and user: all receipts, and one without a number where there is one.
        self._alike: dict[Hashable, list[Place]] = {}
        self._unnumbered: dict[Hashable, Place] = {}

    def add(self, case: int, claims: Iterable[Claim]) -> None:
        """Take in the claims of a case, the items that no clause rejects."""
        for claim in claims:
            place = (case, claim.position)
            self._above[place] = place
            number, likeness = loose_number_key(claim.item), likeness_key(claim.item)
            if number is not None:
                self._join(place, self._by_number.setdefault(number, place))
            else:
                self._unnumbered.setdefault(likeness, place)
            self._alike.setdefault(likeness, []).append(place)

    def groups(self) -> tuple[tuple[Place, ...], ...]:
        """Every group of two receipts or more, by its first; in each the order is that of the cases."""
        for likeness, one in self._unnumbered.items():
            for place in self._alike[likeness]:
                self._join(place, one)
        found: dict[Place, list[Place]] = {}
        for place in sorted(self._above):
            found.setdefault(self._root(place), []).append(place)
        return tuple(tuple(group) for group in found.values() if len(group) > 1)

    def _root(self, place: Place) -> Place:
        while self._above[place] != place:
            # Shortened on the way, so that a long chain is walked once.
            self._above[place] = self._above[self._above[place]]
            place = self._above[place]
        return place

    def _join(self, one: Place, other: Place) -> None:
        self._above[self._root(one)] = self._root(other)
