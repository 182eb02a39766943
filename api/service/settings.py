"""What an operator may set of the service, and what a request may cost."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from api.jobs.quota import DEFAULT_LIMIT

MEGABYTE = 1024 * 1024
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def today_in_seoul() -> date:
    """The day on which deadlines are counted."""
    return datetime.now(ZoneInfo("Asia/Seoul")).date()


def now_in_seoul() -> datetime:
    """The time by which what is kept grows old."""
    return datetime.now(ZoneInfo("Asia/Seoul"))


@dataclass(frozen=True)
class Settings:
    """``data`` is the owner-only directory; limits are bytes, seconds and numbers of requests.

    ``hosts`` are the names under which the service may be called; every other Host header is
    refused, so that a page elsewhere cannot reach it by a name of its own (DNS rebinding).
    """

    data: Path
    hosts: tuple[str, ...] = LOOPBACK
    case_limit: int = 16 * MEGABYTE
    upload_limit: int = 512 * MEGABYTE
    files_limit: int = 1000
    data_limit: int = DEFAULT_LIMIT
    upload_seconds: float = 120
    work_seconds: float = 120
    workers: int = field(default_factory=lambda: max(1, min(4, os.cpu_count() or 1)))
    waiting: int = 64
    kept_for: timedelta = timedelta(days=7)
    # How often a page that watches a batch is told of it.
    watch_seconds: float = 0.5
    # How long a page waits for what may be done at once before it tells how far it is.
    patience_seconds: float = 0.25
    today: Callable[[], date] = today_in_seoul
    now: Callable[[], datetime] = now_in_seoul
