"""What is written down of the items of a batch, and what its steps ask of them.

Each function works within the transaction of its caller and takes the time it is.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select, update

from api.jobs.engine import BatchState, ItemState, ItemStatus
from api.jobs.item_facts import EndedItem, ItemFacts, ItemWork, Place
from api.jobs.records import OPEN_ITEMS, options_of, row_of
from api.jobs.tables import batches, items
from api.jobs.vault import Vault
from api.packets.left_out import LeftOut


def _reason(code: str | None) -> LeftOut | None:
    return LeftOut(code) if code is not None else None


def items_of(
    connection: Connection, vault: Vault, batch: str, offset: int, limit: int | None
) -> list[ItemStatus]:
    """The items of a batch, in the order of the upload."""
    query = select(items).where(items.c.batch == batch).order_by(items.c.number).offset(offset)
    if limit is not None:
        query = query.limit(limit)
    elif offset:
        # SQLite knows an offset only behind a limit.
        query = query.limit(2**31 - 1)
    return [_item_status(row, vault) for row in connection.execute(query)]


def _item_status(row: Row[Any], vault: Vault) -> ItemStatus:
    if row.sealed is None:
        return ItemStatus(row.number, None, None, ItemState(row.state), _reason(row.reason))
    facts = ItemFacts.unsealed(vault, row.batch, row.number, row.sealed)
    return ItemStatus(
        row.number,
        facts.file,
        facts.case_no,
        ItemState(row.state),
        _reason(row.reason),
        facts.message,
        facts.kept,
    )


def begin_item(connection: Connection, batch: str, number: int, attempt: int, now: float) -> ItemWork | None:
    """Begin an item; None where there is nothing to do (any more): ended, cancelled, or of an older attempt."""
    # Always the batch before its items: whoever locks them in another order may block for ever.
    kept = row_of(connection, batch, lock=True)
    row = connection.execute(select(items).where(items.c.batch == batch, items.c.number == number)).first()
    if row is None or row.attempt != attempt or ItemState(row.state).ended or row.sealed is None:
        return None
    connection.execute(
        update(items)
        .where(items.c.batch == batch, items.c.number == number)
        .values(state=ItemState.RUNNING, starts=row.starts + 1, started_at=now)
    )
    if kept.state == BatchState.QUEUED:
        connection.execute(
            update(batches).where(batches.c.id == batch).values(state=BatchState.RUNNING, started_at=now)
        )
    return ItemWork(options_of(kept.options), row.sealed, row.starts)


def end_item(
    connection: Connection,
    batch: str,
    number: int,
    attempt: int,
    reason: LeftOut | None,
    sealed: bytes,
    now: float,
) -> bool:
    """End an item that runs; False where it does not (any more), and then nothing is changed."""
    changed = connection.execute(
        update(items)
        .where(
            items.c.batch == batch,
            items.c.number == number,
            items.c.attempt == attempt,
            items.c.state == ItemState.RUNNING,
        )
        .values(
            state=ItemState.DONE if reason is None else ItemState.FAILED,
            reason=reason,
            sealed=sealed,
            ended_at=now,
        )
    )
    return changed.rowcount == 1


def all_ended(connection: Connection, batch: str) -> bool:
    """Whether no item of the batch waits or runs."""
    one = select(items.c.number).where(items.c.batch == batch, items.c.state.in_(OPEN_ITEMS)).limit(1)
    return connection.execute(one).first() is None


def open_items(connection: Connection, batch: str, after: int, limit: int) -> list[tuple[int, int]]:
    """Number and attempt of items that have not ended, in order, beginning behind ``after``."""
    query = (
        select(items.c.number, items.c.attempt)
        .where(items.c.batch == batch, items.c.state.in_(OPEN_ITEMS), items.c.number > after)
        .order_by(items.c.number)
        .limit(limit)
    )
    return [(row.number, row.attempt) for row in connection.execute(query)]


def ended_items(connection: Connection, batch: str) -> list[EndedItem]:
    """All items of a batch whose items have ended, in the order of the upload."""
    query = (
        select(items.c.number, items.c.reason, items.c.sealed)
        .where(items.c.batch == batch)
        .order_by(items.c.number)
    )
    return [EndedItem(row.number, _reason(row.reason), row.sealed) for row in connection.execute(query)]


def places(connection: Connection, vault: Vault, batch: str) -> list[Place]:
    """The items of a batch whose data are there, in order, as corrected inputs find them."""
    query = select(items).where(items.c.batch == batch, items.c.sealed.is_not(None)).order_by(items.c.number)
    return [
        Place(
            row.number,
            ItemState(row.state),
            _reason(row.reason),
            ItemFacts.unsealed(vault, batch, row.number, row.sealed),
        )
        for row in connection.execute(query)
    ]


def next_attempt(connection: Connection, batch: str, number: int, attempt: int) -> bool:
    """Give an item that has not ended a workflow of a new name; False where it has ended meanwhile."""
    changed = connection.execute(
        update(items)
        .where(
            items.c.batch == batch,
            items.c.number == number,
            items.c.attempt == attempt,
            items.c.state.in_(OPEN_ITEMS),
        )
        .values(attempt=attempt + 1)
    )
    return changed.rowcount == 1
