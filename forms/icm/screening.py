"""PHQ-9: the nine items, the total's bands and who is at risk (2025 guidebook, 참고 7 검사결과 판별기준).

Words and numbers stand in ``screening.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from pydantic import Field

from forms.record import Value

ITEMS = 9
# The reference window: from yesterday back over two weeks.
WINDOW_DAYS = 14

RiskGround = Literal["총점 10점 이상", "9번 문항 1점 이상"]


class Band(Value, extra="forbid"):
    """A band of the total: from which total on, and how the sheet's table names it."""

    lowest: int = Field(alias="from")
    name: str


class ScreeningTable(Value, extra="forbid"):
    """The table of the source: items in print order, bands from the lowest, and the bounds of risk (points)."""

    items: tuple[str, ...]
    bands: tuple[Band, ...]
    risk_total: int
    risk_ninth: int


class Window(NamedTuple):
    """The two weeks that a test asks about: first and last day."""

    first: date
    last: date


@cache
def screening_table() -> ScreeningTable:
    """The table, read once a process."""
    text = files("forms.icm").joinpath("screening.toml").read_text(encoding="utf-8")
    return ScreeningTable.model_validate(tomllib.loads(text))


def band_of(total: int) -> str:
    """The name of the band in which a total of 0 to 27 points lies."""
    return next(band.name for band in reversed(screening_table().bands) if total >= band.lowest)


def risk_of(answers: Sequence[int]) -> tuple[RiskGround, ...]:
    """Why nine answers are those of somebody at risk (고위험군); empty where they are not."""
    table = screening_table()
    grounds: list[RiskGround] = []
    if sum(answers) >= table.risk_total:
        grounds.append("총점 10점 이상")
    if answers[ITEMS - 1] >= table.risk_ninth:
        grounds.append("9번 문항 1점 이상")
    return tuple(grounds)


def window_of(tested_on: date) -> Window | None:
    """The reference window of a test: a Wednesday asks from the Wednesday two weeks before to the day before.

    None where the calendar ends before it.
    """
    if tested_on.toordinal() <= WINDOW_DAYS:
        return None
    return Window(tested_on - timedelta(days=WINDOW_DAYS), tested_on - timedelta(days=1))
