"""A user's own workbook given back with its mistakes marked, and a sheet that lists them all."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from api.workbook.kept_parts import lost_parts
from api.workbook.package_limits import inspect_package
from api.workbook.reader import RESULT_SHEET
from api.workbook.spreadsheet_text import cell_at, put_text, workbook_bytes
from forms import Finding, InputError, Severity, label_with_form

AUTHOR = "서식 점검"
_COLOURS = {Severity.ERROR: "FFC7CE", Severity.WARNING: "FFEB9C"}
_HEADINGS = ("번호", "구분", "사례번호", "시트", "칸", "제목", "항목", "내용", "규칙", "근거")
_WIDTHS = (6, 7, 16, 24, 8, 20, 34, 70, 18, 40)
_COMMENT_LIMIT = 1_500


@dataclass(frozen=True)
class CaseFindings:
    """The findings of one case of the workbook."""

    case_no: str | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Annotated:
    """The workbook to give back. ``lost`` names what the user's own holds that we could not keep.

    Where something would be lost, ``data`` is a workbook of the findings alone.
    """

    data: bytes
    lost: tuple[str, ...] = ()


def annotate(data: bytes, cases: Sequence[CaseFindings]) -> Annotated:
    """Mark the findings of ``cases`` in the workbook ``data``.

    Values, formulas, formats, widths, drop-downs, hidden sheets, names and print set-up stay. Raises
    ``InputError`` where the workbook cannot be read.
    """
    inspect_package(BytesIO(data))
    try:
        with warnings.catch_warnings():
            # What the library drops is found by comparing, and told in Korean.
            warnings.simplefilter("ignore")
            lost = lost_parts(data, _saved_again(data))
            if lost:
                return Annotated(_findings_alone(cases), lost)
            workbook = load_workbook(BytesIO(data), rich_text=True)
    except InputError:
        raise
    except Exception:
        message = "엑셀 파일이 손상되었습니다. 엑셀에서 열어 다시 저장한 파일을 주세요."
        raise InputError(message, "FILE-WORKBOOK") from None
    _forget_earlier_marks(workbook)
    _mark(workbook, [finding for case in cases for finding in case.findings])
    _list_findings(workbook.create_sheet(_free_title(workbook), 0), cases, set(workbook.sheetnames))
    _show(workbook, workbook.worksheets[0])
    return Annotated(workbook_bytes(workbook))


def _saved_again(data: bytes) -> bytes:
    saved = BytesIO()
    load_workbook(BytesIO(data), rich_text=True).save(saved)
    return saved.getvalue()


def _findings_alone(cases: Sequence[CaseFindings]) -> bytes:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = RESULT_SHEET
    _list_findings(sheet, cases, set())
    return workbook_bytes(workbook)


def _forget_earlier_marks(workbook: Workbook) -> None:
    """Take out what an earlier check marked, so that what has been put right looks right."""
    for title in [title for title in workbook.sheetnames if title.startswith(RESULT_SHEET)]:
        if workbook[title]["A1"].value == _HEADINGS[0]:
            del workbook[title]
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and cell.comment is not None and cell.comment.author == AUTHOR:
                    cell.comment = None
                    if cell.fill.fgColor.rgb in {f"00{colour}" for colour in _COLOURS.values()}:
                        cell.fill = PatternFill()


def _mark(workbook: Workbook, findings: Iterable[Finding]) -> None:
    """Colour and comment each cell that has an error or a warning; the gravest gives the colour."""
    by_cell: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.place is not None and finding.severity in _COLOURS:
            by_cell.setdefault((finding.place.sheet, finding.place.cell), []).append(finding)
    for (title, name), at_cell in by_cell.items():
        if title not in workbook.sheetnames or not isinstance(workbook[title], Worksheet):
            continue
        cell = _top_left(workbook[title], name)
        gravest = Severity.ERROR if any(f.severity is Severity.ERROR for f in at_cell) else Severity.WARNING
        cell.fill = PatternFill("solid", fgColor=_COLOURS[gravest])
        cell.comment = _comment(cell, at_cell)


def _top_left(sheet: Worksheet, name: str) -> Cell:
    """The cell, or the one that it is merged into."""
    cell = sheet[name]
    if isinstance(cell, MergedCell):
        merged = next(one for one in sheet.merged_cells.ranges if name in one)
        cell = sheet.cell(merged.min_row, merged.min_col)
    if not isinstance(cell, Cell):
        raise TypeError(f"{name} names no single cell")
    return cell


def _comment(cell: Cell, findings: Sequence[Finding]) -> Comment:
    lines = list(dict.fromkeys(f"[{f.severity.korean}] {f.message} ({f.rule})" for f in findings))
    text = "\n".join(lines)
    text = text if len(text) <= _COMMENT_LIMIT else f"{text[:_COMMENT_LIMIT]}…"
    if cell.comment is not None:
        # The user's own remark stays, and stays theirs.
        kept = cell.comment
        return Comment(f"{kept.text}\n\n{AUTHOR}\n{text}", kept.author, height=kept.height, width=kept.width)
    return Comment(text, AUTHOR, height=60 + 16 * text.count("\n") + len(text) // 2, width=360)


def _free_title(workbook: Workbook) -> str:
    title, count = RESULT_SHEET, 1
    while title in workbook.sheetnames:
        count += 1
        title = f"{RESULT_SHEET} {count}"
    return title


def _list_findings(sheet: Worksheet, cases: Sequence[CaseFindings], sheets: set[str]) -> None:
    for position, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True), 1):
        cell = cell_at(sheet, 1, position)
        put_text(cell, heading)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="EDEDED")
        sheet.column_dimensions[cell.column_letter].width = width
    row = 1
    for case in cases:
        for finding in case.findings:
            row += 1
            _list_finding(sheet, row, case.case_no, finding, sheets)
    if row == 1:
        put_text(cell_at(sheet, 2, 8), "고칠 것이 없습니다.")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:J{max(row, 2)}"
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = "1:1"


def _list_finding(
    sheet: Worksheet, row: int, case_no: str | None, finding: Finding, sheets: set[str]
) -> None:
    place = finding.place
    label = label_with_form(finding.form, finding.label)
    texts = (
        None,
        finding.severity.korean,
        case_no,
        place.sheet if place is not None else None,
        place.cell if place is not None else None,
        place.heading if place is not None else None,
        label,
        finding.message,
        finding.rule,
        finding.source,
    )
    cell_at(sheet, row, 1).value = row - 1
    for position, text in enumerate(texts, 1):
        cell = cell_at(sheet, row, position)
        if text is not None:
            put_text(cell, text)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    if finding.severity in _COLOURS:
        cell_at(sheet, row, 2).fill = PatternFill("solid", fgColor=_COLOURS[finding.severity])
    if place is not None and place.sheet in sheets:
        link = cell_at(sheet, row, 5)
        target = place.sheet.replace("'", "''")
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{target}'!{place.cell}")
        link.font = Font(color="0563C1", underline="single")


def _show(workbook: Workbook, sheet: Worksheet) -> None:
    """Open the workbook at the list of findings."""
    workbook.active = workbook.index(sheet)
    for other in workbook.worksheets:
        other.sheet_view.tabSelected = other is sheet
