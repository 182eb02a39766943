"""One executor: a process that takes work from its queues, one piece at a time.

    python -m api.jobs.executor --data DIR --queue packets|singles [--queue …]

It is started by a supervisor and ends with it: when its standard input closes, or its parent is
another. The database's URL comes through the environment, since a URL may hold a password.
"""

from __future__ import annotations

import argparse
import logging
import os
import select
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.jobs import leases
from api.jobs.database import writing
from api.jobs.dbos_engine import (
    APPLICATION,
    ITEM,
    JOIN,
    PACKETS,
    SINGLES,
    SPREAD,
    WORKFLOW_VERSION,
    DbosEngine,
    item_id,
    join_id,
    spread_id,
)
from api.jobs.leases import Holder
from api.jobs.settings import JobSettings
from api.logs import OURS, PlainLines, quiet

if TYPE_CHECKING:
    from dbos import DBOSConfig

log = logging.getLogger("seosik.jobs")

# Seconds between two looks at a queue: five in a hundred of a core while there is nothing to do.
# One item is taken ahead to bridge them, and no more: else the last of a batch would not be shared.
_LOOK_EVERY = 0.05
_TAKEN_AHEAD = 2
_RECONCILE_EVERY = 20.0
_REMOVE_EVERY = 3600.0
# The heap grows with what was laid out; a fresh process begins small again.
_PACKETS_A_LIFE = 300


def main() -> None:
    """Run until the supervisor ends. An executor that cannot begin ends with a fault, and is begun again."""
    try:
        _run()
    except Exception as error:
        # Threads of the workflow engine would keep the process, and with it a name that nobody works under.
        log.error("an executor could not begin: %s", type(error).__name__)
        os._exit(1)


def _run() -> None:
    parser = argparse.ArgumentParser(prog="api.jobs.executor")
    parser.add_argument("--data", required=True)
    parser.add_argument("--queue", choices=[PACKETS, SINGLES], action="append", required=True)
    chosen = parser.parse_args()
    log_to_stderr()
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    engine = DbosEngine(JobSettings.of(chosen.data))
    holder = Holder.this_process()
    with writing(engine.database) as connection:
        name = leases.claim_executor(connection, holder, chosen.queue)
    threading.Thread(target=_keep_lease, args=(engine, name, holder), daemon=True).start()
    in_hand = _InHand()
    _launch(engine, name, chosen.queue, in_hand)
    log.info("%s listens to %s", name, " ".join(chosen.queue))
    _keep_house(engine, name, holder, in_hand)


class _InHand:
    """The workflows that this process has in hand, and those it was said to have and had not.

    Where the database fails at the wrong moment, DBOS has noted that an executor began a workflow
    which it never began, or whose end could not be noted.
    """

    def __init__(self) -> None:
        self._held: set[str] = set()
        self._missed: set[str] = set()
        self._lock = threading.Lock()

    @contextmanager
    def taken(self, workflow: str) -> Iterator[None]:
        """While it is worked on."""
        with self._lock:
            self._held.add(workflow)
        try:
            yield
        finally:
            with self._lock:
                self._held.discard(workflow)

    def lost(self, pending: set[str]) -> list[str]:
        """Which of those that this process is said to have it has not, now and the last time."""
        with self._lock:
            missed = pending - self._held
        lost = missed & self._missed
        self._missed = missed - lost
        return sorted(lost)


def log_to_stderr() -> None:
    """Our own lines, and of libraries where they speak: what they say of a page may quote it."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(PlainLines())
    quiet(lines, logging.getLogger(OURS))


def _launch(engine: DbosEngine, name: str, queues: list[str], in_hand: _InHand) -> None:
    from dbos import DBOS

    from api.jobs.work import Workshop, join_batch, make_item
    from api.jobs.workflow_values import JsonValues, refuse_pickles

    refuse_pickles()

    shop = Workshop(engine.settings, engine.database, engine.vault, engine.now, engine.start_joining)
    # Laying out pages holds the interpreter: two at once in a process gain nothing and cost memory.
    at_work = threading.Lock()
    made = 0

    @DBOS.workflow(name=ITEM)
    def item(batch: str, number: int, attempt: int) -> None:
        nonlocal made
        with in_hand.taken(item_id(batch, number, attempt)), at_work:
            made += make_item(shop, batch, number, attempt)
            if made >= _PACKETS_A_LIFE:
                # Between two items: its successor takes the name, and with it what was taken ahead.
                os._exit(0)

    @DBOS.workflow(name=JOIN)
    def joining(batch: str, attempt: int) -> None:
        with in_hand.taken(join_id(batch, attempt)), at_work:
            join_batch(shop, batch, attempt)

    @DBOS.workflow(name=SPREAD)
    def spreading(batch: str, attempt: int) -> None:
        with in_hand.taken(spread_id(batch, attempt)):
            engine.spread(batch, attempt)

    config: DBOSConfig = {
        "name": APPLICATION,
        "system_database_url": engine.settings.database,
        "executor_id": name,
        "application_version": WORKFLOW_VERSION,
        "log_level": "WARNING",
        "sys_db_pool_size": 10,
        "serializer": JsonValues(),
    }
    DBOS(config=config)
    DBOS.listen_queues(queues)
    DBOS.launch()
    for known in (PACKETS, SINGLES):
        DBOS.register_queue(known, worker_concurrency=_TAKEN_AHEAD, polling_interval_sec=_LOOK_EVERY)


def _end_with_parent(parent: int) -> None:
    """Whatever was begun is begun again by a successor, so there is nothing to tidy up."""
    while os.getppid() == parent:
        ready, _, _ = select.select([sys.stdin], [], [], 0.5)
        if ready and not os.read(sys.stdin.fileno(), 1024):
            break
    os._exit(0)


def _keep_lease(engine: DbosEngine, name: str, holder: Holder) -> None:
    while True:
        time.sleep(leases.RENEWED_EVERY)
        try:
            with writing(engine.database) as connection:
                kept = leases.renew(connection, name, holder)
        except Exception as error:
            # Whatever it is: a lease that nobody renews is taken, and two executors would bear one name.
            log.warning("%s: the lease waits for the database: %s", name, type(error).__name__)
            continue
        if not kept:
            log.error("%s: another process has taken the name; ending", name)
            os._exit(1)


def _keep_house(engine: DbosEngine, name: str, holder: Holder, in_hand: _InHand) -> None:
    """Each looks after its own; one of all looks after what others left: see reconcile and retention."""
    from api.jobs.reconcile import pending_of, put_back, reconcile, take_up_dead
    from api.jobs.retention import remove_old

    reconciled = removed = float("-inf")
    while True:
        time.sleep(leases.RENEWED_EVERY)
        try:
            lost = in_hand.lost(pending_of(engine, name))
            if lost:
                log.warning("%s: %d workflows were lost and are put back", name, len(lost))
                put_back(engine, lost)
            with writing(engine.database) as connection:
                if not leases.claim(connection, leases.HOUSEKEEPER, holder):
                    continue
            now = time.monotonic()
            if now - reconciled >= _RECONCILE_EVERY:
                reconcile(engine, holder)
                reconciled = now
            else:
                take_up_dead(engine, holder)
            if now - removed >= _REMOVE_EVERY:
                remove_old(engine)
                removed = now
        except Exception as error:
            # An error's own words may quote what it failed on. The next round tries again.
            log.warning("housekeeping: %s", type(error).__name__)


if __name__ == "__main__":
    main()
