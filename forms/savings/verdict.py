"""Whether the accepted evidence covers half of the support (AB-EV-01, AB-EV-02), in whole won."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from forms.savings.terms import AccountType, ClosureType, Verdict


@dataclass(frozen=True)
class HalfRule:
    """Which closures ask for proof of half the support (``half_rule.toml``).

    ``asked`` and ``exempt`` follow the sources; ``turned_on`` is the setting that asks for it where
    they are silent.
    """

    asked: frozenset[tuple[str, str]]
    exempt: frozenset[tuple[str, str]]
    turned_on: frozenset[tuple[str, str]] = frozenset()

    def applies(self, account: AccountType, closure: ClosureType, support_total: int) -> bool | None:
        """True: half is asked for; False: a clause asks for no proof, or there is no support to prove.

        None where the sources hold no rule (E-08, AB-EV-02e). What asks for no proof comes first.
        """
        closing = (closure, account)
        if support_total == 0 or closing in self.exempt:
            return False
        return True if closing in self.asked | self.turned_on else None


@cache
def half_rule(edition: str) -> HalfRule:
    """The rule of an edition: the latest held up to it, else the earliest, as its paper is printed."""
    held = tomllib.loads(files("forms.savings").joinpath("half_rule.toml").read_text(encoding="utf-8"))
    lists = held[max((name for name in held if name <= edition), default=min(held))]
    return HalfRule(**{name: _closings(lists[name]) for name in ("asked", "exempt", "turned_on")})


def _closings(lists: Mapping[str, list[str]]) -> frozenset[tuple[str, str]]:
    return frozenset((closure, account) for closure, accounts in lists.items() for account in accounts)


@dataclass(frozen=True)
class Totals:
    """Sums of a proof in won: the support, what was accepted, what waits for a person."""

    support: int
    accepted: int
    review: int

    @property
    def required(self) -> int:
        """The smallest amount that passes: half the support, an odd won rounded up."""
        return (self.support + 1) // 2

    @property
    def coverage(self) -> str:
        """Accepted over support, cut (not rounded) to four places. For reading only."""
        steps = self.accepted * 10_000 // self.support
        return f"{steps // 10_000}.{steps % 10_000:04d}"

    def verdict(self, applies: bool | None) -> Verdict:
        """The verdict, where ``applies`` says whether half is asked for."""
        if applies is None:
            return "규정없음"
        if not applies:
            return "해당없음"
        if 2 * self.accepted >= self.support:
            return "충족"
        return "검토필요" if 2 * (self.accepted + self.review) >= self.support else "미충족"
