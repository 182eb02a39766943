"""A database that is damaged, somebody else's, or newer: told in a sentence, and nothing of it is touched."""

from __future__ import annotations

import base64
import pickle
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from dbos._serialization import DBOSDefaultSerializer
from sqlalchemy import text, update

from api.cli.main import main
from api.jobs import leases
from api.jobs.database import DatabaseAway, open_database, reading, writing
from api.jobs.dbos_engine import DbosEngine, spread_id
from api.jobs.leases import Holder
from api.jobs.settings import JobSettings
from api.jobs.supervisor import Supervisor
from api.jobs.tables import leases as lease_table
from api.jobs.workflow_values import JsonValues, PickleRefused
from tests.api.jobs.batches import assert_promises, case_files, ended, submitted


def damaged(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"x" * 9000)


def no_database(path: Path) -> None:
    path.write_bytes("홍길동의 메모".encode() * 500)


def of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE moz_places (url)")


def of_another_program_with_our_names(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE batches (url)")


def newer(path: Path) -> None:
    DbosEngine(JobSettings.of(str(path.parent), None, {})).close()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")


@pytest.mark.parametrize(
    "spoil", [damaged, no_database, of_another_program, of_another_program_with_our_names, newer]
)
@pytest.mark.parametrize("command", [("jobs", "list"), ("worker",), ("serve", "--port", "0")])
def test_an_unusable_database_is_told_in_a_sentence(
    tmp_path: Path, spoil: Callable[[Path], None], command: tuple[str, ...]
) -> None:
    path = tmp_path / "jobs.db"
    spoil(path)
    before = path.read_bytes()
    environment = {"SEOSIK_DATABASE_URL": None, "SEOSIK_KEY": None}
    result = CliRunner().invoke(
        main, [*command, "--data", str(tmp_path)], env=environment, catch_exceptions=False
    )
    assert result.exit_code == 3
    assert "JOBS-DATABASE" in result.stderr and "다른 자료 폴더" in result.stderr
    assert "Traceback" not in result.output and "홍길동" not in result.output
    assert len(result.stderr.strip().splitlines()) == 1
    assert path.read_bytes() == before


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    engine = DbosEngine(JobSettings.of(str(tmp_path), None, {}))
    database = open_database(engine.settings.database)
    with pytest.raises(DatabaseAway, match="가득"), writing(database) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.exec_driver_sql("CREATE TABLE more AS SELECT randomblob(100000) AS data")
    engine.close()


def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    # Nobody listens there.
    url = "postgresql://u:secret@127.0.0.1:1/none"
    result = CliRunner().invoke(
        main, ["jobs", "list", "--data", str(tmp_path), "--database", url], catch_exceptions=False
    )
    assert result.exit_code == 3
    assert "JOBS-DATABASE" in result.stderr
    assert "secret" not in result.output


def test_values_of_workflows_are_json() -> None:
    values = JsonValues()
    given = {"args": ["a" * 32, 3], "kwargs": {}}
    assert values.deserialize(values.serialize(given)) == given
    failed = values.serialize(ValueError("홍길동 900101-1234567"))
    assert "홍길동" not in failed
    assert str(values.deserialize(failed)) == "ValueError"


class Trap:
    """Runs code where it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[[str, str], object], tuple[str, str]]:
        return open, (str(self.path), "w")


def test_a_pickle_in_the_database_is_never_read(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path, 1))
    pickled(idle, batch, Trap(tmp_path / "trap"))
    with pytest.raises(PickleRefused):
        DBOSDefaultSerializer.deserialize(base64.b64encode(pickle.dumps(1)).decode())
    [workflow] = idle.client.list_workflows(workflow_ids=[spread_id(batch, 1)])
    assert isinstance(workflow.input, str)
    assert not (tmp_path / "trap").exists()


@pytest.mark.slow
def test_what_an_older_version_stored_as_a_pickle_is_scheduled_anew(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path, 2))
    pickled(idle, batch, Trap(tmp_path / "trap"))
    with Supervisor(idle.settings, 1):
        ended(idle, batch)
    assert not (tmp_path / "trap").exists()
    assert_promises(idle, batch, ["2025-0000", "2025-0001"])


def pickled(engine: DbosEngine, batch: str, trap: Trap) -> DbosEngine:
    """Put a pickle in the place of everything stored of a batch's spreading."""
    table = "workflow_status" if engine.settings.on_sqlite else "dbos.workflow_status"
    payload = base64.b64encode(pickle.dumps({"args": (trap,), "kwargs": {}})).decode()
    change = f"UPDATE {table} SET serialization = 'py_pickle', inputs = :p WHERE workflow_uuid = :w"  # noqa: S608
    with writing(engine.database) as connection:
        changed = connection.execute(text(change), {"p": payload, "w": spread_id(batch, 1)})
        assert changed.rowcount == 1
    return engine


def test_work_to_which_nobody_listens_is_counted(idle: DbosEngine, tmp_path: Path) -> None:
    assert idle.unserved() == 0
    submitted(idle, case_files(tmp_path / "one", 1))
    submitted(idle, case_files(tmp_path / "two", 2))
    assert idle.unserved() == 2
    me = Holder.this_process()
    with writing(idle.database) as connection:
        leases.claim_executor(connection, me, ["packets"])
    assert idle.unserved() == 1
    with writing(idle.database) as connection:
        other = Holder.this_process()
        leases.claim_executor(connection, other, ["packets", "singles"])
    assert idle.unserved() == 0
    with writing(idle.database) as connection:
        silent = leases.database_time(connection) - leases.LASTING - 1
        connection.execute(update(lease_table).values(renewed_at=silent))
    assert idle.unserved() == 2
    # Who takes the names of the dead does not listen in their place.
    with writing(idle.database) as connection:
        assert len(leases.claim_dead_executors(connection, me)) == 2
    with reading(idle.database) as connection:
        assert leases.listened(connection) == frozenset()
