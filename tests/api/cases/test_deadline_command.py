"""``seosik deadlines``: text, JSON, calendar file and exit status."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest
from click.testing import CliRunner, Result

import api.cases.deadline_command
from api.cli.main import main

CASE = {"case_no": "2025-0001", "client": {"name": "남가람"}, "received_on": "2025-06-09"}
CLOSED: dict[str, Any] = {
    "case_no": "2025-0002",
    "client": {"name": "오순례"},
    "forms": {
        "closure_review": {"result": "종결", "closure_type": "장기목표 달성", "approved_on": "2025-06-09"}
    },
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["deadlines", *arguments])


def events_in(data: bytes) -> list[Any]:
    # A property may be of any of the standard's thirty types.
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def written(folder: Path, **cases: object) -> list[str]:
    paths = []
    for name, case in cases.items():
        path = folder / f"{name}.json"
        path.write_text(case if isinstance(case, str) else json.dumps(case), encoding="utf-8")
        paths.append(str(path))
    return paths


def test_json_tells_the_days_left(tmp_path: Path) -> None:
    (file,) = written(tmp_path, a=CASE)
    result = run(file, "--json", "--today", "2025-07-01")
    assert result.exit_code == 0
    (entry,) = json.loads(result.stdout)["files"]
    assert (entry["file"], entry["case_no"]) == (file, "2025-0001")
    assert {d["rule"]: (d["due"], d["state"], d["days_left"]) for d in entry["deadlines"]} == {
        # ten days and thirty counted days from 9 June
        "ICM-DEADLINE-05": ("2025-06-19", "overdue", -12),
        "ICM-DEADLINE-01": ("2025-07-18", "due", 17),
    }
    assert "findings" not in entry


def test_text_for_a_person(tmp_path: Path) -> None:
    text = run(*written(tmp_path, a=CASE), "--today", "2025-07-18").stdout
    assert "예정 2025-07-18 서비스 제공계획 수립 (오늘까지, 달력 날짜로 30일을 세면 2025-07-09)" in text
    assert "기한 지남 2025-06-19 욕구 및 위기도 조사 (29일 지남, 참고 기간)" in text
    assert "ICM-DEADLINE-01 · /forms/service_plan · 2025 찾아가는 보건·복지서비스 업무안내" in text
    assert "남가람" not in text


def test_a_case_without_deadlines_says_so(tmp_path: Path) -> None:
    result = run(*written(tmp_path, a={"case_no": "1", "client": {"name": "가나다"}}))
    assert (result.exit_code, "기한이 시작된 일이 없습니다." in result.stdout) == (0, True)


def test_the_calendar_file_holds_what_is_open(tmp_path: Path) -> None:
    out = tmp_path / "out.ics"
    files = written(tmp_path, a=CASE, b=CLOSED)
    assert run(*files, "--today", "2025-07-01", "--ics", str(out)).exit_code == 0
    data = out.read_bytes()
    events = events_in(data)
    assert {(str(event["summary"]), event["dtstart"].dt) for event in events} == {
        ("[2025-0001] 욕구 및 위기도 조사", date(2025, 6, 19)),
        ("[2025-0001] 서비스 제공계획 수립", date(2025, 7, 18)),
        ("[2025-0002] 사후관리 1회", date(2025, 9, 9)),
        ("[2025-0002] 만족도 설문", date(2025, 9, 9)),
        ("[2025-0002] 사후관리 2회", date(2026, 3, 9)),
        ("[2025-0002] 개인정보 파기", date(2030, 6, 9)),
    }
    assert len({str(event["uid"]) for event in events}) == len(events)
    deletion = next(event for event in events if "파기" in event["summary"])
    assert "ICM-DEADLINE-16" in deletion["description"]
    assert not any(name in data.decode() for name in ("남가람", "오순례"))
    run(*files, "--today", "2025-07-01", "--ics", str(tmp_path / "again.ics"))
    assert (tmp_path / "again.ics").read_bytes() == data


def test_the_calendar_file_leaves_out_what_is_done(tmp_path: Path) -> None:
    done = {**CASE, "forms": {"service_plan": {"established_on": "2025-07-01"}}}
    result = run(*written(tmp_path, a=done), "--today", "2025-07-01", "--ics", "-")
    events = events_in(result.stdout_bytes)
    assert [str(event["summary"]) for event in events] == ["[2025-0001] 욕구 및 위기도 조사"]


def test_today_is_asked_only_where_it_is_not_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[date] = []

    def today() -> date:
        asked.append(date(2025, 7, 17))
        return asked[-1]

    monkeypatch.setattr(api.cases.deadline_command, "_today", today)
    files = written(tmp_path, a=CASE)
    run(*files, "--today", "2025-07-01")
    assert asked == []
    assert "(1일 남음, 달력" in run(*files).stdout
    assert len(asked) == 1


def test_exit_status(tmp_path: Path) -> None:
    good, wrong, broken = written(
        tmp_path, good=CASE, wrong={**CASE, "received_on": "어제"}, broken='{"case_no": '
    )
    assert run(good).exit_code == 0
    assert run(good, wrong).exit_code == 1
    assert run(good, wrong, broken).exit_code == 2
    assert run(good, str(tmp_path / "none.json")).exit_code == 2
    assert run(good, "--json", "--ics", "-").exit_code == 2
    assert run(good, "--today", "2025-02-30").exit_code == 2
    assert run().exit_code == 2


def test_an_unreadable_case_is_an_entry_with_findings(tmp_path: Path) -> None:
    files = written(tmp_path, wrong={**CASE, "received_on": "어제"}, good=CASE)
    first, second = json.loads(run(*files, "--json").stdout)["files"]
    assert first["deadlines"] == []
    assert [finding["path"] for finding in first["findings"]] == ["/received_on"]
    assert len(second["deadlines"]) == 2


def test_late_facts_and_rule_errors_do_not_fail(tmp_path: Path) -> None:
    late = {**CASE, "forms": {"service_plan": {"established_on": "2025-07-21"}}}
    result = run(*written(tmp_path, a=late), "--today", "2025-08-01")
    assert result.exit_code == 0
    assert "늦게 이행 2025-07-18 서비스 제공계획 수립 (2025-07-21 이행" in result.stdout
