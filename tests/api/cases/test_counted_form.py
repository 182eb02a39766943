"""``render FORM FILE --cases FOLDER``: numbers counted over a folder, told with their cases, and printed."""

from __future__ import annotations

import json
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from api.cli.main import main
from tests.changing import put
from tests.indicator_cases import EXPECTED, SHEET, township
from tests.reading import docx_text, squeeze

FORM = "township_indicators"
AT = f"forms/{FORM}"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def write(path: Path, value: object) -> str:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return str(path)


def folder(tmp_path: Path, cases: list[dict[str, Any]]) -> Path:
    """The cases as files of a folder, beside them the sheet itself, which is no case."""
    made = tmp_path / "cases"
    made.mkdir()
    for case in cases:
        write(made / f"{case['case_no']}.json", case)
    write(made / "quarter.json", SHEET)
    return made


def sheet(tmp_path: Path, **entered: object) -> str:
    raw = deepcopy(SHEET)
    raw["forms"][FORM] |= entered
    return write(tmp_path / "q2.json", raw)


def counts(tmp_path: Path, cases: list[dict[str, Any]], **entered: object) -> tuple[dict[str, Any], Result]:
    """The answer of ``--counts`` as JSON, and the run."""
    out = tmp_path / "counts.json"
    result = run(
        "render", FORM, sheet(tmp_path, **entered), "--cases", str(folder(tmp_path, cases)),
        "-o", str(tmp_path / "q2.docx"), "--counts", str(out),
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return answer, result


def numbers(answer: dict[str, Any], of_sheet: int = 0) -> dict[str, dict[str, Any]]:
    return {number["key"]: number for number in answer["sheets"][of_sheet]["numbers"]}


def test_a_folder_fills_the_sheet_and_every_number_names_its_cases(tmp_path: Path) -> None:
    answer, result = counts(tmp_path, township())
    assert result.exit_code == 0
    assert answer["cases"] == 7
    assert {key: number["counted"] for key, number in numbers(answer).items()} == EXPECTED
    assert numbers(answer)["closed"]["cases"] == [
        {"case_no": "2025-0004", "number": 1},
        {"case_no": "2025-0005", "number": 1},
    ]
    text = docx_text((tmp_path / "q2.docx").read_bytes())
    assert squeeze("통합사례관리 대상 요청 가구 수(A)") + "0.25" in text  # 1 of 4
    meetings = "내부사례회의 (3) 건, 통합사례회의 (1) 건, 솔루션회의 (1) 건"
    assert squeeze(meetings) in text
    # Whom the numbers are about: the sixth was closed before, so that it stands behind none of them.
    listed = ", ".join(f"2025-000{number}" for number in (1, 2, 3, 4, 5, 7))
    assert squeeze(f"사례 6건: {listed}") in text


def test_what_is_entered_wins_and_the_difference_is_told(tmp_path: Path) -> None:
    answer, result = counts(tmp_path, township(), requested=5, case_evidence=["사례 목록"])
    assert result.exit_code == 0
    assert "서식에는 5, 사례에서 센 수는 4입니다. 서식의 값을 인쇄합니다." in result.stderr
    assert numbers(answer)["requested"]["entered"] == 5
    text = docx_text((tmp_path / "q2.docx").read_bytes())
    assert squeeze("통합사례관리 대상 요청 가구 수(A)") + "0.20" in text  # 1 of 5
    assert squeeze("근거자료 사례 목록") in text
    assert "2025-0001" not in text


def test_a_number_that_a_case_does_not_tell_stays_blank_and_says_so(tmp_path: Path) -> None:
    cases = township()
    del cases[2]["requested_on"], cases[2]["received_on"]
    answer, result = counts(tmp_path, cases)
    assert result.exit_code == 0
    assert numbers(answer)["requested"]["counted"] is None
    assert numbers(answer)["requested"]["untold"] == [
        {"case_no": "2025-0003", "lacks": "통합사례관리 요청일"}
    ]
    assert "셀 수 없는 사례가 1건 있으므로 채우지 않았습니다(2025-0003)" in result.stderr
    text = docx_text((tmp_path / "q2.docx").read_bytes())
    assert squeeze("통합사례관리 대상 요청 가구 수(A)") + "·(A):" in text


def test_a_file_that_cannot_be_counted_is_left_out_and_told(tmp_path: Path) -> None:
    cases = township()
    put(cases[1], "requested_on", "2025-13-01")
    made = folder(tmp_path, cases)
    write(made / "again.json", township()[0])
    (made / "torn.json").write_text("{", encoding="utf-8")
    out = tmp_path / "counts.json"
    result = run(
        "render", FORM, sheet(tmp_path), "--cases", str(made), "-o", str(tmp_path / "q2.pdf"), "--counts", str(out)
    )  # fmt: skip
    assert result.exit_code == 1
    answer = json.loads(out.read_text(encoding="utf-8"))
    reasons = {Path(left["file"]).name: left["reason"] for left in answer["left_out"]}
    # Files are read by their names: the one of another name stands after its number was counted.
    assert reasons == {"2025-0002.json": "errors", "again.json": "duplicate_case", "torn.json": "unreadable"}
    for reason in reasons.values():
        assert f"세지 않음({reason})" in result.stderr
    assert numbers(answer)["requested"]["counted"] == 3
    assert (tmp_path / "q2.pdf").read_bytes().startswith(b"%PDF")


def test_a_case_with_an_error_in_its_papers_is_counted_and_told(tmp_path: Path) -> None:
    cases = township()
    put(cases[3], "forms/closure_review/opinion", None)
    answer, result = counts(tmp_path, cases)
    assert result.exit_code == 1
    assert answer["with_errors"] == ["2025-0004"]
    assert "오류가 있는 사례도 세었습니다. 고친 뒤에 다시 세세요: 2025-0004" in result.stderr
    assert numbers(answer)["closed"]["counted"] == 2


def test_each_period_of_a_file_is_counted_by_itself(tmp_path: Path) -> None:
    raw = deepcopy(SHEET)
    april = {"period_kind": "월", "period_from": "2025-04-01", "period_to": "2025-04-30"}
    raw["forms"][FORM] = [april, raw["forms"][FORM]]
    out = tmp_path / "counts.json"
    result = run(
        "render", FORM, write(tmp_path / "q2.json", raw), "--cases", str(folder(tmp_path, township())),
        "-o", str(tmp_path / "q2.docx"), "--counts", str(out),
    )  # fmt: skip
    assert result.exit_code == 0
    answer = json.loads(out.read_text(encoding="utf-8"))
    assert numbers(answer, 0)["requested"]["counted"] == 2  # 2 and 7 April
    assert (
        numbers(answer, 0)["managed"]["counted"] == 3
    )  # the first, and two that were closed in May and June
    assert numbers(answer, 1)["requested"]["counted"] == 4


def test_the_workbook_lists_every_case_of_every_number(tmp_path: Path) -> None:
    out = tmp_path / "counts.xlsx"
    arguments = ["render", FORM, sheet(tmp_path), "--cases", str(folder(tmp_path, township()))]
    result = run(*arguments, "-o", str(tmp_path / "q2.pdf"), "--counts", str(out))
    assert result.exit_code == 0
    data = out.read_bytes()
    book = load_workbook(BytesIO(data))
    assert book.sheetnames == ["집계", "사례", "셀 수 없는 사례", "세지 않은 파일"]
    rows = [tuple(cell.value for cell in row) for row in book["집계"].iter_rows(min_row=2)]
    assert rows[0] == (1, "통합사례관리 대상 요청 가구 수(A)", 4, None, 4, 4, 0)
    checks = [
        (row[2].value, row[3].value)
        for row in book["사례"].iter_rows(min_row=2)
        if row[1].value == "전체 점검 횟수(B)"
    ]
    assert checks == [("2025-0001", 3), ("2025-0004", 1), ("2025-0005", 1)]
    run(*arguments, "-o", str(tmp_path / "q2.pdf"), "--counts", str(out))
    assert out.read_bytes() == data


def test_counts_are_checked_as_if_they_had_been_entered(tmp_path: Path) -> None:
    # 12 selected of the 4 that the cases requested.
    result = run(
        "render", FORM, sheet(tmp_path, selected=12), "--cases", str(folder(tmp_path, township())),
        "-o", str(tmp_path / "q2.pdf"),
    )  # fmt: skip
    assert result.exit_code == 1
    assert "IND-SUBSET" in result.stderr
    assert not (tmp_path / "q2.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("consent", "--cases", "."), "사례에서 세는 수가 없는 서식입니다"),
        (("all", "--cases", "."), "--cases는 한 서식을 만들 때에만 씁니다"),
        ((FORM, "--counts", "a.xlsx"), "--counts는 --cases와 함께 씁니다"),
        ((FORM, "--cases", ".", "--counts", "a.txt"), "이름은 다음으로 끝나야 합니다"),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused(
    tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    form, *options = arguments
    result = run("render", form, sheet(tmp_path), *options, "-o", str(tmp_path / "out.pdf"))
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_folder_that_is_not_there_makes_no_sheet_of_noughts(tmp_path: Path) -> None:
    result = run(
        "render", FORM, sheet(tmp_path), "--cases", str(tmp_path / "nowhere"), "-o", str(tmp_path / "q2.pdf")
    )
    assert result.exit_code == 2
    assert "그런 파일이나 폴더가 없습니다" in result.stderr
    assert not (tmp_path / "q2.pdf").exists()


def test_a_folder_without_a_case_is_refused(tmp_path: Path) -> None:
    result = run(
        "render", FORM, sheet(tmp_path), "--cases", str(folder(tmp_path, [])), "-o", str(tmp_path / "q2.pdf")
    )
    assert result.exit_code == 2
    assert "셀 사례가 없습니다" in result.stderr
