"""Over several cases: what is overdue first, then this week, then the rest; what is done last."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from click.testing import CliRunner

from api.cases.agenda import Task, When, agenda
from api.cli.main import main
from forms.deadlines import Deadline, DeadlineState

# A Wednesday; the week ends on Sunday the 22nd.
TODAY = date(2025, 6, 18)


def task(day: date, case_no: str = "1", worker: str = "", done: date | None = None) -> Task:
    state = DeadlineState.DONE if done is not None else DeadlineState.DUE
    deadline = Deadline(
        rule="ICM-DEADLINE-01",
        title="계획",
        due=day,
        done_on=done,
        state=state,
        days_left=None,
        form=None,
        path="",
        source="",
    )
    return Task("a.json", case_no, worker, deadline)


def shown(tasks: list[Task]) -> list[tuple[When, list[str]]]:
    return [(when, [one.case_no for one in held]) for when, held in agenda(tasks, TODAY)]


def test_the_week_ends_on_sunday_and_today_is_no_day_too_late() -> None:
    days = {"past": 17, "today": 18, "sunday": 22, "monday": 23}
    tasks = [task(date(2025, 6, day), name) for name, day in days.items()]
    assert shown(tasks[::-1]) == [
        (When.OVERDUE, ["past"]),
        (When.THIS_WEEK, ["today", "sunday"]),
        (When.LATER, ["monday"]),
    ]


def test_what_is_done_stands_last_and_the_last_done_first() -> None:
    tasks = [
        task(date(2025, 6, 1), "old", done=date(2025, 5, 30)),
        task(date(2025, 6, 1), "late", done=date(2025, 6, 9)),
        task(date(2025, 7, 1), "open"),
    ]
    assert shown(tasks) == [(When.LATER, ["open"]), (When.DONE, ["late", "old"])]


def test_of_one_day_by_worker_and_number() -> None:
    day = date(2025, 6, 19)
    tasks = [task(day, "2", "오가람"), task(day, "3", "남도윤"), task(day, "1", "오가람")]
    assert shown(tasks) == [(When.THIS_WEEK, ["3", "1", "2"])]


def test_a_deadline_is_counted_anew_on_another_day() -> None:
    deadline = task(date(2025, 6, 19)).deadline
    assert (deadline.counted(TODAY).state, deadline.counted(TODAY).days_left) == (DeadlineState.DUE, 1)
    later = deadline.counted(date(2025, 6, 21))
    assert (later.state, later.days_left) == (DeadlineState.OVERDUE, -2)
    done = task(date(2025, 6, 19), done=date(2025, 6, 10)).deadline
    assert done.counted(date(2025, 7, 1)) == done


def test_the_command_lists_files_and_folders_in_that_order(tmp_path: Path) -> None:
    """Ten days and thirty counted days from the reception: 19 June and 18 July, and a week later each."""
    folder = tmp_path / "more"
    folder.mkdir()
    for path, number, received in (
        (tmp_path / "a.json", "2025-0001", "2025-06-09"),
        (folder / "b.json", "2025-0002", "2025-06-16"),
    ):
        case = {
            "case_no": number,
            "client": {"name": "남가람"},
            "received_on": received,
            "worker": {"name": "유하늬"},
        }
        path.write_text(json.dumps(case), encoding="utf-8")
    command = ["deadlines", str(tmp_path / "a.json"), str(folder), "--today", "2025-06-20"]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0
    lines = [line for line in result.stdout.splitlines() if " · " not in line]
    assert [line.split("건")[0] for line in lines if not line.startswith("  ")] == [
        "기한 지남 1",
        "다음 주부터 3",
    ]
    told = [line for line in lines if line.startswith("  ")]
    assert "2025-06-19" in told[0] and told[0].endswith(": 2025-0001 유하늬")
    assert "2025-06-26" in told[1] and told[1].endswith(": 2025-0002 유하늬")
    assert told[2].endswith(": 2025-0001 유하늬") and told[3].endswith(": 2025-0002 유하늬")
    assert "남가람" not in result.stdout
