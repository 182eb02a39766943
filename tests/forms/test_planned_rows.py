"""Rows of results beside a plan of three: which one each is about."""

from __future__ import annotations

import pytest

from forms.planned_rows import with_planned
from forms.record import Record


class Row(Record):
    goal: str | None = None
    result: str | None = None


PLANNED = tuple(Row(goal=goal) for goal in ("가", "나", "다"))


def merged(*own: tuple[str | None, str]) -> list[tuple[str | None, str | None]]:
    rows = tuple(Row(goal=goal, result=result) for goal, result in own)
    return [(row.goal, row.result) for row in with_planned("goal")(rows, PLANNED)]


@pytest.mark.parametrize(
    ("own", "whole"),
    [
        ((), [("가", None), ("나", None), ("다", None)]),
        # By place where no goal is named, and where it is named in other words.
        (((None, "달성"),), [("가", "달성"), ("나", None), ("다", None)]),
        ((("가를 넘어", "달성"),), [("가를 넘어", "달성"), ("나", None), ("다", None)]),
        # By its words, wherever it stands: none is lost, none stands twice.
        ((("나", "달성"),), [("나", "달성"), ("가", None), ("다", None)]),
        ((("다", "달성"), ("가", "진행")), [("다", "달성"), ("가", "진행"), ("나", None)]),
        # A goal of its own behind the planned ones.
        (
            (("가", "달성"), ("나", "달성"), ("다", "달성"), ("라", "달성")),
            [("가", "달성"), ("나", "달성"), ("다", "달성"), ("라", "달성")],
        ),
        # The place is another row's by name: which goal is meant cannot be told.
        (((None, "달성"), ("가", "진행")), [(None, "달성"), ("가", "진행"), ("나", None), ("다", None)]),
    ],
)
def test_each_row_is_about_one_goal(
    own: tuple[tuple[str | None, str], ...], whole: list[tuple[str | None, str | None]]
) -> None:
    assert merged(*own) == whole
