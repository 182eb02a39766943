"""The flat parts of a case as CSV: the household and the evidence, as other programs hand them out."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from api.workbook.reader import SheetCase, read_rows
from forms import InputError, TooLarge
from forms.entry_tables import TableKey, entry_tables

FLAT_PARTS: tuple[TableKey, ...] = (("household",), ("forms", "usage_proof", "evidence"))
CSV_LIMIT = 16 * 1024 * 1024
ROW_LIMIT = 100_000
COLUMN_LIMIT = 500


def read_csv(data: bytes, name: str) -> Iterator[SheetCase]:
    """The rows of a CSV file by case; places name ``name`` as their sheet.

    Raises ``InputError`` for a file that is neither UTF-8 (with or without BOM) nor CP949, is no CSV,
    or bears the headings of no table.
    """
    if len(data) > CSV_LIMIT:
        raise TooLarge(f"CSV 파일이 {CSV_LIMIT // 1024**2}MB를 넘습니다.")
    return read_rows(
        name, _rows(decoded(data)), [table for table in entry_tables() if table.key in FLAT_PARTS]
    )


def decoded(data: bytes) -> str:
    """The text of a CSV file. Raises ``InputError`` naming the first line that is in neither encoding."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp949")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = (
            f"{line}행에 UTF-8도 CP949도 아닌 글자가 있습니다. 엑셀에서 'CSV UTF-8'로 저장한 파일을 주세요."
        )
        raise InputError(message, "FILE-ENCODING") from None


def _rows(text: str) -> list[list[Any]]:
    if "\0" in text:
        raise InputError("CSV 파일이 아닙니다.", "FILE-CSV")
    try:
        rows: list[list[Any]] = [
            [cell or None for cell in row] for row in csv.reader(StringIO(text, newline=""), strict=True)
        ]
    except csv.Error:
        raise InputError("CSV 파일의 따옴표나 칸이 맞지 않습니다.", "FILE-CSV") from None
    if len(rows) > ROW_LIMIT or any(len(row) > COLUMN_LIMIT for row in rows):
        raise TooLarge(f"CSV 파일은 {ROW_LIMIT:,}줄, {COLUMN_LIMIT}칸까지 읽습니다.")
    return rows
