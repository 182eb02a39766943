"""A service over an engine in memory, its worker processes shared by the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.casebook.cases import Casebook
from api.service.app import create_app
from api.service.settings import Settings
from tests.api.service.entering import as_another_browser
from tests.api.service.memory_engine import MemoryEngine

TODAY = date(2025, 6, 20)


@dataclass
class Running:
    """A service that answers, and what stands behind it."""

    client: TestClient
    app: FastAPI
    engine: MemoryEngine
    settings: Settings


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data: Path = tmp_path_factory.mktemp("data")
    engine = MemoryEngine(data / "engine")
    settings = Settings(
        data=data,
        case_limit=200_000,
        upload_limit=3_000_000,
        workers=1,
        watch_seconds=0.02,
        patience_seconds=60,
        today=lambda: TODAY,
    )
    app = create_app(engine, settings)
    with TestClient(app, base_url="http://localhost:8765") as client:
        yield Running(client, app, engine, settings)


@pytest.fixture
def client(running: Running) -> Iterator[TestClient]:
    """The client of the service, known to it, without what an earlier test left in it."""
    as_another_browser(running.client)
    running.engine.step_at_once = True
    yield running.client


@pytest.fixture
def book(running: Running) -> Iterator[Casebook]:
    """The casebook of the service, empty before and after."""
    casebook: Casebook = running.app.state.context.casebook
    yield casebook
    with casebook.database.begin() as connection:
        connection.exec_driver_sql("DELETE FROM cases")
        connection.exec_driver_sql("DELETE FROM settings")
