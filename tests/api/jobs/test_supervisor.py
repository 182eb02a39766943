"""When a dead executor is started again; what is listened to; and what the watch survives."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest

from api.jobs.dbos_engine import PACKETS, SINGLES
from api.jobs.settings import JobSettings
from api.jobs.supervisor import Supervisor, _Place
from tests.api.jobs.batches import wait_until


def pauses(lives: list[float]) -> list[float]:
    """How long it waits after each of these lives, in whole halves of a second."""
    place, now, waited = _Place((PACKETS,)), 0.0, []
    for life in lives:
        place.started, place.ended = now, None
        now += life
        place.note_end(now)
        pause = 0.0
        while not place.due(now + pause):
            pause += 0.5
        waited.append(pause)
        now += pause
    return waited


def test_after_a_single_death_at_once_then_later_and_later() -> None:
    assert pauses([1] * 9) == [0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_one_that_lived_long_starts_the_count_anew() -> None:
    assert pauses([1, 1, 61, 1, 1]) == [0, 1, 0, 0, 1]


class NoProcess:
    """Stands for an executor; it ends when its ``ending`` says so."""

    pid = 1

    def __init__(self, queues: list[str]) -> None:
        self.queues = queues
        self.stdin = BytesIO()
        self.returncode: int | None = None

    def poll(self) -> int | None:
        return self.returncode

    def wait(self, seconds: float | None = None) -> int:
        return 0

    def kill(self) -> None:
        self.returncode = -9


class Starts:
    """What the supervisor starts; ``failing`` starts raise first, as where no process can be forked."""

    def __init__(self, failing: int = 0) -> None:
        self.failing = failing
        self.made: list[NoProcess] = []

    def __call__(self, command: list[str], **options: object) -> NoProcess:
        if self.failing:
            self.failing -= 1
            raise BlockingIOError(11, "Resource temporarily unavailable")
        queues = [word for before, word in pairwise(command) if before == "--queue"]
        self.made.append(NoProcess(queues))
        return self.made[-1]


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Starts]:
    made = Starts()
    monkeypatch.setattr(subprocess, "Popen", made)
    yield made


@pytest.mark.parametrize("singles", [True, False])
@pytest.mark.parametrize("processes", [1, 3])
def test_every_queue_is_listened_to(starts: Starts, tmp_path: Path, processes: int, *, singles: bool) -> None:
    with Supervisor(JobSettings(tmp_path, "sqlite:///"), processes, singles):
        assert {queue for one in starts.made for queue in one.queues} == {PACKETS, SINGLES}
        assert sum(PACKETS in one.queues for one in starts.made) == processes


def test_what_cannot_be_started_is_tried_again(starts: Starts, tmp_path: Path) -> None:
    starts.failing = 2
    with Supervisor(JobSettings(tmp_path, "sqlite:///"), 1, singles=False) as supervisor:
        assert not starts.made
        wait_until(lambda: len(starts.made) == 1, 20)
        # One that dies while nothing can be started is replaced when something can.
        starts.failing = 1
        starts.made[0].returncode = 1
        wait_until(lambda: len(starts.made) == 2, 20)
        assert supervisor.processes == [1]
