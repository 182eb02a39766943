"""What goes into spreadsheets: text that is never run as a formula, and files with fixed bytes."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

# A cell that begins with one of these is run, or may be run once it is edited or saved as CSV.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CELL_TEXT_LIMIT = 32_767
# openpyxl writes the clock into a file; the first day that a ZIP can name stands in its place.
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
# What a workbook reads as the character of that number (ECMA-376 part 1, 22.9.2.19) unless it is escaped.
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# What no XML holds, besides the control characters that openpyxl knows of.
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>[^<]*</dcterms:modified>")


def starts_a_formula(text: str) -> bool:
    """Whether a spreadsheet might run the text."""
    return text.startswith(FORMULA_STARTS)


def defused(cell: object) -> object:
    """A value for a CSV cell: a text that a spreadsheet would run gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and starts_a_formula(cell) else cell


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell in that row and column, from 1; raises ``ValueError`` for one merged into another."""
    # Only now: CSV needs no library.
    from openpyxl.cell.cell import Cell

    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise ValueError(f"{sheet.title}!{cell.coordinate} is merged into another cell")
    return cell


def put_text(cell: Cell, text: str) -> None:
    """Put a text into a cell, as text whatever it begins with.

    A text that might be run is typed as text, formatted as text and marked as quoted, so that it
    stays text when somebody edits the cell; it reads back unchanged. Control characters, which no
    workbook can hold, become blanks, unpaired surrogates �; text beyond 32,767 characters, a cell's
    limit, is cut with ….
    """
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    clean = _NOT_IN_XML.sub("\ufffd", ILLEGAL_CHARACTERS_RE.sub(" ", text))
    if len(clean) > CELL_TEXT_LIMIT:
        clean = clean[: CELL_TEXT_LIMIT - 1] + "…"
    cell.value = _LOOKS_ESCAPED.sub("_x005F_", clean)
    cell.data_type = "s"
    if starts_a_formula(clean):
        cell.number_format = "@"
        cell.quotePrefix = True


def workbook_bytes(workbook: Workbook) -> bytes:
    """The workbook as an .xlsx file whose bytes depend on its contents alone, never on the clock."""
    workbook.properties.created = datetime(*_FIXED_TIME)
    saved = BytesIO()
    workbook.save(saved)
    return without_clock(saved.getvalue())


def without_clock(data: bytes) -> bytes:
    """A saved .xlsx with the time of saving taken out."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(made, "w") as target:
        for info in source.infolist():
            member = ZipInfo(info.filename, _FIXED_TIME)
            member.compress_type = ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            if info.filename == "docProps/core.xml":
                target.writestr(member, _MODIFIED.sub(b"", source.read(info)))
                continue
            # A sheet of many rows is large once it is unpacked: never whole in memory.
            with source.open(info) as packed, target.open(member, "w") as copy:
                shutil.copyfileobj(packed, copy)
    return made.getvalue()
