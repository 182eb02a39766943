"""Workbooks as offices have them: long numbers, formats, copies of sheets, hidden rows, merged cells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from api.cases.intake import read_uploads
from api.cli.main import main
from tests.api.workbook.books import (
    Rows,
    book,
    checked,
    raw_of,
    saved,
    through_libreoffice,
    told,
    uploads,
)

CASES = ["사례번호", "대상자명"]
ONE_CASE = [CASES, ["2025-0001", "나보람"]]
EVIDENCE = "사용용도 증빙서류 점검표 사용용도 증빙서류"
HEADINGS = [
    "사례번호",
    "번호",
    "사용용도 구분",
    "사용용도 항목",
    "증빙서류",
    "서류 날짜",
    "사용자",
    "사용처",
    "금액(원)",
    "서류번호",
    "비고",
]


def _item(number: str, document_no: object = None, case_no: object = "2025-0001") -> list[Any]:
    kind = ["주택구입 및 임대", "월세", "임대차계약서\n이체확인증", "2024-03-02", "나보람", "○○부동산"]
    return [case_no, number, *kind, 2_400_000, document_no, None]


def _evidence(*items: list[Any]) -> Workbook:
    return book({"사례": ONE_CASE, EVIDENCE: [HEADINGS, *items]})


def _items(workbook: Workbook, folder: Path) -> list[dict[str, Any]]:
    (upload,) = uploads(workbook, folder)
    assert isinstance(upload.raw, dict)
    items: list[dict[str, Any]] = upload.raw["forms"]["usage_proof"]["evidence"]
    return items


# --- long numbers


def test_long_numbers_typed_as_numbers_are_told_and_are_no_ones_number(tmp_path: Path) -> None:
    # Excel keeps 15 digits: both become the same number, which neither of them is.
    workbook = _evidence(
        _item("1", float(202403021011111111111111)), _item("2", float(202403021022222222222222))
    )
    assert ["document_no" in item for item in _items(workbook, tmp_path)] == [False, False]
    _, (entry,) = checked(saved(workbook, tmp_path / "book.xlsx"))
    assert {t for t in told(entry, "warning") if t[0] == "SHEET-NUMBER"} == {
        ("SHEET-NUMBER", EVIDENCE, "J2"),
        ("SHEET-NUMBER", EVIDENCE, "J3"),
    }
    assert "DUP-1" not in {finding["rule"] for finding in entry["findings"]}


def test_a_long_number_in_a_required_cell_is_an_error_and_not_also_missing(tmp_path: Path) -> None:
    workbook = book({"사례": [CASES, ["2025-0001", 10**20]]})
    status, (entry,) = checked(saved(workbook, tmp_path / "book.xlsx"))
    assert status == 1
    assert told(entry) == {("SHEET-NUMBER", "사례", "B2")}
    assert told(entry, "error") == told(entry)


def test_an_unread_value_that_may_be_absent_does_not_hide_that_its_record_lacks_another(
    tmp_path: Path,
) -> None:
    workbook = book({"사례": [[*CASES, "휴대전화"], ["2025-0001", None, 10**20]]})
    _, (entry,) = checked(saved(workbook, tmp_path / "book.xlsx"))
    assert ("SHEET-NUMBER", "사례", "C2") in told(entry, "warning")
    assert "FIELD-MISSING" in {rule for rule, _, _ in told(entry, "error")}


def test_rows_with_an_unreadable_case_number_belong_to_no_case_and_are_told_one_by_one(
    tmp_path: Path,
) -> None:
    long = float(202501021011111111111111)
    workbook = book(
        {
            "사례": [CASES, [long, "나보람"], ["2025-0002", "한가람"], [long, "정든솔"]],
            "가구원": [["사례번호", "관계", "성명"], [long, "자", "나하늘"], ["2025-0002", "자", "한누리"]],
        }
    )
    status, entries = checked(saved(workbook, tmp_path / "book.xlsx"))
    assert status == 1
    unread, whole = sorted(entries, key=lambda entry: entry["case_no"] or "")
    assert told(unread) == {
        ("SHEET-NUMBER", "사례", "A2"),
        ("SHEET-NUMBER", "사례", "A4"),
        ("SHEET-NUMBER", "가구원", "A2"),
    }
    assert told(unread, "error") == told(unread)
    assert (whole["case_no"], whole["ok"], whole["findings"]) == ("2025-0002", True, [])


def test_a_row_with_an_unreadable_number_is_not_given_to_the_only_case(tmp_path: Path) -> None:
    workbook = book(
        {
            "사례": ONE_CASE,
            "가구원": [["사례번호", "관계", "성명"], [10**18, "자", "나하늘"], [None, "모", "한별"]],
        }
    )
    by_number = {upload.file.rpartition("#")[2]: upload for upload in uploads(workbook, tmp_path)}
    only = by_number["2025-0001"].raw
    assert isinstance(only, dict)
    assert [member["name"] for member in only["household"]] == ["한별"]
    unread = by_number["(사례번호 없음)"].cells
    assert unread is not None
    assert [finding.rule for finding in unread.findings] == ["SHEET-NUMBER"]


def test_thousands_of_unread_cells_are_counted_and_no_error_among_them_is_lost(tmp_path: Path) -> None:
    rows = [["2025-0001", "자", f"나{n}", 10**20] for n in range(1_500)]
    wrong = ["2025-0001", "자", "나하늘", "#REF!"]
    workbook = book({"사례": ONE_CASE, "가구원": [["사례번호", "관계", "성명", "휴대전화"], *rows, wrong]})
    (upload,) = uploads(workbook, tmp_path)
    assert upload.cells is not None
    told_one_by_one, (more,) = upload.cells.findings[:-1], upload.cells.findings[-1:]
    assert {finding.rule for finding in told_one_by_one} == {"SHEET-NUMBER"}
    assert (len(told_one_by_one), more.rule, more.severity) == (1_000, "SHEET-MORE", "error")
    # 1,501 cells were not read; the first of those that are only counted stands in line 1,002.
    assert "501칸" in more.message
    assert more.place is not None
    assert more.place.cell == "D1002"


def test_thousands_of_rows_without_a_readable_number_are_counted(tmp_path: Path) -> None:
    workbook = book(
        {"사례": ONE_CASE, "가구원": [["사례번호", "관계"], *([10**18, "자"] for _ in range(1_500))]}
    )
    _, unread = uploads(workbook, tmp_path)
    assert unread.cells is not None
    assert len(unread.cells.findings) == 1_000
    assert "500줄" in unread.cells.findings[-1].message


# --- what the cell shows


def test_numbers_with_a_format_are_what_the_cell_shows(tmp_path: Path) -> None:
    workbook = _evidence(_item("1", 1190870, case_no=20250102), _item("2", 12, case_no="2025-0102"))
    workbook["사례"]["A2"], workbook["사례"]["A2"].number_format = 20250102, "0000-0000"
    sheet = workbook[EVIDENCE]
    sheet["A2"].number_format = "0000-0000"
    sheet["J2"].number_format = "000000000"
    sheet["J3"].number_format = '"제"0"호"'
    (upload,) = uploads(workbook, tmp_path)
    raw = raw_of(upload)
    assert raw["case_no"] == "2025-0102"
    items = raw["forms"]["usage_proof"]["evidence"]
    assert [item["document_no"] for item in items] == ["001190870", "제12호"]


def test_a_format_that_cannot_be_told_is_a_finding_at_the_cell(tmp_path: Path) -> None:
    workbook = _evidence(_item("1", 1190870))
    workbook[EVIDENCE]["J2"].number_format = "[DBNum1][$-412]General"
    assert "document_no" not in _items(workbook, tmp_path)[0]
    _, (entry,) = checked(saved(workbook, tmp_path / "book.xlsx"))
    assert ("SHEET-NUMBER", EVIDENCE, "J2") in told(entry, "warning")


def test_a_case_number_that_excel_made_a_date_is_no_number_where_its_day_is_hidden(tmp_path: Path) -> None:
    workbook = book({"사례": [CASES, [45658, "나보람"], [45658, "한가람"]]})
    # 1 January 2025; 2025-1 typed into a cell becomes it, too.
    workbook["사례"]["A2"].number_format = "mmm-yy"
    workbook["사례"]["A3"].number_format = "yyyy-mm-dd"
    unread, whole = sorted(
        checked(saved(workbook, tmp_path / "book.xlsx"))[1], key=lambda entry: entry["case_no"] or ""
    )
    assert told(unread, "error") == {("SHEET-DATE-IN-TEXT", "사례", "A2")}
    assert whole["case_no"] == "2025-01-01"
    assert told(whole, "warning") == {("SHEET-DATE-IN-TEXT", "사례", "A3")}


def test_dates_in_the_formats_that_korean_excel_has_by_number(tmp_path: Path) -> None:
    # Typed as 2025년 6월 2일, a date bears format 31 and is day 45810.
    workbook = book(
        {"사례": ONE_CASE, "가구원": [["사례번호", "관계", "생년월일"], ["2025-0001", "자", 45810]]}
    )
    file = saved(workbook, tmp_path / "book.xlsx")
    _rewritten(file, "xl/worksheets/sheet2.xml", '<c r="C2" t="n">', '<c r="C2" s="1">')
    styles = '<xf numFmtId="31" fontId="0" fillId="0" borderId="0" applyNumberFormat="1" xfId="0"/></cellXfs>'
    _rewritten(file, "xl/styles.xml", "</cellXfs>", styles)
    (upload,) = read_uploads((file,))
    assert raw_of(upload)["household"] == [{"relation": "자", "birth_date": "2025-06-02"}]


def _rewritten(file: str, part: str, old: str, new: str) -> None:
    with ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = parts[part].decode()
    assert old in text
    parts[part] = text.replace(old, new).encode()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


# --- hidden rows


def test_hidden_and_filtered_rows_are_used_and_counted_case_by_case(tmp_path: Path) -> None:
    workbook = _evidence(*(_item(str(number)) for number in range(1, 6)))
    workbook["사례"].append(["2025-0999", "예전사람"])
    workbook["사례"].row_dimensions[3].hidden = True
    sheet = workbook[EVIDENCE]
    for line in (2, 4, 5):
        sheet.row_dimensions[line].hidden = True
    sheet.auto_filter.ref = "A1:K6"
    sheet.auto_filter.add_filter_column(1, ["2", "5"])
    _, (first, second) = checked(saved(workbook, tmp_path / "book.xlsx"))
    hidden = [f for f in (*first["findings"], *second["findings"]) if f["rule"] == "SHEET-HIDDEN"]
    assert [(f["severity"], f["place"]["sheet"], f["place"]["cell"]) for f in hidden] == [
        ("info", EVIDENCE, "A2"),
        ("info", "사례", "A3"),
    ]
    assert "3줄(2, 4, 5행)" in hidden[0]["message"]
    assert "1줄(3행)" in hidden[1]["message"]
    used = uploads(workbook, tmp_path)[0].raw
    assert isinstance(used, dict)
    assert len(used["forms"]["usage_proof"]["evidence"]) == 5


def test_hidden_columns_are_told_where_they_hold_something(tmp_path: Path) -> None:
    workbook = _evidence([*_item("1")[:-1], "원본 확인"])
    workbook[EVIDENCE].column_dimensions["K"].hidden = True
    workbook["사례"].column_dimensions["C"].hidden = True
    _, (entry,) = checked(saved(workbook, tmp_path / "book.xlsx"))
    (hidden,) = [f for f in entry["findings"] if f["rule"] == "SHEET-HIDDEN"]
    assert "비고" in hidden["message"]
    assert hidden["place"]["sheet"] == EVIDENCE


# --- merged cells


def _merged(*ranges: str, rows: int = 3) -> Workbook:
    workbook = _evidence(*(_item(str(number)) for number in range(1, rows + 1)))
    for cells in ranges:
        workbook[EVIDENCE].merge_cells(cells)
    return workbook


def test_text_merged_down_is_that_of_every_row(tmp_path: Path) -> None:
    workbook = _merged("H2:H3", "K2:K4", "A2:A4", "F3:F4")
    workbook[EVIDENCE]["K2"] = "세 건 모두 원본 확인"
    items = _items(workbook, tmp_path)
    assert [item.get("note") for item in items] == ["세 건 모두 원본 확인"] * 3
    assert [item["payee"] for item in items] == ["○○부동산"] * 3
    assert [item["dated_on"] for item in items] == ["2024-03-02"] * 3


def test_an_amount_merged_down_is_counted_once_and_told(tmp_path: Path) -> None:
    workbook = _merged("I2:I3")
    assert [item.get("amount") for item in _items(workbook, tmp_path)] == [2_400_000, None, 2_400_000]
    _, (entry,) = checked(saved(workbook, tmp_path / "book.xlsx"))
    assert ("SHEET-MERGED", EVIDENCE, "I3") in told(entry, "error")
    assert not {t for t in told(entry) if t[0] == "FIELD-MISSING" and t[2] == "I3"}


def test_records_of_two_lines_each_are_one_record_each(tmp_path: Path) -> None:
    rows: Rows = [[*CASES, "주소"], ["2025-0001", "나보람", "○○시"], [], ["2025-0002", "한가람", "□□군"], []]
    workbook = book({"사례": rows})
    for top in (2, 4):
        for letter in "ABC":
            workbook["사례"].merge_cells(f"{letter}{top}:{letter}{top + 1}")
    first, second = uploads(workbook, tmp_path)
    assert raw_of(first)["client"] == {"name": "나보람", "address": "○○시"}
    assert raw_of(second)["client"] == {"name": "한가람", "address": "□□군"}


def test_a_cell_that_is_merged_over_columns_too_belongs_to_the_first(tmp_path: Path) -> None:
    workbook = _merged("J2:K3", rows=2)
    workbook[EVIDENCE]["J2"] = "임대-1"
    items = _items(workbook, tmp_path)
    assert [item["document_no"] for item in items] == ["임대-1"] * 2
    assert ["note" in item for item in items] == [False, False]


# --- proof of use


def _proof(*items: list[Any]) -> Workbook:
    workbook = _evidence(*items)
    form = workbook.create_sheet("사용용도 증빙서류 점검표")
    form.append(
        [
            "사례번호",
            "통장 종류",
            "해지 유형",
            "본인적금통장 개설일",
            "해지신청서 제출일",
            "본인적립금(원)",
            "이자(원)",
        ]
    )
    form.append(["2025-0001", "희망키움통장Ⅱ", "지급해지", "2022-01-10", "2025-02-03", 3_600_000, 120_000])
    supports = workbook.create_sheet("사용용도 증빙서류 점검표 지원금 내역")
    supports.append(["사례번호", "지원금 이름", "금액(원)"])
    supports.append(["2025-0001", "근로소득장려금", 10_800_000])
    members = workbook.create_sheet("사용용도 증빙서류 점검표 보장가구원")
    members.append(["사례번호", "성명", "관계", "현재 보장가구원"])
    members.append(["2025-0001", "나보람", "본인", "예"])
    return workbook


def _judged(workbook: Workbook, folder: Path) -> tuple[str, dict[str, Any]]:
    """What ``evidence`` prints, and the entry of ``evidence --json``."""
    file = saved(workbook, folder / "book.xlsx")
    text = CliRunner().invoke(main, ["evidence", file], catch_exceptions=False).stdout
    made = CliRunner().invoke(main, ["evidence", "--json", file], catch_exceptions=False)
    return text, json.loads(made.stdout)["files"][0]


def test_evidence_tells_what_it_did_not_read_and_what_was_hidden(tmp_path: Path) -> None:
    workbook = _proof(_item("1", 10**23), _item("2", "2-1"))
    workbook[EVIDENCE].row_dimensions[3].hidden = True
    text, entry = _judged(workbook, tmp_path)
    assert entry["verdict"] is not None
    assert f"[{EVIDENCE}!J2]" in text
    assert "SHEET-NUMBER" in text
    assert "1줄(3행)" in text


def test_evidence_gives_no_verdict_where_rows_of_the_proof_were_left_out(tmp_path: Path) -> None:
    # A formula without a saved result: what it says nobody knows.
    workbook = _proof(_item("1"))
    workbook[EVIDENCE]["K2"] = "=A1"
    _, entry = _judged(workbook, tmp_path)
    assert entry["verdict"] is None
    assert [finding["rule"] for finding in entry["findings"]] == ["SHEET-FORMULA"]
    assert entry["findings"][0]["place"]["cell"] == "K2"


@pytest.mark.slow
def test_formats_merges_and_hidden_rows_that_libreoffice_saved(tmp_path: Path) -> None:
    workbook = _evidence(_item("1", 1190870, case_no=20250102), _item("2", 12, case_no=20250102))
    workbook["사례"]["A2"], workbook["사례"]["A2"].number_format = 20250102, "0000-0000"
    sheet = workbook[EVIDENCE]
    for cell in ("A2", "A3"):
        sheet[cell].number_format = "0000-0000"
    sheet["J2"].number_format = "000000000"
    sheet["J3"].number_format = '"제"0"호"'
    sheet["K2"] = "첫 줄_x000D_\n둘째 줄"
    sheet.merge_cells("K2:K3")
    sheet.row_dimensions[3].hidden = True
    (upload,) = read_uploads((through_libreoffice(saved(workbook, tmp_path / "book.xlsx"), tmp_path),))
    assert isinstance(upload.raw, dict)
    assert upload.raw["case_no"] == "2025-0102"
    items = upload.raw["forms"]["usage_proof"]["evidence"]
    assert [item["document_no"] for item in items] == ["001190870", "제12호"]
    assert [item["note"] for item in items] == ["첫 줄\n둘째 줄"] * 2
    assert upload.cells is not None
    assert [finding.rule for finding in upload.cells.findings] == ["SHEET-HIDDEN"]
