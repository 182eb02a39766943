"""A casebook in a temporary folder, whose clock is moved by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from api.casebook.cases import Casebook
from api.casebook.kept_case import CaseSummary
from api.jobs.vault import Vault

KEY = bytes(range(32))
NOTHING = CaseSummary(case_no="", client="", sheets=(), errors=0, warnings=0)


class Clock:
    """A time that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Seoul"))

    def __call__(self) -> datetime:
        return self.time

    def pass_by(self, **passed: float) -> None:
        self.time += timedelta(**passed)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def casebook(tmp_path: Path, clock: Clock) -> Iterator[Casebook]:
    opened = Casebook.opened(tmp_path, Vault(tmp_path / "vault", KEY), clock)
    yield opened
    opened.close()
