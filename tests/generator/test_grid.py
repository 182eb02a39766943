"""Placing cells on a grid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.grid import GridError, Slot, Span, place


def columns_of(row: list[Slot[str]]) -> list[str]:
    return [slot.cell for slot in row for _ in range(slot.colspan)]


def test_spans_reach_right_and_down() -> None:
    rows = [[Span("a", 1, 2), Span("b", 2)], [Span("c"), Span("d")], [Span("e", 3)]]
    assert [columns_of(row) for row in place(rows, 3)] == [["a", "b", "b"], ["a", "c", "d"], ["e", "e", "e"]]


def test_a_rowspan_of_zero_reaches_to_the_end() -> None:
    rows = [[Span("a", 1, 0), Span("b")], [Span("c")], [Span("d")]]
    placed = place(rows, 2)
    assert [row[0].cell for row in placed] == ["a", "a", "a"]
    assert [row[0].continues for row in placed] == [False, True, True]


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ([[Span("a")]], 2),
        ([[Span("a", 3)]], 2),
        ([[Span("a", 1, 2), Span("b")]], 2),
        ([[Span("a", 1, 2), Span("b")], [Span("c"), Span("d")]], 2),
    ],
)
def test_rows_that_do_not_cover_the_grid(rows: list[list[Span[str]]], columns: int) -> None:
    with pytest.raises(GridError):
        place(rows, columns)


@given(st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=5), min_size=1, max_size=6))
def test_every_row_covers_every_column_once(widths: list[list[int]]) -> None:
    columns = max(sum(row) for row in widths)
    rows = [[Span(str(n), width) for n, width in enumerate(row)] for row in widths]
    for row, given_row in zip(rows, widths, strict=True):
        if sum(given_row) < columns:
            row.append(Span("rest", columns - sum(given_row)))
    for placed in place(rows, columns):
        assert [slot.column for slot in placed] == [
            sum(s.colspan for s in placed[:i]) for i in range(len(placed))
        ]
        assert sum(slot.colspan for slot in placed) == columns
