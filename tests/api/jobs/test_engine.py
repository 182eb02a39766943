"""What every engine promises, on SQLite and on PostgreSQL: submit, status, items, results, cancel, retry, purge."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select

from api.cases.intake import read_uploads
from api.jobs.database import reading
from api.jobs.dbos_engine import DbosEngine
from api.jobs.engine import (
    BatchEngine,
    BatchOptions,
    BatchState,
    EmptyBatch,
    ItemState,
    NoResult,
    QueueFull,
    UnknownBatch,
    submit,
)
from api.jobs.supervisor import Supervisor
from api.jobs.tables import downloads
from api.packets.run import run_packets
from generator.document import RenderOptions
from generator.packets.stream import StreamOptions
from tests.api.jobs.batches import (
    assert_promises,
    case_files,
    ended,
    manifest_of,
    short_case,
    submitted,
    with_errors,
    work_off,
)
from tests.api.jobs.conftest import NewPlace
from tests.changing import drop
from tests.closure_cases import write_cases


@dataclass(frozen=True)
class Running:
    """An engine with two executors, one of them for single documents, and a first batch that ended."""

    engine: DbosEngine
    names: list[str]
    batch: str


@pytest.fixture(scope="module")
def running(new_place: NewPlace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Six files, of which four cannot be printed: one with errors, one unreadable, a duplicate, no form."""
    settings = new_place()
    cases = [short_case(1), with_errors(2), short_case(3), short_case(4), short_case(1), short_case(6)]
    cases[0]["worker"]["name"], cases[2]["worker"]["name"] = "하늘", "가람"
    drop(cases[5], "forms/closure_review")
    folder = tmp_path_factory.mktemp("cases")
    names = write_cases(folder, cases)
    scan = BytesIO()
    Image.new("L", (827, 1169), 200).save(scan, "PNG")
    (folder / "scan.png").write_bytes(scan.getvalue())
    cases[2]["attachments"] = [{"title": "소득 증빙", "file": "scan.png"}]
    write_cases(folder, cases)
    Path(names[3]).write_text('{"edition": ', encoding="utf-8")
    engine = DbosEngine(settings)
    with Supervisor(settings, 1):
        batch = submitted(engine, names, sort="worker", duplex=True, separators=True)
        # What was accepted does not need its files any more.
        (folder / "scan.png").rename(folder / "elsewhere.png")
        ended(engine, batch)
        (folder / "elsewhere.png").rename(folder / "scan.png")
        yield Running(engine, names, batch)
    engine.close()


def test_the_engine_is_one(idle: DbosEngine) -> None:
    engine: BatchEngine = idle
    assert engine.list() == []


def test_a_batch_prints_what_can_be_printed(running: Running) -> None:
    status = running.engine.status(running.batch)
    assert (status.state, status.total, status.done, status.left_out) == (BatchState.DONE, 6, 2, 4)
    assert status.ended_at is not None
    assert status.created_at <= status.ended_at
    assert_promises(running.engine, running.batch, ["2025-0003", "2025-0001"])


def test_each_item_that_is_left_out_has_its_reason(running: Running) -> None:
    items = running.engine.items(running.batch)
    assert [(item.file, item.case_no, item.state, item.reason) for item in items] == [
        (running.names[0], "2025-0001", ItemState.DONE, None),
        (running.names[1], "2025-0002", ItemState.FAILED, "errors"),
        (running.names[2], "2025-0003", ItemState.DONE, None),
        (running.names[3], None, ItemState.FAILED, "unreadable"),
        (running.names[4], "2025-0001", ItemState.FAILED, "duplicate_case"),
        (running.names[5], "2025-0006", ItemState.FAILED, "no_closure_form"),
    ]
    assert all(item.message for item in items if item.state is ItemState.FAILED)
    assert running.engine.items(running.batch, offset=4) == items[4:]
    assert running.engine.items(running.batch, offset=1, limit=2) == items[1:3]


