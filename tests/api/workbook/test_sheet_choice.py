"""Which sheet is which table: the one with the title wins, and its copies are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.entry.tables import entry_tables
from tests.api.workbook.books import book, checked, raw_of, saved, told, uploads

CASES = ["사례번호", "대상자명"]
ONE_CASE = [CASES, ["2025-0001", "나보람"]]


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize(
    "copy", ["사례 (2)", "사례_2", "사례의 사본", "사례 - 복사본", "Copy of 사례", "작년 것"]
)
def test_the_sheet_with_the_title_wins_over_its_copies(copy: str, hidden: bool, tmp_path: Path) -> None:
    more = [[*CASES, "휴대전화", "주소"], ["2025-0009", "옛이름", "010-0000-0009", "○○시"]]
    workbook = book({copy: more, "사례": ONE_CASE})
    workbook["사례"].sheet_state = "hidden" if hidden else "visible"
    _, (entry,) = checked(saved(workbook, tmp_path / "book.xlsx"))
    assert entry["case_no"] == "2025-0001"
    assert told(entry, "warning") == {("SHEET-COPY", copy, "A1")}
    (message,) = [f["message"] for f in entry["findings"] if f["rule"] == "SHEET-COPY"]
    assert copy in message
    assert ("숨긴 시트" in message) == hidden
    assert told(entry, "info") == ({("SHEET-HIDDEN", "사례", "A2")} if hidden else set())


def test_a_copy_alone_is_read_and_the_second_copy_is_told(tmp_path: Path) -> None:
    workbook = book({"사례 (2)": ONE_CASE, "사례 (3)": [CASES, ["2025-0009", "옛이름"]]})
    _, (entry,) = checked(saved(workbook, tmp_path / "book.xlsx"))
    assert entry["case_no"] == "2025-0001"
    assert told(entry, "warning") == {("SHEET-COPY", "사례 (3)", "A1")}


def test_a_copy_whose_title_excel_had_to_cut_is_known(tmp_path: Path) -> None:
    # Excel cuts the title so that " (2)" fits into 31 characters.
    title = max((table.title for table in entry_tables() if table.form is not None), key=len)
    table = next(table for table in entry_tables() if table.title == title)
    assert len(title) + len(" (2)") > 31
    copy = f"{title[:27]} (2)"
    rows = [list(table.headings), ["2025-0001"]]
    workbook = book({"사례": ONE_CASE, copy: rows, title: rows})
    _, (entry,) = checked(saved(workbook, tmp_path / "book.xlsx"))
    assert ("SHEET-COPY", copy, "A1") in told(entry, "warning")


def test_a_sheet_with_the_title_and_none_of_the_headings_is_no_table(tmp_path: Path) -> None:
    workbook = book({"사례": [["메모"], ["나중에 옮길 것"]], "사례 (2)": ONE_CASE})
    (upload,) = uploads(workbook, tmp_path)
    assert raw_of(upload)["case_no"] == "2025-0001"


def test_a_workbook_without_a_row_below_its_headings_is_told(tmp_path: Path) -> None:
    workbook = book({"사례": [CASES], "사례 (2)": ONE_CASE})
    status, (entry,) = checked(saved(workbook, tmp_path / "book.xlsx"))
    assert status == 2
    (finding,) = entry["findings"]
    assert finding["rule"] == "FILE-EMPTY"
    assert "사례 (2)" in finding["message"]


def test_a_sheet_that_may_be_several_tables_is_none_of_them(tmp_path: Path) -> None:
    # These headings stand in the case's sheet, which is read, and in sheets of forms, which are not here.
    workbook = book(
        {"작년 것": [[*CASES, "휴대전화", "주소"], ["2024-0009", "옛이름", None, "○○시"]], "사례": ONE_CASE}
    )
    _, (entry,) = checked(saved(workbook, tmp_path / "book.xlsx"))
    assert (entry["case_no"], told(entry)) == ("2025-0001", {("SHEET-COPY", "작년 것", "A1")})
