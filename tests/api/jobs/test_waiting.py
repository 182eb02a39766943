"""A database that is away is asked again; one that stays away, or is no server, is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.jobs import waiting
from api.jobs.database import DatabaseAway, DatabaseUnusable
from api.jobs.settings import JobSettings
from api.jobs.waiting import opened_engine, until_there


def test_what_fails_for_a_while_is_done_in_the_end() -> None:
    answers: Iterator[DatabaseAway | int] = iter([DatabaseAway(), DatabaseAway(full=True), 7])

    def action() -> int:
        answer = next(answers)
        if isinstance(answer, DatabaseAway):
            raise answer
        return answer

    assert until_there(action) == 7


def test_another_fault_is_not_tried_again() -> None:
    tried: list[int] = []

    def action() -> None:
        tried.append(1)
        raise DatabaseUnusable

    with pytest.raises(DatabaseUnusable):
        until_there(action)
    assert len(tried) == 1


def test_a_server_that_never_answers_is_told_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(waiting, "STARTING", 0.5)
    # Port 1 of this machine: nobody listens.
    nobody = JobSettings.of(str(tmp_path), "postgresql://seosik@127.0.0.1:1/jobs", {})
    with pytest.raises(DatabaseAway), caplog.at_level("WARNING", "seosik.jobs"):
        opened_engine(nobody)
    assert "waiting for the database" in caplog.text


def test_a_file_that_cannot_be_opened_is_told_at_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = JobSettings.of(str(tmp_path), None, {})
    (tmp_path / "jobs.db").mkdir()
    with pytest.raises(DatabaseAway), caplog.at_level("WARNING", "seosik.jobs"):
        opened_engine(settings)
    assert "waiting" not in caplog.text
