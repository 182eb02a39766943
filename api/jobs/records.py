"""What is written down of batches and items: every question to our tables and every change of them.

Each function works within the transaction of its caller and takes the time it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, not_, select, update

from api.jobs.engine import (
    BatchOptions,
    BatchState,
    BatchStatus,
    ItemState,
    ItemStatus,
    UnknownBatch,
)
from api.jobs.tables import batches, downloads, items
from api.jobs.vault import Vault
from api.packets.left_out import LeftOut
from api.packets.store import MadePacket

_OPEN_ITEMS = (ItemState.QUEUED, ItemState.RUNNING)
OPEN_BATCHES = (BatchState.QUEUED, BatchState.RUNNING)
BATCH_MESSAGES = {
    "nothing": "인쇄할 수 있는 사례가 없습니다.",
    "store": "인쇄 파일을 저장하지 못했습니다(디스크가 가득 찼을 수 있습니다). 자리를 만든 뒤 다시 시도하세요.",
    "print": "묶음을 한 파일로 잇지 못했습니다.",
}


@dataclass(frozen=True)
class ItemFacts:
    """What is known of an item beside its state; it is kept sealed."""

    file: str
    case_no: str | None
    message: str = ""
    packet: MadePacket | None = None
    reused: bool = False

    def sealed(self, vault: Vault, batch: str, number: int) -> bytes:
        """The facts, readable with the key and for this item alone."""
        facts = asdict(self)
        return vault.sealed(f"{batch}/{number}", json.dumps(facts, ensure_ascii=True).encode("ascii"))

    @classmethod
    def unsealed(cls, vault: Vault, batch: str, number: int, sealed: bytes) -> ItemFacts:
        """The facts read back. Raises ``EntryDamaged``."""
        facts = json.loads(vault.unsealed(f"{batch}/{number}", sealed))
        packet = facts["packet"]
        if packet is not None:
            packet = MadePacket(**{**packet, "uncertain": tuple(packet["uncertain"])})
        return cls(**{**facts, "packet": packet})


@dataclass(frozen=True)
class NewItem:
    """An item at the time it is accepted; one that has a reason ended before it began."""

    number: int
    sealed: bytes
    reason: LeftOut | None = None


@dataclass(frozen=True)
class ItemWork:
    """An item that was begun: how its batch is printed, and how often it was begun before."""

    options: BatchOptions
    sealed: bytes
    starts: int


@dataclass(frozen=True)
class EndedItem:
    """An item that ended, as the joining needs it."""

    number: int
    reason: LeftOut | None
    sealed: bytes | None


def accept(
    connection: Connection, batch: str, options: BatchOptions, new: Sequence[NewItem], now: float
) -> None:
    """Write a batch down with its items."""
    connection.execute(
        insert(batches).values(
            id=batch,
            state=BatchState.QUEUED,
            options=options_as_json(options),
            total=len(new),
            parts=0,
            attempt=1,
            created_at=now,
        )
    )
    rows = [
        {
            "batch": batch,
            "number": item.number,
            "state": ItemState.QUEUED if item.reason is None else ItemState.FAILED,
            "reason": item.reason,
            "attempt": 1,
            "starts": 0,
            "sealed": item.sealed,
            "ended_at": None if item.reason is None else now,
        }
        for item in new
    ]
    connection.execute(insert(items), rows)


def _reason(code: str | None) -> LeftOut | None:
    return LeftOut(code) if code is not None else None


def options_as_json(options: BatchOptions) -> dict[str, Any]:
    """The options as they are kept."""
    kept = asdict(options)
    kept["issued_at"] = options.issued_at.isoformat() if options.issued_at is not None else None
    return kept


def options_of(kept: Mapping[str, Any]) -> BatchOptions:
    """The options read back; one that is not kept, since it came later, has its default."""
    issued = kept["issued_at"]
    options = BatchOptions(**{**kept, "issued_at": None})
    return replace(options, issued_at=datetime.fromisoformat(issued)) if issued is not None else options


def waiting(connection: Connection) -> int:
    """How many items wait or run, over all batches."""
    return int(
        connection.scalar(select(func.count()).select_from(items).where(items.c.state.in_(_OPEN_ITEMS))) or 0
    )


def row_of(connection: Connection, batch: str, lock: bool = False) -> Row[Any]:
    """A batch's row, locked until the end of the transaction if asked. Raises ``UnknownBatch``."""
    query = select(batches).where(batches.c.id == batch)
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise UnknownBatch
    return row


def status_of(connection: Connection, row: Row[Any]) -> BatchStatus:
    """A batch in numbers."""
    counted = connection.execute(
        select(items.c.state, func.count()).where(items.c.batch == row.id).group_by(items.c.state)
    )
    counts = {ItemState(state): int(count) for state, count in counted}
    options = options_of(row.options)
    return BatchStatus(
        id=row.id,
        state=BatchState(row.state),
        total=row.total,
        done=counts.get(ItemState.DONE, 0),
        left_out=counts.get(ItemState.FAILED, 0) + counts.get(ItemState.CANCELLED, 0),
        created_at=_moment(row.created_at),
        ended_at=_moment(row.ended_at) if row.ended_at is not None else None,
        parts=row.parts,
        removed=row.removed_at is not None,
        packet=options.packet,
        program=options.program,
        message=BATCH_MESSAGES[row.reason] if row.reason is not None else "",
    )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def latest(connection: Connection, limit: int, state: BatchState | None) -> list[BatchStatus]:
    """Batches, the latest first."""
    query = select(batches).order_by(batches.c.created_at.desc(), batches.c.id).limit(limit)
    if state is not None:
        query = query.where(batches.c.state == state)
    return [status_of(connection, row) for row in connection.execute(query).all()]


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
        row.number, facts.file, facts.case_no, ItemState(row.state), _reason(row.reason), facts.message
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
    one = select(items.c.number).where(items.c.batch == batch, items.c.state.in_(_OPEN_ITEMS)).limit(1)
    return connection.execute(one).first() is None


