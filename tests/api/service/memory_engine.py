"""An engine that keeps its batches in memory: the protocol without processes or a database.

Packets are made by the real step, one at each call of ``advance``; a test decides when.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from api.cases.intake import Upload
from api.cases.references import read_reference
from api.jobs.engine import (
    BatchOptions,
    BatchState,
    BatchStatus,
    Corrected,
    EmptyBatch,
    HeldCase,
    ItemState,
    ItemStatus,
    ManifestKind,
    NoResult,
    NotPlaced,
    QueueFull,
    Result,
    Shelf,
    UnknownBatch,
)
from api.jobs.work import render_options
from api.packets.left_out import LeftOut
from api.packets.manifest import manifest_csv, manifest_json
from api.packets.run import pieces_of, sorted_packets, without_duplicates
from api.packets.step import Outcome, PacketRun, packet_step
from api.packets.store import FolderStore, MadePacket
from forms import SeosikError
from generator.packets.stream import Placed, StreamOptions, join, placed


@dataclass
class _Batch:
    options: BatchOptions
    uploads: list[Upload | Outcome]
    items: list[ItemStatus]
    state: BatchState = BatchState.QUEUED
    packets: dict[int, MadePacket] = field(default_factory=dict)
    ended_at: datetime | None = None
    removed: bool = False
    name: str = ""


@dataclass(frozen=True)
class _Held:
    """The cases of a batch that is held; packets of its look stand in a folder."""

    cases: tuple[HeldCase, ...]
    folder: Path

    @property
    def total(self) -> int:
        return len(self.cases)

    @property
    def store(self) -> FolderStore:
        return FolderStore(self.folder, "pdf")

    def read(self, start: int, stop: int) -> Iterator[HeldCase]:
        yield from self.cases[start:stop]


@dataclass(frozen=True)
class _Places:
    """A shelf for corrected inputs: those of the kept case, or with the number, of an item that was left out."""

    numbers: dict[str, int]
    kept: dict[str, int]

    def put(self, uploads: Iterable[Upload]) -> Iterator[tuple[int | None, Upload]]:
        for upload in uploads:
            yield self.kept.get(upload.kept or "") or self.numbers.get(upload.case_no or ""), upload


def _item(number: int, entry: Upload | Outcome) -> ItemStatus:
    if isinstance(entry, Upload):
        return ItemStatus(number, entry.file, entry.case_no, ItemState.QUEUED, None, kept=entry.kept)
    return ItemStatus(number, entry.file, entry.case_no, ItemState.FAILED, entry.reason, entry.message)


def _held(number: int, entry: Upload | Outcome) -> HeldCase:
    if isinstance(entry, Upload):
        return HeldCase(number, entry, partial(read_reference, entry.origin))
    nothing = Upload(entry.file, {"case_no": entry.case_no})
    return HeldCase(number, nothing, partial(read_reference, None), entry.reason, entry.message)


class _NothingYet(NoResult):
    def __init__(self) -> None:
        SeosikError.__init__(self, "아직 결과가 없습니다.")


class MemoryShelf:
    """The uploads themselves; in place of one whose number was there before, what became of it."""

    def put(self, uploads: Iterable[Upload]) -> Iterator[Upload | Outcome]:
        yield from without_duplicates(uploads)


class MemoryEngine:
    """``step_at_once``: a batch is made as soon as it is submitted."""

    def __init__(self, folder: Path, step_at_once: bool = True, limit: int = 1000) -> None:
        self.store = FolderStore(folder, "pdf")
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.step_at_once = step_at_once
        self.limit = limit
        self.waiting_for_nobody = 0
        self.batches: dict[str, _Batch] = {}
        self.lock = threading.RLock()

    def open_shelf(self) -> MemoryShelf:
        if self.limit < 1:
            raise QueueFull(self.limit)
        return MemoryShelf()

    def clear(self, shelf: Shelf) -> None:
        pass

    def unserved(self) -> int:
        return self.waiting_for_nobody

    def accept(
        self,
        shelf: Shelf,
        shelved: Sequence[Upload | Outcome],
        options: BatchOptions,
        *,
        name: str = "",
        held: bool = False,
    ) -> str:
        inputs = list(shelved)
        if not inputs:
            raise EmptyBatch
        if len(inputs) > self.limit:
            raise QueueFull(self.limit)
        items = [_item(number, entry) for number, entry in enumerate(inputs, 1)]
        batch = secrets.token_hex(16)
        state = BatchState.HELD if held else BatchState.QUEUED
        self.batches[batch] = _Batch(options, inputs, items, state, name=name)
        if not held:
            self._work(batch)
        return batch

    def _work(self, batch: str) -> None:
        while self.step_at_once and self.advance(batch):
            pass

    def held_cases(self, batch: str) -> _Held:
        one = self._batch(batch)
        if one.state is not BatchState.HELD:
            raise _NothingYet
        cases = [_held(number, entry) for number, entry in enumerate(one.uploads, 1)]
        return _Held(tuple(cases), self.folder)

    def start(self, batch: str, options: BatchOptions, name: str = "") -> BatchStatus:
        one = self._batch(batch)
        if one.removed:
            raise _NothingYet
        if one.state is BatchState.HELD:
            one.state, one.options, one.name = BatchState.QUEUED, options, name
            self._work(batch)
        return self.status(batch)

    def rename(self, batch: str, name: str) -> None:
        self._batch(batch).name = name

    def advance(self, batch: str) -> bool:
        """Make the next packet; False where nothing waits."""
        with self.lock:
            one = self._batch(batch)
            waiting = next((item for item in one.items if item.state is ItemState.QUEUED), None)
            if waiting is None or one.state.ended or one.state is BatchState.HELD:
                return False
            one.state = BatchState.RUNNING
            upload = one.uploads[waiting.number - 1]
            assert isinstance(upload, Upload)
            outcome = packet_step(upload, self.store, "pdf", render_options(one.options))
            if outcome.packet is not None:
                one.packets[waiting.number] = outcome.packet
            one.items[waiting.number - 1] = replace(
                waiting,
                case_no=outcome.case_no,
                state=ItemState.DONE if outcome.packet is not None else ItemState.FAILED,
                reason=outcome.reason,
                message=outcome.message,
            )
            if all(item.state.ended for item in one.items):
                one.state = BatchState.DONE if one.packets else BatchState.FAILED
                one.ended_at = datetime.now(UTC)
            return True

    def status(self, batch: str) -> BatchStatus:
        one = self._batch(batch)
        done = sum(item.state is ItemState.DONE for item in one.items)
        return BatchStatus(
            batch,
            one.state,
            len(one.items),
            done,
            sum(item.state.ended for item in one.items) - done,
            datetime(2025, 6, 2, tzinfo=UTC),
            one.ended_at,
            parts=1 if one.state.ended and one.packets and not one.removed else 0,
            removed=one.removed,
            packet=one.options.packet,
            program=one.options.program,
            chart=one.options.chart,
            name="" if one.removed else one.name,
        )

    def items(self, batch: str, *, offset: int = 0, limit: int | None = None) -> Sequence[ItemStatus]:
        items = self._batch(batch).items[offset:]
        return items if limit is None else items[:limit]

    def list(self, *, limit: int = 100, state: BatchState | None = None) -> Sequence[BatchStatus]:
        listed = [self.status(batch) for batch in reversed(self.batches)]
        return [one for one in listed if state is None or one.state is state][:limit]

    def cancel(self, batch: str) -> BatchStatus:
        with self.lock:
            one = self._batch(batch)
            if not one.state.ended:
                one.state, one.ended_at = BatchState.CANCELLED, datetime.now(UTC)
                one.items = [
                    item
                    if item.state.ended
                    else replace(item, state=ItemState.CANCELLED, reason=LeftOut.CANCELLED, message="취소함")
                    for item in one.items
                ]
            return self.status(batch)

    def retry(self, batch: str) -> BatchStatus:
        with self.lock:
            one = self._batch(batch)
            if one.removed:
                raise _NothingYet
            if one.state.ended:
                one.items = [
                    item
                    if item.state is ItemState.DONE
                    else replace(item, state=ItemState.QUEUED, reason=None, message="")
                    for item in one.items
                ]
                one.state, one.ended_at = BatchState.QUEUED, None
        self._work(batch)
        return self.status(batch)

    def open_places(self, batch: str, done_too: bool = False) -> _Places:
        one = self._batch(batch)
        if not one.state.ended or one.removed:
            raise _NothingYet
        states = (ItemState.FAILED, ItemState.CANCELLED, *([ItemState.DONE] if done_too else []))
        items = [item for item in one.items if item.state in states]
        return _Places(
            {item.case_no: item.number for item in items if item.case_no},
            {item.kept: item.number for item in items if item.kept},
        )

    def correct(self, batch: str, shelf: Shelf, shelved: Sequence[tuple[int | None, Upload]]) -> Corrected:
        one = self._batch(batch)
        placed = {number: upload for number, upload in shelved if number is not None}
        for number, upload in placed.items():
            one.uploads[number - 1] = upload
            one.packets.pop(number, None)
            one.items[number - 1] = _item(number, upload)
        if placed:
            one.state, one.ended_at = BatchState.QUEUED, None
            self._work(batch)
        others = tuple(NotPlaced(upload.file, "자리 없음") for number, upload in shelved if number is None)
        return Corrected(tuple(sorted(placed)), others)

    def purge(self, batch: str) -> None:
        self.cancel(batch)
        one = self._batch(batch)
        one.removed = True
        one.packets.clear()
        one.items = [replace(item, file=None, case_no=None, message="") for item in one.items]

    def print_parts(self, batch: str) -> int:
        return self.status(batch).parts

    def open_print(self, batch: str, part: int = 1) -> Result:
        _, plan = self._plan(self._finished(batch))
        target = self.folder / f"{batch}.print.pdf"
        join(plan, target)
        data = target.read_bytes()
        return Result(iter([data]), len(data))

    def _plan(self, one: _Batch) -> tuple[Sequence[MadePacket], Sequence[Placed]]:
        packets = sorted_packets([one.packets[number] for number in sorted(one.packets)], one.options.sort)
        options = StreamOptions(one.options.duplex, one.options.separators, one.options.max_pages)
        return packets, placed(pieces_of(packets, self.store), options)

    def open_packets(self, batch: str) -> Result:
        one = self._finished(batch)
        target = BytesIO()
        with ZipFile(target, "w") as archive:
            for made in one.packets.values():
                archive.writestr(f"{made.case_no}.pdf", self.store.read(made.key))
            archive.writestr("manifest.json", self.manifest(batch))
        return Result(iter([target.getvalue()]))

    def manifest(self, batch: str, kind: ManifestKind = "json", shown: bool = False) -> bytes:
        one = self._finished(batch)
        packets, plan = self._plan(one)
        outcomes = [
            Outcome(item.file or "", item.case_no, one.packets.get(item.number), reason=item.reason)
            for item in one.items
        ]
        write = manifest_json if kind == "json" else manifest_csv
        return write(PacketRun(outcomes), packets, plan, one.options.duplex)

    def close(self) -> None:
        pass

    def _batch(self, batch: str) -> _Batch:
        if batch not in self.batches:
            raise UnknownBatch
        return self.batches[batch]

    def _finished(self, batch: str) -> _Batch:
        one = self._batch(batch)
        if not one.state.ended or not one.packets or one.removed:
            raise _NothingYet
        return one
