"""What is written down of batches and items: every question to our tables and every change of them.

Each function works within the transaction of its caller and takes the time it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, not_, select, update

from api.jobs.engine import (
    BatchOptions,
    BatchState,
    BatchStatus,
    ItemState,
    UnknownBatch,
)
from api.jobs.item_facts import NewItem
from api.jobs.tables import batches, downloads, items
from api.jobs.vault import Vault
from api.packets.left_out import LeftOut

OPEN_ITEMS = (ItemState.QUEUED, ItemState.RUNNING)
_MADE_ITEMS = (ItemState.DONE, ItemState.FAILED)
OPEN_BATCHES = (BatchState.QUEUED, BatchState.RUNNING)
# Why a batch ends early: its owner's wish. It stands there until what was made is joined, and after.
CANCELLED = "cancelled"
BATCH_MESSAGES = {
    "nothing": "인쇄할 수 있는 사례가 없습니다.",
    "store": "인쇄 파일을 저장하지 못했습니다(디스크가 가득 찼을 수 있습니다). 자리를 만든 뒤 다시 시도하세요.",
    "print": "묶음을 한 파일로 잇지 못했습니다.",
    CANCELLED: "취소했습니다. 그때까지 만든 것은 인쇄할 수 있습니다.",
}


def accept(
    connection: Connection,
    batch: str,
    options: BatchOptions,
    new: Sequence[NewItem],
    now: float,
    name: bytes | None = None,
    held: bool = False,
) -> None:
    """Write a batch down with its items; one that is held waits until it is started. ``name`` is sealed."""
    connection.execute(
        insert(batches).values(
            id=batch,
            state=BatchState.HELD if held else BatchState.QUEUED,
            name=name,
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
    """How many items wait or run, over all batches; those of a batch that is held do not wait yet."""
    query = (
        select(func.count())
        .select_from(items.join(batches, items.c.batch == batches.c.id))
        .where(items.c.state.in_(OPEN_ITEMS), batches.c.state != BatchState.HELD)
    )
    return int(connection.scalar(query) or 0)


def row_of(connection: Connection, batch: str, lock: bool = False) -> Row[Any]:
    """A batch's row, locked until the end of the transaction if asked. Raises ``UnknownBatch``."""
    query = select(batches).where(batches.c.id == batch)
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise UnknownBatch
    return row


def status_of(connection: Connection, vault: Vault, row: Row[Any]) -> BatchStatus:
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
        chart=options.chart,
        message=BATCH_MESSAGES[row.reason] if row.reason is not None else "",
        name=vault.unsealed(_name_of(row.id), row.name).decode() if row.name is not None else "",
        started_at=_moment(row.started_at) if row.started_at is not None else None,
        ended_since=_ended_since(connection, row),
        cancelling=row.reason == CANCELLED and not BatchState(row.state).ended,
    )


def _ended_since(connection: Connection, row: Row[Any]) -> int:
    """How many items have ended since the batch was begun (again)."""
    if row.started_at is None:
        return 0
    since = (items.c.batch == row.id, items.c.ended_at >= row.started_at, items.c.state.in_(_MADE_ITEMS))
    return int(connection.scalar(select(func.count()).select_from(items).where(*since)) or 0)


def _name_of(batch: str) -> str:
    """The place to which a batch's name is sealed."""
    return f"{batch}/name"


def sealed_name(vault: Vault, batch: str, name: str) -> bytes | None:
    """A batch's name as it is kept; None for none."""
    return vault.sealed(_name_of(batch), name.encode()) if name else None


def rename(connection: Connection, batch: str, name: bytes | None) -> None:
    """Give a batch another (sealed) name."""
    row_of(connection, batch, lock=True)
    connection.execute(update(batches).where(batches.c.id == batch).values(name=name))


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def latest(connection: Connection, vault: Vault, limit: int, state: BatchState | None) -> list[BatchStatus]:
    """Batches, the latest first."""
    query = select(batches).order_by(batches.c.created_at.desc(), batches.c.id).limit(limit)
    if state is not None:
        query = query.where(batches.c.state == state)
    return [status_of(connection, vault, row) for row in connection.execute(query).all()]