def test_stream_and_manifest_are_those_of_the_packet_command(running: Running, tmp_path: Path) -> None:
    output = tmp_path / "stream.pdf"
    run_packets(
        read_uploads(tuple(running.names)),
        output,
        as_stream=True,
        format="pdf",
        options=RenderOptions(),
        stream=StreamOptions(duplex=True, separators=True),
        sort="worker",
        processes=1,
    )
    assert running.engine.open_print(running.batch).read() == output.read_bytes()
    expected = json.loads((tmp_path / "stream.manifest.json").read_text(encoding="utf-8"))
    assert manifest_of(running.engine, running.batch) == expected


def test_the_zip_holds_each_packet_and_the_manifest(running: Running) -> None:
    with ZipFile(BytesIO(running.engine.open_packets(running.batch).read())) as archive:
        assert archive.namelist() == ["2025-0003.pdf", "2025-0001.pdf", "manifest.json", "manifest.csv"]
        assert archive.testzip() is None
        pages = [len(PdfReader(BytesIO(archive.read(name))).pages) for name in archive.namelist()[:2]]
        made = json.loads(archive.read("manifest.json"))
    assert pages == [packet["pages"] for packet in made["packets"]]


def test_there_are_as_many_parts_as_the_stream_has(running: Running) -> None:
    assert running.engine.print_parts(running.batch) == 1
    for part in (0, 2):
        with pytest.raises(NoResult):
            running.engine.open_print(running.batch, part)


def test_a_long_stream_comes_in_parts(running: Running) -> None:
    batch = submitted(running.engine, [running.names[0], running.names[2]], max_pages=1)
    assert ended(running.engine, batch).parts == 2
    made = manifest_of(running.engine, batch)
    for part, packet in enumerate(made["packets"], 1):
        assert packet["part"] == part
        reader = PdfReader(BytesIO(running.engine.open_print(batch, part).read()))
        assert len(reader.pages) == packet["pages"]


def test_a_download_is_written_down(running: Running) -> None:
    running.engine.open_print(running.batch)
    with reading(running.engine.database) as connection:
        rows = connection.execute(select(downloads).where(downloads.c.batch == running.batch)).all()
    assert ("print", 1) in {(row.result, row.part) for row in rows}


def test_what_a_page_shows_of_the_manifest_is_no_download(running: Running) -> None:
    def count() -> int:
        with reading(running.engine.database) as connection:
            return len(connection.execute(select(downloads).where(downloads.c.batch == running.batch)).all())

    before = count()
    shown = running.engine.manifest(running.batch, shown=True)
    assert count() == before
    assert running.engine.manifest(running.batch) == shown
    assert running.engine.manifest(running.batch, "csv").startswith("\ufeff순번".encode())
    assert count() == before + 2


def test_where_nothing_can_be_printed_the_batch_failed(running: Running) -> None:
    batch = submitted(running.engine, [running.names[1], running.names[3]])
    status = ended(running.engine, batch)
    assert (status.state, status.done, status.left_out, status.parts) == (BatchState.FAILED, 0, 2, 0)
    assert status.message
    for read in (running.engine.open_print, running.engine.open_packets, running.engine.manifest):
        with pytest.raises(NoResult):
            read(batch)


def test_a_single_document_does_not_stand_behind_a_batch(running: Running, tmp_path: Path) -> None:
    many = write_cases(tmp_path, [short_case(number) for number in range(101, 131)])
    batch = submitted(running.engine, many)
    single = submitted(running.engine, [running.names[0]])
    before, after = ended(running.engine, single).ended_at, ended(running.engine, batch).ended_at
    assert before is not None
    assert after is not None
    assert before < after


def test_only_what_failed_is_made_again(running: Running, tmp_path: Path) -> None:
    engine = running.engine
    names = write_cases(tmp_path, [short_case(201), short_case(202)])
    vault = engine.vault
    batch = submitted(engine, names, draft=True)
    engine.cancel(batch)
    # One input is out of reach for a while.
    path = vault._path(batch, "upload/2")
    aside = path.with_name("aside")
    path.rename(aside)
    engine.retry(batch)
    first = ended(engine, batch)
    assert (first.state, first.done, first.left_out) == (BatchState.DONE, 1, 1)
    assert engine.items(batch)[1].reason == "failed"
    aside.rename(path)
    status = engine.retry(batch)
    assert (status.state, status.done, status.ended_at, status.parts) == (BatchState.QUEUED, 1, None, 0)
    ended(engine, batch)
    assert_promises(engine, batch, ["2025-0201", "2025-0202"])
    assert manifest_of(engine, batch)["rendered"] == 2


