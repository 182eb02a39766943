"""성과: the outcomes of self-sufficiency case management by area, as the study found and ordered them.

자활사례관리 성과 심층분석연구, 그림 Ⅴ-1; the words stand in ``outcomes.toml``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal


@dataclass(frozen=True)
class Outcome:
    """An outcome, with the line of the source that names it."""

    item: str
    line: int


@dataclass(frozen=True)
class OutcomeGroup:
    """The outcomes of an area: of one of its parts where it has any, or of the effects that these have."""

    area: str
    outcomes: tuple[Outcome, ...]
    sub_area: str = ""
    effect: str = ""

    @property
    def label(self) -> str:
        """The area and its part, on two lines, as the page names them."""
        part = f"{self.sub_area}({self.effect})" if self.effect else self.sub_area
        return "\n".join(filter(None, (self.area, part)))


@cache
def outcome_groups() -> tuple[OutcomeGroup, ...]:
    """The groups in the order of the figure. Raises ``TypeError`` for an entry with another key."""
    table = tomllib.loads(
        files("forms.selfsufficiency").joinpath("outcomes.toml").read_text(encoding="utf-8")
    )
    return tuple(
        OutcomeGroup(**{**group, "outcomes": tuple(Outcome(**one) for one in group["outcomes"])})
        for group in table["group"]
    )


@cache
def outcome_labels() -> dict[str, str]:
    """The label of the area of each outcome, by the outcome, in the order of the figure."""
    return {one.item: group.label for group in outcome_groups() for one in group.outcomes}


if TYPE_CHECKING:
    OutcomeItem = str
else:
    # The words stand once, in the table, and are a closed list all the same.
    OutcomeItem = Literal[tuple(outcome_labels())]
