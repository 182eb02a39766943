"""변화: how a case changed, as its programme tells it: counts of two times, or of two kinds, side by side.

The chart is drawn from these values (``generator.figures.change_chart``); the same numbers stand in the table
beside it. Nothing is scaled or made a share here: what was counted is what is shown.
"""

from __future__ import annotations

from pydantic import Field

from forms.fields import CalendarDate, Count, Line
from forms.record import Value

NOT_COUNTED = "없음"
"""What stands where one of the two has no number: a question that was not asked is not nought."""


class Side(Value):
    """One of the two that are compared: what it is called, and its day where it has one."""

    title: Line = Field(title="견주는 것")
    on: CalendarDate | None = Field(None, title="날짜")


class ChangeRow(Value):
    """A thing that was counted on both sides; None where a side has no number. ``note`` stands in the table."""

    label: Line = Field(title="구분")
    first: Count | None = Field(None, title="앞의 수")
    second: Count | None = Field(None, title="뒤의 수")
    note: str = Field("", title="비고")


class Change(Value):
    """What changed in one respect. ``unit`` is that of every number, ``sentences`` sum it up."""

    title: Line = Field(title="제목")
    unit: Line = Field(title="단위")
    first: Side = Field(title="앞의 것")
    second: Side = Field(title="뒤의 것")
    label_title: Line = Field(title="구분의 이름")
    note_title: Line = Field(title="비고의 이름")
    rows: tuple[ChangeRow, ...] = Field(title="줄")
    sentences: tuple[str, ...] = Field((), title="요약")
