"""Batches on the engine: what an item costs beside its pages, and what a second machine brings.

    .venv/bin/python benchmarks/jobs.py [--items 10000] [--cases 100] [--only overhead|queue|machines]
        [--pdf-engine weasyprint]

The second machine is a second worker of one executor on the same PostgreSQL and data directory,
added when a third of the batch is made; it shares this machine's cores, so at least two free ones
are needed for a fair figure. Absolute figures mean little on a shared machine: read the ratios.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from api.cases.intake import Upload
from api.jobs.dbos_engine import DbosEngine
from api.jobs.engine import BatchOptions, BatchStatus, submit
from api.jobs.settings import JobSettings
from api.jobs.supervisor import Supervisor
from api.jobs.work import Workshop, make_item
from benchmarks.varied import varied
from generator.layout import PDF_ENGINES
from tests.api.jobs.postgres import PostgresServer


def empty(count: int) -> Iterator[Upload]:
    """Items without a page: they are read, found to be incomplete, and left out."""
    return (Upload(f"-:{number}", {"case_no": f"2025-{number:06}"}) for number in range(1, count + 1))


def printable(count: int) -> Iterator[Upload]:
    """Packets of six pages, each with its own names and narratives."""
    return (Upload(f"-:{number}", varied("closure_review", number)) for number in range(1, count + 1))


def ended(engine: DbosEngine, batch: str) -> BatchStatus:
    while not (status := engine.status(batch)).state.ended:
        time.sleep(0.05)
    return status


def warm(engine: DbosEngine) -> None:
    """Until executors have loaded what makes pages."""
    ended(engine, submit(engine, printable(2), BatchOptions()))


def overhead(engine: DbosEngine, count: int = 300) -> None:
    """What DBOS adds to our own steps, in one executor."""
    direct = submit(engine, empty(count), BatchOptions())
    shop = Workshop(engine.settings, engine.database, engine.vault, engine.now, engine.start_joining)
    started = time.perf_counter()
    for number in range(1, count + 1):
        make_item(shop, direct, number, 1)
    steps = (time.perf_counter() - started) / count
    engine.cancel(direct)
    with Supervisor(engine.settings, 1, singles=False):
        warm(engine)
        started = time.perf_counter()
        ended(engine, submit(engine, empty(count), BatchOptions()))
        whole = (time.perf_counter() - started) / count
    print(f"an item's own steps (records, vault, check) {steps * 1000:8.1f} ms")
    print(f"the same through the queue, one executor    {whole * 1000:8.1f} ms")


def queue(engine: DbosEngine, count: int) -> None:
    """Accepting and running many empty items with two executors."""
    with Supervisor(engine.settings, 2, singles=False):
        warm(engine)
        started = time.perf_counter()
        batch = submit(engine, empty(count), BatchOptions())
        accepted = time.perf_counter()
        ended(engine, batch)
        done = time.perf_counter()
    print(f"{count} empty items: accepted at {count / (accepted - started):.0f} items/s,")
    print(f"  run by two executors at {count / (done - accepted):.1f} items/s")


def machines(engine: DbosEngine, count: int, options: BatchOptions) -> None:
    """One worker of one executor, then two."""
    with Supervisor(engine.settings, 1, singles=False):
        warm(engine)
        batch = submit(engine, printable(count), options)
        while engine.status(batch).done < 2:
            time.sleep(0.02)
        first = time.perf_counter(), engine.status(batch).done
        while engine.status(batch).done < count // 3:
            time.sleep(0.02)
        second = time.perf_counter(), engine.status(batch).done
        with Supervisor(engine.settings, 1, singles=False):
            added = engine.status(batch).done
            # Loading takes the second worker some seconds; what it brings is counted from half on.
            while engine.status(batch).done < max(count // 2, added + 1):
                time.sleep(0.02)
            third = time.perf_counter(), engine.status(batch).done
            while engine.status(batch).done < count:
                time.sleep(0.02)
            fourth = time.perf_counter(), count
            ended(engine, batch)
    alone = (second[1] - first[1]) / (second[0] - first[0])
    together = (fourth[1] - third[1]) / (fourth[0] - third[0])
    print(f"{count} packets of six pages: one worker {alone:.2f} packets/s, two {together:.2f} packets/s,")
    print(f"  {together / alone:.2f} x")


def main() -> None:
    logging.getLogger("seosik").setLevel(logging.ERROR)
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--only", choices=["overhead", "queue", "machines"])
    parser.add_argument("--pdf-engine", choices=PDF_ENGINES, help="of the machines; the others make no page")
    chosen = parser.parse_args()
    server = PostgresServer()
    try:
        for kind in ("SQLite", "PostgreSQL"):
            with tempfile.TemporaryDirectory() as name:
                url = server.database() if kind == "PostgreSQL" else None
                engine = DbosEngine(JobSettings.of(name, url, {}))
                print(f"\n{kind}")
                if chosen.only in (None, "overhead"):
                    overhead(engine)
                if chosen.only in (None, "queue"):
                    queue(engine, chosen.items)
                if chosen.only in (None, "machines") and kind == "PostgreSQL":
                    machines(engine, chosen.cases, BatchOptions(pdf_engine=chosen.pdf_engine))
                engine.close()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
