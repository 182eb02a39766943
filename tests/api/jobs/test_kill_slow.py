"""The promises of batches, whatever dies: two random moments of each, on SQLite and on PostgreSQL."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import update

from api.jobs.database import writing
from api.jobs.dbos_engine import DbosEngine
from api.jobs.engine import BatchState
from api.jobs.settings import JobSettings
from api.jobs.tables import leases
from tests.api.jobs.batches import (
    assert_promises,
    case_files,
    ended,
    manifest_of,
    submitted,
    wait_until,
)
from tests.api.jobs.conftest import NewPlace
from tests.api.jobs.killing import (
    ROOT,
    chance_of_this_run,
    environment,
    kill_executor,
    limit_files,
    seosik,
    wait_for_moment,
    worker,
)
from tests.api.jobs.postgres import PostgresServer

pytestmark = pytest.mark.slow

CASES = 8
NUMBERS = [f"2025-{number:04}" for number in range(CASES)]


@pytest.fixture
def names(tmp_path: Path) -> list[str]:
    return case_files(tmp_path / "cases", CASES)


@pytest.fixture
def engine(new_place: NewPlace) -> Iterator[DbosEngine]:
    engine = DbosEngine(new_place())
    yield engine
    engine.close()


@pytest.fixture
def on_postgres(postgres: PostgresServer, tmp_path: Path) -> Iterator[DbosEngine]:
    """What a file cannot go through: a restart, and a second machine."""
    engine = DbosEngine(JobSettings.of(str(tmp_path / "data"), postgres.database(), {}))
    yield engine
    engine.close()


@pytest.fixture
def chance() -> random.Random:
    return chance_of_this_run()


def moments(chance: random.Random) -> list[int]:
    """After how many finished items it happens: early and late."""
    return [chance.randint(0, CASES // 2 - 1), chance.randint(CASES // 2, CASES - 2)]


def test_a_worker_is_killed(engine: DbosEngine, names: list[str], chance: random.Random) -> None:
    batch = submitted(engine, names)
    with worker(engine.settings) as command:
        for done in moments(chance):
            wait_for_moment(engine, batch, done)
            time.sleep(chance.random())
            kill_executor(command, chance)
        ended(engine, batch)
    assert_promises(engine, batch, NUMBERS)


def test_a_cancelled_batch_is_killed_while_it_is_joined(
    engine: DbosEngine, names: list[str], chance: random.Random
) -> None:
    """What was made is printed, and going on makes the rest: nothing twice, nothing lost."""
    batch = submitted(engine, names)
    with worker(engine.settings) as command:
        wait_for_moment(engine, batch, chance.randint(1, CASES // 2))
        made = engine.cancel(batch).done
        time.sleep(chance.random() / 5)
        for _ in command.executors:
            kill_executor(command, chance)
        status = ended(engine, batch)
        assert (status.state, status.done, status.printed) == (BatchState.CANCELLED, made, True)
        manifest = manifest_of(engine, batch)
        assert len(manifest["packets"]) == made
        assert {one["reason"] for one in manifest["left_out"]} == {"cancelled"}
        engine.retry(batch)
        ended(engine, batch)
    assert_promises(engine, batch, NUMBERS)


def test_the_supervisor_is_killed(engine: DbosEngine, names: list[str], chance: random.Random) -> None:
    batch = submitted(engine, names)
    for done in moments(chance):
        with worker(engine.settings) as command:
            wait_for_moment(engine, batch, done)
            time.sleep(chance.random())
            # Its executors end with it: this fails where one lives on.
            command.kill()
    with worker(engine.settings):
        ended(engine, batch)
    assert_promises(engine, batch, NUMBERS)


def test_who_submits_is_killed(engine: DbosEngine, names: list[str], chance: random.Random) -> None:
    for _ in range(2):
        known, wanted = len(engine.list()), chance.randint(1, CASES)
        held = {name for name, _ in engine.vault.groups()}
        run = subprocess.Popen(
            [*seosik("jobs", "submit"), *names, "--data", str(engine.settings.data)],
            cwd=ROOT,
            env=environment(engine.settings),
            stdout=subprocess.PIPE,
            text=True,
        )

        def stored(before: set[str] = held, count: int = wanted, run: subprocess.Popen[str] = run) -> bool:
            new = {name for name, _ in engine.vault.groups()} - before
            files = sum(1 for name in new for _ in (engine.vault.folder / name).iterdir())
            return files >= count or run.poll() is not None

        wait_until(stored)
        time.sleep(chance.random() / 20)
        run.kill()
        told, _ = run.communicate()
        # Accepted and told, accepted and not told, or not accepted at all; never half.
        listed = engine.list()
        assert len(listed) in (known, known + 1)
        assert not told.strip() or told.strip() == listed[0].id
        assert all(status.total == CASES for status in listed)
    batch = submitted(engine, names)
    with worker(engine.settings):
        for status in engine.list():
            ended(engine, status.id)
            assert_promises(engine, status.id, NUMBERS)
    assert engine.list()[0].id == batch


def test_the_database_is_restarted(
    on_postgres: DbosEngine, names: list[str], chance: random.Random, postgres: PostgresServer
) -> None:
    engine = on_postgres
    batch = submitted(engine, names)
    with worker(engine.settings):
        for done in moments(chance):
            wait_for_moment(engine, batch, done)
            time.sleep(chance.random())
            postgres.restart()
        ended(engine, batch, 240)
    assert_promises(engine, batch, NUMBERS)


def test_a_worker_is_started_before_its_database(
    on_postgres: DbosEngine, names: list[str], postgres: PostgresServer
) -> None:
    engine = on_postgres
    batch = submitted(engine, names)
    with ExitStack() as running:
        with postgres.away():
            command = running.enter_context(worker(engine.settings))
            wait_until(lambda: "waiting for the database" in command.log.read_text(encoding="utf-8"))
        ended(engine, batch)
    assert_promises(engine, batch, NUMBERS)


def test_the_disk_is_full(engine: DbosEngine, names: list[str], chance: random.Random) -> None:
    batch = submitted(engine, names)
    with worker(engine.settings) as command:
        wait_until(lambda: len(command.executors) == 3)
        for done in moments(chance):
            wait_for_moment(engine, batch, done)
            time.sleep(chance.random())
            # A packet is larger, and so is what SQLite adds to its log.
            limit_files(command, 40_000)
            time.sleep(4)
            limit_files(command, 2**40)
        status = ended(engine, batch, 240)
        # What could not be stored failed with a reason, and nothing else did.
        assert {item.reason for item in engine.items(batch)} <= {None, "failed"}
        assert all("저장" in item.message for item in engine.items(batch) if item.reason is not None)
        assert status.done + status.left_out == CASES
        if status.left_out or status.state is BatchState.FAILED:
            engine.retry(batch)
            ended(engine, batch)
    assert_promises(engine, batch, NUMBERS)


def test_a_machine_that_is_gone_leaves_its_work_to_others(on_postgres: DbosEngine, names: list[str]) -> None:
    engine = on_postgres
    batch = submitted(engine, names)
    with worker(engine.settings) as gone:
        wait_for_moment(engine, batch, 1)
        with writing(engine.database) as connection:
            # From another machine nobody can see that its processes died: they just stay silent.
            connection.execute(update(leases).values(host="elsewhere"))
        gone.kill()
    with worker(engine.settings, 1):
        ended(engine, batch)
    assert_promises(engine, batch, NUMBERS)
    assert len(manifest_of(engine, batch)["packets"]) == CASES
