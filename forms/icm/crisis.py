"""위기도: totals and the ten cut-offs of the 2025 guidebook, 부록 서식 3, 사례관리 대상자 선정 기준표.

Scores are 0 to 3 by question number; None is 해당 사항 없음 and counts 0. The questions' texts are
not part of the source, and a number that no cut-off names is scored like any other.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from forms.icm.need_areas import NeedArea
from forms.record import Value

# 각 욕구 영역별로 어느 하나라도 ‘해당’에 표시된 경우는 통합사례관리 대상자로 선정함.
SELECTION_RULE = "ICM-SELECT-09"

Scores = Mapping[str, int | None]


class Clause(Value, extra="forbid"):
    """One printed sentence of a cut-off."""

    sentence: str
    questions: tuple[int, ...] = ()
    scores: tuple[int, ...] = ()
    sum_from: int | None = None

    def hit(self, scores: Scores) -> bool:
        """Whether the scores of an area meet the sentence."""
        chosen = [score or 0 for number, score in scores.items() if self._speaks_of(number)]
        if self.sum_from is not None:
            return sum(chosen) >= self.sum_from
        return any(score in self.scores for score in chosen)

    def _speaks_of(self, number: str) -> bool:
        return not self.questions or int(number) in self.questions


class CutOff(Value, extra="forbid"):
    """A row of the table: 해당 where any of its clauses is hit. ``rule`` is its id."""

    rule: str
    area: NeedArea
    clauses: tuple[Clause, ...]


class AreaCrisis(Value):
    """The crisis of one area: its total in points, its cut-off, and the clauses that are hit."""

    area: NeedArea
    total: int
    cut_off: CutOff | None
    hits: tuple[Clause, ...]

    @property
    def applies(self) -> bool | None:
        """해당 or 비해당; None for an area without a cut-off (문화 및 여가)."""
        return bool(self.hits) if self.cut_off is not None else None


@cache
def cut_offs() -> tuple[CutOff, ...]:
    """The ten cut-offs, in the table's order."""
    table = tomllib.loads(files("forms.icm").joinpath("crisis.toml").read_text(encoding="utf-8"))
    return TypeAdapter(tuple[CutOff, ...]).validate_python(table["cut_off"])


def cut_off_of(area: NeedArea) -> CutOff | None:
    """The cut-off of an area; None for 문화 및 여가."""
    return next((cut_off for cut_off in cut_offs() if cut_off.area == area), None)


def total(scores: Scores) -> int:
    """The points of an area."""
    return sum(score or 0 for score in scores.values())


def assess(area: NeedArea, scores: Scores) -> AreaCrisis:
    """An area's total and the clauses of its cut-off that the scores hit."""
    cut_off = cut_off_of(area)
    hits = tuple(clause for clause in cut_off.clauses if clause.hit(scores)) if cut_off is not None else ()
    return AreaCrisis(area=area, total=total(scores), cut_off=cut_off, hits=hits)


def overall(areas: Iterable[AreaCrisis]) -> int:
    """The points of all areas together."""
    return sum(area.total for area in areas)


def selected(areas: Iterable[AreaCrisis]) -> bool:
    """Whether any area is 해당 (ICM-SELECT-09): a (potential) client of case management."""
    return any(area.applies for area in areas)
