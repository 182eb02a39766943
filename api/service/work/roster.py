"""What taking in an office's own list asks of the worker processes: its columns and rows, and the cases in it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from api.casebook.kept_case import CaseSummary
from api.casebook.new_case import new_case
from api.casebook.summary import summary_of
from api.cases.case_text import case_text
from api.cases.intake import Upload
from api.cases.reports import CaseReport
from api.service.incoming import Incoming
from api.service.reading_time import clock_running
from api.workbook.cell_values import sheet_value, squeezed
from api.workbook.roster import (
    ROSTER_COLUMNS_AT_MOST,
    ROSTER_ROWS_AT_MOST,
    Roster,
    RosterColumn,
    RosterRow,
    best_sheet,
    read_roster,
    roster_sheets,
    rows_as_cases,
)
from api.workbook.roster_headings import CASE_NO, Content, roster_fields
from forms import Finding, Severity

# The first rows, shown as they would be read.
_SHOWN_ROWS = 3
# How many rows are read before it is told.
_TOLD_AFTER = 20
# Where a column was matched: by the list itself, as the time before, or by hand.
Ground = Literal["", "heading", "content", "before", "chosen"]
# What an office matched before, by the headings of the list: (heading, which of that name, field) each.
Matchings = Mapping[str, Sequence[tuple[str, int, str]]]


@dataclass(frozen=True)
class Choice:
    """How a list is read: which sheet (from 0), which row has the headings, what each column holds.

    None leaves it to the list; ``anew`` does not look at what was matched the time before.
    """

    sheet: int | None = None
    row: int | None = None
    fields: Mapping[int, str] | None = None
    anew: bool = False


@dataclass(frozen=True)
class ShownColumn:
    """A column, the field that it holds ("" for none), and its first cells: as read, else as typed."""

    position: int
    letter: str
    heading: str
    content: Content
    field: str
    ground: Ground
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell."""

    cell: str
    heading: str
    message: str


@dataclass(frozen=True)
class ReadRow:
    """A row as a case: with ``raw`` and ``summary`` where it is to be kept.

    ``twice``: the line above it with the same number; ``why`` is told where the row cannot be kept at all.
    """

    line: int
    case_no: str
    client: str
    faults: tuple[Fault, ...] = ()
    twice: int = 0
    raw: dict[str, Any] | None = None
    summary: CaseSummary | None = None
    why: str = ""

    @property
    def nobody(self) -> bool:
        """Whether it names neither a case nor a person, as a line of sums does."""
        return not self.case_no and not self.client


@dataclass(frozen=True)
class Look:
    """A list as it would be read."""

    sheets: tuple[tuple[str, bool], ...]
    sheet: int
    row: int
    columns: tuple[ShownColumn, ...]
    lines: tuple[int, ...]
    rows: tuple[ReadRow, ...]
    notes: tuple[str, ...]
    # Fields that more than one column was chosen for, by title.
    double: tuple[str, ...]
    seen: str
    matched_before: bool = False
    numbered: bool = False
    fields: Mapping[int, str] = field(default_factory=dict)


def seen_of(sheet: int, row: int, fields: Mapping[int, str], token: str) -> str:
    """What a page showed, as one word: rows are taken as they were shown, or not at all."""
    chosen = sorted((position, key) for position, key in fields.items() if key)
    return hashlib.sha256(json.dumps([sheet, row, chosen, token]).encode()).hexdigest()


def headings_key(headings: Sequence[str]) -> str:
    """The set of headings of a list as one word: that of the same list next year, in whatever order."""
    words = sorted({squeezed(heading) for heading in headings if heading})
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def _opened(incoming: Incoming, choice: Choice) -> tuple[list[tuple[str, bool]], int, Roster]:
    """(the sheets of a file and whether they are hidden, the one that is read, what it holds)."""
    with clock_running(incoming.seconds), roster_sheets(incoming.path, incoming.name) as sheets:
        number = choice.sheet if choice.sheet is not None and choice.sheet < len(sheets) else None
        number = best_sheet(sheets) if number is None else number
        return (
            [(sheet.title, sheet.hidden) for sheet in sheets],
            number,
            read_roster(sheets[number], choice.row),
        )


