"""Batches that are held, named, cancelled in the middle, and corrected: on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.cases.intake import Upload, read_uploads
from api.jobs.database import reading
from api.jobs.dbos_engine import DbosEngine
from api.jobs.engine import BatchOptions, BatchState, Corrected, ItemState, NoResult, QueueFull, batch_name
from api.jobs.leases import Holder
from api.jobs.reconcile import reconcile
from api.jobs.retention import HELD_FOR, remove_old
from api.jobs.supervisor import Supervisor
from api.jobs.tables import batches
from api.jobs.work import join_batch, make_item
from forms import InputError
from tests.api.jobs.batches import (
    assert_promises,
    case_files,
    ended,
    manifest_of,
    short_case,
    submitted,
    with_errors,
    work_off,
    workshop,
)
from tests.api.jobs.conftest import NewPlace
from tests.closure_cases import write_cases

NUMBERS = ["2025-0000", "2025-0001", "2025-0002"]


def held(engine: DbosEngine, names: list[str], name: str = "") -> str:
    """Files as a batch that is held."""
    shelf = engine.open_shelf()
    return engine.accept(
        shelf, list(shelf.put(read_uploads(tuple(names)))), BatchOptions(), name=name, held=True
    )


def corrected(engine: DbosEngine, batch: str, *uploads: Upload, done_too: bool = False) -> Corrected:
    """Bring corrected uploads."""
    shelf = engine.open_places(batch, done_too)
    return engine.correct(batch, shelf, list(shelf.put(uploads)))


def upload(case: dict[str, Any], file: str = "고침.json", kept: str | None = None) -> Upload:
    return Upload(file, case, kept=kept)


def test_what_is_held_is_made_when_it_is_started(idle: DbosEngine, tmp_path: Path) -> None:
    batch = held(idle, case_files(tmp_path, 3), "유월 종결")
    assert (idle.status(batch).state, idle.status(batch).name) == (BatchState.HELD, "유월 종결")
    assert idle.unserved() == 0
    cases = idle.held_cases(batch)
    assert cases.total == 3
    assert [one.upload.case_no for one in cases.read(1, 3)] == NUMBERS[1:]
    with pytest.raises(NoResult):
        idle.manifest(batch)
    # Housekeeping leaves it alone.
    assert reconcile(idle, Holder.this_process()).total == 0
    status = idle.start(batch, BatchOptions(sort="case_no", duplex=True), "칠월 종결")
    assert (status.state, status.name) == (BatchState.QUEUED, "칠월 종결")
    assert idle.start(batch, BatchOptions(), "또 다른 이름") == status
    with pytest.raises(NoResult):
        idle.held_cases(batch)
    with Supervisor(idle.settings, 1, singles=False):
        ended(idle, batch)
    assert_promises(idle, batch, NUMBERS)


def test_packets_that_the_look_made_are_found(idle: DbosEngine, tmp_path: Path) -> None:
    from api.packets.step import packet_step
    from generator.document import RenderOptions

    batch = held(idle, case_files(tmp_path, 2))
    cases = idle.held_cases(batch)
    [first] = cases.read(0, 1)
    assert packet_step(first.upload, cases.store, "pdf", RenderOptions(), first.fetch).packet is not None
    idle.start(batch, BatchOptions())
    work_off(idle, batch)
    made = manifest_of(idle, batch)
    assert (made["rendered"], made["reused"]) == (1, 1)


def test_held_cases_do_not_wait_in_the_queue(new_place: NewPlace, tmp_path: Path) -> None:
    engine = DbosEngine(replace(new_place(), queue_limit=3))
    names = case_files(tmp_path, 2)
    first, second = held(engine, names), held(engine, names)
    engine.start(first, BatchOptions())
    with pytest.raises(QueueFull):
        engine.start(second, BatchOptions())
    assert engine.status(second).state is BatchState.HELD
    work_off(engine, first)
    assert engine.start(second, BatchOptions()).state is BatchState.QUEUED
    engine.close()


def test_what_is_held_goes_when_it_is_not_wanted_or_forgotten(idle: DbosEngine, tmp_path: Path) -> None:
    names = case_files(tmp_path, 1)
    unwanted, forgotten = held(idle, names), held(idle, names)
    idle.purge(unwanted)
    assert [name for name, _ in idle.vault.groups()] == [forgotten]
    with pytest.raises(NoResult):
        idle.start(unwanted, BatchOptions())
    assert remove_old(idle) == 0
    began = idle.now()
    later = DbosEngine(idle.settings, now=lambda: began + HELD_FOR + 1)
    assert remove_old(later) == 1
    assert later.vault.groups() == []
    assert later.status(forgotten).state is BatchState.CANCELLED
    later.close()


def test_a_name_is_kept_sealed_and_goes_with_the_data(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path, 1))
    assert idle.status(batch).name == ""
    idle.rename(batch, "하늘빛 사례")
    assert [one.name for one in idle.list()] == ["하늘빛 사례"]
    with reading(idle.database) as connection:
        [row] = connection.execute(batches.select()).all()
    assert "하늘빛".encode() not in bytes(row.name)
    idle.purge(batch)
    assert idle.status(batch).name == ""
    with pytest.raises(NoResult):
        idle.rename(batch, "다시")


def test_a_name_is_one_short_line() -> None:
    assert batch_name("  유월\n 종결  ") == "유월 종결"
    assert batch_name("가" * 100) == "가" * 100
    with pytest.raises(InputError, match="100자"):
        batch_name("가" * 101)


def test_cancelling_prints_what_was_made(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path, 3))
    make_item(workshop(idle), batch, 1, 1)
    status = idle.cancel(batch)
    assert (status.state, status.done, status.left_out, status.cancelling) == (BatchState.RUNNING, 1, 2, True)
    with pytest.raises(NoResult):
        idle.open_print(batch)
    assert idle.cancel(batch) == status
    join_batch(workshop(idle), batch, 1)
    status = idle.status(batch)
    assert (status.state, status.parts, status.printed) == (BatchState.CANCELLED, 1, True)
    assert status.message and not status.cancelling
    made = manifest_of(idle, batch)
    assert [packet["case_no"] for packet in made["packets"]] == NUMBERS[:1]
    assert [one["reason"] for one in made["left_out"]] == ["cancelled", "cancelled"]
    assert idle.open_print(batch).read().startswith(b"%PDF")
    # And on: what was made is not made again.
    assert idle.retry(batch).state is BatchState.QUEUED
    work_off(idle, batch)
    assert_promises(idle, batch, NUMBERS)


def test_a_case_in_hand_when_its_batch_is_cancelled_is_not_printed(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path, 2))
    make_item(workshop(idle), batch, 1, 1)
    idle.cancel(batch)
    # Its worker did not know, and comes too late.
    assert make_item(workshop(idle), batch, 2, 1) is False
    join_batch(workshop(idle), batch, 1)
    assert [packet["case_no"] for packet in manifest_of(idle, batch)["packets"]] == NUMBERS[:1]


def test_a_cancelled_batch_whose_joining_was_lost_is_joined(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path, 2))
    make_item(workshop(idle), batch, 1, 1)
    idle.cancel(batch)
    with Supervisor(idle.settings, 1, singles=False):
        assert ended(idle, batch).state is BatchState.CANCELLED
    assert [packet["case_no"] for packet in manifest_of(idle, batch)["packets"]] == NUMBERS[:1]


def test_removing_a_batch_that_is_being_cancelled_ends_it(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path, 2))
    make_item(workshop(idle), batch, 1, 1)
    idle.cancel(batch)
    idle.purge(batch)
    assert idle.status(batch).state is BatchState.CANCELLED
    join_batch(workshop(idle), batch, 1)
    assert idle.vault.groups() == []


def broken_batch(engine: DbosEngine, folder: Path) -> tuple[str, list[str]]:
    """Three cases of which the second has errors and the third cannot be read."""
    names = write_cases(folder, [short_case(0), with_errors(1), short_case(2)])
    Path(names[2]).write_text("{", encoding="utf-8")
    batch = submitted(engine, names)
    work_off(engine, batch)
    assert [item.reason for item in engine.items(batch)] == [None, "errors", "unreadable"]
    return batch, names


def test_corrected_cases_take_their_places_in_the_first_order(idle: DbosEngine, tmp_path: Path) -> None:
    batch, names = broken_batch(idle, tmp_path)
    before = idle.open_print(batch).read()
    # The one is known by its number, the other, whose number could not be read, by its file.
    told = corrected(idle, batch, upload(short_case(2), names[2]), upload(short_case(1), "elsewhere.json"))
    assert (told.placed, told.not_placed) == ((2, 3), ())
    status = idle.status(batch)
    assert (status.state, status.done, status.left_out, status.parts) == (BatchState.QUEUED, 1, 0, 0)
    work_off(idle, batch)
    assert_promises(idle, batch, NUMBERS)
    made = manifest_of(idle, batch)
    assert len(before) < len(idle.open_print(batch).read())
    # The first was not made again.
    assert made["rendered"] == 3
    whole = submitted(idle, case_files(tmp_path / "whole", 3))
    work_off(idle, whole)
    assert idle.open_print(batch).read() == idle.open_print(whole).read()


def test_what_finds_no_place_is_told_and_changes_nothing(idle: DbosEngine, tmp_path: Path) -> None:
    batch, _ = broken_batch(idle, tmp_path)
    status, stream = idle.status(batch), idle.open_print(batch).read()
    told = corrected(idle, batch, upload(short_case(7)), upload(short_case(0)))
    assert told.placed == ()
    assert [one.file for one in told.not_placed] == ["고침.json", "고침.json"]
    stranger, printed = (one.why for one in told.not_placed)
    assert "같은 관리번호" in stranger and "이미 만든 사례" in printed
    assert idle.status(batch) == status
    assert idle.open_print(batch).read() == stream


def test_two_files_for_one_place_are_told(idle: DbosEngine, tmp_path: Path) -> None:
    batch, _ = broken_batch(idle, tmp_path)
    told = corrected(idle, batch, upload(short_case(1), "가.json"), upload(short_case(1), "나.json"))
    assert told.placed == (2,)
    assert [(one.file, "이미 이 자리" in one.why) for one in told.not_placed] == [("나.json", True)]


def test_a_printed_case_is_replaced_where_that_is_wished(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path, 2))
    work_off(idle, batch)
    first = {packet["case_no"]: packet["packet_id"] for packet in manifest_of(idle, batch)["packets"]}
    changed = short_case(0)
    changed["client"]["address"] = "○○시 △△로 99"
    assert corrected(idle, batch, upload(changed), done_too=True).placed == (1,)
    work_off(idle, batch)
    second = {packet["case_no"]: packet["packet_id"] for packet in manifest_of(idle, batch)["packets"]}
    assert list(second) == NUMBERS[:2]
    assert [first[number] == second[number] for number in second] == [False, True]


def test_a_number_that_came_twice_gets_another_by_its_file(idle: DbosEngine, tmp_path: Path) -> None:
    names = write_cases(tmp_path, [short_case(0), short_case(0)])
    batch = submitted(idle, names)
    work_off(idle, batch)
    assert [item.reason for item in idle.items(batch)] == [None, "duplicate_case"]
    told = corrected(idle, batch, upload(short_case(0), names[1]))
    assert told.placed == ()
    assert corrected(idle, batch, upload(short_case(1), names[1])).placed == (2,)
    work_off(idle, batch)
    assert_promises(idle, batch, NUMBERS[:2])


def test_a_kept_case_is_known_by_its_id_whatever_its_number(idle: DbosEngine, tmp_path: Path) -> None:
    shelf = idle.open_shelf()
    brought = [upload(short_case(0), "가", "id-a"), upload(with_errors(1), "나", "id-b")]
    batch = idle.accept(shelf, list(shelf.put(brought)), BatchOptions())
    work_off(idle, batch)
    told = corrected(idle, batch, upload(short_case(2), "다른 이름", "id-b"))
    assert told.placed == (2,)
    # A number that another case of the batch has is not taken.
    assert "다른 사례" in corrected_again(idle, batch)
    work_off(idle, batch)
    assert [item.case_no for item in idle.items(batch)] == [NUMBERS[0], NUMBERS[2]]


def corrected_again(engine: DbosEngine, batch: str) -> str:
    work_off(engine, batch)
    told = corrected(engine, batch, upload(short_case(0), "나", "id-b"), done_too=True)
    [why] = [one.why for one in told.not_placed]
    return why


def test_only_what_has_ended_is_corrected(idle: DbosEngine, tmp_path: Path) -> None:
    batch = submitted(idle, case_files(tmp_path, 1))
    with pytest.raises(NoResult):
        idle.open_places(batch)
    idle.purge(batch)
    with pytest.raises(NoResult):
        idle.open_places(batch)


def test_a_batch_that_went_on_meanwhile_takes_no_corrections(idle: DbosEngine, tmp_path: Path) -> None:
    batch, names = broken_batch(idle, tmp_path)
    shelf = idle.open_places(batch)
    put = list(shelf.put([upload(short_case(1), names[1])]))
    idle.retry(batch)
    with pytest.raises(NoResult):
        idle.correct(batch, shelf, put)
    work_off(idle, batch)
    assert [item.state for item in idle.items(batch)] == [ItemState.DONE, ItemState.FAILED, ItemState.FAILED]


def test_the_pace_is_that_of_the_present_attempt(idle: DbosEngine, tmp_path: Path) -> None:
    batch, names = broken_batch(idle, tmp_path)
    corrected(idle, batch, upload(short_case(1), names[1]))
    status = idle.status(batch)
    assert (status.started_at, status.ended_since) == (None, 0)
    make_item(workshop(idle), batch, 2, 2)
    status = idle.status(batch)
    assert status.started_at is not None and status.started_at - status.created_at >= timedelta(0)
    assert status.ended_since == 1


def test_corrections_are_json_values(idle: DbosEngine, tmp_path: Path) -> None:
    """What was corrected is read back by a later process as it came in."""
    batch, names = broken_batch(idle, tmp_path)
    corrected(idle, batch, upload(short_case(1), names[1]))
    again = DbosEngine(idle.settings)
    work_off(again, batch)
    assert json.loads(again.manifest(batch))["packets"][1]["case_no"] == NUMBERS[1]
    again.close()
