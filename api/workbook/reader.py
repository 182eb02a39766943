"""Cases from a workbook: sheets to rows, rows by case number, and each case put together.

All sheets are read once, since the rows of a case stand on many of them; a case is built, with its
findings, only when it is asked for.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import IO, Any, NamedTuple

from api.entry.rows import ROW_LIMIT, EntryRow, assembled
from api.entry.tables import CASE, EntryTable, TableKey, entry_tables
from api.workbook.case_building import CaseBuilding
from api.workbook.cell_contents import content_of
from api.workbook.cell_places import CasePlaces, ReadCells
from api.workbook.cell_values import squeezed
from api.workbook.opened_workbook import opened_workbook
from api.workbook.package_limits import SheetFacts, inspect_package
from api.workbook.packed_rows import CaseKey, KeptRow, PackedRows, Unread
from api.workbook.sheet_choice import SheetHead, choose
from api.workbook.sheet_findings import (
    HiddenParts,
    copied_sheet,
    hidden_rows,
    stray_number,
    unknown_sheet,
    unread_number,
)
from api.workbook.sheet_headings import HEADING_ROWS, SheetColumns
from api.workbook.sheet_rows import Content, kept_rows
from forms import Finding, InputError, InternalError, case_boundary
from forms.finding import TOLD_AT_MOST

RESULT_SHEET = "점검 결과"


class SheetCase(NamedTuple):
    """A case as a workbook holds it; ``case_no`` None gathers the rows that name no case."""

    case_no: str | None
    raw: dict[str, Any]
    cells: ReadCells


@dataclass
class _Book:
    sheets: list[SheetColumns] = field(default_factory=list)
    rows: PackedRows = field(default_factory=PackedRows)
    # What each of the sheets hides.
    hidden: list[HiddenParts] = field(default_factory=list)
    # What the whole workbook's user should know: sheets that were not read.
    findings: list[Finding] = field(default_factory=list)


def read_workbook(file: IO[bytes]) -> Iterator[SheetCase]:
    """Every case of a workbook, in the order of its case sheet.

    Raises ``InputError`` where the file is refused or holds no table of ours, before the first case.
    """
    facts = inspect_package(file)
    file.seek(0)
    book = _Book()
    try:
        with warnings.catch_warnings():
            # What openpyxl says about parts that it does not read is of no use to a caseworker.
            warnings.simplefilter("ignore")
            _read_sheets(file, facts.sheets, book)
    except InputError:
        raise
    except Exception:
        # The library raises whatever a malformed part leads it to; the person can only save it again.
        message = "엑셀 파일이 손상되었습니다. 엑셀에서 열어 다시 저장한 파일을 주세요."
        raise InputError(message, "FILE-WORKBOOK") from None
    return _cases_of(book)


def _read_sheets(file: IO[bytes], facts: dict[str, SheetFacts], book: _Book) -> None:
    workbook = opened_workbook(file)
    sheets = [sheet for sheet in workbook.worksheets if not _is_result(sheet.title)]
    heads = []
    for sheet in sheets:
        sheet.reset_dimensions()
        grid = [[content_of(cell, False) for cell in row] for row in islice(sheet.iter_rows(), HEADING_ROWS)]
        heads.append(SheetHead(sheet.title, grid, _facts(facts, sheet.title).merges))
    hidden = [sheet.sheet_state != "visible" for sheet in sheets]
    for position, columns in _chosen(heads, hidden, entry_tables(), book).items():
        rows = sheets[position].iter_rows()
        _add_rows(book, columns, rows, _facts(facts, columns.title), hidden[position], content_of)
    workbook.close()


def _facts(facts: dict[str, SheetFacts], title: str) -> SheetFacts:
    return facts.get(title) or SheetFacts()


def _is_result(title: str) -> bool:
    return squeezed(title).startswith(squeezed(RESULT_SHEET))


def read_rows(
    title: str, rows: Iterable[Sequence[object]], among: Sequence[EntryTable]
) -> Iterator[SheetCase]:
    """Every case of one of the tables ``among``, given as rows with its headings among them."""
    book = _Book()
    stream = iter(rows)
    head = list(islice(stream, HEADING_ROWS))
    for columns in _chosen([SheetHead(title, head)], [False], among, book).values():
        _add_rows(book, columns, chain(head, stream), SheetFacts(), False, _as_it_is)
    return _cases_of(book)


def _as_it_is(cell: object, as_shown: bool) -> object:
    return cell


def _chosen(
    heads: Sequence[SheetHead], hidden: Sequence[bool], tables: Sequence[EntryTable], book: _Book
) -> dict[int, SheetColumns]:
    """The sheets to read, by position; what there is to say of the others is noted in the book."""
    choice = choose(heads, tables)
    for position, read in choice.copies:
        book.findings.append(copied_sheet(heads[position].title, heads[read].title, hidden[read]))
    book.findings += [unknown_sheet(heads[position].title) for position in choice.unknown]
    return choice.chosen


def _add_rows(
    book: _Book,
    columns: SheetColumns,
    rows: Iterable[Sequence[Any]],
    facts: SheetFacts,
    hidden: bool,
    content: Content,
) -> None:
    sheet = len(book.sheets)
    book.sheets.append(columns)
    book.hidden.append(HiddenParts(hidden, frozenset(column - 1 for column in facts.hidden_columns)))
    for case_no, row in kept_rows(sheet, columns, enumerate(rows, 1), facts, content):
        book.rows.add(case_no, row)


# --- each case


def _cases_of(book: _Book) -> Iterator[SheetCase]:
    """The cases of what was read; raises ``InputError`` where nothing was."""
    if not book.sheets:
        raise InputError(
            "사례를 적은 시트가 없습니다. 사례를 적는 엑셀 파일의 시트 이름과 제목을 그대로 쓰세요.",
            "FILE-WORKBOOK",
        )
    numbers = [number for number in _case_order(book) if isinstance(number, str)]
    if None in book.rows.numbers() and len(numbers) == 1:
        # With one case in the workbook nothing else can be meant.
        book.rows.give(None, numbers[0])
    order = _case_order(book)
    if not order:
        told = "".join(f" {finding.message}" for finding in book.findings)
        raise InputError(f"제목 아래에 적은 줄이 없습니다.{told}", "FILE-EMPTY")
    return (_case_alone(book, number, position == 0, numbers) for position, number in enumerate(order))


def _case_order(book: _Book) -> list[CaseKey]:
    """Case numbers in the order of the case sheet, then those that stand elsewhere alone."""
    numbers = book.rows.numbers()
    on_sheet = dict.fromkeys(n for n in numbers if isinstance(n, str) and _on_case_sheet(book, n))
    return [*on_sheet, *(number for number in numbers if number not in on_sheet)]


def _on_case_sheet(book: _Book, case_no: CaseKey) -> bool:
    return any(book.sheets[sheet].table_key == CASE for sheet in book.rows.sheets(case_no))


def _case_alone(book: _Book, number: CaseKey, is_first: bool, numbers: list[str]) -> SheetCase:
    """A case; one on which the program itself trips is told as such, and costs no other."""
    case_no = number if isinstance(number, str) else None
    about_book = tuple(book.findings) if is_first else ()
    try:
        with case_boundary():
            if isinstance(number, Unread):
                return SheetCase(None, {}, _unread_rows(book, number, about_book))
            return _case(book, number, about_book, numbers)
    except InternalError as error:
        raw = {"case_no": case_no} if case_no is not None else {}
        nowhere = CasePlaces(tuple(book.sheets), {})
        return SheetCase(case_no, raw, ReadCells(nowhere, (error.finding,), nothing_else=True))


def _unread_rows(book: _Book, number: Unread, about_book: tuple[Finding, ...]) -> ReadCells:
    """The rows of which nobody knows the case: nothing of them is used, and each is told."""
    told: list[Finding] = []
    rest = 0
    for row in book.rows.take(number):
        if len(told) < TOLD_AT_MOST:
            told.append(unread_number(book.sheets[row.sheet], row))
        else:
            rest += 1
    if rest:
        message = f"이 밖에 {rest:,}줄의 사례번호도 읽지 못했습니다."
        told[-1] = told[-1].model_copy(update={"message": f"{told[-1].message} {message}"})
    return ReadCells(CasePlaces(tuple(book.sheets), {}), (*told, *about_book), nothing_else=True)


def _case(book: _Book, case_no: str | None, about_book: tuple[Finding, ...], numbers: list[str]) -> SheetCase:
    building = CaseBuilding(book.sheets)
    on_case_sheet = _on_case_sheet(book, case_no)
    by_table: dict[TableKey, list[EntryRow]] = {}
    by_sheet: dict[int, list[KeptRow]] = {}
    for row in book.rows.take(case_no):
        columns = book.sheets[row.sheet]
        given = by_table.setdefault(columns.table_key, [])
        # One row more than a case may hold, for its user to be told.
        if len(given) <= ROW_LIMIT:
            given.append(building.entry_row(columns, row))
            by_sheet.setdefault(row.sheet, []).append(row)
    for sheet, rows in by_sheet.items():
        told = hidden_rows(book.sheets[sheet], rows, book.hidden[sheet])
        if told is not None:
            first = next((row for row in rows if row.hidden), rows[0])
            building.tell(book.sheets[sheet], first.line, "SHEET-HIDDEN", told)
    made = assembled(case_no, by_table, entry_tables())
    places = building.places(made)
    findings = [*building.findings(made)]
    if case_no is not None and any(s.table_key == CASE for s in book.sheets) and not on_case_sheet:
        findings.append(stray_number(places, made.raw, case_no, numbers))
    return SheetCase(case_no, made.raw, ReadCells(places, (*findings, *about_book)))
