"""The household and the evidence as CSV, in the encodings that Korean programs write."""

from __future__ import annotations

import codecs
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from api.cli.main import main
from api.workbook.csv_tables import read_csv
from forms import InputError

HOUSEHOLD = "사례번호,관계,성명,생년월일,휴대전화\r\n2025-0001,배우자,정든솔,1990.3.4,1000001234\r\n2025-0001,자,나하늘,,\r\n"
EVIDENCE = (
    "사례번호,번호,사용용도 구분,사용용도 항목,증빙서류,서류 날짜,사용자,사용처,금액(원)\n"
    '2025-0001,1,주택구입 및 임대,월세,"임대차계약서, 이체확인증",20240302,나보람,○○부동산,"2,400,000원"\n'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_the_household_in_every_encoding(encoding: str) -> None:
    (case,) = read_csv(HOUSEHOLD.encode(encoding), "household.csv")
    assert case.raw == {
        "case_no": "2025-0001",
        "household": [
            {"relation": "배우자", "name": "정든솔", "birth_date": "1990-03-04", "mobile": "010-0000-1234"},
            {"relation": "자", "name": "나하늘"},
        ],
    }


def test_the_evidence() -> None:
    (case,) = read_csv(EVIDENCE.encode("cp949"), "증빙.csv")
    (item,) = case.raw["forms"]["usage_proof"]["evidence"]
    assert item == {
        "id": "1",
        "category": "주택구입 및 임대",
        "item": "월세",
        "documents": ["임대차계약서", "이체확인증"],
        "dated_on": "2024-03-02",
        "user": "나보람",
        "payee": "○○부동산",
        "amount": 2_400_000,
    }


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        # 0xFF begins no character of UTF-8 or CP949; it stands in the second line.
        (HOUSEHOLD.encode("cp949").replace(b"2025-0001", b"2025\xff0001", 1), "FILE-ENCODING", "2행"),
        ("이름,나이\n나보람,3\n".encode(), "FILE-WORKBOOK", "시트"),
        (b'"a\n', "FILE-CSV", "따옴표"),
        (b"a\0b\n", "FILE-CSV", "CSV"),
    ],
)
def test_what_is_refused(data: bytes, code: str, says: str) -> None:
    with pytest.raises(InputError) as refused:
        list(read_csv(data, "a.csv"))
    assert refused.value.code == code
    assert says in refused.value.message


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8", "cp949"])
def test_text_with_tabs_and_other_marks_between_its_cells(encoding: str, delimiter: str) -> None:
    # Excel's "Unicode text" is UTF-16 with tabs; commas within a cell divide nothing.
    text = HOUSEHOLD.replace(",", delimiter).replace("나하늘", '"나하늘, 큰아이"')
    data = text.encode(encoding)
    (case,) = read_csv(codecs.BOM_UTF16_BE + data if encoding == "utf-16-be" else data, "household.txt")
    assert [member["name"] for member in case.raw["household"]] == ["정든솔", "나하늘, 큰아이"]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        # Half of the last line end, which is the third, is missing.
        (HOUSEHOLD.encode("utf-16")[:-1], 3),
        # Half of a pair of surrogates in the second line.
        (codecs.BOM_UTF16_LE + "가\n나".encode("utf-16-le") + b"\0\xd8" + "\n".encode("utf-16-le"), 2),
    ],
)
def test_damaged_utf_16_is_told_with_its_line(data: bytes, line: int) -> None:
    with pytest.raises(InputError) as refused:
        list(read_csv(data, "a.txt"))
    assert refused.value.code == "FILE-ENCODING"
    assert f"{line}행" in refused.value.message


def _document_no(cell: str) -> tuple[object, list[str]]:
    heading, row = EVIDENCE.splitlines()
    (case,) = read_csv(f"{heading},서류번호\n{row},{cell}\n".encode(), "a.csv")
    (item,) = case.raw["forms"]["usage_proof"]["evidence"]
    return item.get("document_no"), [finding.rule for finding in case.cells.findings]


@pytest.mark.parametrize("cell", ['"=""0012345678"""', '="0012345678"', ' ="0012345678" '])
def test_a_number_that_a_program_wrote_as_quoted_text_is_that_number(cell: str) -> None:
    assert _document_no(cell) == ("0012345678", [])


def test_other_text_that_begins_as_a_formula_stays_as_it_is() -> None:
    assert _document_no('"=""가""&B1"') == ('="가"&B1', [])
    assert _document_no('"=""그는 """"예""""라 했다"""') == ('그는 "예"라 했다', [])


@pytest.mark.parametrize("cell", ["2.02403E+23", "########"])
def test_what_excel_left_of_a_long_number_counts_as_not_given(cell: str) -> None:
    assert _document_no(cell) == (None, ["SHEET-NUMBER"])


def _workbook(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["workbook", *arguments], catch_exceptions=False)


def test_csv_files_go_into_the_entry_workbook(tmp_path: Path) -> None:
    (tmp_path / "household.csv").write_bytes(HOUSEHOLD.encode("cp949"))
    (tmp_path / "evidence.csv").write_bytes(EVIDENCE.encode("utf-8-sig"))
    out = tmp_path / "book.xlsx"
    files = ["--csv", str(tmp_path / "household.csv"), "--csv", str(tmp_path / "evidence.csv")]
    assert _workbook("case", *files, "-o", str(out)).exit_code == 0
    workbook = load_workbook(BytesIO(out.read_bytes()))
    family = workbook["가구원"]
    headings = {str(cell.value).removesuffix(" *"): number for number, cell in enumerate(family[1], 1)}
    assert [family.cell(row, headings["성명"]).value for row in (2, 3)] == ["정든솔", "나하늘"]
    assert family.cell(2, headings["휴대전화"]).value == "010-0000-1234"
    assert workbook["사례"]["A2"].value == "2025-0001"
    assert workbook["사용용도 증빙서류 점검표 사용용도 증빙서류"]["A2"].value == "2025-0001"


def test_unusable_calls(tmp_path: Path) -> None:
    assert _workbook("no_such_form", "-o", str(tmp_path / "a.xlsx")).exit_code == 2
    assert _workbook("-o", str(tmp_path / "a.pdf")).exit_code == 2
    assert list(tmp_path.iterdir()) == []
