"""Batches of 1, 2 and 50 cases end, in whichever way the programs are started."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api.jobs.dbos_engine import DbosEngine
from api.jobs.engine import BatchState
from api.jobs.settings import JobSettings
from tests.api.jobs.batches import ended, short_case, submitted, with_errors
from tests.api.jobs.killing import worker
from tests.api.service.entering import known_client
from tests.api.service.test_serve import serving
from tests.closure_cases import write_cases

SIZES = (1, 2, 50)
# Pages take their time; of a large batch most cases are refused, which takes the same ways.
PRINTED_AT_MOST = 4


def cases(size: int) -> list[dict[str, Any]]:
    return [short_case(n) if n < PRINTED_AT_MOST else with_errors(n) for n in range(size)]


@contextmanager
def started(way: str, data: Path) -> Iterator[str | None]:
    """The programs of a way of starting; the address where there is one."""
    with ExitStack() as stack:
        address = None
        if "worker" in way:
            data.mkdir()
            stack.enter_context(worker(JobSettings.of(str(data), None, {}), 1))
        if "serve" in way:
            options = re.findall(r"--processes \d", way)
            _, address = stack.enter_context(serving(data, options=" ".join(options).split()))
        yield address


@pytest.mark.slow
@pytest.mark.parametrize(
    "way",
    [
        "serve",
        "serve --processes 1",
        "serve --processes 0 + worker",
        "serve --processes 1 + worker",
        "worker",
    ],
)
def test_batches_of_every_size_end(tmp_path: Path, way: str) -> None:
    data = tmp_path / "data"
    with started(way, data) as address:
        engine = DbosEngine(JobSettings.of(str(data), None, {}))
        batches = []
        for size in SIZES:
            if address is None:
                batches.append(submitted(engine, write_cases(tmp_path / str(size), cases(size))))
                continue
            lines = "\n".join(json.dumps(case) for case in cases(size)).encode()
            answer = httpx2.post(f"{address}/api/batches", files={"file": ("a.jsonl", lines)}, timeout=120)
            assert answer.status_code == 202
            batches.append(answer.json()["id"])
        for size, batch in zip(SIZES, batches, strict=True):
            status = ended(engine, batch, 300)
            printed = min(size, PRINTED_AT_MOST)
            assert (status.state, status.done, status.left_out) == (BatchState.DONE, printed, size - printed)
        if address is not None:
            assert httpx2.get(f"{address}/readyz", timeout=60).status_code == 200
        assert engine.unserved() == 0
        engine.close()


@pytest.mark.slow
def test_a_batch_that_nobody_makes_is_told_until_somebody_does(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data, options=["--processes", "0"]) as (process, address):
        assert process.stdout is not None
        assert "seosik worker" in process.stdout.readline()
        assert httpx2.get(f"{address}/readyz", timeout=60).status_code == 200
        files = {"file": ("a.json", json.dumps(short_case(1)).encode())}
        batch = httpx2.post(f"{address}/api/batches", files=files, timeout=120).json()["id"]
        assert httpx2.get(f"{address}/readyz", timeout=60).status_code == 503
        with known_client(address, data) as browser:
            assert "기다립니다" in browser.get(f"/batches/{batch}").text
        settings = JobSettings.of(str(data), None, {})
        engine = DbosEngine(settings)
        with worker(settings, 1):
            assert ended(engine, batch, 300).state is BatchState.DONE
            assert httpx2.get(f"{address}/readyz", timeout=60).status_code == 200
        engine.close()
