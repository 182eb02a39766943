"""A batch of closure packets: processes that make them, then the stream and its manifest."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path

from api.cases.intake import Upload
from api.output import TEMPORARY, put_whole, write_whole
from api.packets.left_out import SAME_NUMBER, LeftOut
from api.packets.manifest import manifest_csv, manifest_json
from api.packets.step import Outcome, PacketRun, packet_step
from api.packets.store import FolderStore, MadePacket, PacketStore, SortKey, folder_beside, owned_folder
from api.stopping import held_back, start_worker_server
from generator.document import Format, RenderOptions
from generator.packets.stream import Piece, Placed, StreamOptions, join, placed

# A worker's heap grows with what it has laid out; a fresh one begins small again.
PACKETS_A_WORKER = 100


@dataclass(frozen=True)
class Progress:
    """How far a run is: ``done`` of ``total``, at ``rate`` packets a second."""

    done: int
    total: int
    rate: float
    last: Outcome


def run_packets(
    uploads: Iterable[Upload],
    output: Path,
    *,
    as_stream: bool,
    format: Format,
    options: RenderOptions,
    stream: StreamOptions,
    sort: SortKey | None = None,
    processes: int | None = None,
    forget: bool = False,
    report: Callable[[Progress], None] = lambda progress: None,
) -> PacketRun:
    """Make every packet, then the print stream (or one file a case) and the manifest.

    Killed at any moment and called again with the same arguments, it goes on where it was, and the
    result is that of an unbroken run.
    """
    with owned_folder(folder_beside(output)) as folder:
        store = FolderStore(folder, format)
        run = _run(uploads, output, store, as_stream, format, options, stream, sort, processes, report)
    if forget:
        store.forget()
    return run


def _run(
    uploads: Iterable[Upload],
    output: Path,
    store: FolderStore,
    as_stream: bool,
    format: Format,
    options: RenderOptions,
    stream: StreamOptions,
    sort: SortKey | None,
    processes: int | None,
    report: Callable[[Progress], None],
) -> PacketRun:
    run = PacketRun()
    # The cases are let go before the stream is joined: both at once would cost memory for nothing.
    run.outcomes = _made_packets(
        list(without_duplicates(uploads)), store, format, options, processes or os.cpu_count() or 1, report
    )
    packets = sorted_packets(run.packets, sort)
    plan: list[Placed] = []
    if packets:
        pieces = pieces_of(packets, store)
        if as_stream:
            plan = placed(pieces, stream)
            run.written += _write_stream(plan, output, store.folder)
        else:
            run.written += _write_files(pieces, output, format)
    _write_manifest(run, packets, plan, output, as_stream, stream.duplex)
    return run


def without_duplicates(uploads: Iterable[Upload]) -> Iterator[Upload | Outcome]:
    """The uploads; in place of one whose case number was there before, what became of it."""
    seen: set[str] = set()
    for upload in uploads:
        number = upload.case_no
        if number is not None and number in seen:
            yield Outcome(upload.file, number, reason=LeftOut.DUPLICATE_CASE, message=SAME_NUMBER)
            continue
        if number is not None:
            seen.add(number)
        yield upload


def _made_packets(
    listed: Sequence[Upload | Outcome],
    store: PacketStore,
    format: Format,
    options: RenderOptions,
    processes: int,
    report: Callable[[Progress], None],
) -> list[Outcome]:
    results: dict[int, Outcome] = {n: item for n, item in enumerate(listed) if isinstance(item, Outcome)}
    waiting = [(n, item) for n, item in enumerate(listed) if isinstance(item, Upload)]
    started, done = time.monotonic(), 0

    def finished(number: int, outcome: Outcome) -> None:
        nonlocal done
        results[number] = outcome
        done += 1
        elapsed = max(time.monotonic() - started, 1e-6)
        report(Progress(done, len(waiting), done / elapsed, outcome))

    if processes == 1 or len(waiting) == 1:
        for number, upload in waiting:
            finished(number, packet_step(upload, store, format, options))
    else:
        with closing(_in_processes(waiting, store, format, options, processes)) as outcomes:
            for number, outcome in outcomes:
                finished(number, outcome)
    return [results[number] for number in range(len(listed))]


def _in_processes(
    waiting: Sequence[tuple[int, Upload]],
    store: PacketStore,
    format: Format,
    options: RenderOptions,
    processes: int,
) -> Generator[tuple[int, Outcome]]:
    """Outcomes as they come. A worker that dies takes no other case with it."""
    queue = list(reversed(waiting))
    while queue:
        broken: list[tuple[int, Upload]] = []
        with _workers(processes) as pool:
            running: dict[Future[Outcome], tuple[int, Upload]] = {}
            while (queue or running) and not broken:
                while queue and len(running) < 2 * processes:
                    number, upload = queue.pop()
                    running[_submitted(pool, upload, store, format, options)] = (number, upload)
                for future in _done(running):
                    item = running.pop(future)
                    try:
                        yield item[0], future.result()
                    except BrokenProcessPool:
                        broken.append(item)
            if broken:
                broken += running.values()
        # One of them killed its worker: each in a pool of its own tells which.
        for number, upload in broken:
            yield number, _alone(upload, store, format, options)


def _alone(upload: Upload, store: PacketStore, format: Format, options: RenderOptions) -> Outcome:
    with _workers(1) as pool:
        future = _submitted(pool, upload, store, format, options)
        _done({future})
        try:
            return future.result()
        except BrokenProcessPool:
            message = "묶음을 만들던 프로세스가 멈추었습니다(메모리 부족일 수 있습니다)."
            return Outcome(upload.file, upload.case_no, reason=LeftOut.FAILED, message=message)


# A stop that were raised while the pool holds a lock of its own would leave it taken, and the pool's
# thread, which is waited for, would never end. So it is heard between two calls, this often (seconds).
_HEARD_EVERY = 0.2


def _submitted(
    pool: ProcessPoolExecutor, upload: Upload, store: PacketStore, format: Format, options: RenderOptions
) -> Future[Outcome]:
    with held_back():
        try:
            return pool.submit(packet_step, upload, store, format, options)
        except BrokenProcessPool as error:
            # Told as one that was given and lost.
            lost: Future[Outcome] = Future()
            lost.set_exception(error)
            return lost


def _done(running: Collection[Future[Outcome]]) -> set[Future[Outcome]]:
    """Those that are done, as soon as one is."""
    while True:
        with held_back():
            done, _ = wait(running, _HEARD_EVERY, FIRST_COMPLETED)
        if done:
            return done


@contextmanager
def _workers(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Worker processes. Where the run is stopped, what they have in hand is not waited for."""
    start_worker_server()
    pool = ProcessPoolExecutor(
        processes,
        mp_context=get_context("forkserver"),
        initializer=_end_with_the_run,
        max_tasks_per_child=PACKETS_A_WORKER,
    )
    try:
        yield pool
    except BaseException:
        for worker in active_children():
            worker.kill()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _end_with_the_run() -> None:
    """A worker ends when the run itself is killed."""
    threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    run = parent_process()
    if run is not None:
        run.join()
        os._exit(1)


