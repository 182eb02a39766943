"""What is kept with an upload of evidence beside the decisions: who decided what when, and what was drawn.

Nothing here is ever changed or taken out; it goes with the upload.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any, Literal

Done = Literal["accepted", "rejected", "withdrawn"]
DONE_WORDS: dict[Done, str] = {"accepted": "인정", "rejected": "불인정", "withdrawn": "결정 취소"}
# Entries of one upload; each decision writes all of them anew.
ENTRIES_AT_MOST = 5_000
DRAWS_AT_MOST = 50
# A seed is typed off a sheet of paper.
SEED_AT_MOST = 10**9
METHOD = (
    "판정한 사례의 번호를 작은 것부터 늘어놓고 Python의 random.Random(씨앗).sample(번호, 건수)로 뽑습니다."
)


@dataclass(frozen=True)
class Decided:
    """An entry of the log. ``at``: ISO 8601 with offset; ``position`` from 0; amounts in won.

    ``by`` is empty where whoever took a decision back has given no name. The verdict and the accepted
    sum are the case's, before and after.
    """

    at: str
    case: int
    position: int
    done: Done
    by: str
    basis: str
    decided_on: str
    countable_amount: int | None
    verdict_before: str
    verdict: str
    accepted_before: int
    accepted: int

    @property
    def gained(self) -> int:
        """By how much the accepted sum grew, in won."""
        return self.accepted - self.accepted_before


@dataclass(frozen=True)
class Draw:
    """Cases drawn for a second look: ``chosen`` of the ``numbers`` there were, by a seed."""

    at: str
    by: str
    seed: int
    of: int
    chosen: tuple[int, ...]


@dataclass(frozen=True)
class EvidenceRecord:
    """The log in the order of time, and the draws."""

    log: tuple[Decided, ...] = ()
    draws: tuple[Draw, ...] = ()

    @classmethod
    def of(cls, kept: dict[str, Any]) -> EvidenceRecord:
        """From what is kept; an upload of an earlier version has none."""
        return cls(
            tuple(Decided(**entry) for entry in kept.get("log", ())),
            tuple(Draw(**{**entry, "chosen": tuple(entry["chosen"])}) for entry in kept.get("draws", ())),
        )

    def as_kept(self) -> dict[str, Any]:
        """As JSON values."""
        return {"log": [asdict(entry) for entry in self.log], "draws": [asdict(draw) for draw in self.draws]}


def drawn(numbers: Sequence[int], count: int, seed: int) -> tuple[int, ...]:
    """``count`` of the case numbers, ascending; the same numbers, count and seed give the same."""
    # Nothing secret hangs on it: anybody shall be able to draw the same cases again.
    return tuple(sorted(Random(seed).sample(sorted(numbers), count)))  # noqa: S311
