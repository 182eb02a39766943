"""An office's list as it is read: what lies beyond the limits is counted, cells that lost something are told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.workbook.roster import (
    ROSTER_COLUMNS_AT_MOST,
    ROSTER_ROWS_AT_MOST,
    Roster,
    best_sheet,
    read_roster,
    roster_sheets,
    rows_as_cases,
)
from forms import InputError
from tests.api.workbook.books import book, saved


def roster(path: Path, row: int | None = None) -> Roster:
    with roster_sheets(path, path.name) as sheets:
        return read_roster(sheets[best_sheet(sheets)], row)


def excel(folder: Path, *rows: list[Any], **others: list[list[Any]]) -> Path:
    return Path(saved(book({**others, "명단": rows}), folder / "명단.xlsx"))


def fields(read: Roster) -> dict[int, str]:
    return {position: key for position, (key, _) in read.matched().items()}


def test_rows_and_columns_beyond_the_limits_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "명단.csv"
    wide = ",".join(["x"] * (ROSTER_COLUMNS_AT_MOST + 3))
    lines = ["관리번호,성명", wide, *(f"{n},나보람" for n in range(ROSTER_ROWS_AT_MOST + 1))]
    path.write_text("\n".join(lines), encoding="utf-8")
    read = roster(path)
    assert len(read.lines) == ROSTER_ROWS_AT_MOST
    # Of the rows below the headings one is the wide one.
    assert (read.rows_left, read.columns_left) == (2, 3)


def test_the_sheet_whose_headings_are_known_is_read(tmp_path: Path) -> None:
    others = [["여기는", "설명"], ["가", "나"]]
    read = roster(excel(tmp_path, ["관리번호", "성명"], ["1", "나보람"], 안내=others))
    assert read.sheet.title == "명단"


def test_a_number_that_lost_digits_is_told_and_no_number(tmp_path: Path) -> None:
    read = roster(excel(tmp_path, ["관리번호", "성명"], [20250000000000000001, "나보람"]))
    [row] = rows_as_cases(read, fields(read))
    assert row.case_no == ""
    assert row.raw == {"client": {"name": "나보람"}}
    [told] = row.cells.findings
    assert told.place is not None
    assert (told.rule, told.place.cell) == ("SHEET-NUMBER", "A2")


def test_a_formula_without_its_result_is_told(tmp_path: Path) -> None:
    read = roster(excel(tmp_path, ["관리번호", "성명"], ["1", '="나"&"보람"']))
    [row] = rows_as_cases(read, fields(read))
    assert "client" not in row.raw
    assert [(one.rule, one.place.cell) for one in row.cells.findings if one.place] == [
        ("SHEET-FORMULA", "B2")
    ]


def test_a_row_with_nothing_in_the_chosen_columns_says_so(tmp_path: Path) -> None:
    read = roster(excel(tmp_path, ["연번", "관리번호", "성명"], [1, "1", "나보람"], [2, None, None]))
    assert [(row.line, row.empty) for row in rows_as_cases(read, fields(read))] == [(2, False), (3, True)]


def test_headings_merged_over_two_rows_begin_the_data_below_them(tmp_path: Path) -> None:
    made = book(
        {"명단": [["관리번호", "대상자", None], [None, "성명", "연락처"], ["1", "나보람", "010-0000-1234"]]}
    )
    [sheet] = made.worksheets
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    read = roster(Path(saved(made, tmp_path / "명단.xlsx")))
    assert (read.heading_row, read.first_row) == (2, 3)
    [row] = rows_as_cases(read, fields(read))
    assert row.raw == {"case_no": "1", "client": {"name": "나보람", "mobile": "010-0000-1234"}}


def test_a_heading_row_beyond_the_sheet_is_looked_for_anew(tmp_path: Path) -> None:
    assert roster(excel(tmp_path, ["관리번호", "성명"], ["1", "나보람"]), row=29).heading_row == 1


@pytest.mark.parametrize("rows", [[], [[None]]])
def test_an_empty_sheet_has_no_columns(tmp_path: Path, rows: list[list[Any]]) -> None:
    read = roster(excel(tmp_path, *rows))
    assert (read.columns, read.lines) == ((), ())


def test_a_damaged_sheet_is_refused(tmp_path: Path) -> None:
    from zipfile import ZipFile

    path = excel(tmp_path, ["관리번호", "성명"], ["1", "나보람"])
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b'r="A2"', b'r="??"')
    with ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    with pytest.raises(InputError):
        roster(path)