def end_batch(connection: Connection, batch: str, parts: int, reason: str | None, now: float) -> None:
    """End a batch that runs: done, failed for a reason of :data:`BATCH_MESSAGES`, or cancelled by its owner."""
    wished = row_of(connection, batch, lock=True).reason == CANCELLED
    made = BatchState.DONE if reason is None else BatchState.FAILED
    connection.execute(
        update(batches)
        .where(batches.c.id == batch, batches.c.state.in_(OPEN_BATCHES))
        .values(
            state=BatchState.CANCELLED if wished else made,
            reason=reason or (CANCELLED if wished else None),
            parts=parts,
            ended_at=now,
        )
    )


def start(connection: Connection, batch: str, options: BatchOptions, name: bytes | None) -> None:
    """Let a batch that was held wait for its turn, printed so."""
    connection.execute(
        update(batches)
        .where(batches.c.id == batch, batches.c.state == BatchState.HELD)
        .values(state=BatchState.QUEUED, options=options_as_json(options), name=name)
    )


def cancel(connection: Connection, batch: str, now: float) -> bool:
    """Cancel what waits or runs of a batch; True where what was made is still to be joined.

    A batch of which nothing was made ends at once. One that has nothing to cancel stays as it is.
    """
    row = row_of(connection, batch, lock=True)
    cancelled = _cancel_items(connection, batch, now)
    if not cancelled or BatchState(row.state).ended:
        return False
    one_made = select(items.c.number).where(items.c.batch == batch, items.c.state == ItemState.DONE).limit(1)
    made = connection.execute(one_made).first() is not None
    ends = {} if made else {"state": BatchState.CANCELLED, "ended_at": now}
    connection.execute(
        update(batches).where(batches.c.id == batch).values(reason=CANCELLED if made else None, **ends)
    )
    return made


def end_now(connection: Connection, batch: str, now: float) -> None:
    """End a batch that has not ended, whatever was made of it."""
    row_of(connection, batch, lock=True)
    _cancel_items(connection, batch, now)
    connection.execute(
        update(batches)
        .where(batches.c.id == batch, batches.c.state.in_((BatchState.HELD, *OPEN_BATCHES)))
        .values(state=BatchState.CANCELLED, ended_at=now)
    )


def _cancel_items(connection: Connection, batch: str, now: float) -> int:
    changed = connection.execute(
        update(items)
        .where(items.c.batch == batch, items.c.state.in_(OPEN_ITEMS))
        .values(state=ItemState.CANCELLED, reason=LeftOut.CANCELLED, ended_at=now)
    )
    return changed.rowcount


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
        .values(**_waits_again())
    )
    _open_again(connection, batch, attempt)
    return attempt


def _waits_again() -> dict[str, Any]:
    """What an item becomes that is made once more."""
    return {
        "state": ItemState.QUEUED,
        "reason": None,
        "attempt": items.c.attempt + 1,
        "starts": 0,
        "ended_at": None,
    }


def _open_again(connection: Connection, batch: str, attempt: int) -> None:
    connection.execute(
        update(batches)
        .where(batches.c.id == batch)
        .values(
            state=BatchState.QUEUED, reason=None, parts=0, attempt=attempt, started_at=None, ended_at=None
        )
    )


def correct(connection: Connection, batch: str, corrected: Mapping[int, bytes]) -> int:
    """Open a batch again with other inputs (sealed facts) for some of its items; returns the new attempt."""
    attempt = int(row_of(connection, batch, lock=True).attempt) + 1
    for number, sealed in corrected.items():
        connection.execute(
            update(items)
            .where(items.c.batch == batch, items.c.number == number)
            .values(**_waits_again(), sealed=sealed)
        )
    _open_again(connection, batch, attempt)
    return attempt


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


def forgotten_batches(connection: Connection, held_before: float) -> list[str]:
    """Batches that were held before a time and not started."""
    query = select(batches.c.id).where(batches.c.state == BatchState.HELD, batches.c.created_at < held_before)
    return list(connection.scalars(query))


def mark_removed(connection: Connection, batch: str, now: float) -> None:
    """The data of a batch are gone; its numbers stay."""
    connection.execute(update(items).where(items.c.batch == batch).values(sealed=None))
    connection.execute(
        update(batches).where(batches.c.id == batch).values(removed_at=now, parts=0, name=None)
    )


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