def look_at(
    incoming: Incoming, choice: Choice, before: Matchings, token: str, defaults: Mapping[str, Any] | None
) -> Iterator[tuple[int, int] | Look]:
    """(rows read, of how many) now and then, then the list as it would be read; nothing is kept.

    Raises ``InputError``.
    """
    sheets, number, roster = _opened(incoming, choice)
    found, was_before = _fields(roster, choice, before)
    fields = {position: key for position, (key, _) in found.items() if key}
    counts = Counter(fields.values())
    double = tuple(roster_fields()[key].title for key, count in counts.items() if count > 1)
    rows = [] if double or not fields else list(rows_as_cases(roster, fields))
    total = sum(not row.empty for row in rows)
    read: list[ReadRow] = []
    for one in _read_rows(incoming.name, rows, defaults):
        # The page tells of a row; its case is made anew when it is kept.
        read.append(replace(one, raw=None))
        if len(read) % _TOLD_AFTER == 0:
            yield len(read), total
    lines = tuple(row.line for row in rows if not row.empty)[:_SHOWN_ROWS]
    yield Look(
        tuple(sheets),
        number,
        roster.heading_row,
        tuple(_columns(roster, found, rows, read, lines)),
        lines,
        tuple(read),
        tuple(_notes(sheets, number, roster, rows)),
        double,
        seen_of(number, roster.heading_row, fields, token),
        was_before,
        CASE_NO in fields.values(),
        fields,
    )


def _fields(roster: Roster, choice: Choice, before: Matchings) -> tuple[dict[int, tuple[str, Ground]], bool]:
    """The field of each column and why, "" for one that is left out; whether it was matched before."""
    if choice.fields is not None:
        known = roster_fields()
        return {p: (key, "chosen") for p, key in choice.fields.items() if key in known}, False
    kept = before.get(headings_key([column.heading for column in roster.columns]))
    if kept is not None and not choice.anew:
        held = {(heading, nth): key for heading, nth, key in kept}
        return {p: (held.get(name, ""), "before") for p, name in named(roster.columns).items()}, True
    return {**roster.matched()}, False


def named(columns: Sequence[RosterColumn]) -> dict[int, tuple[str, int]]:
    """Each column's heading as compared, and which of that name it is."""
    counts: Counter[str] = Counter()
    made = {}
    for column in columns:
        word = squeezed(column.heading)
        counts[word] += 1
        made[column.position] = (word, counts[word])
    return made


def matching_of(incoming: Incoming, choice: Choice) -> tuple[str, list[tuple[str, int, str]], int]:
    """What was matched in a list, to be known by its headings next time: (them as one word, each column).

    And how many rows there are to read.
    """
    _, _, roster = _opened(incoming, choice)
    chosen = choice.fields or {}
    columns = [(word, nth, chosen.get(p, "")) for p, (word, nth) in named(roster.columns).items()]
    rows = sum(not row.empty for row in rows_as_cases(roster, _known_fields(choice)))
    return headings_key([column.heading for column in roster.columns]), columns, rows


def _columns(
    roster: Roster,
    found: Mapping[int, tuple[str, Ground]],
    rows: Sequence[RosterRow],
    read: Sequence[ReadRow],
    lines: Sequence[int],
) -> Iterator[ShownColumn]:
    known = roster_fields()
    by_line = {row.line: row for row in rows}
    faulty = {fault.cell for row in read for fault in row.faults}
    position_of = {line: place for place, (line, _) in enumerate(roster.lines)}
    for column in roster.columns:
        key, ground = found.get(column.position, ("", ""))
        cells = []
        for line in lines:
            place = position_of[line]
            typed = column.typed[place] if place < len(column.typed) else ""
            value = by_line[line].values.get(column.position) if key else None
            text = typed if value is None else str(sheet_value(known[key].column, value))
            wrong = f"{column.letter}{line}" in faulty
            cells.append(f"{text} (고칠 곳)" if wrong else text)
        cells = cells or [text for text in column.typed if text][:_SHOWN_ROWS]
        yield ShownColumn(
            column.position, column.letter, column.heading, column.content, key, ground, tuple(cells)
        )


def _notes(
    sheets: Sequence[tuple[str, bool]], number: int, roster: Roster, rows: Sequence[RosterRow]
) -> Iterator[str]:
    """What is not read of the file, and what is read though nobody sees it."""
    others = [
        f"‘{title}’{'(숨긴 시트)' if hidden else ''}"
        for place, (title, hidden) in enumerate(sheets)
        if place != number
    ]
    if others:
        yield f"다른 시트는 읽지 않습니다: {', '.join(others)}"
    if roster.above:
        yield f"제목 줄({roster.heading_row}행) 위의 글은 읽지 않습니다: {' / '.join(roster.above)}"
    if roster.sheet.hidden:
        yield "숨긴 시트를 읽습니다."
    hidden = [str(row.line) for row in rows if row.hidden and not row.empty]
    if hidden:
        yield f"숨기거나 필터로 걸러 낸 {len(hidden):,}줄도 읽습니다: {', '.join(hidden)}행"
    columns = [column.heading or f"{column.letter}열" for column in roster.columns if column.hidden]
    if columns:
        yield f"숨긴 열도 읽습니다: {', '.join(columns)}"
    empty = [str(row.line) for row in rows if row.empty]
    if empty:
        yield f"고른 열에 적은 것이 없어 건너뛰는 줄: {', '.join(empty)}행"
    if roster.rows_left:
        yield (
            f"한 번에 {ROSTER_ROWS_AT_MOST:,}줄까지 읽습니다. {roster.lines[-1][0]}행 아래의 "
            f"{roster.rows_left:,}줄은 읽지 않았습니다. 나누어 올려 주세요."
        )
    if roster.columns_left:
        yield f"{ROSTER_COLUMNS_AT_MOST}번째 열까지 읽습니다. 그 뒤의 {roster.columns_left:,}열은 읽지 않았습니다."


