"""What is written down: tables, leases, uploads, what is taken up again and what is removed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, update

from api.cases.attachments import opened_attachments
from api.cases.intake import Upload, read_uploads
from api.jobs import item_records, leases, records
from api.jobs.database import prepare, reading, writing
from api.jobs.dbos_engine import DbosEngine, item_id, join_id, spread_id
from api.jobs.engine import BatchOptions, BatchState
from api.jobs.item_facts import upload_entry
from api.jobs.leases import Holder
from api.jobs.reconcile import reconcile, take_up_dead
from api.jobs.retention import remove_old
from api.jobs.settings import JobSettings
from api.jobs.stored_uploads import keep_upload, stored_upload
from api.jobs.tables import batches, metadata
from api.jobs.tables import leases as lease_table
from api.jobs.vault import Vault
from api.jobs.work import MOST_STARTS, join_batch, make_item, render_options
from forms import InputError
from tests.api.jobs.batches import (
    assert_promises,
    case_files,
    manifest_of,
    short_case,
    submitted,
    work_off,
    workshop,
)
from tests.api.jobs.conftest import NewPlace
from tests.closure_cases import write_cases
from tests.reading import sample

DAY = 24 * 60 * 60


def workflows(engine: DbosEngine) -> dict[str, str]:
    return {found.workflow_id: found.status for found in engine.client.list_workflows()}


def test_the_migrations_make_the_tables_of_the_program(idle: DbosEngine) -> None:
    def ours(name: str | None, kind: str, parents: object) -> bool:
        return kind != "table" or name in metadata.tables

    with idle.database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        assert compare_metadata(context, metadata) == []


def test_preparing_twice_changes_nothing(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path, 1))
    prepare(idle.database, idle.settings.database)
    assert idle.status(batch).total == 1


def test_the_option_of_charts_is_kept_with_the_batch_and_reaches_its_packets(
    idle: DbosEngine, tmp_path: Path
) -> None:
    batch = submitted(idle, case_files(tmp_path, 1), chart=True)
    assert idle.status(batch).chart
    with reading(idle.database) as connection:
        options = records.options_of(records.row_of(connection, batch).options)
    assert render_options(options).chart
    # Kept before there was the option.
    with writing(idle.database) as connection:
        kept = {**records.row_of(connection, batch).options}
        del kept["chart"]
        connection.execute(update(batches).where(batches.c.id == batch).values(options=kept))
    assert not idle.status(batch).chart


def test_two_processes_never_share_a_name(idle: DbosEngine) -> None:
    first, second = Holder.this_process(), Holder.this_process()
    with writing(idle.database) as connection:
        assert leases.claim_executor(connection, first, ["packets"]) == "executor-1"
        assert leases.claim_executor(connection, second, ["packets"]) == "executor-2"
        assert not leases.claim(connection, "executor-1", second)
        assert leases.renew(connection, "executor-1", first)
        assert not leases.renew(connection, "executor-1", second)


def test_the_name_of_a_dead_process_is_taken_at_once(idle: DbosEngine) -> None:
    me = Holder.this_process()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    other = Holder("other", me.host, f"{child.pid} {leases._started(child.pid)}")
    with writing(idle.database) as connection:
        assert leases.claim_executor(connection, other, ["packets"]) == "executor-1"
        assert leases.claim_dead_executors(connection, me) == []
    child.communicate(b"\n")
    with writing(idle.database) as connection:
        assert leases.claim_executor(connection, me, ["packets"]) == "executor-1"
        assert not leases.renew(connection, "executor-1", other)


def test_a_process_of_another_machine_is_dead_when_it_stays_silent(idle: DbosEngine) -> None:
    me = Holder.this_process()
    far = Holder("far", "elsewhere", "1 1")
    with writing(idle.database) as connection:
        assert leases.claim(connection, leases.HOUSEKEEPER, far)
        assert not leases.claim(connection, leases.HOUSEKEEPER, me)
        silent = leases.database_time(connection) - leases.LASTING - 1
        connection.execute(update(lease_table).values(renewed_at=silent))
        assert leases.claim(connection, leases.HOUSEKEEPER, me)


def test_an_upload_comes_back_as_it_came_in(tmp_path: Path) -> None:
    case = short_case(1)
    case["attachments"] = [{"title": "있음", "file": "a.txt"}, {"title": "없음", "file": "../b.txt"}]
    case["client"]["address"] = "\ud800 짝 없는 대리 문자"
    path = tmp_path / "cases" / "c.json"
    path.parent.mkdir()
    path.write_text(json.dumps(case), encoding="utf-8")
    (path.parent / "a.txt").write_bytes(b"words")
    (upload,) = read_uploads((str(path),))
    vault = Vault(tmp_path / "vault", bytes(32))
    keep_upload(vault, "b", upload_entry(1), upload)
    shutil.rmtree(path.parent)
    back = stored_upload(vault, "b", upload_entry(1))
    assert back.upload == replace(upload, origin=None)
    assert back.fetch("a.txt") == b"words"
    with pytest.raises(InputError) as refused:
        back.fetch("../b.txt")
    assert refused.value.code == "FILE-PATH"


def test_cells_and_refusals_come_back_too(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    shutil.copy(Path(__file__).parents[3] / "samples" / "closure.xlsx", book)
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    vault = Vault(tmp_path / "vault", bytes(32))
    uploads = list(read_uploads((str(book), str(broken))))
    assert uploads[0].cells is not None
    assert uploads[-1].unreadable is not None
    for number, upload in enumerate(uploads):
        keep_upload(vault, "b", upload_entry(number), upload)
        assert stored_upload(vault, "b", upload_entry(number)).upload == replace(upload, origin=None)


def test_an_attachment_that_was_refused_is_refused_again(tmp_path: Path) -> None:
    upload = Upload("-:1", {"attachments": [{"title": "가", "file": "a.pdf"}]})
    vault = Vault(tmp_path, bytes(32))
    keep_upload(vault, "b", upload_entry(1), upload)
    back = stored_upload(vault, "b", upload_entry(1))
    ((_, first),) = opened_attachments(upload)
    ((_, second),) = opened_attachments(back.upload, back.fetch)
    assert isinstance(first, InputError) and isinstance(second, InputError)
    assert (first.code, first.message) == (second.code, second.message) == ("FILE-MISSING", first.message)


def test_the_options_come_back(idle: DbosEngine, tmp_path: Path) -> None:
    names = case_files(tmp_path, 1)
    options = {"sort": "worker", "max_pages": 7, "privacy": "full", "draft": True}
    moment = "2025-06-30T10:00:00+09:00"
    batch = submitted(idle, names, **options, issued_at=datetime.fromisoformat(moment))
    with reading(idle.database) as connection:
        kept = records.options_of(records.row_of(connection, batch).options)
    assert kept == BatchOptions(
        sort="worker",
        max_pages=7,
        privacy="full",
        draft=True,
        issued_at=datetime.fromisoformat(moment),
    )


def test_a_batch_makes_the_packet_that_it_was_asked_for(idle: DbosEngine, tmp_path: Path) -> None:
    letter = {**sample("referral_letter"), "case_no": "2025-0041"}
    names = write_cases(tmp_path, [letter, sample("closure_review")])
    batch = submitted(idle, names, packet="referral", program="통합사례관리")
    work_off(idle, batch)
    status = idle.status(batch)
    assert (status.packet, status.program, status.done) == ("referral", "통합사례관리", 1)
    assert [left["reason"] for left in manifest_of(idle, batch)["left_out"]] == ["no_opening_form"]


def test_a_batch_from_before_there_were_further_packets_is_one_of_closures(
    idle: DbosEngine, tmp_path: Path
) -> None:
    batch = submitted(idle, case_files(tmp_path, 1))
    with reading(idle.database) as connection:
        kept = dict(records.row_of(connection, batch).options)
    del kept["packet"], kept["program"]
    assert (records.options_of(kept).packet, records.options_of(kept).program) == ("closure", None)


def test_the_steps_may_be_run_twice_and_in_any_order(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path, 2))
    work = workshop(idle)
    join_batch(work, batch, 1)
    assert idle.status(batch).state is BatchState.QUEUED
    for number in (2, 2, 1, 1):
        make_item(work, batch, number, 1)
    make_item(work, batch, 1, 7)
    assert idle.status(batch).state is BatchState.RUNNING
    assert workflows(idle)[join_id(batch, 1)] == "ENQUEUED"
    join_batch(work, batch, 1)
    ended = idle.status(batch)
    join_batch(work, batch, 1)
    assert idle.status(batch) == ended
    assert_promises(idle, batch, ["2025-0000", "2025-0001"])


def test_a_case_that_kills_its_worker_each_time_fails_in_the_end(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path, 1))
    for _ in range(MOST_STARTS):
        # Begun, and then the process was gone.
        with writing(idle.database) as connection:
            assert item_records.begin_item(connection, batch, 1, 1, 0.0) is not None
    make_item(workshop(idle), batch, 1, 1)
    (item,) = idle.items(batch)
    assert item.reason == "failed"
    assert "멈추었습니다" in item.message


def test_items_without_a_workflow_are_scheduled_again(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path, 3))
    me = Holder.this_process()
    assert reconcile(idle, me).total == 0
    idle.client.cancel_workflow(spread_id(batch, 1))
    assert reconcile(idle, me).items == 3
    assert reconcile(idle, me).total == 0
    # One workflow ended without its item; another is forgotten altogether.
    idle.client.cancel_workflow(item_id(batch, 1, 1))
    idle.client.delete_workflows([item_id(batch, 2, 1)])
    assert reconcile(idle, me).items == 2
    live = {name for name, status in workflows(idle).items() if status == "ENQUEUED"}
    assert live == {item_id(batch, 1, 2), item_id(batch, 2, 1), item_id(batch, 3, 1)}


def test_a_batch_without_a_joining_is_joined(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path, 1))
    make_item(workshop(idle), batch, 1, 1)
    me = Holder.this_process()
    assert reconcile(idle, me).total == 0
    idle.client.delete_workflows([join_id(batch, 1)])
    assert reconcile(idle, me).joinings == 1
    idle.client.cancel_workflow(join_id(batch, 1))
    assert reconcile(idle, me).joinings == 1
    assert workflows(idle)[join_id(batch, 2)] == "ENQUEUED"
    join_batch(workshop(idle), batch, 2)
    assert_promises(idle, batch, ["2025-0000"])


def test_nothing_is_taken_from_an_executor_that_lives(idle: DbosEngine) -> None:
    me, other = Holder.this_process(), Holder.this_process()
    with writing(idle.database) as connection:
        leases.claim_executor(connection, other, ["packets"])
    assert take_up_dead(idle, me) == 0
    with reading(idle.database) as connection:
        assert connection.scalars(select(lease_table.c.token)).all() == [other.token]


def test_old_batches_are_removed_and_young_ones_kept(idle: DbosEngine, tmp_path: Path) -> None:
    names = case_files(tmp_path, 1)
    old, young, running = (submitted(idle, names) for _ in range(3))
    idle.cancel(old)
    idle.cancel(young)
    with writing(idle.database) as connection:
        week = idle.now() - 7 * DAY
        connection.execute(update(batches).where(batches.c.id == old).values(ended_at=week - 60))
        connection.execute(update(batches).where(batches.c.id == young).values(ended_at=week + 60))
    assert remove_old(idle) == 1
    assert {name for name, _ in idle.vault.groups()} == {young, running}
    assert idle.status(old).removed
    assert not idle.status(young).removed
    assert not any(name.startswith(old) for name in workflows(idle))
    assert remove_old(idle) == 0


def test_what_was_never_accepted_is_removed_after_a_day(idle: DbosEngine) -> None:
    idle.vault.write("left", "n", b"data")
    remove_old(idle)
    assert [name for name, _ in idle.vault.groups()] == ["left"]
    later = idle.now() + DAY + 60
    idle.now = lambda: later
    remove_old(idle)
    assert idle.vault.groups() == []


def test_what_a_worker_stored_after_the_removal_goes_too(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path, 1))
    idle.purge(batch)
    idle.vault.write(batch, "packet/late", b"data")
    remove_old(idle)
    assert idle.vault.groups() == []


@pytest.mark.parametrize(
    "setting",
    [
        {"SEOSIK_DATABASE_URL": "mysql://u:secret@h/d"},
        {"SEOSIK_DATABASE_URL": "not a url"},
        {"SEOSIK_QUEUE_LIMIT": "0"},
        {"SEOSIK_KEEP_DAYS": "seven"},
    ],
)
def test_an_unusable_setting_is_named_and_its_value_is_not(tmp_path: Path, setting: dict[str, str]) -> None:
    ((name, value),) = setting.items()
    with pytest.raises(InputError) as refused:
        JobSettings.of(str(tmp_path), None, setting)
    assert name in refused.value.message
    assert value not in refused.value.message


def test_settings_come_from_options_then_from_the_environment(tmp_path: Path) -> None:
    url = "postgresql://u:p@h:5/d"
    environment = {"SEOSIK_DATA": str(tmp_path / "own"), "SEOSIK_DATABASE_URL": url, "SEOSIK_KEEP_DAYS": "3"}
    found = JobSettings.of(None, None, environment)
    assert found.data == tmp_path / "own"
    assert found.data.stat().st_mode & 0o077 == 0
    assert found.database == "postgresql+psycopg://u:p@h:5/d"
    assert (found.keep_days, found.on_sqlite) == (3, False)
    other = JobSettings.of(str(tmp_path / "other"), None, {})
    assert other.database == f"sqlite:///{tmp_path}/other/jobs.db"
    assert other.on_sqlite


def test_equal_file_names_are_told_apart(new_place: NewPlace, tmp_path: Path) -> None:
    engine = DbosEngine(new_place())
    for folder, number in (("a", 1), ("b", 2)):
        write_cases(tmp_path / folder, [short_case(number)])
    batch = submitted(engine, [str(tmp_path / "a" / "0000.json"), str(tmp_path / "b" / "0000.json")])
    assert [item.case_no for item in engine.items(batch)] == ["2025-0001", "2025-0002"]
    engine.close()
