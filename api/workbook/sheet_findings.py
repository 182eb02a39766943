"""What there is to say about the sheets of a workbook and their rows, apart from single values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from api.entry.tables import entry_tables
from api.workbook.cell_places import CasePlaces
from api.workbook.cell_values import squeezed
from api.workbook.packed_rows import KeptRow
from api.workbook.sheet_headings import SheetColumns
from api.workbook.sheet_rows import case_key
from forms import Finding, Place, Severity, case_model
from forms.particles import quoted_with_particle
from forms.places import label

# Lines and columns that a sentence names before it only counts the rest.
_NAMED = 10


@dataclass(frozen=True)
class HiddenParts:
    """What a sheet hides: itself, or some of its columns (positions from 0)."""

    sheet: bool = False
    columns: frozenset[int] = frozenset()


def unknown_sheet(title: str) -> Finding:
    """A sheet that seems to hold cases but is no table of ours."""
    tables = {table.title: squeezed(table.title) for table in entry_tables()}
    near = get_close_matches(squeezed(title), tables.values(), n=1, cutoff=0.5)
    name = next((shown for shown, word in tables.items() if near and word == near[0]), None)
    hint = f" '{name}' 시트라면 시트 이름을 그렇게 고치세요." if name else ""
    message = f"시트 {quoted_with_particle(title, '은(는)')} 어느 표인지 알 수 없어 읽지 않았습니다.{hint}"
    return _of_sheet("SHEET-UNKNOWN", title, message)


def copied_sheet(title: str, read: str, read_is_hidden: bool) -> Finding:
    """A sheet that is not read, since another one is the same table."""
    hidden = "(숨긴 시트)" if read_is_hidden else ""
    message = (
        f"시트 {quoted_with_particle(title, '은(는)')} 읽지 않았습니다. 같은 표인 시트 '{read}'{hidden}의 것을 "
        "읽었습니다. 쓰지 않는 시트는 지우세요."
    )
    return _of_sheet("SHEET-COPY", title, message)


def _of_sheet(rule: str, title: str, message: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.WARNING,
        form=None,
        path="",
        label="사례",
        message=message,
        place=Place(sheet=title, cell="A1", heading=""),
    )


def stray_number(places: CasePlaces, raw: object, case_no: str, numbers: Sequence[str]) -> Finding:
    """A case number that the case sheet does not hold."""
    near = get_close_matches(case_no, [number for number in numbers if number != case_no], n=1)
    hint = f" {quoted_with_particle(near[0], '을(를)')} 적으려던 것입니까?" if near else ""
    message = f"'사례' 시트에 사례번호 {quoted_with_particle(case_no[:40], '이(가)')} 없습니다.{hint}"
    return Finding(
        rule="SHEET-CASE",
        severity=Severity.ERROR,
        form=None,
        path="/case_no",
        label=label(case_model(), raw, ("case_no",)),
        message=message,
        place=places.place("/case_no"),
    )


def unread_number(columns: SheetColumns, row: KeptRow) -> Finding:
    """A case number that is there and cannot be read: its row belongs to no case."""
    _, about = case_key(row.key)
    if about is None or about.rule is None:
        raise ValueError("the case number of this row can be read")
    position = columns.key_position
    return Finding(
        rule=about.rule,
        severity=Severity.ERROR,
        form=None,
        path="/case_no",
        label=label(case_model(), {}, ("case_no",)),
        message=f"{about.problem} 이 줄은 어느 사례의 것인지 알 수 없습니다.",
        place=Place(
            sheet=columns.title,
            cell=columns.cell(row.line, position),
            heading=columns.headings.get(position, ""),
        ),
    )


def hidden_rows(columns: SheetColumns, rows: Sequence[KeptRow], hidden: HiddenParts) -> str | None:
    """The sentence that tells of the hidden rows of a case on one sheet, all of them used; None without."""
    parts = [*_hidden_parts(columns, rows, hidden)]
    return " ".join(parts) if parts else None


def _hidden_parts(columns: SheetColumns, rows: Sequence[KeptRow], hidden: HiddenParts) -> Iterator[str]:
    if hidden.sheet:
        yield f"숨긴 시트의 {len(rows):,}줄도 읽었습니다."
    lines = [f"{row.line}" for row in rows if row.hidden]
    if lines:
        yield f"숨기거나 필터로 걸러 낸 {len(lines):,}줄({_listed(lines)}행)도 읽었습니다."
    filled = [
        columns.headings.get(position, "")
        for order, position in enumerate(columns.columns)
        if position in hidden.columns and any(row.values[order] is not None for row in rows)
    ]
    if filled:
        yield f"숨긴 열 {len(filled)}개({_listed(filled)})의 값도 읽었습니다."


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" 외 {rest:,}" if rest > 0 else "")