def open_items(connection: Connection, batch: str, after: int, limit: int) -> list[tuple[int, int]]:
    """Number and attempt of items that have not ended, in order, beginning behind ``after``."""
    query = (
        select(items.c.number, items.c.attempt)
        .where(items.c.batch == batch, items.c.state.in_(_OPEN_ITEMS), items.c.number > after)
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


def end_batch(connection: Connection, batch: str, parts: int, reason: str | None, now: float) -> None:
    """End a batch that runs: done, or failed for a reason of :data:`BATCH_MESSAGES`."""
    connection.execute(
        update(batches)
        .where(batches.c.id == batch, batches.c.state.in_(OPEN_BATCHES))
        .values(
            state=BatchState.DONE if reason is None else BatchState.FAILED,
            reason=reason,
            parts=parts,
            ended_at=now,
        )
    )


def cancel(connection: Connection, batch: str, now: float) -> None:
    """End a batch that has not ended, and its items that have not."""
    row_of(connection, batch, lock=True)
    connection.execute(
        update(items)
        .where(items.c.batch == batch, items.c.state.in_(_OPEN_ITEMS))
        .values(state=ItemState.CANCELLED, reason=LeftOut.CANCELLED, ended_at=now)
    )
    connection.execute(
        update(batches)
        .where(batches.c.id == batch, batches.c.state.in_(OPEN_BATCHES))
        .values(state=BatchState.CANCELLED, ended_at=now)
    )


def retry(connection: Connection, batch: str) -> int:
    """Open a batch again with its items that failed or were cancelled; returns the new attempt.

    A case whose number another case of the batch has stays left out.
    """
    attempt = int(row_of(connection, batch, lock=True).attempt) + 1
    connection.execute(
        update(items)
        .where(
            items.c.batch == batch,
            items.c.state.in_((ItemState.FAILED, ItemState.CANCELLED)),
            not_(and_(items.c.reason.is_not(None), items.c.reason == LeftOut.DUPLICATE_CASE)),
        )
        .values(state=ItemState.QUEUED, reason=None, attempt=items.c.attempt + 1, starts=0, ended_at=None)
    )
    connection.execute(
        update(batches)
        .where(batches.c.id == batch)
        .values(state=BatchState.QUEUED, reason=None, parts=0, attempt=attempt, ended_at=None)
    )
    return attempt


def next_attempt(connection: Connection, batch: str, number: int, attempt: int) -> bool:
    """Give an item that has not ended a workflow of a new name; False where it has ended meanwhile."""
    changed = connection.execute(
        update(items)
        .where(
            items.c.batch == batch,
            items.c.number == number,
            items.c.attempt == attempt,
            items.c.state.in_(_OPEN_ITEMS),
        )
        .values(attempt=attempt + 1)
    )
    return changed.rowcount == 1


def next_joining(connection: Connection, batch: str, attempt: int) -> bool:
    """Give a batch that has not ended a joining of a new name; False where it has ended meanwhile."""
    changed = connection.execute(
        update(batches)
        .where(batches.c.id == batch, batches.c.attempt == attempt, batches.c.state.in_(OPEN_BATCHES))
        .values(attempt=attempt + 1)
    )
    return changed.rowcount == 1


def open_batches(connection: Connection) -> list[Row[Any]]:
    """The rows of batches that have not ended, the oldest first."""
    query = select(batches).where(batches.c.state.in_(OPEN_BATCHES)).order_by(batches.c.created_at)
    return list(connection.execute(query).all())


def old_batches(connection: Connection, ended_before: float) -> list[str]:
    """Batches that ended before a time and whose data are still there."""
    query = select(batches.c.id).where(batches.c.removed_at.is_(None), batches.c.ended_at < ended_before)
    return list(connection.scalars(query))


def mark_removed(connection: Connection, batch: str, now: float) -> None:
    """The data of a batch are gone; its numbers stay."""
    connection.execute(update(items).where(items.c.batch == batch).values(sealed=None))
    connection.execute(update(batches).where(batches.c.id == batch).values(removed_at=now, parts=0))


def removed(connection: Connection, ids: Iterable[str]) -> dict[str, bool]:
    """Which of the ids are batches, and of each whether its data were removed."""
    query = select(batches.c.id, batches.c.removed_at).where(batches.c.id.in_(list(ids)))
    return {row.id: row.removed_at is not None for row in connection.execute(query)}


def log_download(connection: Connection, batch: str, result: str, part: int | None, now: float) -> None:
    """Write down that a result was handed over: which and when, and nothing of whom it speaks."""
    connection.execute(insert(downloads).values(batch=batch, result=result, part=part, at=now))


def forget_downloads(connection: Connection, before: float) -> None:
    """Downloads older than a time are not kept."""
    connection.execute(delete(downloads).where(downloads.c.at < before))
