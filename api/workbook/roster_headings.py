"""Which column of an office's own list is which field of the case: by its heading, and by what stands in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from api.entry.tables import CASE, EntryColumn, entry_tables
from api.workbook.cell_values import cell_value, squeezed
from api.workbook.package_limits import Merge
from api.workbook.sheet_headings import HEADING_ROWS, Grid, bare_heading, headings_in, without_brackets
from api.workbook.sheet_rows import CASE_NO_COLUMN
from forms import case_model
from forms.fields import Phone, ResidentNumber

CASE_NO = "case_no"
# What all that stands in a column is; "" where it is something else, nothing, or not all the same.
Content = Literal["", "date", "resident_number", "phone", "mobile"]
# Why a column was taken for a field.
Ground = Literal["heading", "content"]
# Most cells of a column say what it holds; a few of them are mistyped.
_MOST = 0.8
# No heading that is known, and no date or number, is as long as this.
_LONGEST = 100
_WORDS = Path(__file__).with_name("roster_headings.toml")
_BY_CONTENT: Mapping[Content, str] = {
    "resident_number": "client/resident_number",
    "phone": "client/phone",
    "mobile": "client/mobile",
}
_PHONE: TypeAdapter[str] = TypeAdapter(Phone)
_RESIDENT_NUMBER: TypeAdapter[str] = TypeAdapter(ResidentNumber)


@dataclass(frozen=True)
class RosterField:
    """A field that a column may hold: ``key`` is its path in the case file, as in client/name.

    ``index`` is its place in the case's entry table; None for the case number, which stands before it.
    """

    key: str
    group: str
    column: EntryColumn
    index: int | None

    @property
    def title(self) -> str:
        """The heading of the entry workbook."""
        return self.column.heading


@dataclass(frozen=True)
class Heading:
    """A column's place from 0, and the words that it may be known by, its own last; none without a heading."""

    position: int
    words: tuple[str, ...] = ()

    @property
    def own(self) -> str:
        """The heading as it stands, "" where there is none."""
        return self.words[-1] if self.words else ""


@cache
def roster_fields() -> Mapping[str, RosterField]:
    """Every field that stands once in a case, by its key, the case number first."""
    [table] = [table for table in entry_tables() if table.key == CASE]
    top = case_model().model_fields
    fields = [RosterField(CASE_NO, "사례", CASE_NO_COLUMN, None)]
    for index, column in enumerate(table.columns):
        group = (top[column.path[0]].title if len(column.path) > 1 else None) or "사례"
        fields.append(RosterField("/".join(column.path), group, column, index))
    return {field.key: field for field in fields}


@cache
def _known() -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
    """Headings of the entry workbook to their field, and all words to the fields that they may mean."""
    own: dict[str, str] = {}
    meant: dict[str, list[str]] = {}
    fields = roster_fields()
    for key, field in fields.items():
        for word in (bare_heading(field.title), bare_heading(without_brackets(field.title))):
            own.setdefault(word, key)
    own[bare_heading("관리번호")] = CASE_NO
    for word, key in own.items():
        meant.setdefault(word, []).append(key)
    for key, words in _data()["words"].items():
        for word in map(bare_heading, words):
            keys = meant.setdefault(word, [])
            keys += [key] if key not in keys else []
    return own, {word: tuple(keys) for word, keys in meant.items()}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


def heading_row(grid: Grid, merges: Sequence[Merge]) -> int:
    """The row (from 1) whose headings name the most fields; else the first that holds two texts, else 1."""
    rows = range(1, min(len(grid), HEADING_ROWS) + 1)
    counted = {row: len(matched(headings_at(row, grid, merges), {})) for row in rows}
    best = max(counted, key=lambda row: counted[row], default=1)
    if counted.get(best):
        return best
    return next((row for row in rows if sum(isinstance(cell, str) for cell in grid[row - 1]) > 1), 1)


def headings_at(row: int, grid: Grid, merges: Sequence[Merge]) -> list[Heading]:
    """The headings of a row that has any."""
    return [Heading(position, words) for position, words in headings_in(row, grid, merges)]


def matched(headings: Iterable[Heading], contents: Mapping[int, Content]) -> dict[int, tuple[str, Ground]]:
    """The field of each column that is known, by position; no field twice.

    The headings of the entry workbook go before other words, and words before what stands in a column.
    """
    headings = list(headings)
    own, _ = _known()
    found: dict[int, tuple[str, Ground]] = {}
    taken: set[str] = set()

    def take(position: int, key: str | None, ground: Ground) -> None:
        if key is not None:
            found[position] = key, ground
            taken.add(key)

    for exact in (True, False):
        for heading in headings:
            word = _word(heading)
            if word is not None and (word in own) is exact:
                take(heading.position, _field_of(word, contents.get(heading.position, ""), taken), "heading")
    for heading in headings:
        key = _BY_CONTENT.get(contents.get(heading.position, ""))
        if heading.position not in found and key not in taken and not _about_others(heading):
            take(heading.position, key, "content")
    return dict(sorted(found.items()))


def _word(heading: Heading) -> str | None:
    """The first of a heading's words that means a field, as compared."""
    _, meant = _known()
    others = [squeezed(word) for word in _data()["others"]]
    told = [bare_heading(word) for word in heading.words if len(word) <= _LONGEST]
    named = [word for word in told if any(other in word for other in others)]
    for word in named or told:
        for spelled in (word, without_brackets(word)):
            if spelled in meant:
                return spelled
    return None


def _about_others(heading: Heading) -> bool:
    words = [squeezed(word) for word in heading.words]
    return any(squeezed(other) in word for other in _data()["others"] for word in words)


def _field_of(word: str, content: Content, taken: set[str]) -> str | None:
    _, meant = _known()
    free = [key for key in meant[word] if key not in taken]
    return next((key for key in free if _fits(key, content)), free[0] if free else None)


def _fits(key: str, content: Content) -> bool:
    kind = roster_fields()[key].column.kind
    if not content:
        return True
    if kind == "phone":
        return content == "mobile" if key.endswith("/mobile") else content == "phone"
    return kind == content if kind in ("date", "resident_number") else content != "resident_number"


def content_kind(cells: Iterable[object]) -> Content:
    """What stands in a column, by the cells that hold something; a few of them may be something else."""
    given = [cell for cell in cells if cell is not None]
    counts: dict[Content, int] = {"resident_number": 0, "mobile": 0, "phone": 0, "date": 0}
    for cell in given:
        kind = _kind_of(cell)
        if kind:
            counts[kind] += 1
    if counts["phone"]:
        # Where landlines stand among them, the column is one of telephones of any kind.
        counts["phone"] += counts.pop("mobile")
    most = max(counts, key=lambda kind: counts[kind])
    return most if counts[most] and counts[most] >= _MOST * len(given) else ""


def _kind_of(cell: object) -> Content:
    if isinstance(cell, str) and len(cell) > _LONGEST:
        return ""
    fields = roster_fields()
    number = cell_value(fields["client/resident_number"].column, cell).value
    if _holds(_RESIDENT_NUMBER, number):
        return "resident_number"
    phone = cell_value(fields["client/phone"].column, cell).value
    if _holds(_PHONE, phone):
        return "mobile" if str(phone).startswith("01") else "phone"
    day = cell_value(fields["client/birth_date"].column, cell).value
    try:
        date.fromisoformat(str(day))
    except ValueError:
        return ""
    return "date"


def _holds(adapter: TypeAdapter[str], value: object) -> bool:
    try:
        adapter.validate_python(value)
    except ValidationError:
        return False
    return True
