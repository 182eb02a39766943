"""The database of batches: SQLite in the data directory, or one PostgreSQL; the same code on both.

The tables of the workflow engine stand in the same database, so that accepting a batch and starting
it are one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text

# Any number that no other program's advisory lock uses: "seosik" in ASCII.
_MIGRATION_LOCK = int.from_bytes(b"seosik", "big")


def open_database(url: str) -> Engine:
    """An engine for the database; nothing is connected yet."""
    if not url.startswith("sqlite"):
        # A restarted server leaves dead connections in the pool: each is tried before use.
        return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=10)
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def prepare_connection(connection: Any, record: Any) -> None:
        # Transactions are begun by `writing`; the driver's own begin comes too late for a read before it.
        connection.isolation_level = None
        connection.execute("PRAGMA busy_timeout = 60000")
        connection.execute("PRAGMA journal_mode = WAL")
        # What was accepted is on disk, also when the power fails.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that may read and then write what it read; committed at the end.

    On SQLite it holds the only write lock; on PostgreSQL rows are locked where they are selected so.
    """
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads, from one state of the database."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        yield connection


def prepare(engine: Engine, url: str) -> None:
    """Create the tables or bring them up to date, ours and the workflow engine's.

    Any number of processes may do it at once.
    """
    # Only now: a call that only reads settings need not load the engine.
    from dbos import DBOS

    config = Config()
    config.set_main_option("script_location", "api.jobs:migrations")
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == newest:
            return
    if engine.dialect.name == "sqlite":
        # Owner-only before anything is written; the write-ahead log takes its mode from it.
        Path(str(make_url(url).database)).chmod(0o600)
    DBOS.migrate(url)
    with writing(engine) as connection:
        if engine.dialect.name != "sqlite":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
