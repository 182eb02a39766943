"""What goes on where something was lost: dead executors' work, items and batches without a workflow.

In the ordinary course DBOS alone takes up what a restarted executor had begun. This finds the rest: an
executor that never comes back, a workflow that ended without ending its item (its database was full,
say). It may be run at any time and at any number of places; what is well it leaves alone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from api.jobs import item_records, leases, records
from api.jobs.database import reading, writing
from api.jobs.dbos_engine import DbosEngine, item_id, join_id, queue_of, spread_id
from api.jobs.leases import Holder

log = logging.getLogger("seosik.jobs")

_LIVE = frozenset({"ENQUEUED", "DELAYED", "PENDING"})
_CHUNK = 500


@dataclass(frozen=True)
class Reconciled:
    """How much was taken up: workflows of dead executors, items, joinings."""

    workflows: int = 0
    items: int = 0
    joinings: int = 0

    @property
    def total(self) -> int:
        """All together."""
        return self.workflows + self.items + self.joinings


def reconcile(engine: DbosEngine, holder: Holder) -> Reconciled:
    """Take up whatever lies: see the module."""
    workflows = take_up_dead(engine, holder)
    items = joinings = 0
    with reading(engine.database) as connection:
        rows = records.open_batches(connection)
    for row in rows:
        started_items, started_joining = _batch(engine, row)
        items += started_items
        joinings += started_joining
    done = Reconciled(workflows, items, joinings)
    if done.total:
        log.warning("taken up: %d workflows, %d items, %d joinings", workflows, items, joinings)
    return done


def take_up_dead(engine: DbosEngine, holder: Holder) -> int:
    """Give the work of dead executors to the living; returns how many workflows."""
    with writing(engine.database) as connection:
        # Held while their work is moved, so that no new process takes the name in between.
        dead = leases.claim_dead_executors(connection, holder)
    taken = 0
    for name in dead:
        held = pending_of(engine, name)
        put_back(engine, held)
        taken += len(held)
        with writing(engine.database) as connection:
            leases.forget(connection, name, holder)
        if held:
            log.warning("%s is dead: %d workflows given to others", name, len(held))
    return taken


def pending_of(engine: DbosEngine, executor: str) -> set[str]:
    """The workflows that an executor is noted to have begun and not ended."""
    found = engine.client.list_workflows(
        executor_id=[executor], status="PENDING", load_input=False, load_output=False
    )
    return {workflow.workflow_id for workflow in found}


def put_back(engine: DbosEngine, ids: Iterable[str]) -> None:
    """Put workflows back to their queues, for whoever comes first."""
    by_queue: dict[str, list[str]] = {}
    for workflow_id in ids:
        by_queue.setdefault(_queue_of(engine, workflow_id), []).append(workflow_id)
    for queue, queued in by_queue.items():
        engine.client.resume_workflows(queued, queue_name=queue)


def _queue_of(engine: DbosEngine, workflow_id: str) -> str:
    with reading(engine.database) as connection:
        return queue_of(records.row_of(connection, workflow_id.partition("-")[0]).total)


def _batch(engine: DbosEngine, row: Row[Any]) -> tuple[int, int]:
    with reading(engine.database) as connection:
        ended = item_records.all_ended(connection, row.id)
    if ended:
        return 0, _joining(engine, row)
    if not _LIVE.isdisjoint(_states(engine, [spread_id(row.id, row.attempt)]).values()):
        return 0, 0
    started, after = 0, 0
    while True:
        with reading(engine.database) as connection:
            chunk = item_records.open_items(connection, row.id, after, _CHUNK)
        if not chunk:
            return started, 0
        started += _items(engine, row, chunk)
        after = chunk[-1][0]


def _items(engine: DbosEngine, row: Row[Any], chunk: Sequence[tuple[int, int]]) -> int:
    states = _states(engine, [item_id(row.id, number, attempt) for number, attempt in chunk])
    started = 0
    for number, attempt in chunk:
        state = states.get(item_id(row.id, number, attempt))
        if state in _LIVE:
            continue
        with writing(engine.database) as connection:
            # A workflow's name is used once: one that ended needs a successor of another name.
            if state is None:
                engine.start_item(connection, row.id, number, attempt, row.total)
                started += 1
            elif item_records.next_attempt(connection, row.id, number, attempt):
                engine.start_item(connection, row.id, number, attempt + 1, row.total)
                started += 1
    return started


def _joining(engine: DbosEngine, row: Row[Any]) -> int:
    state = _states(engine, [join_id(row.id, row.attempt)]).get(join_id(row.id, row.attempt))
    if state in _LIVE:
        return 0
    with writing(engine.database) as connection:
        attempt = row.attempt
        if state is not None:
            if not records.next_joining(connection, row.id, attempt):
                return 0
            attempt += 1
        engine.start_joining(connection, row.id, attempt)
    return 1


def _states(engine: DbosEngine, ids: list[str]) -> dict[str, str]:
    found = engine.client.list_workflows(workflow_ids=ids, load_input=False, load_output=False)
    return {workflow.workflow_id: workflow.status for workflow in found}
