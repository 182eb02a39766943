"""What stands around every page of a case: which case it is, its pages as tabs, and when it was saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from api.casebook.form_states import HEADS
from api.casebook.kept_case import KeptCase, SheetState
from api.service.entry.sheets import Sheet
from forms import form_named
from forms.programme import Programme
from forms.registry import programmes
from generator.packets.front_matter import short_name


@dataclass(frozen=True)
class Tab:
    """A page of a case. ``mark`` says where a sheet stands; ``state`` names its look."""

    address: str
    title: str
    mark: str = ""
    state: str = ""
    current: bool = False


@dataclass(frozen=True)
class CaseFrame:
    """What the pages of a case show around their own."""

    address: str
    revision: int
    title: str
    saved: str
    tabs: tuple[Tab, ...]
    addable: tuple[Programme, ...]
    held: frozenset[str]


_LOOKS = {
    SheetState.EMPTY: "empty",
    SheetState.BEGUN: "begun",
    SheetState.FAULTY: "faulty",
    SheetState.PRINTABLE: "printable",
}


def address_of(case_id: str, sheet: Sheet | None = None) -> str:
    """Where the page of a case, or of one of its sheets, stands."""
    return f"/cases/{case_id}{sheet.address if sheet is not None else ''}"


def frame_of(case: KeptCase, now: datetime, current: str = "") -> CaseFrame:
    """The frame of a case; ``current`` is the address of the page that it stands around."""
    today = case.changed_at.date() == now.date()
    base = address_of(case.id)
    tabs = [
        Tab(base, HEADS),
        *_sheets(case),
        _found(case, f"{base}/findings"),
        Tab(f"{base}/set", "한 벌 받기"),
        Tab(f"{base}/set?privacy=deidentified", "비식별 한 벌"),
        Tab(f"{base}/history", "기록"),
    ]
    return CaseFrame(
        base,
        case.revision,
        " ".join(filter(None, (case.case_no, short_name(case.summary.client)))) or "새 사례",
        f"{case.changed_at:%H:%M}" if today else f"{case.changed_at:%Y-%m-%d %H:%M}",
        tuple(replace(tab, current=tab.address == current) for tab in tabs),
        programmes(),
        frozenset(line.form for line in case.summary.sheets),
    )


def _found(case: KeptCase, address: str) -> Tab:
    """All findings. What nobody has asked to check yet is being written, and no reason for alarm."""
    errors = case.summary.errors
    if not errors:
        return Tab(address, "점검 결과", "오류 없음", _LOOKS[SheetState.PRINTABLE])
    state = SheetState.FAULTY if case.checked else SheetState.BEGUN
    return Tab(address, "점검 결과", f"오류 {errors}", _LOOKS[state])


def _sheets(case: KeptCase) -> Iterator[Tab]:
    counts = Counter(line.form for line in case.summary.sheets)
    for line in case.summary.sheets:
        several = f" {line.item + 1}" if counts[line.form] > 1 else ""
        mark = f"{line.state} {line.errors}" if line.state is SheetState.FAULTY else line.state.value
        address = address_of(case.id, Sheet(line.form, line.item))
        yield Tab(address, f"{form_named(line.form).title}{several}", mark, _LOOKS[line.state])
