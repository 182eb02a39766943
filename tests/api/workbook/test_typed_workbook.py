"""Workbooks as people keep them: titles above, merged headings, moved columns, Excel's changes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from api.cases.intake import read_uploads
from tests.api.workbook.books import book, checked, raw_of, saved, through_libreoffice, told, uploads
from tests.reading import sample

CASES = ["사례번호", "대상자명"]


def _typed() -> Workbook:
    """Two cases: a title row, an empty row and column, headings over two rows, dates of every style."""
    workbook = book(
        {
            "사례": [
                ["2025년 사례 대장"],
                [],
                ["사례번호", None, "대상자", None, None, "판", "담당 구역"],
                [None, None, "연락처", "주민등록번호", "대상자명*"],
                ["2025-0001", None, 1000001234, 503123456789, " 나보람 ", 2025, "1구역"],
                [],
                ["2025-0002", None, "010-0000-5678", "900101-1234567", "한가람"],
            ],
            "가구원": [
                ["관 계", "사례번호", "성명", "생년월일", "휴대전화"],
                ["배우자", "2025-0001", "정든솔", datetime(1990, 3, 4), None],
                ["자", None, "나하늘", "2015.3.4", None],
                ["자", "2025-0002", "한누리", "20160506", "01000001111"],
            ],
            "내 메모": [["아무 글"]],
        }
    )
    cases = workbook["사례"]
    cases.merge_cells("A1:G1")
    cases.merge_cells("A3:A4")
    cases.merge_cells("C3:E3")
    cases.merge_cells("F3:F4")
    cases.merge_cells("G3:G4")
    workbook["가구원"].merge_cells("B2:B3")
    return workbook


def _expect(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert first["client"] == {"name": "나보람", "resident_number": "050312-3456789"}
    assert first["edition"] == "2025"
    assert first["household"] == [
        {"relation": "배우자", "name": "정든솔", "birth_date": "1990-03-04"},
        {"relation": "자", "name": "나하늘", "birth_date": "2015-03-04"},
    ]
    assert second["client"] == {"name": "한가람", "resident_number": "900101-1234567"}
    assert second["household"] == [
        {"relation": "자", "name": "한누리", "birth_date": "2016-05-06", "mobile": "01000001111"}
    ]


def _expect_findings(file: str) -> None:
    status, (first, second) = checked(file)
    assert status == 0
    # '대상자 연락처' stands in no case, and '담당 구역' is nobody's column.
    assert told(first, "warning") == {("SHEET-COLUMN", "사례", "C4"), ("SHEET-COLUMN", "사례", "G4")}
    assert told(second, "warning") == {("SHEET-COLUMN", "사례", "C4")}


def test_a_workbook_typed_as_a_person_would(tmp_path: Path) -> None:
    file = saved(_typed(), tmp_path / "book.xlsx")
    first, second = uploads(_typed(), tmp_path)
    assert (first.file, second.file) == (f"{file}#2025-0001", f"{file}#2025-0002")
    assert isinstance(first.raw, dict)
    assert isinstance(second.raw, dict)
    _expect(first.raw, second.raw)
    _expect_findings(file)


@pytest.mark.slow
def test_the_same_workbook_saved_by_libreoffice(tmp_path: Path) -> None:
    file = through_libreoffice(saved(_typed(), tmp_path / "book.xlsx"), tmp_path)
    first, second = read_uploads((file,))
    assert isinstance(first.raw, dict)
    assert isinstance(second.raw, dict)
    _expect(first.raw, second.raw)
    _expect_findings(file)


def test_a_mistaken_cell_is_named_with_sheet_cell_and_heading(tmp_path: Path) -> None:
    workbook = book(
        {
            "사례": [
                [*CASES, "주민등록번호(외국인등록번호)", "휴대전화"],
                ["2025-0001", "나보람", 900101123456, 12345],
            ],
            "가구원": [
                ["사례번호", "관계", "생년월일", "동거 여부"],
                ["2025-0001", "자", "2025.2.30", "모름"],
            ],
        }
    )
    status, (entry,) = checked(saved(workbook, tmp_path / "book.xlsx"))
    assert status == 1
    assert told(entry) == {
        ("FIELD-RESIDENT-NUMBER", "사례", "C2"),
        ("FIELD-PHONE", "사례", "D2"),
        ("FIELD-DATE", "가구원", "C2"),
        ("FIELD-TYPE", "가구원", "D2"),
    }
    by_cell = {(f["place"]["sheet"], f["place"]["cell"]): f for f in entry["findings"]}
    assert by_cell["가구원", "C2"]["place"]["heading"] == "생년월일"
    assert by_cell["가구원", "D2"]["message"] == "'예' 또는 '아니오'로 적습니다."


def test_a_missing_value_is_named_at_the_cell_where_it_would_stand(tmp_path: Path) -> None:
    case = sample("closure_review")
    form = case["forms"]["closure_review"]
    workbook = book(
        {
            "사례": [CASES, [case["case_no"], case["client"]["name"]]],
            "사례관리 종결심사서": [
                ["종결심사 의견", "사례번호", "종결심사 결과"],
                [None, case["case_no"], form["result"]],
            ],
        }
    )
    _, (entry,) = checked(saved(workbook, tmp_path / "book.xlsx"))
    missing = {f["path"]: f["place"] for f in entry["findings"] if f["rule"] == "FIELD-MISSING"}
    assert missing["/forms/closure_review/opinion"] == {
        "sheet": "사례관리 종결심사서",
        "cell": "A2",
        "heading": "종결심사 의견",
    }
    # A column that the sheet lacks: the row's case number stands for it.
    assert missing["/forms/closure_review/intervention"]["cell"] == "B2"


def test_unknown_columns_are_reported_with_the_nearest_known(tmp_path: Path) -> None:
    workbook = book({"사례": [[*CASES, "휴대전회", "메모"], ["2025-0001", "나보람", "010-0000-1234", None]]})
    _, (entry,) = checked(saved(workbook, tmp_path / "book.xlsx"))
    (finding,) = [f for f in entry["findings"] if f["rule"] == "SHEET-COLUMN"]
    assert finding["place"] == {"sheet": "사례", "cell": "C1", "heading": "휴대전회"}
    assert "'휴대전화'" in finding["message"]
    assert finding["severity"] == "warning"


def test_rows_belong_to_the_numbered_form(tmp_path: Path) -> None:
    survey, scores = "욕구 및 위기도 통합조사표", "욕구 및 위기도 통합조사표 위기도 조사"
    workbook = book(
        {
            "사례": [CASES, ["2025-0001", "나보람"]],
            survey: [
                ["사례번호", f"{survey} 번호", "작성일자"],
                ["2025-0001", 2, "2025-03-01"],
                ["2025-0001", 1, "2024-09-01"],
            ],
            scores: [
                ["사례번호", f"{survey} 번호", "욕구 영역", "번호", "문항별 점수"],
                ["2025-0001", 1, "경제", 1, 3],
                ["2025-0001", 1, "경제", 2, "해당 사항 없음"],
                ["2025-0001", 2, "경제", 1, 0],
                ["2025-0001", None, "돌봄", 1, 1],
                ["2025-0001", 3, "돌봄", 1, 1],
            ],
        }
    )
    (upload,) = uploads(workbook, tmp_path)
    assert isinstance(upload.raw, dict)
    assert upload.raw["forms"]["needs_survey"] == [
        {"surveyed_on": "2025-03-01", "crisis": [{"area": "경제", "scores": {"1": 0}}]},
        {"surveyed_on": "2024-09-01", "crisis": [{"area": "경제", "scores": {"1": 3, "2": None}}]},
    ]
    assert upload.cells is not None
    problems = {(f.rule, f.place.cell) for f in upload.cells.findings if f.place is not None}
    assert problems == {("SHEET-ROW", "A5"), ("SHEET-ROW", "A6")}


def test_case_numbers_that_are_missing_repeated_or_unknown(tmp_path: Path) -> None:
    workbook = book(
        {
            "사례": [CASES, ["2025-0001", "나보람"], ["2025-0002", "한가람"], ["2025-0001", "정든솔"]],
            "가구원": [["사례번호", "관계"], [None, "자"], ["2025-00O2", "모"]],
        }
    )
    _, entries = checked(saved(workbook, tmp_path / "book.xlsx"))
    by_number = {entry["file"].rpartition("#")[2]: entry for entry in entries}
    assert ("SHEET-ROW", "사례", "A4") in told(by_number["2025-0001"], "error")
    assert told(by_number["2025-0002"], "error") == set()
    assert ("FIELD-MISSING", "가구원", "A2") in told(by_number["(사례번호 없음)"], "error")
    assert ("SHEET-CASE", "가구원", "A3") in told(by_number["2025-00O2"], "error")
    message = next(f for f in by_number["2025-00O2"]["findings"] if f["rule"] == "SHEET-CASE")["message"]
    assert "'2025-0002'" in message


def test_with_one_case_the_number_need_not_be_repeated(tmp_path: Path) -> None:
    workbook = book({"사례": [CASES, ["2025-0001", "나보람"]], "가구원": [["관계"], ["자"], ["모"]]})
    (upload,) = uploads(workbook, tmp_path)
    assert raw_of(upload)["household"] == [{"relation": "자"}, {"relation": "모"}]


def test_rows_below_the_rows_that_are_searched_for_headings_are_read(tmp_path: Path) -> None:
    people = [["2025-0001", f"자 {number}"] for number in range(100)]
    workbook = book({"사례": [CASES, ["2025-0001", "나보람"]], "가구원": [["사례번호", "관계"], *people]})
    (upload,) = uploads(workbook, tmp_path)
    assert [row["relation"] for row in raw_of(upload)["household"]] == [f"자 {n}" for n in range(100)]


def test_a_renamed_sheet_is_known_by_its_headings_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    evidence = [
        "사례번호",
        "번호",
        "사용용도 구분",
        "사용용도 항목",
        "증빙서류",
        "서류 날짜",
        "사용자",
        "금액",
    ]
    row = ["2025-0001", "1", "주택구입 및 임대", "월세", "영수증", "2024-03-02", "나보람", "2,400,000원"]
    workbook = book(
        {
            "사례": [CASES, ["2025-0001", "나보람"]],
            "영수증 대장": [evidence, row],
            "목표": [["사례번호", "목표내용"], ["2025-0001", "단주 유지"]],
        }
    )
    _, (entry,) = checked(saved(workbook, tmp_path / "book.xlsx"))
    assert ("SHEET-UNKNOWN", "목표", "A1") in told(entry, "warning")
    (upload,) = uploads(workbook, tmp_path)
    assert isinstance(upload.raw, dict)
    (item,) = upload.raw["forms"]["usage_proof"]["evidence"]
    assert (item["amount"], item["documents"]) == (2_400_000, ["영수증"])


def test_a_formula_without_a_saved_result_or_with_an_error_is_told(tmp_path: Path) -> None:
    # openpyxl writes formulas without results, as a workbook is that no spreadsheet has opened yet.
    workbook = book({"사례": [[*CASES, "비고"], ["2025-0001", "=A1", "#REF!"]]})
    _, (entry,) = checked(saved(workbook, tmp_path / "book.xlsx"))
    assert told(entry, "error") == {("SHEET-FORMULA", "사례", "B2"), ("SHEET-FORMULA", "사례", "C2")}


def test_a_formula_is_read_by_its_saved_result(tmp_path: Path) -> None:
    file = saved(book({"사례": [CASES, ["2025-0001", "=A1"]]}), tmp_path / "book.xlsx")
    with ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    head, found, tail = sheet.partition("<f>A1</f>")
    assert found
    result = tail[tail.index("</c>") :]
    typed = head.replace('<c r="B2"', '<c r="B2" t="str"')
    calculated = f"{typed}{found}<v>나보람</v>{result}"
    parts["xl/worksheets/sheet1.xml"] = calculated.encode()
    with ZipFile(file, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    (upload,) = read_uploads((file,))
    assert raw_of(upload)["client"] == {"name": "나보람"}


def test_a_workbook_is_read_inside_a_zip_and_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "cases"
    folder.mkdir()
    file = saved(book({"사례": [CASES, ["2025-0001", "나보람"]]}), folder / "book.xlsx")
    with ZipFile(tmp_path / "all.zip", "w") as package:
        package.write(file, "in/book.xlsx")
    _, in_folder = checked(str(folder))
    _, in_zip = checked(str(tmp_path / "all.zip"))
    assert [entry["file"] for entry in in_folder] == [f"{folder}/book.xlsx#2025-0001"]
    assert [entry["file"] for entry in in_zip] == [f"{tmp_path}/all.zip/in/book.xlsx#2025-0001"]
