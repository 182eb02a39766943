"""A user's own workbook comes back with its mistakes marked and everything else as it was."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem

from api.cli.main import main
from tests.api.workbook.books import book, checked

OWN: list[list[Any]] = [
    ["사례번호", "대상자명", "휴대전화", "비고", "합계"],
    ["2025-0001", "나보람", 12345, "첫 줄\n둘째 줄", "=LEN(B2)"],
    ["2025-0002", None, "010-0000-1234", None, "=SUM(E2:E2)"],
]


def _own_workbook() -> Workbook:
    """A workbook with everything that its owner may have set up."""
    workbook = book(
        {"사례": OWN, "숨긴 시트": [["가", 1]], "가구원": [["사례번호", "관계"], ["2025-0001", "자"]]}
    )
    sheet = workbook["사례"]
    sheet["D2"].fill = PatternFill("solid", fgColor="00FF00")
    sheet["D2"].font = Font(name="굴림", size=13, bold=True, color="0000FF")
    sheet["C3"].border = Border(bottom=Side(style="double"))
    sheet["E2"].number_format = "#,##0.00"
    sheet["B2"].comment = Comment("주인의 메모", "주인")
    sheet.column_dimensions["B"].width = 31.5
    sheet.column_dimensions["E"].hidden = True
    sheet.row_dimensions[2].height = 44
    sheet.merge_cells("G5:H6")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = "A1:E3"
    choice = DataValidation(type="list", formula1='"가,나"', allow_blank=True)
    choice.add("F2:F9")
    sheet.add_data_validation(choice)
    bold = Rule(
        type="cellIs", operator="greaterThan", formula=["3"], dxf=DifferentialStyle(font=Font(bold=True))
    )
    sheet.conditional_formatting.add("E2:E9", bold)
    sheet.print_area = "A1:E3"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_margins.left = 1.25
    footer = HeaderFooterItem()
    footer.center.text = "쪽 &P"
    sheet.oddFooter = footer
    sheet.protection.sheet = True
    workbook["숨긴 시트"].sheet_state = "hidden"
    workbook.defined_names["이름표"] = DefinedName("이름표", attr_text="'숨긴 시트'!$A$1:$B$1")
    return workbook


def _annotated(file: Path, out: Path) -> Result:
    arguments = ["check", str(file), "--annotate", str(out)]
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


@pytest.fixture
def marked(tmp_path: Path) -> tuple[Workbook, Workbook, dict[str, Any]]:
    """The own workbook, the one given back, and what check says about the case without a name."""
    source, out = tmp_path / "own.xlsx", tmp_path / "marked.xlsx"
    _own_workbook().save(source)
    assert _annotated(source, out).exit_code == 1
    _, entries = checked(str(source))
    return load_workbook(source), load_workbook(out), {entry["case_no"]: entry for entry in entries}


MARKED = {("사례", "C2"), ("사례", "B3"), ("사례", "E1")}


def test_offending_cells_are_coloured_and_commented(
    marked: tuple[Workbook, Workbook, dict[str, Any]],
) -> None:
    _, out, _ = marked
    phone, name = out["사례"]["C2"], out["사례"]["B3"]
    for cell in (phone, name):
        assert cell.fill.fgColor.rgb == "00FFC7CE"
        assert cell.comment is not None
    assert "전화번호는" in phone.comment.text
    assert "반드시 적어야 합니다" in name.comment.text
    # A column that is read by nobody is a warning, at its heading.
    assert out["사례"]["E1"].fill.fgColor.rgb == "00FFEB9C"


def test_values_formulas_and_formats_stay(marked: tuple[Workbook, Workbook, dict[str, Any]]) -> None:
    own, out, _ = marked
    for sheet in own.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                other = out[sheet.title][cell.coordinate]
                assert other.value == cell.value
                assert other.number_format == cell.number_format
                for aspect in ("font", "border", "alignment", "protection"):
                    assert repr(getattr(other, aspect)) == repr(getattr(cell, aspect))
                if (sheet.title, cell.coordinate) not in MARKED:
                    assert repr(other.fill) == repr(cell.fill)
                    assert (other.comment and other.comment.text) == (cell.comment and cell.comment.text)
    assert out["사례"]["E3"].value == "=SUM(E2:E2)"


def test_widths_drop_downs_hidden_sheets_names_and_print_set_up_stay(
    marked: tuple[Workbook, Workbook, dict[str, Any]],
) -> None:
    own, out, _ = marked
    assert out.sheetnames == ["점검 결과", *own.sheetnames]
    before, after = own["사례"], out["사례"]
    assert after.column_dimensions["B"].width == 31.5
    assert after.column_dimensions["E"].hidden
    assert after.row_dimensions[2].height == 44
    assert [str(one) for one in after.merged_cells.ranges] == ["G5:H6"]
    (choice,) = after.data_validations.dataValidation
    assert (choice.type, choice.formula1, str(choice.sqref)) == ("list", '"가,나"', "F2:F9")
    assert len(after.conditional_formatting) == len(before.conditional_formatting) == 1
    assert (after.freeze_panes, after.auto_filter.ref) == ("B2", "A1:E3")
    assert (after.print_area, after.print_title_rows) == (before.print_area, "$1:$1")
    assert after.page_setup.orientation == "landscape"
    assert after.page_margins.left == 1.25
    assert after.oddFooter is not None
    assert after.oddFooter.center.text == "쪽 &P"
    assert after.protection.sheet
    assert out["숨긴 시트"].sheet_state == "hidden"
    assert out.defined_names["이름표"].attr_text == "'숨긴 시트'!$A$1:$B$1"


def test_a_sheet_lists_all_findings_with_links(marked: tuple[Workbook, Workbook, dict[str, Any]]) -> None:
    _, out, entries = marked
    rows = list(out["점검 결과"].iter_rows(min_row=2))
    listed = {(row[2].value, row[8].value, row[3].value, row[4].value) for row in rows}
    expected = {
        (number, finding["rule"], finding["place"]["sheet"], finding["place"]["cell"])
        for number, entry in entries.items()
        for finding in entry["findings"]
    }
    assert listed == expected
    assert len(rows) == sum(len(entry["findings"]) for entry in entries.values())
    link = next(row[4].hyperlink for row in rows if row[4].value == "C2")
    assert link is not None
    assert link.location == "'사례'!C2"


def test_the_users_own_remark_stays_beside_ours(tmp_path: Path) -> None:
    workbook = _own_workbook()
    workbook["사례"]["C2"].comment = Comment("주인의 메모", "주인")
    workbook.save(tmp_path / "own.xlsx")
    _annotated(tmp_path / "own.xlsx", tmp_path / "marked.xlsx")
    comment = load_workbook(tmp_path / "marked.xlsx")["사례"]["C2"].comment
    assert comment is not None
    assert comment.text.startswith("주인의 메모")
    assert "전화번호는" in comment.text


def test_what_has_been_put_right_is_no_longer_marked(tmp_path: Path) -> None:
    first, second = tmp_path / "marked.xlsx", tmp_path / "again.xlsx"
    _own_workbook().save(tmp_path / "own.xlsx")
    _annotated(tmp_path / "own.xlsx", first)
    workbook = load_workbook(first)
    workbook["사례"]["C2"] = "010-0000-5678"
    workbook.save(first)
    _annotated(first, second)
    again = load_workbook(second)
    assert again.sheetnames.count("점검 결과") == 1
    assert again["사례"]["C2"].comment is None
    assert again["사례"]["C2"].fill.fgColor.rgb != "00FFC7CE"
    assert again["사례"]["B3"].comment is not None


def _with_text_box(data: bytes) -> bytes:
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:absoluteAnchor>'
        '<xdr:pos x="0" y="0"/><xdr:ext cx="900000" cy="900000"/><xdr:sp macro="" textlink=""><xdr:nvSpPr>'
        '<xdr:cNvPr id="2" name="글상자"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/><xdr:txBody>'
        "<a:bodyPr/><a:p><a:r><a:t>알림</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/>"
        "</xdr:absoluteAnchor></xdr:wsDr>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" '
        'Target="/xl/drawings/drawing9.xml"/></Relationships>'
    )
    made = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode() if name.endswith((".xml", ".rels")) else ""
            if name == "xl/worksheets/sheet1.xml":
                link = (
                    '<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
                    'r:id="rId1"/></worksheet>'
                )
                content = content.replace("</worksheet>", link)
            if name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.drawing+xml"
                entry = f'<Override PartName="/xl/drawings/drawing9.xml" ContentType="{kind}"/></Types>'
                content = content.replace("</Types>", entry)
            target.writestr(name, content or source.read(name))
        target.writestr("xl/worksheets/_rels/sheet1.xml.rels", relations)
        target.writestr("xl/drawings/drawing9.xml", drawing)
    return made.getvalue()


def test_a_text_box_is_named_and_the_findings_come_as_a_workbook_of_their_own(tmp_path: Path) -> None:
    plain = BytesIO()
    book({"사례": OWN[:2]}).save(plain)
    source, out = tmp_path / "own.xlsx", tmp_path / "marked.xlsx"
    source.write_bytes(_with_text_box(plain.getvalue()))
    result = _annotated(source, out)
    assert "글상자" in result.stderr
    workbook = load_workbook(out)
    assert workbook.sheetnames == ["점검 결과"]
    assert "FIELD-PHONE" in [row[8].value for row in workbook["점검 결과"].iter_rows(min_row=2)]


def test_what_annotate_cannot_do_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    source = tmp_path / "own.xlsx"
    _own_workbook().save(source)
    before = source.read_bytes()
    assert _annotated(source, source).exit_code == 2
    assert source.read_bytes() == before
    case = tmp_path / "case.json"
    case.write_text('{"case_no": "2025-0001", "client": {"name": "나보람"}}', encoding="utf-8")
    assert _annotated(case, tmp_path / "out.xlsx").exit_code == 2
    both = ["check", str(source), str(source), "--annotate", str(tmp_path / "out.xlsx")]
    assert CliRunner().invoke(main, both).exit_code == 2
    assert not (tmp_path / "out.xlsx").exists()
