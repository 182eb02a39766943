"""``seosik jobs``: what an operator types, reads and gets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from api.cli.main import main
from api.data_directory import data_directory
from api.jobs.dbos_engine import DbosEngine
from api.jobs.settings import JobSettings
from tests.api.jobs.batches import case_files, short_case, with_errors, work_off
from tests.closure_cases import write_cases


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def jobs(data: Path, *arguments: str) -> Result:
    # No database of the surroundings: these commands are tested on a file.
    return CliRunner().invoke(
        main,
        ["jobs", *arguments, "--data", str(data)],
        env={"SEOSIK_DATABASE_URL": None, "SEOSIK_KEY": None},
        catch_exceptions=False,
    )


def answer(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    value: dict[str, Any] = json.loads(result.stdout)
    return value


def made(data: Path, batch: str) -> None:
    """Do what executors would."""
    engine = DbosEngine(JobSettings.of(str(data), None, {}))
    work_off(engine, batch)
    engine.close()


def test_a_batch_from_submitting_to_removing(data: Path, tmp_path: Path) -> None:
    names = write_cases(tmp_path / "cases", [short_case(1), with_errors(2)])
    submitted = jobs(data, "submit", *names)
    assert submitted.exit_code == 0
    batch = submitted.stdout.strip()
    assert len(batch) == 32
    (listed,) = answer(jobs(data, "list", "--json"))["batches"]
    assert {key: listed[key] for key in ("id", "state", "total", "done", "left_out")} == {
        "id": batch,
        "state": "queued",
        "total": 2,
        "done": 0,
        "left_out": 0,
    }
    made(data, batch)
    shown = answer(jobs(data, "show", batch, "--json"))
    assert (shown["state"], shown["done"], shown["left_out"]) == ("done", 1, 1)
    assert [(item["number"], item["case_no"], item["state"], item["reason"]) for item in shown["items"]] == [
        (1, "2025-0001", "done", None),
        (2, "2025-0002", "failed", "errors"),
    ]
    text = jobs(data, "show", batch).stdout
    assert "끝남 묶음 1/2 빠짐 1" in text
    assert "실패 (오류 있음) 2025-0002" in text
    saved = jobs(data, "save", batch, "-o", str(tmp_path / "out.pdf"))
    assert saved.stdout == f"{tmp_path / 'out.pdf'}\n"
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
    manifest = json.loads((tmp_path / "out.manifest.json").read_text(encoding="utf-8"))
    assert [packet["case_no"] for packet in manifest["packets"]] == ["2025-0001"]
    assert "기다림" in jobs(data, "retry", batch).stdout
    # What was made before is joined first.
    assert "취소하는 중" in jobs(data, "cancel", batch).stdout
    made(data, batch)
    assert "취소됨 묶음 1/2 빠짐 1" in jobs(data, "show", batch).stdout
    assert jobs(data, "save", batch, "-o", str(tmp_path / "out.pdf")).exit_code == 0
    assert "자료 지움" in jobs(data, "purge", batch).stdout
    assert list((data / "vault").iterdir()) == []
    refused = jobs(data, "save", batch, "-o", str(tmp_path / "again.pdf"))
    assert (refused.exit_code, "JOBS-NO-RESULT" in refused.stderr) == (2, True)
    assert not (tmp_path / "again.pdf").exists()


def test_corrected_files_take_their_places(data: Path, tmp_path: Path) -> None:
    names = write_cases(tmp_path / "cases", [short_case(1), with_errors(2)])
    batch = jobs(data, "submit", *names, "--name", " 유월  종결 ").stdout.strip()
    made(data, batch)
    assert jobs(data, "list").stdout.rstrip().endswith("유월 종결")
    right, stranger = write_cases(tmp_path / "corrected", [short_case(2), short_case(9)])
    told = jobs(data, "correct", batch, right, stranger)
    assert told.exit_code == 1
    assert told.stderr.startswith(f"{stranger}: 이 작업에 같은 관리번호나")
    assert told.stdout.startswith("고친 사례 1건을 제자리에 넣었습니다.\n")
    made(data, batch)
    jobs(data, "save", batch, "-o", str(tmp_path / "out.pdf"))
    manifest = json.loads((tmp_path / "out.manifest.json").read_text(encoding="utf-8"))
    assert [packet["case_no"] for packet in manifest["packets"]] == ["2025-0001", "2025-0002"]
    # What was printed is replaced only where that is said.
    again = write_cases(tmp_path / "again", [short_case(1)])
    assert "이미 만든 사례" in jobs(data, "correct", batch, *again).stderr
    assert jobs(data, "correct", batch, *again, "--made-too").exit_code == 0


def test_a_long_stream_is_saved_in_parts(data: Path, tmp_path: Path) -> None:
    batch = jobs(data, "submit", *case_files(tmp_path, 2), "--max-pages", "1").stdout.strip()
    made(data, batch)
    jobs(data, "save", batch, "-o", str(tmp_path / "out.pdf"))
    assert sorted(path.name for path in tmp_path.glob("out*")) == [
        "out-001.pdf",
        "out-002.pdf",
        "out.manifest.json",
    ]


def test_the_list_can_be_narrowed(data: Path, tmp_path: Path) -> None:
    names = case_files(tmp_path, 1)
    first, second = (jobs(data, "submit", *names).stdout.strip() for _ in range(2))
    jobs(data, "cancel", first)
    assert jobs(data, "list", "--state", "cancelled").stdout.startswith(first)
    assert second not in jobs(data, "list", "--state", "cancelled").stdout
    assert len(jobs(data, "list", "--limit", "1").stdout.splitlines()) == 1


def test_an_unknown_batch_is_an_unusable_call(data: Path) -> None:
    for command in ("show", "retry", "cancel", "purge"):
        result = jobs(data, command, "0" * 32)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "JOBS-UNKNOWN" in result.stderr


def test_a_full_queue_says_so(data: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        main,
        ["jobs", "submit", *case_files(tmp_path, 2), "--data", str(data)],
        env={"SEOSIK_QUEUE_LIMIT": "1", "SEOSIK_DATABASE_URL": None},
    )
    assert (result.exit_code, result.stdout) == (2, "")
    assert "한도 1건" in result.stderr


def test_reconciling_says_what_it_did(data: Path, tmp_path: Path) -> None:
    jobs(data, "submit", *case_files(tmp_path, 1))
    assert jobs(data, "reconcile").stdout == "다시 줄에 세움 0건, 지운 작업 0건\n"


def test_the_data_directory_is_the_option_else_the_setting_else_the_users_own(tmp_path: Path) -> None:
    assert data_directory(str(tmp_path / "a"), {"SEOSIK_DATA": str(tmp_path / "b")}) == tmp_path / "a"
    assert data_directory(None, {"SEOSIK_DATA": str(tmp_path / "b")}) == tmp_path / "b"
    own = data_directory(None, {"XDG_DATA_HOME": str(tmp_path)})
    assert own == tmp_path / "seosik"
    assert own.stat().st_mode & 0o777 == 0o700
