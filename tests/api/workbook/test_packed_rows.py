"""Rows kept small come back as they were."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from api.workbook.cell_contents import COVERED, UNSAVED, Formatted
from api.workbook.packed_rows import KeptRow, PackedRows, Unread


def test_rows_come_back_by_case_with_their_values() -> None:
    values = (
        "글",
        3,
        0.5,
        True,
        None,
        date(2025, 3, 4),
        datetime(2025, 3, 4, 9, 30),
        UNSAVED,
        COVERED,
        time(14, 30),
        timedelta(hours=30),
        Formatted(7, "007"),
        Formatted(datetime(2025, 3, 4), None, whole=False),
    )
    first, second = KeptRow(0, 2, (), values, ()), KeptRow(1, 7, (2, None), ("나",), (4,))
    other = KeptRow(0, 3, (), ("다",), ())
    rows = PackedRows()
    for case_no, row in (("가", first), (None, other), ("가", second)):
        rows.add(case_no, row)
    assert rows.numbers() == ["가", None]
    assert rows.sheets("가") == {0, 1}
    rows.give(None, "가")
    back = list(rows.take("가"))
    assert back == [first, second, other]
    assert back[0].values[7] is UNSAVED
    assert back[0].values[8] is COVERED
    assert rows.numbers() == []


def test_rows_of_an_unreadable_number_keep_its_cell_and_belong_to_nobody() -> None:
    row = KeptRow(0, 2, (), ("가",), (), key=2.02403021e23, hidden=True)
    rows = PackedRows()
    rows.add(Unread.NUMBER, row)
    rows.add(None, KeptRow(0, 3, (), ("나",)))
    assert rows.numbers() == [Unread.NUMBER, None]
    assert list(rows.take(Unread.NUMBER)) == [row]
