"""``seosik ledger``: sums by household and year over files, what is left, what breaks, and how it ends."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from click.testing import CliRunner, Result

from api.cli.main import main
from tests.changing import put
from tests.reading import sample

LIMIT = 1_000_000


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["ledger", *arguments], input=stdin, catch_exceptions=False)


def written(path: Path, case: dict[str, Any]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    return str(path)


def entry(category: str, amount: int, **more: Any) -> dict[str, Any]:
    return {
        "category": category,
        "content": "난방유",
        "amount": amount,
        "conference_on": "2025-03-24",
        "planned_on": "2025-03-26",
        "approved_on": "2025-03-28",
        "paid_on": "2025-04-02",
        "method": "관련 기관 직접 지급",
        "other_aid_checked": True,
        "self_reliance": True,
        **more,
    }


def household(number: str, *entries: dict[str, Any], year: int = 2025) -> dict[str, Any]:
    case = {**sample("support_ledger"), "case_no": number}
    ledger = {"fiscal_year": year, "entries": [dict(one) for one in entries]}
    return {**case, "forms": {"support_ledger": [ledger]}}


def budget(year: int = 2025, **amounts: int) -> dict[str, Any]:
    composition = {"fiscal_year": year, **amounts}
    return {**sample("budget_composition"), "forms": {"budget_composition": [composition]}}


def row(text: str, *beginning: str) -> list[str]:
    """The cells of the line of a table that begins so."""
    found = [line.split() for line in text.splitlines() if line.split()[: len(beginning)] == list(beginning)]
    assert len(found) == 1, text
    return found[0]


def sheets(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


THREE = (entry("의료비", 400_000), entry("생활지원비", 350_000), entry("교육훈련비", 250_000))


def test_a_household_that_used_up_its_limit_breaks_nothing(tmp_path: Path) -> None:
    result = run(written(tmp_path / "a.json", household("2025-0001", *THREE)))
    assert result.exit_code == 0
    assert row(result.stdout, "2025-0001", "2025") == [
        *("2025-0001", "2025", "400,000", "350,000", "250,000", "0"),
        *("1,000,000", "0", "3", "0"),
    ]
    assert "ICM-BUDGET-01" not in result.stdout
    assert "한도를 넘은 곳 0" in result.stdout


def test_one_won_more_is_told_with_its_clause_and_is_no_error(tmp_path: Path) -> None:
    over = household("2025-0001", *THREE, entry("기타지원비", 1))
    result = run(written(tmp_path / "a.json", over))
    assert result.exit_code == 0
    assert row(result.stdout, "2025-0001", "2025")[-4:] == ["1,000,001", "-1", "4", "1"]
    assert "1,000,001원으로 1가구당 지원액 1,000,000원을 1원 넘습니다" in result.stdout
    assert "ICM-BUDGET-01 · 2025 찾아가는 보건·복지서비스 업무안내" in result.stdout


def test_a_household_in_two_files_is_asked_of_their_sum(tmp_path: Path) -> None:
    first = written(tmp_path / "a.json", household("2025-0001", entry("의료비", 600_000)))
    second = written(tmp_path / "b.json", household("2025-0001", entry("생활지원비", 400_001)))
    result = run(first, second)
    # Neither file alone exceeds it.
    assert result.exit_code == 0
    assert row(result.stdout, "2025-0001", "2025")[-4:] == ["1,000,001", "-1", "2", "1"]
    assert "파일 2개의 내역을 합했습니다" in result.stdout


def test_a_copy_counts_once_and_is_told(tmp_path: Path) -> None:
    case = household("2025-0001", *THREE)
    written(tmp_path / "in" / "a.json", case)
    written(tmp_path / "in" / "b.json", case)
    result = run(str(tmp_path / "in"))
    assert result.exit_code == 0
    assert row(result.stdout, "2025-0001", "2025")[-4:] == ["1,000,000", "0", "3", "0"]
    assert "똑같거나 뒤에 더 채운 3건은 한 번만 세었습니다" in result.stdout


def test_years_of_a_household_are_apart(tmp_path: Path) -> None:
    first = written(tmp_path / "a.json", household("2025-0001", entry("의료비", 600_000)))
    second = written(tmp_path / "b.json", household("2025-0001", entry("의료비", 700_000), year=2026))
    result = run(first, second)
    assert row(result.stdout, "2025-0001", "2025")[-3] == "400,000"
    assert row(result.stdout, "2025-0001", "2026")[-3] == "300,000"
    assert "가구 1곳" in result.stdout


def test_a_year_without_a_known_limit_has_nothing_left_to_tell(tmp_path: Path) -> None:
    case = household("2024-0001", entry("의료비", 1_200_000), year=2024)
    result = run(written(tmp_path / "a.json", case))
    assert row(result.stdout, "2024-0001", "2024")[-4:-1] == ["1,200,000", "-", "1"]


def test_the_year_stands_beside_its_budget(tmp_path: Path) -> None:
    written(tmp_path / "in" / "a.json", household("2025-0001", *THREE))
    written(tmp_path / "in" / "b.json", household("2025-0002", entry("의료비", 500_000)))
    # 2,000,000 + 500,000 of 지원비; the rest is none of it.
    written(tmp_path / "in" / "c.json", budget(medical=2_000_000, living=500_000, other_operation=2_500_000))
    result = run(str(tmp_path / "in"))
    assert result.exit_code == 0
    assert row(result.stdout, "2025") == [
        *("2025", "2", "4", "900,000", "350,000", "250,000", "0"),
        *("1,500,000", "2,500,000", "1,000,000"),
    ]


def test_two_budgets_of_one_office_and_year_are_compared_with_nothing(tmp_path: Path) -> None:
    written(tmp_path / "in" / "a.json", household("2025-0001", *THREE))
    written(tmp_path / "in" / "b.json", budget(medical=2_000_000))
    written(tmp_path / "in" / "c.json", budget(medical=3_000_000))
    result = run(str(tmp_path / "in"))
    assert row(result.stdout, "2025")[-2:] == ["-", "-"]
    assert "2025년의 지원비 예산이 서로 다릅니다" in result.stdout


def test_the_budgets_of_two_offices_add_up(tmp_path: Path) -> None:
    other = {**budget(medical=3_000_000), "agency": {"name": "라온시"}}
    result = run(written(tmp_path / "a.json", budget(medical=2_000_000)), written(tmp_path / "b.json", other))
    assert row(result.stdout, "2025")[-3:] == ["0", "5,000,000", "5,000,000"]


def test_what_breaks_stands_below_with_its_place(tmp_path: Path) -> None:
    case = household("2025-0001", entry("의료비", 10), entry("생활지원비", 20, content="상품권"))
    path = written(tmp_path / "a.json", case)
    result = run(path)
    assert result.exit_code == 0
    assert row(result.stdout, "2025-0001", "2025")[-1] == "1"
    assert "지원 2번 지원 내용" in result.stdout
    assert "ICM-BUDGET-20" in result.stdout


def test_no_name_is_told(tmp_path: Path) -> None:
    case = household("2025-0001", *THREE, entry("생활지원비", 1, payee="하늘별", content="상품권"))
    case["worker"]["name"] = "유하늬"
    path = written(tmp_path / "a.json", case)
    out = tmp_path / "out.xlsx"
    result = run(path, "--xlsx", str(out))
    told = result.stdout + str(sheets(out.read_bytes()))
    for name in (case["client"]["name"], "유하늬", "하늘별", "한서윤"):
        assert name not in told


def test_what_cannot_be_read_is_told_and_the_others_are_counted(tmp_path: Path) -> None:
    good = written(tmp_path / "a.json", household("2025-0001", *THREE))
    torn = tmp_path / "b.json"
    torn.write_text("{", encoding="utf-8")
    result = run(good, str(torn))
    assert result.exit_code == 2
    assert "FILE-JSON" in result.stdout
    assert row(result.stdout, "2025-0001", "2025")[-4] == "1,000,000"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("forms/support_ledger/0/entries/0/amount", "많이"),
        ("forms/support_ledger/0/fiscal_year", None),
        ("client", None),
    ],
)
def test_errors_in_the_ledger_or_the_case_end_with_one(tmp_path: Path, path: str, value: object) -> None:
    case = put(household("2025-0001", *THREE), path, value)
    result = run(written(tmp_path / "a.json", case))
    assert result.exit_code == 1
    assert "FIELD-" in result.stdout
    assert "1,000,000" not in result.stdout


def test_a_misspelled_ledger_is_told(tmp_path: Path) -> None:
    case = household("2025-0001", *THREE)
    case["forms"]["support_legder"] = case["forms"].pop("support_ledger")
    result = run(written(tmp_path / "a.json", case))
    assert result.exit_code == 1
    assert "support_legder" in result.stdout


def test_an_error_in_another_form_does_not_touch_the_ledger(tmp_path: Path) -> None:
    case = household("2025-0001", *THREE)
    case["forms"]["consent"] = {"consented_on": "언젠가"}
    result = run(written(tmp_path / "a.json", case))
    assert result.exit_code == 0
    assert row(result.stdout, "2025-0001", "2025")[-4] == "1,000,000"


def test_cases_without_a_ledger_are_counted(tmp_path: Path) -> None:
    written(tmp_path / "in" / "a.json", household("2025-0001", *THREE))
    written(tmp_path / "in" / "b.json", sample("consent"))
    result = run(str(tmp_path / "in"))
    assert result.exit_code == 0
    assert "집행 내역이 없는 사례 1건" in result.stdout


def test_nothing_to_read_is_an_unusable_call(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = run(str(tmp_path / "in"))
    assert result.exit_code == 2
    assert "[FILE-MISSING]" in result.stderr


def test_archives_json_lines_and_standard_input_are_taken(tmp_path: Path) -> None:
    cases = [household("2025-0001", *THREE), household("2025-0002", entry("의료비", 5))]
    with ZipFile(tmp_path / "in.zip", "w") as archive:
        for number, case in enumerate(cases):
            archive.writestr(f"{number}.json", json.dumps(case))
    lines = "\n".join(json.dumps(case) for case in cases).encode()
    tables = [
        result.stdout.partition("\n\n")[0]
        for result in (run(str(tmp_path / "in.zip")), run("-", stdin=lines))
    ]
    assert tables[0] == tables[1]
    assert row(tables[0], "2025-0002", "2025")[-4:-2] == ["5", "999,995"]


def test_the_workbook_holds_whole_won_as_numbers(tmp_path: Path) -> None:
    written(tmp_path / "in" / "a.json", household("2025-0001", *THREE, entry("기타지원비", 1)))
    written(tmp_path / "in" / "b.json", budget(medical=900_000))
    out = tmp_path / "out.xlsx"
    assert run(str(tmp_path / "in"), "--xlsx", str(out)).exit_code == 0
    held = sheets(out.read_bytes())
    assert held["가구"][1][:9] == ("2025-0001", "2025", 400_000, 350_000, 250_000, 1, 1_000_001, -1, 4)
    assert held["가구"][1][9] == "ICM-BUDGET-01"
    # 900,000 - 1,000,001.
    assert held["회계연도"][1][7:10] == (1_000_001, 900_000, -100_001)
    assert [line[3] for line in held["점검"][1:]] == ["ICM-BUDGET-01"]
    sheet = openpyxl.load_workbook(out)["가구"]
    assert sheet.freeze_panes == "C2"
    assert (sheet["G2"].number_format, sheet["G2"].data_type) == ("#,##0", "n")


def test_a_workbook_of_nothing_wrong_says_so_and_bytes_are_the_same(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", household("2025-0001", *THREE))
    for name in ("1.xlsx", "2.xlsx"):
        assert run(path, "--xlsx", str(tmp_path / name)).exit_code == 0
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()
    assert sheets((tmp_path / "1.xlsx").read_bytes())["점검"][1][0] == "점검할 것이 없습니다."


def test_the_workbook_alone_goes_to_standard_output(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", household("2025-0001", *THREE))
    result = run(path, "--xlsx", "-")
    assert result.stdout_bytes.startswith(b"PK")
    assert sheets(result.stdout_bytes)["가구"][1][7] == 0
