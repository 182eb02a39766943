"""Where batches are kept and how many may wait: one data directory, one database, a few numbers."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from api.data_directory import data_directory
from api.jobs.quota import DEFAULT_LIMIT, GIGABYTE
from forms import InputError

_SIZE = re.compile(r"([0-9]{1,9})\s*(MB|GB|TB)?", re.IGNORECASE)
_UNITS = {"MB": GIGABYTE // 1024, "GB": GIGABYTE, "TB": 1024 * GIGABYTE}


@dataclass(frozen=True)
class JobSettings:
    """``database`` is an SQLAlchemy URL: SQLite in the data directory, or one PostgreSQL."""

    data: Path
    database: str
    # Items that may wait or run at one time: a day on which 229 offices close 100 cases each, twice.
    queue_limit: int = 50_000
    # After the end of a batch its inputs and results are kept so long.
    keep_days: int = 7
    # Bytes that the data folder may hold.
    data_limit: int = DEFAULT_LIMIT

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is a file of this machine."""
        return self.database.startswith("sqlite")

    @classmethod
    def of(
        cls,
        data: str | None = None,
        database: str | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> JobSettings:
        """Settings from options, else from SEOSIK_DATA, SEOSIK_DATABASE_URL, SEOSIK_QUEUE_LIMIT,
        SEOSIK_KEEP_DAYS and SEOSIK_DATA_LIMIT. Raises ``InputError`` (SETTING) that names the unusable one.
        """
        folder = data_directory(data, environment)
        return cls(
            folder,
            _url(database or environment.get("SEOSIK_DATABASE_URL") or f"sqlite:///{folder / 'jobs.db'}"),
            _number(environment, "SEOSIK_QUEUE_LIMIT", cls.queue_limit),
            _number(environment, "SEOSIK_KEEP_DAYS", cls.keep_days),
            _size(environment, "SEOSIK_DATA_LIMIT", cls.data_limit),
        )


def _url(text: str) -> str:
    try:
        url = make_url(text)
    except ArgumentError:
        raise _refused("SEOSIK_DATABASE_URL") from None
    backend = url.drivername.partition("+")[0]
    if backend in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    elif backend != "sqlite" or not url.database or url.database == ":memory:":
        raise _refused("SEOSIK_DATABASE_URL")
    return url.render_as_string(hide_password=False)


def _number(environment: Mapping[str, str], name: str, otherwise: int) -> int:
    text = environment.get(name)
    if not text:
        return otherwise
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise _refused(name)
    return int(text)


def _size(environment: Mapping[str, str], name: str, otherwise: int) -> int:
    text = environment.get(name)
    if not text:
        return otherwise
    read = _SIZE.fullmatch(text.strip())
    if read is None or not int(read[1]):
        raise _refused(name)
    return int(read[1]) * _UNITS[(read[2] or "GB").upper()]


def _refused(name: str) -> InputError:
    # Without the value: a URL may hold a password.
    return InputError(f"설정 {name}의 값을 쓸 수 없습니다.", "SETTING")
