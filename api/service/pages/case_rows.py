"""A kept case as a row of a list: whom it is about, its forms and where they stand, what is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from api.casebook.form_states import form_states
from api.casebook.kept_case import CaseLine, CaseSummary, SheetLine, SheetState
from api.casebook.summary import next_due
from forms import form_named
from generator.packets.front_matter import short_name

_SEOUL = ZoneInfo("Asia/Seoul")
# A name that is longer is none; what was typed in its place is not drawn out.
_NAME_SHOWN = 30
DAMAGED = "읽을 수 없는 사례"
_MARKS = {
    SheetState.FAULTY: "error",
    SheetState.BEGUN: "info",
    SheetState.EMPTY: "none",
    SheetState.PRINTABLE: "good",
}


@dataclass(frozen=True)
class FormRow:
    """A form of a case: all its sheets in one line. ``address`` is that of the sheet to go on with."""

    title: str
    sheets: int
    state: str
    mark: str
    address: str


@dataclass(frozen=True)
class Due:
    """The deadline that comes or has passed first: its day, what it is of, and how far off, in words."""

    on: str
    title: str
    left: str
    passed: bool


@dataclass(frozen=True)
class CaseRow:
    """A case in a list; ``label`` names it to somebody who hears a button alone."""

    id: str
    number: str
    client: str
    label: str
    forms: tuple[FormRow, ...]
    due: Due | None
    changed: str
    removed: str
    damaged: bool


def case_row(line: CaseLine, today: date) -> CaseRow:
    """The row of a case, on the day ``today``."""
    summary = line.summary
    client = short_name(summary.client.strip()[:_NAME_SHOWN])
    return CaseRow(
        line.id,
        summary.case_no,
        client,
        label_of(line),
        tuple(_forms(line.id, summary.sheets)),
        _due(summary, today),
        moment(line.changed_at),
        moment(line.removed_at) if line.removed_at is not None else "",
        line.damaged,
    )


def label_of(line: CaseLine) -> str:
    """What a case of a list is called in a sentence."""
    return DAMAGED if line.damaged else called(line.summary)


def called(summary: CaseSummary) -> str:
    """What a case is called in a sentence: its number, else the client's masked name."""
    client = short_name(summary.client.strip()[:_NAME_SHOWN])
    return summary.case_no or (f"{client} 사례" if client else "번호를 적지 않은 사례")


def moment(at: datetime) -> str:
    """A time as pages tell it: the day and the minute, in Seoul."""
    return f"{at.astimezone(_SEOUL):%Y-%m-%d %H:%M}"


def _forms(id: str, sheets: Iterable[SheetLine]) -> Iterable[FormRow]:
    for held in form_states(sheets):
        yield FormRow(
            form_named(held.form).title,
            held.sheets,
            held.words,
            _MARKS[held.state],
            f"/cases/{id}/sheets/{held.form}/{held.first.item + 1}",
        )


def _due(summary: CaseSummary, today: date) -> Due | None:
    found = next_due(summary, today)
    if found is None:
        return None
    first, days = found
    left = f"{-days:,}일 지남" if days < 0 else f"{days:,}일 남음" if days else "오늘까지"
    return Due(first.due.isoformat(), first.title, left, days < 0)
