"""How long what was handed in and made is kept: some days after a batch's end, then it is removed.

The numbers of a batch stay; they tell of no person. What is removed is deleted, not overwritten: on
disk it was sealed all the time.
"""

from __future__ import annotations

import logging

from api.jobs import records
from api.jobs.database import reading, writing
from api.jobs.dbos_engine import DbosEngine

log = logging.getLogger("seosik.jobs")

_DAY = 24 * 60 * 60.0
# What was stored for a batch that was never accepted: its submitter died, or still reads its upload.
_ORPHAN_AGE = _DAY
_DOWNLOADS_KEPT = 365 * _DAY
# A batch that was looked at and not started.
HELD_FOR = _DAY
_LOT = 500


def remove_old(engine: DbosEngine) -> int:
    """Remove the data of batches that ended, or were held, long enough ago; returns how many."""
    now = engine.now()
    with reading(engine.database) as connection:
        old = records.old_batches(connection, now - engine.settings.keep_days * _DAY)
        old += records.forgotten_batches(connection, now - HELD_FOR)
    for batch in old:
        engine.purge(batch)
        forget_workflows(engine, batch)
    _remove_orphans(engine, now)
    with writing(engine.database) as connection:
        records.forget_downloads(connection, now - _DOWNLOADS_KEPT)
    return len(old)


def forget_workflows(engine: DbosEngine, batch: str) -> None:
    """Remove what the workflow engine remembers of a batch that has ended."""
    while True:
        known = engine.client.list_workflows(
            workflow_id_prefix=f"{batch}-", limit=500, load_input=False, load_output=False
        )
        if not known:
            return
        engine.client.delete_workflows([workflow.workflow_id for workflow in known])


def _remove_orphans(engine: DbosEngine, now: float) -> None:
    """What belongs to no batch, or was stored for one by a worker that did not know of its removal yet."""
    groups = dict(engine.vault.groups())
    for ids in _lots(sorted(groups)):
        with reading(engine.database) as connection:
            removed = records.removed(connection, ids)
        for group in ids:
            young = groups[group] >= now - _ORPHAN_AGE
            if removed.get(group, not young):
                engine.vault.remove_group(group)
                log.info("data that belong to no batch (any more) were removed")


def _lots(ids: list[str]) -> list[list[str]]:
    """Ids in lots that a database takes as arguments of one question."""
    return [ids[start : start + _LOT] for start in range(0, len(ids), _LOT)]
