"""When somebody is referred to another programme of case management, as the 2025 guidebook prints it.

업무안내 제1부, 공공부문 사례관리 사업 의뢰 기준 및 절차; the words stand in ``programme_criteria.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, Self, get_args

from pydantic import TypeAdapter, model_validator

from forms.record import Value

ReferralProgramme = Literal[
    "노인맞춤돌봄서비스",
    "드림스타트",
    "아동보호서비스",
    "방문건강관리",
    "의료급여사례관리",
    "자활사례관리",
    "중독사례관리",
    "정신건강사례관리",
    "통합사례관리",
    "장애인 건강보건사례관리",
]
"""The programmes to which somebody is referred, in the guidebook's order."""


class CriterionLine(Value, extra="forbid"):
    """A printed line: a criterion, which a person ticks, or a note; ``line`` is that of the source's text."""

    line: int
    criterion: str | None = None
    note: str | None = None
    indented: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.criterion is None) == (self.note is None):
            raise ValueError(f"line {self.line} is either a criterion or a note")
        return self


class ProgrammeCriteria(Value, extra="forbid"):
    """A programme with its lines in print order."""

    name: ReferralProgramme
    heading: str = ""
    lines: tuple[CriterionLine, ...]

    @property
    def title(self) -> str:
        """The programme's name as it is printed."""
        return self.heading or self.name

    @property
    def criteria(self) -> tuple[str, ...]:
        """What a person ticks, in print order."""
        return tuple(one.criterion for one in self.lines if one.criterion is not None)


@cache
def programme_criteria() -> tuple[ProgrammeCriteria, ...]:
    """The ten programmes, in print order; read once a process."""
    held = TypeAdapter(tuple[ProgrammeCriteria, ...]).validate_python(_table()["programmes"])
    if tuple(one.name for one in held) != get_args(ReferralProgramme):
        raise ValueError("the table does not hold the ten programmes in their order")
    return held


def criteria_by_programme() -> Mapping[str, tuple[str, ...]]:
    """What a person ticks, by the programme that it is a criterion of."""
    return {one.name: one.criteria for one in programme_criteria()}


def _table() -> dict[str, list[dict[str, object]]]:
    text = files("forms.icm").joinpath("programme_criteria.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


if TYPE_CHECKING:
    Criterion = str
else:
    # The words of a code list, which stand in the table alone.
    Criterion = Literal[
        tuple(
            line["criterion"]
            for programme in _table()["programmes"]
            for line in programme["lines"]
            if "criterion" in line
        )
    ]
