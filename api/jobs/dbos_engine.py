"""Batches on DBOS Transact: SQLite or PostgreSQL, the same code. See :mod:`api.jobs.engine`.

DBOS keeps the order of work and gives it to executors; what it stores are workflow names made of
batch ids and numbers. Our own tables say what has ended. Both stand in one database, and whatever
must not fall apart is one transaction: accepting and starting, the last item's end and the joining.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row

from api.jobs import item_records, leases, records
from api.jobs.corrections import CorrectingShelf
from api.jobs.database import open_database, prepare, reading, writing
from api.jobs.engine import (
    BatchOptions,
    BatchState,
    BatchStatus,
    Corrected,
    EmptyBatch,
    ItemStatus,
    ManifestKind,
    NoResult,
    NotPlaced,
    QueueFull,
    Result,
    Shelf,
)
from api.jobs.item_facts import Correction, NewItem
from api.jobs.packets_zip import packets_zip
from api.jobs.quota import Quota
from api.jobs.settings import JobSettings
from api.jobs.stored_uploads import VaultHeldCases, VaultShelf
from api.jobs.vault import Vault, master_key

if TYPE_CHECKING:
    from dbos import DBOSClient
    from dbos._enqueue_options import EnqueueOptions

log = logging.getLogger("seosik.jobs")

APPLICATION = "seosik"
# The version of what the workflows' names and arguments mean, not of the program: an upgrade goes on
# with what an older one began.
WORKFLOW_VERSION = "1"
ITEM, JOIN, SPREAD = "item", "join", "spread"
PACKETS, SINGLES = "packets", "singles"
# DBOS takes the smaller number first: a finished batch is joined before the next one's items.
_FIRST, _LAST = 1, 10
_CHUNK = 200
_REMOVED = "보관 기간이 지났거나 지운 작업입니다."


class DbosEngine:
    """The engine as every process uses it: the service, the command line and the executors."""

    def __init__(self, settings: JobSettings, now: Callable[[], float] = time.time) -> None:
        """Open the database and the vault, creating them where they are missing."""
        self.settings = settings
        self.now = now
        self.database = open_database(settings.database)
        prepare(self.database, settings.database)
        folder = settings.data / "vault"
        folder.mkdir(mode=0o700, exist_ok=True)
        quota = Quota(settings.data, settings.data_limit)
        self.vault = Vault(folder, master_key(settings.data), quota)

    @cached_property
    def client(self) -> DBOSClient:
        """DBOS as seen from outside its executors."""
        from dbos import DBOSClient

        from api.jobs.workflow_values import JsonValues, refuse_pickles

        refuse_pickles()
        return DBOSClient(
            system_database_url=self.settings.database,
            application_name=APPLICATION,
            lazy=True,
            # A service must answer while its database is away.
            retry_connection_errors=False,
            serializer=JsonValues(),
        )

    def open_shelf(self) -> VaultShelf:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        limit = self.settings.queue_limit
        with reading(self.database) as connection:
            free = limit - records.waiting(connection)
        if free < 1:
            raise QueueFull(limit)
        return VaultShelf(self.vault, secrets.token_hex(16), free, limit)

    def accept(
        self,
        shelf: Shelf,
        shelved: Sequence[NewItem],
        options: BatchOptions,
        *,
        name: str = "",
        held: bool = False,
    ) -> str:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        batch = _own(shelf).batch
        if not shelved:
            raise EmptyBatch
        sealed = records.sealed_name(self.vault, batch, name)
        with writing(self.database) as connection:
            self._require_room(connection, len(shelved))
            records.accept(connection, batch, options, shelved, self.now(), sealed, held)
            if not held:
                self.start_spreading(connection, batch, 1, len(shelved))
        log.info("batch %s accepted: %d items", batch, len(shelved))
        return batch

    def _require_room(self, connection: Connection, more: int) -> None:
        """Raise ``QueueFull`` where so many more items would be more than may wait."""
        limit = self.settings.queue_limit
        if records.waiting(connection) + more > limit:
            raise QueueFull(limit)

    def held_cases(self, batch: str) -> VaultHeldCases:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        with reading(self.database) as connection:
            if BatchState(records.row_of(connection, batch).state) is not BatchState.HELD:
                raise NoResult("이미 시작했거나 지운 작업입니다.")
            return VaultHeldCases(
                self.vault, batch, tuple(item_records.places(connection, self.vault, batch))
            )

    def start(self, batch: str, options: BatchOptions, name: str = "") -> BatchStatus:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        with writing(self.database) as connection:
            row = records.row_of(connection, batch, lock=True)
            if row.removed_at is not None:
                raise NoResult(_REMOVED)
            if BatchState(row.state) is BatchState.HELD:
                self._require_room(connection, row.total)
                records.start(connection, batch, options, records.sealed_name(self.vault, batch, name))
                self._begin(connection, batch, row.attempt, row.total)
                log.info("batch %s started: %d items", batch, row.total)
            return self._status(connection, batch)

    def _begin(self, connection: Connection, batch: str, attempt: int, total: int) -> None:
        """Schedule what an attempt of a batch still has to do."""
        if item_records.all_ended(connection, batch):
            self.start_joining(connection, batch, attempt)
        else:
            self.start_spreading(connection, batch, attempt, total)

    def rename(self, batch: str, name: str) -> None:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        with writing(self.database) as connection:
            if records.row_of(connection, batch).removed_at is not None:
                raise NoResult(_REMOVED)
            records.rename(connection, batch, records.sealed_name(self.vault, batch, name))

    def _status(self, connection: Connection, batch: str) -> BatchStatus:
        return records.status_of(connection, self.vault, records.row_of(connection, batch))

    def clear(self, shelf: Shelf) -> None:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        self.vault.remove_group(_own(shelf).batch)

    def status(self, batch: str) -> BatchStatus:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        with reading(self.database) as connection:
            return self._status(connection, batch)

    def items(self, batch: str, *, offset: int = 0, limit: int | None = None) -> Sequence[ItemStatus]:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        with reading(self.database) as connection:
            records.row_of(connection, batch)
            return item_records.items_of(connection, self.vault, batch, offset, limit)

    def list(self, *, limit: int = 100, state: BatchState | None = None) -> Sequence[BatchStatus]:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        with reading(self.database) as connection:
            return records.latest(connection, self.vault, limit, state)

    def unserved(self) -> int:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        with reading(self.database) as connection:
            listened = leases.listened(connection)
            waiting = records.open_batches(connection)
        return sum(queue_of(row.total) not in listened for row in waiting)

    def cancel(self, batch: str) -> BatchStatus:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        with writing(self.database) as connection:
            if records.cancel(connection, batch, self.now()):
                self.start_joining(connection, batch, records.row_of(connection, batch).attempt)
            return self._status(connection, batch)

    def retry(self, batch: str) -> BatchStatus:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        with writing(self.database) as connection:
            row = records.row_of(connection, batch, lock=True)
            if row.removed_at is not None:
                raise NoResult(f"{_REMOVED} 파일을 다시 올려 주세요.")
            status = records.status_of(connection, self.vault, row)
            if status.state.ended and (status.left_out or status.state is not BatchState.DONE):
                self._begin(connection, batch, records.retry(connection, batch), row.total)
            return self._status(connection, batch)

    def open_places(self, batch: str, done_too: bool = False) -> CorrectingShelf:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        with reading(self.database) as connection:
            _require_ended(records.row_of(connection, batch))
            places = tuple(item_records.places(connection, self.vault, batch))
        return CorrectingShelf(self.vault, batch, places, done_too)

    def correct(self, batch: str, shelf: Shelf, shelved: Sequence[Correction]) -> Corrected:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        if not isinstance(shelf, CorrectingShelf) or shelf.batch != batch:
            raise TypeError("a shelf of another batch")
        corrected = {one.number: one.sealed for one in shelved if one.number is not None and one.sealed}
        others = tuple(NotPlaced(one.file, one.why_not) for one in shelved if one.number is None)
        with writing(self.database) as connection:
            row = records.row_of(connection, batch, lock=True)
            _require_ended(row)
            if corrected:
                self._require_room(connection, len(corrected))
                attempt = records.correct(connection, batch, corrected)
                self._begin(connection, batch, attempt, row.total)
        log.info("batch %s: %d items corrected", batch, len(corrected))
        return Corrected(tuple(sorted(corrected)), others)

    def purge(self, batch: str) -> None:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        with writing(self.database) as connection:
            records.end_now(connection, batch, self.now())
            records.mark_removed(connection, batch, self.now())
        self.vault.remove_group(batch)
        log.info("batch %s: data removed", batch)

    def print_parts(self, batch: str) -> int:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        return self.status(batch).parts

    def open_print(self, batch: str, part: int = 1) -> Result:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        row = self._handed_over(batch, "print", part)
        if not 1 <= part <= row.parts:
            raise NoResult(f"인쇄 파일은 1부터 {row.parts}까지 있습니다.")
        return self.vault.open(batch, f"print/{part}")

    def open_packets(self, batch: str) -> Result:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        row = self._handed_over(batch, "packets", None)
        with reading(self.database) as connection:
            ended = item_records.ended_items(connection, batch)
        return Result(packets_zip(self.vault, batch, records.options_of(row.options).sort, ended))

    def manifest(self, batch: str, kind: ManifestKind = "json", shown: bool = False) -> bytes:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        if shown:
            with reading(self.database) as connection:
                _require_result(records.row_of(connection, batch))
        else:
            self._handed_over(batch, "manifest", None)
        return self.vault.read(batch, f"manifest.{kind}")

    def close(self) -> None:
        """See :class:`~api.jobs.engine.BatchEngine`."""
        if "client" in self.__dict__:
            self.client.destroy()
        self.database.dispose()

    def _handed_over(self, batch: str, result: str, part: int | None) -> Row[Any]:
        """The row of a batch whose results may be read; that one is read is written down."""
        with writing(self.database) as connection:
            row = records.row_of(connection, batch)
            _require_result(row)
            records.log_download(connection, batch, result, part, self.now())
        log.info("batch %s: %s handed over", batch, result if part is None else f"{result} {part}")
        return row

    def start_spreading(self, connection: Connection, batch: str, attempt: int, total: int) -> None:
        """Schedule that every open item of a batch is scheduled, in the caller's transaction."""
        self._enqueue(connection, SPREAD, spread_id(batch, attempt), total, _FIRST, batch, attempt)

    def start_item(self, connection: Connection, batch: str, number: int, attempt: int, total: int) -> None:
        """Schedule an item, in the caller's transaction; one that is scheduled already stays so."""
        self._enqueue(connection, ITEM, item_id(batch, number, attempt), total, _LAST, batch, number, attempt)

    def start_joining(self, connection: Connection, batch: str, attempt: int) -> None:
        """Schedule the joining of a batch, in the caller's transaction."""
        total = records.row_of(connection, batch).total
        self._enqueue(connection, JOIN, join_id(batch, attempt), total, _FIRST, batch, attempt)

    def _enqueue(
        self,
        connection: Connection,
        workflow: str,
        workflow_id: str,
        total: int,
        priority: int,
        *arguments: str | int,
    ) -> None:
        options: EnqueueOptions = {
            "workflow_name": workflow,
            "workflow_id": workflow_id,
            "queue_name": queue_of(total),
            "priority": priority,
            "app_version": WORKFLOW_VERSION,
        }
        self.client.enqueue_in_transaction(connection, options, *arguments)

    def spread(self, batch: str, attempt: int) -> None:
        """Schedule every open item of a batch, some at a time, so that others can write in between."""
        after = 0
        while True:
            with writing(self.database) as connection:
                row = records.row_of(connection, batch)
                chunk = item_records.open_items(connection, batch, after, _CHUNK)
                if row.attempt != attempt or not chunk:
                    return
                for number, item_attempt in chunk:
                    self.start_item(connection, batch, number, item_attempt, row.total)
            after = chunk[-1][0]


def _require_ended(row: Row[Any]) -> None:
    if row.removed_at is not None:
        raise NoResult(_REMOVED)
    if not BatchState(row.state).ended:
        raise NoResult("아직 끝나지 않은 작업입니다.")


def _require_result(row: Row[Any]) -> None:
    _require_ended(row)
    if not row.parts:
        raise NoResult("인쇄한 것이 없는 작업입니다.")


def _own(shelf: Shelf) -> VaultShelf:
    if not isinstance(shelf, VaultShelf):
        raise TypeError("a shelf of another engine")
    return shelf


def queue_of(total: int) -> str:
    """A single document does not stand behind batches: it has a queue of its own.

    Every supervisor serves both queues (see :mod:`api.jobs.supervisor`), with or without a process for it.
    """
    return SINGLES if total == 1 else PACKETS


def item_id(batch: str, number: int, attempt: int) -> str:
    """The workflow that makes an item."""
    return f"{batch}-{number}-{attempt}"


def join_id(batch: str, attempt: int) -> str:
    """The workflow that joins a batch."""
    return f"{batch}-{JOIN}-{attempt}"


def spread_id(batch: str, attempt: int) -> str:
    """The workflow that schedules a batch's items."""
    return f"{batch}-{SPREAD}-{attempt}"
