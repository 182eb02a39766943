"""What is to be done over several cases, in the order in which one does it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from forms.deadlines import Deadline


class When(StrEnum):
    """A part of the list, in the words that head it. Weeks end on Sunday."""

    OVERDUE = "기한 지남"
    THIS_WEEK = "이번 주"
    LATER = "다음 주부터"
    DONE = "마친 일"


@dataclass(frozen=True)
class Task:
    """A deadline of a case. ``where`` says which case it is (a file, or the id of a kept case)."""

    where: str
    case_no: str
    worker: str
    deadline: Deadline


def agenda(tasks: Iterable[Task], today: date) -> list[tuple[When, list[Task]]]:
    """The parts that hold something, counted on ``today``: overdue first, done last.

    Within a part the earliest first; of one day by worker and case number; what is done, the last done first.
    """
    parts: dict[When, list[Task]] = {when: [] for when in When}
    for task in tasks:
        parts[_when(task.deadline, today)].append(task)
    for when, held in parts.items():
        held.sort(key=lambda task: (task.deadline.due, task.worker, task.case_no))
        if when is When.DONE:
            held.sort(key=lambda task: task.deadline.done_on or task.deadline.due, reverse=True)
    return [(when, held) for when, held in parts.items() if held]


def _when(deadline: Deadline, today: date) -> When:
    if deadline.done_on is not None:
        return When.DONE
    if deadline.due < today:
        return When.OVERDUE
    return When.THIS_WEEK if deadline.due <= _sunday(today) else When.LATER


def _sunday(today: date) -> date:
    return today + timedelta(days=6 - today.weekday())
