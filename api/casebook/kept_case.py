"""A kept case, what a list shows of it, and what was done with it, as values.

SeosikError
├── CaseGone       CASE-GONE   there is no such case (any more)                        404
└── StaleCase      STALE       a page or revision that is no longer the latest         409
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from forms import SeosikError
from forms.checking import case_no_of
from forms.deadlines import Deadline
from forms.record import Value


class CaseGone(SeosikError):
    """There is no such case (any more)."""

    code = "CASE-GONE"
    http_status = 404

    def __init__(self) -> None:
        super().__init__("없는 사례이거나 지운 사례입니다.")


class StaleCase(SeosikError):
    """The case was changed since the page was made that shows it."""

    code = "STALE"
    http_status = 409

    def __init__(self) -> None:
        super().__init__("그사이 다른 창에서 고친 사례입니다. 화면을 새로 열어 확인하세요.")


class SheetState(StrEnum):
    """Where a sheet of a case stands, in the word that the page shows."""

    EMPTY = "비어 있음"
    BEGUN = "작성 중"
    FAULTY = "고칠 곳"
    PRINTABLE = "인쇄 가능"


class SheetLine(Value):
    """A sheet of a case: the ``item``-th (from 0) of its form. ``errors`` are those that concern it."""

    form: str
    item: int
    state: SheetState
    errors: int


class CaseSummary(Value):
    """What a list shows of a case.

    ``errors`` and ``warnings`` count the findings of the whole case; ``deadlines`` are those that it has begun,
    the earliest first, of no day: which are overdue depends on the day that the list is looked at. ``changes``:
    whether it has something to show of how it changed; None where nobody has looked.
    """

    case_no: str
    client: str
    sheets: tuple[SheetLine, ...]
    errors: int
    warnings: int
    worker: str = ""
    deadlines: tuple[Deadline, ...] = ()
    changes: bool | None = None

    @property
    def due(self) -> tuple[Deadline, ...]:
        """The deadlines that are open."""
        return tuple(one for one in self.deadlines if one.done_on is None)

    def begun(self, today: date) -> tuple[Deadline, ...]:
        """The deadlines that are told on a day."""
        return tuple(one for one in self.deadlines if one.begun(today))


@dataclass(frozen=True)
class AsideSheet:
    """A sheet that was taken out of its case and can be put back; ``record`` is what was entered on it."""

    form: str
    record: Any


@dataclass(frozen=True)
class AsideValue:
    """A value that was taken out of its case and can be put back: where it stood, as a path of the case file.

    ``key`` is what it stood under in a mapping, None in a list.
    """

    path: str
    key: str | None
    record: Any


@dataclass(frozen=True)
class KeptCase:
    """A case at one of its revisions. ``raw`` is the case file, ``aside`` the sheets taken out of it last.

    ``value`` is the row, the note or the entry that was taken out last.

    ``checked`` are the sheets ("form/item") whose faults the person has asked for: until then a sheet that
    lacks something is being written, and not wrong.
    """

    id: str
    revision: int
    raw: dict[str, Any]
    created_at: datetime
    changed_at: datetime
    summary: CaseSummary
    checked: frozenset[str] = field(default_factory=frozenset)
    aside: tuple[AsideSheet, ...] = ()
    value: AsideValue | None = None

    @property
    def case_no(self) -> str:
        """The case number as typed, "" where it is none."""
        return case_no_of(self.raw) or ""


@dataclass(frozen=True)
class CaseLine:
    """A kept case in a list; of one that is ``damaged``, or sealed with another key, nothing can be told."""

    id: str
    revision: int
    created_at: datetime
    changed_at: datetime
    removed_at: datetime | None
    summary: CaseSummary
    damaged: bool = False


class EventKind(StrEnum):
    """What was done with a case, in the word that its history shows."""

    CREATED = "새로 만듦"
    TAKEN_IN = "파일에서 가져옴"
    COPIED = "복사해 만듦"
    OPENED = "열어 봄"
    CHANGED = "고침"
    PRINTED = "인쇄·내려받음"
    EXPORTED = "내보냄"
    REMOVED = "지움"
    RESTORED = "되살림"


@dataclass(frozen=True)
class Event:
    """What was done with a case, when, and by whom if a name was entered; ``detail`` says of what."""

    at: datetime
    kind: EventKind
    by: str
    detail: str
