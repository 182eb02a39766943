"""``seosik list``: cases and forms by state, as table, JSON and workbook, and how it ends."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from click.testing import CliRunner, Result

from api.case_list.cases import listed_cases
from api.case_list.listing import CaseList
from api.case_list.table import list_text
from api.case_list.workbook import list_workbook
from api.cases.intake import Upload
from api.cli.main import main
from api.packets.left_out import LeftOut
from tests.changing import drop
from tests.reading import sample

CONSENT, INTAKE = "개인정보 수집·이용, 제공 동의서", "초기상담지"


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["list", *arguments], input=stdin, catch_exceptions=False)


def written(path: Path, case: dict[str, Any]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    return str(path)


def numbered(name: str, number: str) -> dict[str, Any]:
    return {**sample(name), "case_no": number}


def faulty(number: str) -> dict[str, Any]:
    """A case of two forms: a sound intake sheet, and two consents, of which one lacks its day."""
    case = numbered("intake_sheet", number)
    case["forms"]["consent"] = sample("consent")["forms"]["consent"]
    drop(case, "forms/consent/0/consented_on")
    return case


def sheets(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


@pytest.fixture
def folder(tmp_path: Path) -> str:
    written(tmp_path / "in" / "a.json", numbered("consent", "2025-0001"))
    written(tmp_path / "in" / "b.json", faulty("2025-0002"))
    empty = {"case_no": "2025-0003", "client": {"name": "남가람"}, "forms": {"intake_sheet": {}}}
    written(tmp_path / "in" / "c.json", empty)
    return str(tmp_path / "in")


def test_json_tells_the_state_of_every_form(folder: str) -> None:
    result = run(folder, "--json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    first, second, third = answer["files"]
    assert (first["file"], first["case_no"], first["ok"]) == (f"{folder}/a.json", "2025-0001", True)
    assert [(form["id"], form["state"]) for form in first["forms"]] == [("consent", "인쇄 가능")]
    assert (second["ok"], second["errors"]) == (False, 1)
    assert [(form["id"], form["state"], form["errors"]) for form in second["forms"]] == [
        ("intake_sheet", "인쇄 가능", 0),
        ("consent", "고칠 곳", 1),
    ]
    assert [(form["id"], form["state"]) for form in third["forms"]] == [("intake_sheet", "비어 있음")]
    tallies = {form["id"]: form for form in answer["forms"]}
    assert tallies["consent"]["states"] == {"인쇄 가능": 1, "고칠 곳": 1, "비어 있음": 0, "없음": 1}
    assert tallies["intake_sheet"]["states"] == {"인쇄 가능": 1, "고칠 곳": 0, "비어 있음": 1, "없음": 1}
    # A form that no case holds is absent from all three.
    assert tallies["service_plan"]["states"]["없음"] == 3
    assert {form["programs"][0] for form in answer["forms"]} == {"통합사례관리"}


def test_the_table_has_a_line_a_case_and_a_line_a_form(folder: str) -> None:
    lines = run(folder).stdout.splitlines()
    rows = [line.split() for line in lines if line.startswith("2025-")]
    assert rows[0][:2] == ["2025-0001", "통합사례관리"]
    assert "사례 정보" not in lines[2]
    second = next(line for line in lines if line.startswith("2025-0002"))
    assert f"{CONSENT} 1" in second
    consent = next(line for line in lines if f"  {CONSENT} " in line and "2025" not in line)
    # cases, sound, to be mended, empty, absent
    assert consent.split()[-6:-1] == ["2", "1", "1", "0", "1"]
    # What no case holds is not told of.
    assert not any("서비스 의뢰서" in line for line in lines)
    assert lines[-1] == "사례 3건: 오류 없음 1, 고칠 것 있음 2"


def test_the_workbook_holds_cases_and_forms_in_words(folder: str, tmp_path: Path) -> None:
    result = run(folder, "--xlsx", str(tmp_path / "list.xlsx"))
    assert result.exit_code == 1
    data = (tmp_path / "list.xlsx").read_bytes()
    book = sheets(data)
    assert list(book) == ["사례", "서식", "서식별", "연간 평가", "연간 합계"]
    heading, *rows = book["사례"]
    second = dict(zip(heading, rows[1], strict=True))
    assert (second["관리번호"], second["결과"], second["서식"], second["인쇄 가능"]) == (
        "2025-0002",
        "고칠 곳",
        2,
        1,
    )
    assert second["고칠 서식"] == f"{CONSENT} 1"
    heading, *rows = book["서식"]
    cells = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [cell[CONSENT] for cell in cells] == ["인쇄 가능 (2장)", "고칠 곳 1 (2장), 주의 1", "없음"]
    assert [cell["서비스 의뢰서"] for cell in cells] == ["없음"] * 3
    assert book["연간 평가"][1][0] == "연간 평가를 하는 사업의 사례가 없습니다."
    again = run(folder, "--xlsx", "-")
    assert again.stdout_bytes == data


def test_a_warning_stands_beside_the_state(tmp_path: Path) -> None:
    case = numbered("closure_review", "2025-0001")
    case["forms"]["consent"] = sample("consent")["forms"]["consent"]
    # The consents of another household in this one's case: warnings.
    file = written(tmp_path / "a.json", case)
    checked = json.loads(CliRunner().invoke(main, ["check", file, "--json"]).stdout)["files"][0]["findings"]
    warned = sum(one["form"] == "consent" and one["severity"] == "warning" for one in checked)
    assert warned
    [entry] = json.loads(run(file, "--json").stdout)["files"]
    told = next(form for form in entry["forms"] if form["id"] == "consent")
    assert (told["state"], told["warnings"]) == ("인쇄 가능", warned)
    heading, row = sheets(run(file, "--xlsx", "-").stdout_bytes)["서식"]
    assert dict(zip(heading, row, strict=True))[CONSENT] == f"인쇄 가능 (2장), 주의 {warned}"


def test_forms_in_a_list_are_counted_and_told_by_what_asks_for_most(tmp_path: Path) -> None:
    case = numbered("monitor_sheet", "2025-0001")
    one = case["forms"]["monitor_sheet"]
    one = one[0] if isinstance(one, list) else one
    case["forms"]["monitor_sheet"] = [one, {**one, "no_such_key": 1}, {}]
    [entry] = json.loads(run(written(tmp_path / "a.json", case), "--json").stdout)["files"]
    [told] = entry["forms"]
    assert (told["count"], told["state"]) == (3, "고칠 곳")


def test_what_is_not_listed_is_told_with_its_sentence_and_the_status_of_check(tmp_path: Path) -> None:
    sound = written(tmp_path / "a.json", numbered("consent", "2025-0001"))
    assert run(sound).exit_code == 0
    twice = written(tmp_path / "b.json", numbered("intake_sheet", "2025-0001"))
    result = run(sound, twice, "--json")
    assert result.exit_code == 1
    first, second = json.loads(result.stdout)["files"]
    assert (first["left_out"], second["left_out"], second["forms"]) == (None, "duplicate_case", [])
    assert second["findings"][0]["message"] == "같은 관리번호의 사례가 앞에 있습니다."
    assert [form["id"] for form in json.loads(result.stdout)["forms"] if form["cases"]] == ["consent"]
    broken = tmp_path / "c.json"
    broken.write_text("{", encoding="utf-8")
    result = run(sound, str(broken), str(tmp_path / "nothing.json"))
    assert result.exit_code == 2
    assert "JSON 형식이 아닙니다" in result.stdout
    assert "그런 파일이나 폴더가 없습니다." in result.stdout
    assert result.stdout.splitlines()[-1] == "사례 1건: 오류 없음 1, 고칠 것 있음 0, 빠짐 2"
    assert run(str(tmp_path / "nothing.json")).exit_code == 2
    (tmp_path / "hollow").mkdir()
    result = run(str(tmp_path / "hollow"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "[FILE-MISSING]" in result.stderr


def test_it_takes_what_check_takes(tmp_path: Path) -> None:
    cases = [numbered("consent", f"2025-000{number}") for number in (1, 2)]
    lines = b"\n".join(json.dumps(case).encode() for case in cases)
    assert [entry["file"] for entry in json.loads(run("-", "--json", stdin=lines).stdout)["files"]] == [
        "-:1",
        "-:2",
    ]
    with ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("x.json", json.dumps(cases[0]))
    book = tmp_path / "book.xlsx"
    made = CliRunner().invoke(main, ["workbook", "consent", "--sample", "-o", str(book)])
    assert made.exit_code == 0
    files = json.loads(run(str(tmp_path / "b.zip"), str(book), "--json").stdout)["files"]
    assert [entry["file"].partition(str(tmp_path))[2] for entry in files] == [
        "/b.zip/x.json",
        f"/book.xlsx#{files[1]['case_no']}",
    ]
    assert [[form["id"] for form in entry["forms"]] for entry in files] == [["consent"], ["consent"]]


def test_one_programme_alone(tmp_path: Path) -> None:
    both = numbered("closure_review", "2025-0001")
    both["forms"]["usage_proof"] = sample("usage_proof")["forms"]["usage_proof"]
    drop(both, "forms/closure_review/result")
    names = (
        written(tmp_path / "a.json", both),
        written(tmp_path / "b.json", numbered("consent", "2025-0002")),
    )
    answer = json.loads(run(*names, "--json", "--program", "자산형성지원사업").stdout)
    [entry] = answer["files"]
    # The fault stands in a form of the other programme.
    assert (entry["case_no"], entry["ok"]) == ("2025-0001", True)
    assert entry["programs"] == ["자산형성지원사업"]
    assert [form["id"] for form in entry["forms"]] == ["usage_proof"]
    assert all("자산형성지원사업" in form["programs"] for form in answer["forms"])
    result = run(*names, "--program", "아동자립지원")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "아동자립지원의 사례가 없습니다." in result.stderr
    assert "사업은 없습니다" in run(*names, "--program", "없는 사업").stderr


def test_a_case_whose_heads_cannot_be_read_is_listed_by_its_forms(tmp_path: Path) -> None:
    case = numbered("consent", "2025-0001")
    case["client"]["no_such_key"] = 1
    file = written(tmp_path / "a.json", case)
    [entry] = json.loads(run(file, "--json").stdout)["files"]
    assert (entry["left_out"], entry["programs"], entry["errors"]) == (None, ["통합사례관리"], 1)
    assert [form["state"] for form in entry["forms"]] == ["고칠 곳"]
    assert "사례 정보 1" in run(file).stdout
    # A form that several programmes list says less than one that is one programme's.
    shared = sample("isp")
    shared["forms"]["counseling_log"] = sample("counseling_log")["forms"]["counseling_log"]
    shared["client"]["no_such_key"] = 1
    [entry] = json.loads(run(written(tmp_path / "b.json", shared), "--json").stdout)["files"]
    assert entry["programs"] == ["자활사례관리"]
    # Nothing of it can be read, so that nobody is told to be counted.
    [yearly] = entry["yearly"]
    assert (yearly["counts"], yearly["lacks"]) == (None, ["basic_interview", "assessment_sheet"])


def test_what_speaks_of_an_agency_is_asked_of_no_case(tmp_path: Path) -> None:
    names = (
        written(tmp_path / "a.json", numbered("attendance_sheet", "2025-0001")),
        written(tmp_path / "b.json", numbered("usage_proof", "2025-0002")),
    )
    tallies = {form["id"]: form for form in json.loads(run(*names, "--json").stdout)["forms"]}
    assert tallies["attendance_sheet"]["states"] == {"인쇄 가능": 1, "고칠 곳": 0, "비어 있음": 0, "없음": 0}
    assert tallies["usage_proof"]["states"] == {"인쇄 가능": 1, "고칠 곳": 0, "비어 있음": 0, "없음": 0}
    assert tallies["hs1_notice"]["states"]["없음"] == tallies["closure_application"]["states"]["없음"] == 1


def test_options_that_do_not_go_together(folder: str) -> None:
    result = run(folder, "--json", "--xlsx", "-")
    assert result.exit_code == 2
    assert "--json과 --xlsx -는 함께 쓸 수 없습니다." in result.stderr


def test_no_number_steers_the_terminal_or_is_run_in_a_workbook(tmp_path: Path) -> None:
    case = numbered("consent", "=1+1\x1b[31m")
    file = written(tmp_path / "a.json", case)
    assert "\x1b" not in run(file).stdout
    cell = openpyxl.load_workbook(BytesIO(run(file, "--xlsx", "-").stdout_bytes))["사례"]["B2"]
    assert (cell.data_type, cell.value[:4]) == ("s", "=1+1")


def test_a_row_is_as_high_as_its_text(tmp_path: Path) -> None:
    case = numbered("closure_review", "2025-0001")
    for form in ("usage_proof", "consent", "intake_sheet"):
        case["forms"][form] = sample(form)["forms"][form]
        case["forms"][form] = [{"no_such_key": 1}] if form != "usage_proof" else {"no_such_key": 1}
    book = openpyxl.load_workbook(
        BytesIO(run(written(tmp_path / "a.json", case), "--xlsx", "-").stdout_bytes)
    )
    cell = book["사례"]["L2"]
    assert book["사례"]["L1"].value == "고칠 서식"
    # Two columns a syllable, forty to a line: more than one line, whatever is left free.
    assert sum(2 if letter > "⺀" else 1 for letter in cell.value) > 40
    assert book["사례"].row_dimensions[2].height >= 30


@pytest.mark.parametrize("place", ["case_no", "client", "worker", "participation", "conferences", "forms"])
def test_no_odd_value_makes_it_trip(place: str) -> None:
    odd: tuple[Any, ...] = (
        None,
        3,
        1.5,
        "",
        "\ud800",
        "9999-12-31",
        [],
        [[]],
        [{}],
        {},
        {"\ud800": {}},
        {"consent": 3},
    )
    base = sample("assessment_sheet")
    listed = CaseList(
        tuple(listed_cases([Upload(f"{number}", {**base, place: value}) for number, value in enumerate(odd)]))
    )
    assert LeftOut.FAILED not in {case.left_out for case in listed.cases}
    json.dumps(listed.as_json(), ensure_ascii=False).encode("utf-8", "backslashreplace")
    assert list_text(listed)
    assert len(sheets(list_workbook(listed))["사례"]) == 1 + len(odd)
