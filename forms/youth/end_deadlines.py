"""The period that the end of a protection begins: its entry in the same year (CS-ST-9).

아동자립지원 시스템 매뉴얼, 보호종료 관리: 「보호종료하는 해에 반드시 입력 필요」.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from forms.case import CaseFile
from forms.limit import Limit, Step, in_time_order
from forms.youth.care import care_of
from forms.youth.protection_end import ProtectionEnd


def end_limits(case: CaseFile) -> Iterator[Limit]:
    """The entry of each end of protection; of the one that only the care states where none was entered."""
    ends = in_time_order(case, ProtectionEnd)
    for at, end in ends:
        if end.ended_on is not None:
            on = end.written_on
            done = Step(on, "보호종료관리 작성일", (*at, "written_on")) if on is not None else None
            yield _entry(Step(end.ended_on, "종료일", (*at, "ended_on")), done, (*at, "written_on"))
    care = care_of(case)
    if not ends and care is not None and care.ended_on is not None:
        yield _entry(Step(care.ended_on, "종료일자", ("care", "ended_on")), None, ("care", "ended_on"))


def _entry(ended: Step, done: Step | None, at: tuple[str | int, ...]) -> Limit:
    due = date(ended.on.year, 12, 31)
    return Limit("CS-ST-9", "보호종료관리 입력", ended, "보호종료하는 해", due, done, at)
