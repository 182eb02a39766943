"""Characters that XML cannot hold, written by their number (ST_Xstring), in cells and in shared text."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from api.cases.intake import read_uploads
from api.cli.main import main
from api.workbook.spreadsheet_text import put_text
from tests.api.workbook.books import book, checked, raw_of, saved, told, with_shared_text

CASES = ["사례번호", "대상자명"]


@pytest.mark.parametrize("shared", [False, True])
def test_escaped_characters_are_decoded_and_cleaned(shared: bool, tmp_path: Path) -> None:
    note = "첫 줄_x000D_\n둘째 줄_x000b_셋째 줄 _x005F_x000D_ _xD83D__xDE00_"
    headings = ["사례번호", "대상자명", "휴대_x000D_\n전화", "주소", "비고"]
    row = ["2025-0001", "나보람", "010-0000-0001", "○○시 _x000D_□□로", note]
    workbook = book({"사례": [headings, row]})
    file = saved(workbook, tmp_path / "book.xlsx")
    (upload,) = read_uploads((with_shared_text(file) if shared else file,))
    client = raw_of(upload)["client"]
    assert client["mobile"] == "010-0000-0001"
    assert client["address"] == "○○시 □□로"
    assert client["note"] == "첫 줄\n둘째 줄\n셋째 줄 _x000D_ 😀"


@pytest.mark.parametrize("escaped", ["_x0007_", "_xD800_"])
def test_characters_that_no_form_holds_are_found_in_their_escapes(escaped: str, tmp_path: Path) -> None:
    workbook = book({"사례": [CASES, ["2025-0001", f"나{escaped}보람"]]})
    source, out = saved(workbook, tmp_path / "book.xlsx"), tmp_path / "marked.xlsx"
    _, (entry,) = checked(source)
    assert told(entry) == {("FIELD-CHARACTER", "사례", "B2")}
    arguments = ["check", source, "--annotate", str(out)]
    assert CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code == 1
    assert load_workbook(out)["사례"]["B2"].value == f"나{escaped}보람"


@pytest.mark.parametrize("shared", [False, True])
def test_text_that_looks_escaped_reads_back_unchanged(shared: bool, tmp_path: Path) -> None:
    text = "_x000D_ __x0041_ _x41_ _x005F_x000D_"
    workbook = book({"사례": [[*CASES, "주소"], ["2025-0001", "나보람", None]]})
    put_text(workbook["사례"]["C2"], text)
    file = saved(workbook, tmp_path / "book.xlsx")
    (upload,) = read_uploads((with_shared_text(file) if shared else file,))
    assert raw_of(upload)["client"]["address"] == text
