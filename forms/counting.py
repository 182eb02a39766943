"""Numbers of a form that cases know: what each case adds to them, and what the cases come to.

Which numbers a form takes from cases, and what a case adds to each, is the form's own to say (``Form.counting``).
A number to which any case may add and does not say whether is not known at all: it is never counted too low.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from forms.case import CaseFile
from forms.particles import with_particle

# So many case numbers are named in a line; the rest are counted.
NAMED_AT_MOST = 10


class Adds(NamedTuple):
    """What a case adds to the number ``key`` of a form; what bears the same ``name`` (a worker) counts once."""

    key: str
    number: int = 1
    name: str | None = None


class Untold(NamedTuple):
    """That a case does not say what it adds to the number ``key``: the Korean name of what is lacking."""

    key: str
    lacks: str


@dataclass(frozen=True, eq=False)
class Counting:
    """Which numbers of a form are counted: its ``keys``, each with how (in Korean), and what a (filled) case adds.

    ``evidence`` is the form's list of papers in which the cases are named where nothing is entered.
    """

    keys: Mapping[str, str]
    adds: Callable[[Any, CaseFile], Iterable[Adds | Untold]]
    evidence: str


class FromOneCase(NamedTuple):
    """What one case added to a number."""

    case_no: str
    number: int


class UntoldByCase(NamedTuple):
    """What one case lacks to be counted in a number."""

    case_no: str
    lacks: str


class CountedNumber(NamedTuple):
    """A number as counted, with the cases behind it and those that do not say; ``known`` sums up the former."""

    key: str
    known: int
    cases: tuple[FromOneCase, ...]
    untold: tuple[UntoldByCase, ...]

    @property
    def number(self) -> int | None:
        """The number; None where a case does not say whether it adds to it."""
        return None if self.untold else self.known


class Tally:
    """The numbers of one sheet, counted case by case."""

    def __init__(self, counting: Counting) -> None:
        self._keys = tuple(counting.keys)
        self._cases: dict[str, dict[str, int]] = {key: {} for key in self._keys}
        self._names: dict[str, set[str]] = {key: set() for key in self._keys}
        self._untold: dict[str, dict[str, str]] = {key: {} for key in self._keys}

    def add(self, case_no: str, brought: Iterable[Adds | Untold]) -> None:
        """Take in what a case brings; each case number comes once."""
        for found in brought:
            if isinstance(found, Untold):
                self._untold[found.key].setdefault(case_no, found.lacks)
                continue
            added = self._cases[found.key]
            added[case_no] = added.get(case_no, 0) + found.number
            if found.name is not None:
                self._names[found.key].add(found.name)

    def numbers(self) -> tuple[CountedNumber, ...]:
        """Every number in the order of the form's keys."""
        return tuple(
            CountedNumber(
                key,
                len(self._names[key]) or sum(self._cases[key].values()),
                tuple(FromOneCase(*one) for one in self._cases[key].items()),
                tuple(UntoldByCase(*one) for one in self._untold[key].items()),
            )
            for key in self._keys
        )


def shortened(names: Iterable[str], at_most: int = NAMED_AT_MOST) -> str:
    """Case numbers in one line: the first ones, then how many more there are."""
    listed = list(names)
    further = len(listed) - at_most
    return ", ".join(listed[:at_most]) + (f" 외 {further}건" if further > 0 else "")


def evidence_line(numbers: Iterable[CountedNumber]) -> str | None:
    """The cases behind the numbers, as the form's list of papers names them; None where there are none."""
    behind = sorted({one.case_no for number in numbers for one in number.cases})
    return f"사례 {len(behind)}건: {shortened(behind)}" if behind else None


def why_untold(number: CountedNumber) -> str:
    """Why a number is not filled in, as a Korean sentence."""
    lacks = dict.fromkeys(one.lacks for one in number.untold)
    return (
        f"{with_particle(', '.join(lacks), '이(가)')} 없어 셀 수 없는 사례가 {len(number.untold)}건 있으므로 채우지 않았습니다"
        f"({shortened(one.case_no for one in number.untold)}). 그 사례를 고치거나 수를 직접 적으세요."
    )
