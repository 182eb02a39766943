"""Batches for tests, and what must hold of each that has ended."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from api.cases.intake import read_uploads
from api.jobs import item_records, records
from api.jobs.database import reading
from api.jobs.dbos_engine import DbosEngine
from api.jobs.engine import BatchOptions, BatchState, BatchStatus, ItemState, submit
from api.jobs.work import Workshop, join_batch, make_item
from tests.changing import drop
from tests.closure_cases import closure_case, write_cases


def case_files(folder: Path, count: int) -> list[str]:
    """So many valid closure cases as files, of few pages each, numbered from 2025-0000."""
    return write_cases(folder, [short_case(number) for number in range(count)])


def short_case(number: int) -> dict[str, Any]:
    """A valid closure case of few pages."""
    case = closure_case(0)
    case["case_no"] = f"2025-{number:04}"
    return case


def with_errors(number: int) -> dict[str, Any]:
    """A case whose closure review lacks its result."""
    case = short_case(number)
    drop(case, "forms/closure_review/result")
    return case


def submitted(engine: DbosEngine, names: list[str], **options: Any) -> str:
    """Submit files; returns the batch."""
    return submit(engine, read_uploads(tuple(names)), BatchOptions(**options))


def workshop(engine: DbosEngine) -> Workshop:
    """What an executor works with."""
    return Workshop(engine.settings, engine.database, engine.vault, engine.now, engine.start_joining)


def work_off(engine: DbosEngine, batch: str) -> None:
    """Do here what executors would do with a batch's present attempt."""
    with reading(engine.database) as connection:
        attempt = records.row_of(connection, batch).attempt
        waiting = item_records.open_items(connection, batch, 0, 1000)
    for number, of_item in waiting:
        make_item(workshop(engine), batch, number, of_item)
    join_batch(workshop(engine), batch, attempt)


def ended(engine: DbosEngine, batch: str, seconds: float = 180) -> BatchStatus:
    """Wait for a batch's end."""
    deadline = time.monotonic() + seconds
    while not (status := engine.status(batch)).state.ended:
        assert time.monotonic() < deadline, f"{status} after {seconds} seconds"
        time.sleep(0.05)
    return status


def manifest_of(engine: DbosEngine, batch: str) -> dict[str, Any]:
    """The manifest of a batch that is done."""
    value: dict[str, Any] = json.loads(engine.manifest(batch))
    return value


def wait_until(holds: Callable[[], bool], seconds: float = 120) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to hold"
        time.sleep(0.02)


def assert_promises(engine: DbosEngine, batch: str, case_numbers: list[str]) -> None:
    """Every item ended; none is lost, none stands twice, and the stream holds what the manifest says."""
    status, items = engine.status(batch), engine.items(batch)
    assert status.state is BatchState.DONE, status
    assert [item.number for item in items] == list(range(1, status.total + 1))
    assert all(item.state in (ItemState.DONE, ItemState.FAILED) for item in items), items
    assert all(item.reason is not None for item in items if item.state is ItemState.FAILED)
    assert status.done + status.left_out == status.total
    made = manifest_of(engine, batch)
    assert [packet["case_no"] for packet in made["packets"]] == case_numbers
    assert status.done == len(case_numbers)
    assert made["rendered"] + made["reused"] == status.done
    assert len(made["left_out"]) == status.left_out
    reader = PdfReader(BytesIO(engine.open_print(batch).read()))
    assert len(reader.pages) == made["packets"][-1]["last_page"]
    covers = [reader.pages[packet["first_page"] - 1].extract_text() for packet in made["packets"]]
    found = Counter(number for number in case_numbers for cover in covers if number in cover)
    assert found == Counter(case_numbers)
