"""The database of batches: SQLite in the data directory, or one PostgreSQL; the same code on both.

The tables of the workflow engine stand in the same database, so that accepting a batch and starting
it are one transaction.

    SeosikError
    └── DatabaseTrouble         JOBS-DATABASE   the database fails; says what an operator can do   exit 3, 503
        ├── DatabaseAway        it does not answer now, is locked, or its disk is full; try again
        └── DatabaseUnusable    it is damaged, another program's, or of a newer version of this one

The driver's own words stay out of the message: they may hold an address or what was written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError

from forms import SeosikError

# Any number that no other program's advisory lock uses: "seosik" in ASCII.
_MIGRATION_LOCK = int.from_bytes(b"seosik", "big")
# What stands first in a database of ours: the workflow engine makes its tables before we make ours.
_FIRST_TABLE = "dbos_migrations"


class DatabaseTrouble(SeosikError):
    """The database of batches fails."""

    code = "JOBS-DATABASE"
    http_status = 503


class DatabaseAway(DatabaseTrouble):
    """It fails now and may answer later."""

    def __init__(self, full: bool = False) -> None:
        super().__init__(
            "디스크가 가득 차서 묶음 작업을 적어 두지 못했습니다. 자리를 만든 뒤 다시 하세요."
            if full
            else "묶음 작업의 데이터베이스에 지금 닿을 수 없습니다(꺼져 있거나, 잠겼거나, 쓸 권한이 "
            "없거나, 디스크가 가득 찼을 수 있습니다)."
        )


class DatabaseUnusable(DatabaseTrouble):
    """It will not answer as it is."""

    def __init__(self, newer: bool = False) -> None:
        super().__init__(
            "묶음 작업의 데이터베이스가 이 프로그램보다 새 판의 것이거나 다른 프로그램의 것입니다. "
            "프로그램을 새 판으로 바꾸거나 다른 자료 폴더(--data)를 쓰세요."
            if newer
            else "묶음 작업의 데이터베이스(자료 폴더의 jobs.db)가 손상되었거나 다른 프로그램의 "
            "파일입니다. 백업에서 되돌리거나 다른 자료 폴더(--data)를 쓰세요."
        )


@contextmanager
def told() -> Iterator[None]:
    """What a database raises, as ``DatabaseTrouble``."""
    try:
        yield
    except CommandError:
        # The step that the database is at is none of ours.
        raise DatabaseUnusable(newer=True) from None
    except (OperationalError, InterfaceError) as error:
        raise _trouble(error) from None
    except DatabaseError as error:
        # Its subclasses mean other things: a broken constraint, say, is a mistake of ours.
        if type(error) is DatabaseError and isinstance(error.orig, sqlite3.DatabaseError):
            raise DatabaseUnusable from None
        raise


def _trouble(error: OperationalError | InterfaceError) -> DatabaseTrouble:
    if not isinstance(error.orig, sqlite3.Error):
        return DatabaseAway()
    match getattr(error.orig, "sqlite_errorcode", None):
        case sqlite3.SQLITE_FULL:
            return DatabaseAway(full=True)
        # "No such table", "no such column": somebody else's, or one of ours that lost a piece.
        case sqlite3.SQLITE_ERROR:
            return DatabaseUnusable()
        case _:
            return DatabaseAway()


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
    Raises ``DatabaseTrouble``.
    """
    with told(), engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads, from one state of the database. Raises ``DatabaseTrouble``."""
    with told(), engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        yield connection


def prepare(engine: Engine, url: str) -> None:
    """Create the tables or bring them up to date, ours and the workflow engine's.

    Any number of processes may do it at once. Raises ``DatabaseTrouble``.
    """
    with told():
        _prepare(engine, url)


def _prepare(engine: Engine, url: str) -> None:
    # Only now: a call that only reads settings need not load the engine.
    from dbos import DBOS

    config = Config()
    config.set_main_option("script_location", "api.jobs:migrations")
    newest = ScriptDirectory.from_config(config).get_current_head()
    file = Path(str(make_url(url).database)) if engine.dialect.name == "sqlite" else None
    if file is not None and _is_foreign(file):
        raise DatabaseUnusable
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == newest:
            return
    if file is not None:
        # Owner-only before anything is written; the write-ahead log takes its mode from it.
        file.chmod(0o600)
    DBOS.migrate(url)
    with writing(engine) as connection:
        if engine.dialect.name != "sqlite":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _is_foreign(file: Path) -> bool:
    """Whether an SQLite file has tables, and none of ours; it is opened to read, since opening ours changes it."""
    if not file.exists() or not file.stat().st_size:
        return False
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    except sqlite3.OperationalError:
        # Locked, or not to be opened this way: whoever opens it to write is told.
        return False
    except sqlite3.DatabaseError:
        return True
    tables = {name for (name,) in found}
    return bool(tables) and _FIRST_TABLE not in tables
