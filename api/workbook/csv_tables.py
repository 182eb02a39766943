"""The flat parts of a case as CSV: the household and the evidence, as other programs hand them out."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from api.entry.tables import TableKey, entry_tables
from api.workbook.reader import SheetCase, read_rows
from api.workbook.sheet_choice import SheetHead, choose
from api.workbook.sheet_headings import HEADING_ROWS, Grid
from forms import InputError, TooLarge

FLAT_PARTS: tuple[TableKey, ...] = (("household",), ("forms", "usage_proof", "evidence"))
CSV_LIMIT = 16 * 1024 * 1024
ROW_LIMIT = 100_000
COLUMN_LIMIT = 500
# ="0012" is how programs write a number that a spreadsheet must leave as it is.
_QUOTED = re.compile(r'="((?:[^"]|"")*)"')
# What Excel writes between cells: commas, or tabs in "Unicode text"; semicolons come from elsewhere.
_DELIMITERS = (",", "\t", ";")


def read_table(path: Path, name: str) -> Iterator[SheetCase]:
    """The rows of a CSV file by case, as :func:`read_csv` does; a file that is too large is not even opened."""
    return read_csv(_bytes_of(path), name)


def _bytes_of(path: Path) -> bytes:
    if path.stat().st_size > CSV_LIMIT:
        raise _too_large()
    return path.read_bytes()


def joined_cases(cases: Iterable[tuple[str, SheetCase]]) -> list[tuple[str, SheetCase]]:
    """The rows of one number put together, whichever tables they stand in; each with the first one's name."""
    joined: dict[str | None, tuple[str, SheetCase]] = {}
    for name, case in cases:
        if case.case_no not in joined:
            joined[case.case_no] = (name, case._replace(raw=deepcopy(case.raw)))
            continue
        first, known = joined[case.case_no]
        _join(known.raw, deepcopy(case.raw))
        cells = replace(known.cells, findings=(*known.cells.findings, *case.cells.findings))
        joined[case.case_no] = (first, known._replace(cells=cells))
    return list(joined.values())


def _join(known: dict[str, Any], more: dict[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict):
            _join(known.setdefault(key, {}), value)
        elif isinstance(value, list):
            known.setdefault(key, []).extend(value)
        else:
            known[key] = value


def read_csv(data: bytes, name: str) -> Iterator[SheetCase]:
    """The rows of a CSV file, or of text with tabs between the cells, by case; places name ``name`` as
    their sheet.

    Raises ``InputError`` for a file that is neither UTF-8 (with or without BOM), UTF-16 with BOM nor
    CP949, is no table, or bears the headings of no table.
    """
    if len(data) > CSV_LIMIT:
        raise _too_large()
    tables = [table for table in entry_tables() if table.key in FLAT_PARTS]

    def known(head: Grid) -> int:
        chosen = choose([SheetHead(name, head)], tables).chosen.values()
        return max((len(one.columns) for one in chosen), default=0)

    return read_rows(name, _rows_of(data, known), tables)


def rows_at(path: Path, known: Callable[[Grid], int]) -> list[list[Any]]:
    """The rows of a CSV file of any columns; ``known`` counts the headings in its first rows.

    Raises ``InputError`` as :func:`read_csv` does, but not for headings.
    """
    return _rows_of(_bytes_of(path), known)


def _rows_of(data: bytes, known: Callable[[Grid], int]) -> list[list[Any]]:
    text = decoded(data)
    if "\0" in text:
        raise InputError("CSV 파일이 아닙니다.", "FILE-CSV")
    return _rows(text, _delimiter(text, known))


def _too_large() -> TooLarge:
    return TooLarge(f"CSV 파일이 {CSV_LIMIT // 1024**2}MB를 넘습니다.")


def decoded(data: bytes) -> str:
    """The text of a CSV file. Raises ``InputError`` naming the first line that is in no encoding."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            before = data[2 : error.start].decode(_utf_16(data), "replace")
            raise _no_encoding(before.count("\n") + 1, "UTF-16이") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp949")
    except UnicodeDecodeError as error:
        raise _no_encoding(data.count(b"\n", 0, error.start) + 1, "UTF-8도 CP949도") from None


def _utf_16(data: bytes) -> str:
    return "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"


def _no_encoding(line: int, encoding: str) -> InputError:
    message = f"{line}행에 {encoding} 아닌 글자가 있습니다. 엑셀에서 'CSV UTF-8'로 저장한 파일을 주세요."
    return InputError(message, "FILE-ENCODING")


def _delimiter(text: str, known: Callable[[Grid], int]) -> str:
    """What divides the cells: that by which the first rows hold the most known headings."""
    return max(_DELIMITERS, key=lambda one: known(list(islice(_parsed(text, one), HEADING_ROWS))))


def _parsed(text: str, delimiter: str) -> Iterator[list[Any]]:
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [_cell(cell) for cell in row]
    except csv.Error:
        raise InputError("CSV 파일의 따옴표나 칸이 맞지 않습니다.", "FILE-CSV") from None


def _cell(cell: str) -> str | None:
    quoted = _QUOTED.fullmatch(cell.strip())
    return (quoted[1].replace('""', '"') if quoted else cell) or None


def _rows(text: str, delimiter: str) -> list[list[Any]]:
    rows = list(islice(_parsed(text, delimiter), ROW_LIMIT + 1))
    if len(rows) > ROW_LIMIT or any(len(row) > COLUMN_LIMIT for row in rows):
        raise TooLarge(f"CSV 파일은 {ROW_LIMIT:,}줄, {COLUMN_LIMIT}칸까지 읽습니다.")
    return rows
