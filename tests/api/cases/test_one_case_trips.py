"""A case on which the program itself trips costs that case alone, in every command.

The fault is put in by the tests: nobody knows the next real one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from api.cli.main import main
from tests.closure_cases import closure_case
from tests.reading import sample
from tests.rules import OF_THE_CASE, TRIPS, add_tripping_rule


@pytest.fixture
def tripping_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    add_tripping_rule(monkeypatch)


@pytest.fixture
def cases(tmp_path: Path) -> tuple[str, ...]:
    names = []
    for number in (1, 2, 3):
        path = tmp_path / f"{number}.json"
        case = {**closure_case(number), "case_no": f"2025-000{number}"}
        path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
        names.append(str(path))
    return tuple(names)


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    assert OF_THE_CASE not in result.output
    assert "Traceback" not in result.output
    return result


@pytest.mark.usefixtures("tripping_rule")
def test_check_tells_kind_and_place_and_judges_the_others(cases: tuple[str, ...]) -> None:
    result = run("check", "--json", *cases)
    assert result.exit_code == 3
    first, second, third = json.loads(result.stdout)["files"]
    assert (first["ok"], second["ok"], third["ok"]) == (True, False, True)
    found = next(finding for finding in second["findings"] if finding["severity"] == "error")
    assert (found["rule"], found["form"], found["path"]) == ("INTERNAL", None, "")
    assert "KeyError" in found["message"]
    assert "forms/checking.py" in found["message"]
    assert second["case_no"] == TRIPS


@pytest.mark.usefixtures("tripping_rule")
def test_a_form_of_it_is_refused_with_status_3_and_one_sentence(
    cases: tuple[str, ...], tmp_path: Path
) -> None:
    result = run("render", "closure_review", cases[1], "-o", str(tmp_path / "x.docx"))
    assert result.exit_code == 3
    assert result.output.count("\n") == 1
    assert "INTERNAL" in result.stderr
    assert not (tmp_path / "x.docx").exists()


@pytest.mark.usefixtures("tripping_rule")
def test_render_all_makes_the_others(cases: tuple[str, ...], tmp_path: Path) -> None:
    result = run("render", "all", *cases, "-o", str(tmp_path / "out"), "--format", "docx")
    assert result.exit_code == 3
    assert "(failed)" in result.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["2025-0001", "2025-0003"]


@pytest.mark.usefixtures("tripping_rule")
def test_packets_are_made_of_the_others(cases: tuple[str, ...], tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("packet", "closure", *cases, "-o", f"{out}/", "--format", "docx", "--processes", "1")
    assert result.exit_code == 3
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert [packet["case_no"] for packet in manifest["packets"]] == ["2025-0001", "2025-0003"]
    assert manifest["left_out"] == [{"file": cases[1], "case_no": TRIPS, "reason": "failed"}]


def test_deadlines_are_told_of_the_others(cases: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    from forms.deadlines import deadlines

    def tripping(case: Any, *arguments: Any) -> Any:
        if case.case_no == TRIPS:
            raise OverflowError(OF_THE_CASE)
        return deadlines(case, *arguments)

    monkeypatch.setattr("api.cases.deadline_command.deadlines", tripping)
    result = run("deadlines", "--json", *cases, "--today", "2025-07-01")
    assert result.exit_code == 3
    first, second, third = json.loads(result.stdout)["files"]
    assert first["deadlines"]
    assert third["deadlines"]
    assert [finding["rule"] for finding in second["findings"]] == ["INTERNAL"]


def test_writing_that_trips_is_told_of_its_case(
    cases: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.output import write_whole

    def tripping(target: Path, data: bytes) -> None:
        if TRIPS in str(target):
            raise UnicodeError(OF_THE_CASE)
        write_whole(target, data)

    monkeypatch.setattr("api.cases.render_all.write_whole", tripping)
    result = run("render", "all", *cases, "-o", str(tmp_path / "out"), "--format", "docx")
    assert result.exit_code == 3
    assert "UnicodeError" in result.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["2025-0001", "2025-0003"]


@pytest.mark.parametrize("step", ["claims_of", "evaluate"])
def test_evidence_is_judged_of_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    import api.evidence.run as evidence_run

    names = []
    for number in (1, 2, 3):
        case = {**sample("usage_proof"), "case_no": f"2025-000{number}"}
        (tmp_path / f"{number}.json").write_text(json.dumps(case), encoding="utf-8")
        names.append(str(tmp_path / f"{number}.json"))
    right, calls = getattr(evidence_run, step), 0

    def tripping(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise ValueError(OF_THE_CASE)
        return right(*arguments, **options)

    monkeypatch.setattr(evidence_run, step, tripping)
    result = run("evidence", "--json", *names, "--xlsx", str(tmp_path / "audit.xlsx"))
    assert result.exit_code == 3
    first, second, third = json.loads(result.stdout)["files"]
    assert first["items"]
    assert third["items"]
    # The third shares its receipts with the first: what it shares is still found under the right number.
    assert any(reason["rule"] == "DUP-3" for item in third["items"] for reason in item["reasons"])
    assert second["verdict"] is None
    assert [finding["rule"] for finding in second["findings"]] == ["INTERNAL"]
    assert (tmp_path / "audit.xlsx").exists()


def test_an_unforeseen_exception_of_a_command_is_one_korean_sentence(
    cases: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    import api.cases.check_command

    def tripping(*_: Any) -> None:
        raise ZeroDivisionError(OF_THE_CASE)

    monkeypatch.setattr(api.cases.check_command, "reports_text", tripping)
    result = run("check", cases[0])
    assert result.exit_code == 3
    assert result.output.count("\n") == 1
    assert "ZeroDivisionError" in result.stderr
    assert "알려 주세요" in result.stderr


@pytest.mark.usefixtures("tripping_rule")
def test_the_others_are_listed(cases: tuple[str, ...]) -> None:
    result = run("list", "--json", *cases)
    assert result.exit_code == 3
    first, second, third = json.loads(result.stdout)["files"]
    assert (first["left_out"], second["left_out"], third["left_out"]) == (None, "failed", None)
    assert [finding["rule"] for finding in second["findings"]] == ["INTERNAL"]


@pytest.mark.usefixtures("tripping_rule")
def test_the_money_of_the_others_is_summed(cases: tuple[str, ...]) -> None:
    ledger = sample("case_solution")["forms"]["support_ledger"]
    for path in map(Path, cases):
        case = json.loads(path.read_text(encoding="utf-8"))
        case["forms"]["support_ledger"] = ledger
        path.write_text(json.dumps(case), encoding="utf-8")
    result = run("ledger", *cases)
    assert result.exit_code == 3
    assert "INTERNAL" in result.stdout
    assert result.stdout.count("1,000,000") >= 3
    assert "가구 3곳" in result.stdout


def test_summing_that_trips_is_told_of_its_case(
    cases: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.ledger.households import _remarks

    def tripping(report: Any) -> Any:
        if report.case_no == "2025-0002":
            raise OverflowError(OF_THE_CASE)
        return _remarks(report)

    for path in map(Path, cases):
        case = json.loads(path.read_text(encoding="utf-8"))
        case["forms"]["support_ledger"] = sample("case_solution")["forms"]["support_ledger"]
        case["case_no"] = f"2025-000{path.stem}"
        path.write_text(json.dumps(case), encoding="utf-8")
    monkeypatch.setattr("api.ledger.households._remarks", tripping)
    result = run("ledger", *cases)
    assert result.exit_code == 3
    assert "INTERNAL" in result.stdout
    assert "가구 2곳" in result.stdout


def test_listing_that_trips_is_told_of_its_case(
    cases: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.casebook.form_states import form_states

    held = iter(range(3))

    def tripping(sheets: Any) -> Any:
        if next(held) == 1:
            raise OverflowError(OF_THE_CASE)
        return form_states(sheets)

    monkeypatch.setattr("api.case_list.cases.form_states", tripping)
    result = run("list", *cases)
    assert result.exit_code == 3
    assert "INTERNAL" in result.stdout
    assert result.stdout.splitlines()[-1].endswith("빠짐 1")