def sorted_packets(packets: list[MadePacket], sort: SortKey | None) -> list[MadePacket]:
    """The packets in print order; without ``sort`` as they are."""
    if sort is None:
        return packets
    # Stable; what is missing comes last.
    return sorted(packets, key=lambda packet: (getattr(packet, sort) == "", getattr(packet, sort)))


def pieces_of(packets: Sequence[MadePacket], store: PacketStore) -> list[Piece]:
    """Packets in print order as pieces of a stream, read from the store when their turn comes."""
    return [
        Piece(number, packet.case_no, packet.client, packet.pages, partial(store.read, packet.key))
        for number, packet in enumerate(packets, 1)
    ]


def _write_stream(plan: Sequence[Placed], output: Path, folder: Path) -> list[Path]:
    parts = max(entry.part for entry in plan)
    written = []
    for part in range(1, parts + 1):
        target = _part(output, part, parts)
        temporary = folder / f"{TEMPORARY}{part:03}{output.suffix}"
        join([entry for entry in plan if entry.part == part], temporary)
        put_whole(temporary, target)
        written.append(target)
    return written


def _part(output: Path, part: int, parts: int) -> Path:
    return output if parts == 1 else output.with_name(f"{output.stem}-{part:03}{output.suffix}")


def _remove_other_parts(output: Path, written: Sequence[Path]) -> None:
    """Parts of an earlier run that this one does not have would be printed along.

    What its manifest names it has made; nothing else is touched.
    """
    for path in _parts_before(output):
        if path not in written:
            # A link itself is somebody else's.
            Path(os.path.realpath(path)).unlink(missing_ok=True)


def _parts_before(output: Path) -> list[Path]:
    """The files of the stream that the manifest of an earlier run names; none where there is no such one."""
    try:
        told = json.loads(_manifest_at(output, as_stream=True).with_suffix(".json").read_bytes())
        parts = max((int(packet["part"]) for packet in told["packets"]), default=0)
    except (OSError, ValueError, TypeError, KeyError):
        return []
    return [_part(output, part, parts) for part in range(1, parts + 1)]


def _write_files(pieces: Sequence[Piece], folder: Path, format: Format) -> list[Path]:
    written = []
    for piece in pieces:
        target = folder / f"{piece.case_no}.{format}"
        write_whole(target, piece.read())
        written.append(target)
    return written


def _write_manifest(
    run: PacketRun,
    packets: Sequence[MadePacket],
    plan: Sequence[Placed],
    output: Path,
    as_stream: bool,
    duplex: bool,
) -> None:
    if as_stream:
        _remove_other_parts(output, run.written)
    place = _manifest_at(output, as_stream)
    write_whole(place.with_suffix(".csv"), manifest_csv(run, packets, plan, duplex))
    write_whole(place.with_suffix(".json"), manifest_json(run, packets, plan, duplex))


def _manifest_at(output: Path, as_stream: bool) -> Path:
    """Where the manifest stands, whatever its ending."""
    return output.with_name(f"{output.stem}.manifest.x") if as_stream else output / "manifest.x"
