"""Waiting for a database that is away: a restart of it must cost time alone, wherever it finds us."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_delay, stop_never
from tenacity.wait import wait_exponential

from api.jobs.database import DatabaseAway
from api.jobs.dbos_engine import DbosEngine
from api.jobs.settings import JobSettings

log = logging.getLogger("seosik.jobs")

T = TypeVar("T")

# Seconds: a server that starts with the machine is there by then; a mistyped address is told after it.
STARTING = 60.0
_PAUSE, _LONGEST_PAUSE = 0.2, 5.0


def until_there(action: Callable[[], T], seconds: float | None = None) -> T:
    """Do what needs the database, again and again while it is away or full.

    ``seconds``: how long at most, after which its ``DatabaseAway`` is raised; for ever without.
    """
    attempts = Retrying(
        retry=retry_if_exception_type(DatabaseAway),
        wait=wait_exponential(multiplier=_PAUSE, max=_LONGEST_PAUSE),
        stop=stop_never if seconds is None else stop_after_delay(seconds),
        before_sleep=_tell,
        reraise=True,
    )
    return attempts(action)


def opened_engine(settings: JobSettings) -> DbosEngine:
    """The engine for a program that stays: a server that is just starting is waited for.

    SQLite is in a file: what keeps that from being opened stays, and is told at once. Raises
    ``DatabaseTrouble``.
    """
    server = not settings.database.startswith("sqlite")
    return until_there(lambda: DbosEngine(settings), STARTING if server else 0.0)


def _tell(state: RetryCallState) -> None:
    log.warning("waiting for the database")
