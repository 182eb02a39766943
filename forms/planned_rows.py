"""Rows of results that follow the rows of a plan: each is about the planned one that it names, or that stands in its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from forms.record import Record

Row = TypeVar("Row", bound=Record)


def with_planned(key: str) -> Callable[[tuple[Row, ...], tuple[Row, ...]], tuple[Row, ...]]:
    """How a form's own rows and the planned ones become one list (``FromCase.merge``).

    The own rows come first, where they were entered, so that what is said of a row is said at its place. One
    that leaves ``key`` out takes that of the planned row in its place; one with words of its own is about that
    row, too. The planned rows that no own row is about follow in the plan's order: none is lost, none stands
    twice.
    """

    def merged(own: tuple[Row, ...], planned: tuple[Row, ...]) -> tuple[Row, ...]:
        words = [getattr(row, key) for row in planned]
        named = {getattr(row, key) for row in own} & set(words)
        completed, about = [], set()
        for place, row in enumerate(own):
            if getattr(row, key) not in named:
                about.add(place)
                if getattr(row, key) is None and place < len(words) and words[place] not in named:
                    row = row.model_copy(update={key: words[place]})
            completed.append(row)
        rest = (row for place, row in enumerate(planned) if place not in about and words[place] not in named)
        return (*completed, *rest)

    return merged