def _read_rows(name: str, rows: Sequence[RosterRow], defaults: Mapping[str, Any] | None) -> Iterator[ReadRow]:
    lines: dict[str, int] = {}
    for row in rows:
        if row.empty:
            continue
        raw = with_defaults(row.raw, defaults)
        client = raw.get("client", {}).get("name")
        # A row that says nothing of the client lacks the name, not the whole person.
        checked = {**raw, "client": raw.get("client", {})}
        faults = _faults(
            row, CaseReport.of(Upload(f"{name} {row.line}행", checked, cells=row.cells)).findings
        )
        twice = lines.get(row.case_no, 0) if row.case_no else 0
        lines.setdefault(row.case_no, row.line)
        yield ReadRow(row.line, row.case_no, str(client or ""), tuple(faults), twice, raw)


def _faults(row: RosterRow, findings: Sequence[Finding]) -> Iterator[Fault]:
    """What is wrong with the cells of a row; that it has no number is told otherwise."""
    for one in findings:
        missing_number = one.rule == "FIELD-MISSING" and one.path == "/case_no"
        if (one.severity is Severity.ERROR or one.rule.startswith("SHEET-")) and not missing_number:
            place = one.place
            if place is not None and (
                one.rule.startswith("SHEET-")
                or one.path in row.cells.places.cells
                or row.cells.places.column_at(one.path) is not None
            ):
                yield Fault(place.cell, place.heading, one.message)
            else:
                # No column holds it.
                yield Fault(f"{row.line}행", one.label, one.message)


def with_defaults(raw: Mapping[str, Any], defaults: Mapping[str, Any] | None) -> dict[str, Any]:
    """The heads of a row as a new case; of agency and worker of whom it says nothing, what new cases begin with."""
    return {**new_case(None, defaults), **deepcopy(dict(raw))}


def rows_to_keep(
    incoming: Incoming,
    choice: Choice,
    known: Collection[str],
    chosen: Collection[int],
    done: Collection[int],
    defaults: Mapping[str, Any] | None,
    case_limit: int,
) -> Iterator[ReadRow]:
    """Every row, those to be kept with their case.

    A row about which the page told something is kept where it is ``chosen``: one with faults, one that names
    nobody, one whose number is ``known`` or stood above, one that was taken before (``done``, lines).
    """
    _, _, roster = _opened(incoming, choice)
    fields = _known_fields(choice)
    numbered = CASE_NO in fields.values()
    for row in _read_rows(incoming.name, list(rows_as_cases(roster, fields)), defaults):
        asks = asked_of(row, known, done, numbered)
        if asks and row.line not in chosen:
            yield ReadRow(row.line, row.case_no, row.client, row.faults, row.twice)
        elif row.raw is not None and len(case_text(row.raw)) > case_limit:
            why = f"사례 하나가 {case_limit // 1024**2}MB를 넘습니다."
            yield ReadRow(row.line, row.case_no, row.client, row.faults, row.twice, why=why)
        else:
            summary = summary_of(row.raw or {}, ())
            yield ReadRow(row.line, row.case_no, row.client, row.faults, row.twice, row.raw, summary)


def _known_fields(choice: Choice) -> dict[int, str]:
    return {p: key for p, key in (choice.fields or {}).items() if key in roster_fields()}


def asked_of(row: ReadRow, known: Collection[str], done: Collection[int], numbered: bool) -> bool:
    """Whether a row is taken only where somebody says so; ``numbered``: the list has a column of numbers."""
    return bool(
        row.faults
        or row.twice
        or row.nobody
        or row.case_no in known
        or row.line in done
        or (numbered and not row.case_no)
    )


def begins_checked(row: ReadRow, known: Collection[str], done: Collection[int]) -> bool:
    """Whether such a row is offered to be taken: what can be mended on the screen is, what is there is not."""
    return not (row.nobody or row.twice or row.case_no in known or row.line in done)
