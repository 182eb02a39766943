"""Rows of results that follow the rows of a plan: each is about the planned one in its place."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from typing import TypeVar

from forms.record import Record

Row = TypeVar("Row", bound=Record)


def with_planned(key: str) -> Callable[[tuple[Row, ...], tuple[Row, ...]], tuple[Row, ...]]:
    """How a form's own rows and the planned ones become one list, in the plan's order (``FromCase.merge``).

    An own row that leaves ``key`` out takes that of the planned row in its place.
    """

    def merged(own: tuple[Row, ...], planned: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(
            row.model_copy(update={key: getattr(row, key) or getattr(plan, key)})
            if row and plan
            else row or plan
            for row, plan in zip_longest(own, planned)
        )

    return merged
