"""A case typed into the entry workbook comes back as it was: a walk over the registry."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from api.cases.intake import read_uploads
from api.cli.main import main
from api.entry.tables import entry_tables, tables_of
from api.workbook.writer import CHOICES_TITLE, entry_workbook
from forms import all_forms
from forms.icm.programme_criteria import criteria_by_programme
from forms.registry import programmes
from tests.api.workbook.books import checked, pruned, raw_of, through_libreoffice
from tests.reading import SAMPLES, sample

PROGRAMMES = [programme.title for programme in programmes() if programme.forms]
EVERY_SAMPLE = [*(form.id for form in all_forms()), "case_full", "broken"]


@pytest.mark.parametrize("name", EVERY_SAMPLE)
def test_a_sample_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    case = sample(name)
    file = tmp_path / "book.xlsx"
    file.write_bytes(entry_workbook(entry_tables(), [case]))
    (upload,) = read_uploads((str(file),))
    assert upload.file == f"{file}#{case['case_no']}"
    assert pruned(raw_of(upload)) == pruned(case)


def test_many_cases_in_one_workbook_come_back_in_order(tmp_path: Path) -> None:
    # Some samples are of one case, each with a form of it.
    cases = list({case["case_no"]: case for case in map(sample, (form.id for form in all_forms()))}.values())
    assert len(cases) > 3
    file = tmp_path / "book.xlsx"
    file.write_bytes(entry_workbook(entry_tables(), cases))
    assert [pruned(raw_of(upload)) for upload in read_uploads((str(file),))] == [pruned(c) for c in cases]


@pytest.mark.parametrize("name", [*(form.id for form in all_forms()), *PROGRAMMES, "closure", "case"])
def test_the_sample_workbook_has_no_error(name: str, tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    made = CliRunner().invoke(main, ["workbook", name, "--sample", "-o", str(file)], catch_exceptions=False)
    assert made.exit_code == 0
    status, entries = checked(str(file))
    assert status == 0
    assert entries
    assert all(entry["ok"] for entry in entries)


def test_a_workbook_without_a_name_tells_the_choices(tmp_path: Path) -> None:
    made = CliRunner().invoke(main, ["workbook", "-o", str(tmp_path / "book.xlsx")])
    assert made.exit_code == 2
    assert all(word in made.stderr for word in ("case", "closure", "통합사례관리", "자산형성지원사업"))
    assert list(tmp_path.iterdir()) == []


def test_the_workbook_of_a_programme_holds_its_forms_alone(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    CliRunner().invoke(main, ["workbook", "자산형성지원사업", "-o", str(file)], catch_exceptions=False)
    sheets = load_workbook(file).sheetnames
    assert "사용용도 증빙서류 점검표" in sheets
    assert "초기상담지" not in sheets


# Lists inside what stands once in a case of a programme, under the names that domain rules give them.
INSIDE = {
    "account": {
        "type": "희망저축계좌Ⅰ",
        "deposits": [
            {"deposited_on": "2024-01-15", "amount": 100000},
            {"deposited_on": "2024-02-15", "amount": 100000},
        ],
        "pauses": [{"started_on": "2024-05-01", "ended_on": "2024-06-30", "reason": "실직"}],
        "earned_incomes": [{"month_of": "2024-01-01", "amount": 1200000}],
    },
    "participation": {
        "route": "본인요청",
        "gateway": [{"started_on": "2025-01-13", "ended_on": "2025-03-12", "extended": False}],
    },
}


def test_lists_inside_a_record_of_the_case_come_back_as_they_were(tmp_path: Path) -> None:
    case = {"case_no": "2025-0001", "client": {"name": "나보람"}, **INSIDE}
    file = tmp_path / "book.xlsx"
    file.write_bytes(entry_workbook(tables_of(()), [case]))
    assert {"통장 입금", "적립중지", "근로·사업소득", "게이트웨이"} <= set(load_workbook(file).sheetnames)
    (upload,) = read_uploads((str(file),))
    assert {key: raw_of(upload)[key] for key in INSIDE} == INSIDE


def test_an_item_that_was_left_open_comes_back(tmp_path: Path) -> None:
    case = sample("satisfaction_survey")
    answers = [5, 4, None, 5, 4, 4, 5, 5, 5, None, 5, 4]
    case["forms"]["satisfaction_survey"]["answers"] = answers
    file = tmp_path / "book.xlsx"
    file.write_bytes(entry_workbook(entry_tables(), [case]))
    (upload,) = read_uploads((str(file),))
    assert raw_of(upload)["forms"]["satisfaction_survey"]["answers"] == answers


def test_criteria_with_commas_and_brackets_come_back_whole(tmp_path: Path) -> None:
    cases = []
    for number, (programme, criteria) in enumerate(criteria_by_programme().items(), 1):
        case = sample("programme_referral") | {"case_no": f"2025-{number}"}
        case["forms"]["programme_referral"] |= {"programme": programme, "criteria": list(criteria)}
        cases.append(case)
    file = tmp_path / "book.xlsx"
    file.write_bytes(entry_workbook(tables_of(["programme_referral"]), cases))
    held = [
        raw_of(upload)["forms"]["programme_referral"]["criteria"] for upload in read_uploads((str(file),))
    ]
    assert held == [list(criteria) for criteria in criteria_by_programme().values()]


def test_the_closure_sample_is_the_workbook_of_today() -> None:
    case = sample("case_full")
    made = entry_workbook(tables_of(sorted(case["forms"])), [case])
    assert (SAMPLES / "closure.xlsx").read_bytes() == made, (
        "seosik workbook closure --sample -o samples/closure.xlsx"
    )


def test_required_columns_drop_downs_formats_and_frozen_headings() -> None:
    workbook = load_workbook(BytesIO(entry_workbook(tables_of(("usage_proof",)))))
    sheet = workbook["사용용도 증빙서류 점검표 사용용도 증빙서류"]
    headings = {cell.value: get_column_letter(number) for number, cell in enumerate(sheet[1], 1)}
    assert {"사례번호 *", "금액(원) *", "서류 날짜 *", "서류번호"} <= set(headings)
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions[headings["금액(원) *"]].number_format == "#,##0"
    assert sheet.column_dimensions[headings["서류 날짜 *"]].number_format == "yyyy-mm-dd"
    assert sheet.column_dimensions["A"].number_format == "@"
    offered = {}
    for validation in sheet.data_validations.dataValidation:
        if validation.type == "list":
            cells = str(validation.formula1).split("!")[1].replace("$", "")
            words = [cell.value for (cell,) in workbook[CHOICES_TITLE][cells]]
            offered[str(validation.sqref).split("2:")[0]] = words
    assert offered[headings["사용용도 구분 *"]] == [
        "주택구입 및 임대",
        "본인·자녀의 고등교육·기술훈련",
        "사업의 창업",
        "그밖의 자립자활에 필요한 용도",
    ]
    assert offered[headings["주택자금대출"]] == ["예", "아니오"]
    assert workbook.sheetnames[0] == "안내"


def test_the_same_input_gives_the_same_bytes() -> None:
    case = sample("closure_review")
    tables = tables_of(("closure_review",))
    assert entry_workbook(tables, [case]) == entry_workbook(tables, [sample("closure_review")])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_is_typed_as_text(start: str) -> None:
    case = {"case_no": "2025-0001", "client": {"name": "가나다", "note": f"{start}HYPERLINK(1)"}}
    workbook = load_workbook(BytesIO(entry_workbook(tables_of(()), [case])))
    sheet = workbook["사례"]
    cell = next(cell for cell in sheet[2] if isinstance(cell.value, str) and "HYPERLINK" in cell.value)
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.number_format == "@"


def test_every_form_has_a_sheet_and_no_heading_stands_twice() -> None:
    tables = entry_tables()
    assert {form.id for form in all_forms()} == {table.form for table in tables} - {None}
    assert len({table.title for table in tables}) == len(tables)
    for table in tables:
        assert len(table.title) <= 31
        assert len(set(table.headings)) == len(table.headings), table.title


# What spreadsheets like to change: text that looks like formulas, numbers, dates, escapes; blanks and lines.
TOUGH = (
    "=1+1",
    "-5",
    "+82",
    "@나",
    "0012",
    "1E5",
    "3-4",
    "2025-06-02",
    "TRUE",
    "_x000D_",
    "둘  칸",
    "첫 줄\n\n셋째 줄",
    "'홑따옴표",
    "a,b;c",
)


@pytest.mark.slow
def test_a_round_trip_through_libreoffice_prints_the_same_bytes(tmp_path: Path) -> None:
    case = sample("case_full")
    case["household"] = [
        *case.get("household", []),
        *({"relation": "기타", "name": f"사람 {n}", "note": text} for n, text in enumerate(TOUGH)),
    ]
    source = tmp_path / "book.xlsx"
    source.write_bytes(entry_workbook(entry_tables(), [case]))
    again = through_libreoffice(str(source), tmp_path)
    (before,), (after,) = read_uploads((str(source),)), read_uploads((again,))
    assert raw_of(after) == raw_of(before)
    printed = []
    for file, folder in ((str(source), tmp_path / "before"), (again, tmp_path / "after")):
        arguments = ["render", "all", file, "-o", str(folder), "--format", "docx,pdf"]
        made = CliRunner().invoke(main, arguments, catch_exceptions=False)
        assert made.exit_code in (0, 1), made.output
        printed.append({path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    assert printed[0] == printed[1]
    assert {name.rpartition(".")[2] for name in printed[0]} == {"docx", "pdf"}