def test_a_batch_without_failures_is_not_made_again(running: Running) -> None:
    batch = submitted(running.engine, [running.names[0]])
    status = ended(running.engine, batch)
    assert running.engine.retry(batch) == status


def test_a_case_that_comes_twice_stays_left_out_at_a_retry(running: Running) -> None:
    batch = submitted(running.engine, [running.names[0], running.names[4]])
    ended(running.engine, batch)
    running.engine.retry(batch)
    ended(running.engine, batch)
    assert [item.reason for item in running.engine.items(batch)] == [None, "duplicate_case"]
    assert_promises(running.engine, batch, ["2025-0001"])


def test_what_waits_can_be_cancelled_and_resumed(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path, 2))
    with pytest.raises(NoResult):
        idle.manifest(batch)
    status = idle.cancel(batch)
    assert (status.state, status.done, status.left_out) == (BatchState.CANCELLED, 0, 2)
    assert {item.reason for item in idle.items(batch)} == {"cancelled"}
    assert idle.cancel(batch) == status
    assert idle.retry(batch).state is BatchState.QUEUED
    with Supervisor(idle.settings, 1, singles=False):
        ended(idle, batch)
    assert_promises(idle, batch, ["2025-0000", "2025-0001"])


def test_purging_leaves_the_numbers_alone(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path, 2))
    assert [name for name, _ in idle.vault.groups()] == [batch]
    idle.purge(batch)
    assert idle.vault.groups() == []
    status = idle.status(batch)
    assert (status.state, status.total, status.removed) == (BatchState.CANCELLED, 2, True)
    assert [(item.file, item.case_no, item.message) for item in idle.items(batch)] == [(None, None, "")] * 2
    with pytest.raises(NoResult):
        idle.manifest(batch)
    with pytest.raises(NoResult):
        idle.retry(batch)


def test_more_than_may_wait_is_refused_and_nothing_of_it_kept(new_place: NewPlace, tmp_path: Path) -> None:
    engine = DbosEngine(replace(new_place(), queue_limit=3))
    names = case_files(tmp_path, 4)
    submitted(engine, names[:2])
    with pytest.raises(QueueFull) as full:
        submitted(engine, names[2:])
    assert (full.value.http_status, full.value.code, full.value.limit) == (429, "JOBS-FULL", 3)
    assert len(engine.list()) == len(engine.vault.groups()) == 1
    submitted(engine, names[3:])
    assert len(engine.list()) == 2
    engine.close()


def test_an_upload_without_a_case_is_refused(idle: DbosEngine) -> None:
    with pytest.raises(EmptyBatch):
        submit(idle, [], BatchOptions())
    assert idle.list() == []


def test_no_batch_of_that_id(idle: DbosEngine) -> None:
    for call in (
        idle.status,
        idle.items,
        idle.cancel,
        idle.retry,
        idle.purge,
        idle.print_parts,
        idle.manifest,
    ):
        with pytest.raises(UnknownBatch):
            call("0" * 32)
    for read in (idle.open_print, idle.open_packets):
        with pytest.raises(UnknownBatch):
            read("0" * 32)


def test_batches_are_listed_the_latest_first(idle: DbosEngine, tmp_path: Path) -> None:
    names = case_files(tmp_path, 1)
    ids = []
    for _ in range(3):
        ids.append(submitted(idle, names))
        time.sleep(0.01)
    idle.cancel(ids[1])
    assert [status.id for status in idle.list()] == ids[::-1]
    assert [status.id for status in idle.list(limit=1)] == [ids[2]]
    assert [status.id for status in idle.list(state=BatchState.CANCELLED)] == [ids[1]]


def test_the_files_may_go_once_a_batch_is_accepted(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path / "gone", 1))
    shutil.rmtree(tmp_path / "gone")
    work_off(idle, batch)
    assert_promises(idle, batch, ["2025-0000"])
