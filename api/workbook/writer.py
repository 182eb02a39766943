"""The entry workbook: one sheet a table, with drop-downs, formats and messages, and an 안내 sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from api.entry.rows import EntryRow, rows_of
from api.entry.tables import CASE, EntryColumn, EntryTable
from api.workbook import entry_hints
from api.workbook.cell_values import sheet_value
from api.workbook.spreadsheet_text import CELL_TEXT_LIMIT, cell_at, put_text, workbook_bytes
from forms import InputError

CHOICES_TITLE = "선택 목록"
# Rows that offer drop-downs and messages; a workbook of a year's cases fits.
ENTRY_ROWS = 5_000
# Characters of 10 points across a page, printed at about three quarters of their size.
_PAGE_WIDTH = 170
_FONT = "맑은 고딕"
_CELL_FONT = Font(name=_FONT, size=10)
_CELL_ALIGNMENT = Alignment(vertical="top", wrap_text=True)
_REQUIRED_FILL = PatternFill("solid", fgColor="FCE4D6")
_KEY_FILL = PatternFill("solid", fgColor="D9E1F2")
_HEADING_FILL = PatternFill("solid", fgColor="EDEDED")
_LINE = Side(style="thin", color="BFBFBF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def entry_workbook(tables: Sequence[EntryTable], cases: Sequence[dict[str, Any]] = ()) -> bytes:
    """An .xlsx to type cases into, holding ``cases``; the same input gives the same bytes.

    Raises ``InputError`` for a text that no cell can hold.
    """
    workbook = Workbook()
    guide = workbook.worksheets[0]
    lists = entry_hints.choice_columns(tables)
    ranges = _ranges(lists)
    for table in tables:
        _write_table(workbook.create_sheet(table.title), table, ranges)
    for case in cases:
        rows = rows_of(case, tables)
        for table in tables:
            for row in rows[table.key]:
                _write_row(workbook[table.title], table, str(case.get("case_no", "")), row)
    _write_choices(workbook.create_sheet(CHOICES_TITLE), lists)
    _write_guide(guide, tables)
    workbook.active = 1
    for sheet in workbook.worksheets:
        sheet.sheet_view.tabSelected = sheet is workbook.worksheets[1]
    return workbook_bytes(workbook)


def _write_table(sheet: Worksheet, table: EntryTable, ranges: dict[tuple[str, ...], str]) -> None:
    keys = 1 + len(table.numbers)
    for position, heading in enumerate(table.headings, 1):
        column = table.columns[position - keys - 1] if position > keys else None
        marked = heading + (" *" if position == 1 or (column is not None and column.required) else "")
        cell = cell_at(sheet, 1, position)
        put_text(cell, marked)
        _style_heading(cell, column)
        letter = get_column_letter(position)
        dimension = sheet.column_dimensions[letter]
        dimension.width = entry_hints.width(marked, column)
        dimension.number_format = "@" if column is None and position == 1 else _format_of(column)
        dimension.alignment = Alignment(
            vertical="top", wrap_text=column is not None and entry_hints.wraps(column)
        )
        dimension.font = Font(name=_FONT, size=10)
        _add_validation(sheet, letter, heading, column, ranges, is_case_no=position == 1)
    sheet.row_dimensions[1].height = 34
    sheet.freeze_panes = f"{get_column_letter(keys + 1)}2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headings))}1"
    sheet.sheet_properties.tabColor = "8EA9DB" if table.is_form or table.key == CASE else "D9D9D9"
    _set_up_print(sheet, keys)


def _format_of(column: EntryColumn | None) -> str:
    return entry_hints.number_format(column) if column is not None else "0"


def _style_heading(cell: Cell, column: EntryColumn | None) -> None:
    cell.font = Font(name=_FONT, size=10, bold=True)
    cell.fill = _KEY_FILL if column is None else _REQUIRED_FILL if column.required else _HEADING_FILL
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = _BOX


def _add_validation(
    sheet: Worksheet,
    letter: str,
    heading: str,
    column: EntryColumn | None,
    ranges: dict[tuple[str, ...], str],
    is_case_no: bool,
) -> None:
    """The drop-down, the bounds and the input message of a column."""
    if column is None:
        about = "사례를 가리키는 번호(관리번호)" if is_case_no else "몇 번째 것인지. 하나뿐이면 비워 둠"
        validation = DataValidation(allow_blank=True)
    else:
        about = entry_hints.prompt(column)
        words = entry_hints.drop_down(column)
        if words:
            validation = DataValidation(type="list", formula1=ranges[words], allow_blank=True)
            validation.error, validation.errorTitle = "목록에 있는 말을 적으세요.", heading[:32]
        elif column.kind in ("won", "number"):
            validation = DataValidation(
                type="whole",
                operator="between",
                formula1=str(column.minimum or 0),
                formula2=str(column.maximum),
                allow_blank=True,
                errorStyle="warning",
            )
            validation.error, validation.errorTitle = "소수점 없는 숫자로 적습니다.", heading[:32]
        else:
            validation = DataValidation(allow_blank=True)
    validation.showErrorMessage = validation.type is not None
    if about:
        validation.showInputMessage = True
        validation.promptTitle, validation.prompt = heading[: entry_hints.PROMPT_TITLE_LIMIT], about
    if about or validation.type is not None:
        validation.add(f"{letter}2:{letter}{ENTRY_ROWS + 1}")
        sheet.add_data_validation(validation)


def _set_up_print(sheet: Worksheet, keys: int = 0) -> None:
    """A4 across, as many pages side by side as stay readable, keys and headings on each."""
    total = sum(dimension.width for dimension in sheet.column_dimensions.values())
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = max(1, round(total / _PAGE_WIDTH)), 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    if keys:
        sheet.print_title_cols = f"A:{get_column_letter(keys)}"
    header, footer = HeaderFooterItem(), HeaderFooterItem()
    header.left.text, footer.center.text = "&A", "&P / &N"
    sheet.oddHeader, sheet.oddFooter = header, footer
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.print_options.gridLines = True


def _write_row(sheet: Worksheet, table: EntryTable, case_no: str, row: EntryRow) -> None:
    line = sheet.max_row + 1
    keys: list[str | int | None] = [case_no, *row.numbers]
    held = {
        len(keys) + index: sheet_value(table.columns[index], value) for index, value in row.values.items()
    }
    height = 1
    # Cells without a value are left out: they would make up most of a workbook of many cases.
    for position, value in (*enumerate(keys), *held.items()):
        column = table.columns[position - len(keys)] if position >= len(keys) else None
        cell = cell_at(sheet, line, position + 1)
        cell.number_format = "@" if position == 0 else _format_of(column)
        cell.font, cell.alignment = _CELL_FONT, _CELL_ALIGNMENT
        if isinstance(value, str):
            if len(value) > CELL_TEXT_LIMIT:
                heading = table.headings[position]
                message = f"'{heading}'의 글이 {CELL_TEXT_LIMIT:,}자를 넘어 한 칸에 담을 수 없습니다."
                raise InputError(message, "SHEET-LENGTH")
            put_text(cell, value)
            height = max(height, entry_hints.lines(value, sheet.column_dimensions[cell.column_letter].width))
        else:
            cell.value = value
    sheet.row_dimensions[line].height = min(409, 4 + 13.5 * height)


def _ranges(lists: dict[tuple[str, ...], str]) -> dict[tuple[str, ...], str]:
    """The cells that hold each list; a cell range may be longer than the 255 characters of a formula."""
    return {
        words: f"'{CHOICES_TITLE}'!${letter}$2:${letter}${len(words) + 1}"
        for letter, words in zip(map(get_column_letter, range(1, len(lists) + 1)), lists, strict=True)
    }


def _write_choices(sheet: Worksheet, lists: dict[tuple[str, ...], str]) -> None:
    for position, (words, heading) in enumerate(lists.items(), 1):
        cell = cell_at(sheet, 1, position)
        put_text(cell, heading)
        _style_heading(cell, None)
        sheet.column_dimensions[get_column_letter(position)].width = 26
        for row, word in enumerate(words, 2):
            put_text(cell_at(sheet, row, position), word)
            cell_at(sheet, row, position).alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 34
    _set_up_print(sheet)


def _write_guide(sheet: Worksheet, tables: Sequence[EntryTable]) -> None:
    sheet.title = entry_hints.GUIDE_TITLE
    for letter, width in (("A", 42), ("B", 30), ("C", 70)):
        sheet.column_dimensions[letter].width = width
    for row, line in enumerate(entry_hints.guide_lines(), 1):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
        put_text(cell_at(sheet, row, 1), line)
        cell_at(sheet, row, 1).alignment = Alignment(vertical="center", wrap_text=True)
        cell_at(sheet, row, 1).font = Font(name=_FONT, size=11, bold=row == 1)
        sheet.row_dimensions[row].height = 32
    start = len(entry_hints.guide_lines()) + 2
    for position, heading in enumerate(("시트", "한 줄이 뜻하는 것", "반드시 적는 칸"), 1):
        put_text(cell_at(sheet, start, position), heading)
        _style_heading(cell_at(sheet, start, position), None)
    for row, table in enumerate(tables, start + 1):
        texts = (table.title, entry_hints.about(table), entry_hints.required_headings(table))
        for position, text in enumerate(texts, 1):
            cell = cell_at(sheet, row, position)
            put_text(cell, text)
            cell.border = _BOX
            cell.alignment = Alignment(vertical="center", wrap_text=True)
        link = cell_at(sheet, row, 1)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{table.title}'!A1")
        link.font = Font(name=_FONT, size=10, color="0563C1", underline="single")
    _set_up_print(sheet)
    sheet.print_title_rows = None
