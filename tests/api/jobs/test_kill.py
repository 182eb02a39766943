"""A batch that was accepted is finished, whatever dies; and nothing of a person shows outside the vault."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from api.cli.main import main
from api.jobs.dbos_engine import DbosEngine
from api.jobs.settings import JobSettings
from tests.api.jobs.batches import assert_promises, case_files, ended, submitted
from tests.api.jobs.killing import chance_of_this_run, kill_executor, wait_for_moment, worker
from tests.reading import sample


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    settings = JobSettings.of(str(tmp_path / "data"), None, {})
    engine = DbosEngine(settings)
    batch = submitted(engine, case_files(tmp_path, 5))
    chance = chance_of_this_run()
    with worker(settings) as command:
        wait_for_moment(engine, batch, chance.randint(1, 3))
        kill_executor(command, chance)
        ended(engine, batch)
    assert_promises(engine, batch, [f"2025-{number:04}" for number in range(5)])
    engine.close()


def people(case: dict[str, Any]) -> set[str]:
    """What must not show: names, numbers and phones of everyone in a case."""
    found: set[str] = set()
    wanted = {"name", "resident_number", "phone", "mobile"}

    def walk(value: object) -> None:
        if isinstance(value, dict):
            found.update(value[key] for key in wanted & value.keys() if isinstance(value[key], str))
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk({key: case[key] for key in ("client", "household", "worker")})
    return {word for word in found if word}


def forms_of(word: str) -> list[bytes]:
    """A word as it may stand in a file: UTF-8, UTF-16, escaped in JSON; in PostgreSQL's bytes each as hex."""
    forms = [word.encode(), word.encode("utf-16-le"), json.dumps(word)[1:-1].encode()]
    return forms + [form.hex().encode() for form in forms]


def test_no_person_shows_outside_the_encrypted_files(idle: DbosEngine, tmp_path: Path) -> None:
    engine, settings = idle, idle.settings
    case = sample("closure_review")
    case["household"] = sample("case_full")["household"]
    words = people(case)
    assert len(words) >= 6
    good, bad, broken = (tmp_path / f"{case['client']['name']}{number}.json" for number in range(3))
    good.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    # A number that cannot be one: the finding's own words may not show it either.
    case["case_no"] = "2025-7777"
    case["client"]["resident_number"] = next(word for word in words if len(word) == 14) + "x"
    bad.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    broken.write_text(json.dumps(case["client"], ensure_ascii=False)[:-1], encoding="utf-8")
    with worker(settings, 1) as command:
        run = CliRunner().invoke(
            main,
            ["jobs", "submit", str(good), str(bad), str(broken), "--data", str(settings.data)],
            env={"SEOSIK_DATABASE_URL": settings.database},
            catch_exceptions=False,
        )
        batch = run.stdout.strip()
        assert ended(engine, batch).done == 1
    log = command.log.read_bytes()
    assert b"listens to packets" in log
    files = {str(path): path.read_bytes() for path in settings.data.rglob("*") if path.is_file()}
    assert len(files) > 8
    places = {**files, "names of files": "\n".join(files).encode(), "log": log, "output": run.output.encode()}
    places.update(tables(engine))
    shown = [
        (place, word)
        for place, data in places.items()
        for word in words
        if any(form in data for form in forms_of(word))
    ]
    # The sample's path is this test's own.
    assert shown == []
    inputs = [found.input for found in engine.client.list_workflows()]
    assert len(inputs) == 5
    for given in inputs:
        assert given is not None
        assert all(isinstance(value, int) or re.fullmatch("[0-9a-f]{32}", value) for value in given["args"])
    assert engine.items(batch)[0].case_no == sample("closure_review")["case_no"]


def tables(engine: DbosEngine) -> dict[str, bytes]:
    """Every row of every table of a PostgreSQL database as text; of SQLite the file was read already."""
    if engine.settings.on_sqlite:
        return {}
    found = {}
    with engine.database.connect() as connection:
        names = connection.exec_driver_sql(
            "SELECT table_schema, table_name FROM information_schema.tables"
            " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"
        ).all()
        for schema, name in names:
            rows = connection.exec_driver_sql(f'SELECT t::text FROM "{schema}"."{name}" t').all()  # noqa: S608
            found[f"{schema}.{name}"] = "\n".join(row[0] for row in rows).encode()
    assert {"public.items", "public.batches", "dbos.workflow_status"} <= found.keys()
    return found
