"""Rows kept small come back as they were."""

from __future__ import annotations

from datetime import date, datetime

from api.workbook.cell_values import UNSAVED
from api.workbook.packed_rows import KeptRow, PackedRows


def test_rows_come_back_by_case_with_their_values() -> None:
    values = ("글", 3, 0.5, True, None, date(2025, 3, 4), datetime(2025, 3, 4, 9, 30), UNSAVED)
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
    assert rows.numbers() == []
