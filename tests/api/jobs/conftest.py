"""Engines for tests: the same tests run on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.jobs.dbos_engine import DbosEngine
from api.jobs.settings import JobSettings
from tests.api.jobs.postgres import PostgresServer

NewPlace = Callable[[], JobSettings]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for all tests of a process."""
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def new_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> NewPlace:
    """Makes an empty data directory with an empty database of the kind under test."""

    def make() -> JobSettings:
        folder: Path = tmp_path_factory.mktemp("data")
        database = None
        if request.param == "postgresql":
            database = request.getfixturevalue("postgres").database()
        return JobSettings.of(str(folder), database, {})

    return make


@pytest.fixture
def idle(new_place: NewPlace) -> Iterator[DbosEngine]:
    """An engine without executors: what is submitted waits."""
    engine = DbosEngine(new_place())
    yield engine
    engine.close()
