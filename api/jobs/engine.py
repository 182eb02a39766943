"""What a batch is, and what every engine that runs batches promises.

    SeosikError
    ├── InputError
    │   ├── UnknownBatch      JOBS-UNKNOWN     no batch of that id                      exit 2, 404
    │   └── EmptyBatch        JOBS-EMPTY       an upload without a case                 exit 2, 400
    ├── QueueFull             JOBS-FULL        more waits than may wait; come again     exit 2, 429
    └── NoResult              JOBS-NO-RESULT   not ended yet, nothing printed, removed  exit 2, 409

An engine keeps these promises: every accepted item ends ``done`` or ``failed`` with a reason (or
``cancelled`` by its owner); none is lost; none stands twice in a result; what a dead worker held is
taken up by another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Protocol

from api.cases.intake import Upload
from api.packets.left_out import LeftOut
from api.packets.store import PacketStore, SortKey
from forms import ExitCode, InputError, SeosikError
from generator.layout import PdfEngineName, PdfVariant, engine_for
from generator.privacy.modes import Privacy

# What is known of an upload that was put down; each engine has its own.
Shelved = Any


class BatchState(StrEnum):
    """Where a batch stands. ``done`` though cases were left out; ``failed`` where nothing could be printed.

    One that is ``held`` is looked at before its owner starts it. ``cancelled`` ones print what was made.
    """

    HELD = "held"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether the state is one that lasts."""
        return self in (BatchState.DONE, BatchState.FAILED, BatchState.CANCELLED)


class ItemState(StrEnum):
    """Where one case of a batch stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether the state is one that lasts."""
        return self is ItemState.DONE or self.left_out

    @property
    def left_out(self) -> bool:
        """Whether it ended without a packet."""
        return self in (ItemState.FAILED, ItemState.CANCELLED)


ManifestKind = Literal["json", "csv"]

# Letters of a batch's name.
NAME_LIMIT = 100


def batch_name(text: str) -> str:
    """A batch's name as it is kept: one line without blanks around it. Raises ``InputError`` where it is too long."""
    name = " ".join(text.split())
    if len(name) > NAME_LIMIT:
        raise InputError(f"이름은 {NAME_LIMIT}자까지 적을 수 있습니다.", "JOBS-NAME")
    return name


@dataclass(frozen=True)
class BatchOptions:
    """How a batch is printed; the defaults are those of ``seosik packet closure``."""

    sort: SortKey | None = None
    duplex: bool = False
    separators: bool = False
    max_pages: int = 2000
    privacy: Privacy = "masked"
    pdf_variant: PdfVariant = "pdf/a-3a"
    draft: bool = False
    issued_at: datetime | None = None
    # Which packet each case makes, and of which programme alone (its title).
    packet: str = "closure"
    program: str | None = None
    # A page of charts, where the packet takes one.
    chart: bool = False
    # None: the variant's own. An engine that does not make the variant is refused with an InputError.
    pdf_engine: PdfEngineName | None = None

    def __post_init__(self) -> None:
        engine_for(self.pdf_variant, self.pdf_engine)


@dataclass(frozen=True)
class BatchStatus:
    """A batch in numbers: ``done`` packets made, ``left_out`` items that ended without one.

    Once ended, ``done + left_out == total``. Times carry their offset (UTC). ``parts`` counts the
    files of the print stream, 0 before the end and where nothing was printed; ``removed`` says that
    inputs and results are gone (purged, or kept long enough).
    """

    id: str
    state: BatchState
    total: int
    done: int
    left_out: int
    created_at: datetime
    ended_at: datetime | None
    parts: int = 0
    removed: bool = False
    # The packet that each case makes, the title of the programme that it is kept to, whether charts are in it.
    packet: str = "closure"
    program: str | None = None
    chart: bool = False
    # A Korean sentence where nothing was printed, or not all, else "".
    message: str = ""
    # What its owner calls it, "" for none.
    name: str = ""
    # When it was begun (again), and how many items have ended since without being cancelled.
    started_at: datetime | None = None
    ended_since: int = 0
    # Its owner has cancelled it, and what was made is being joined.
    cancelling: bool = False

    @property
    def printed(self) -> bool:
        """Whether there is something to fetch."""
        return self.state.ended and self.parts > 0 and not self.removed


@dataclass(frozen=True)
class ItemStatus:
    """One case of a batch; ``number`` counts from 1 in the order of the upload.

    ``file``, ``case_no`` and ``message`` (a Korean sentence, "" where there is nothing to say) are
    for the batch's owner, never for a log. They are None and "" once the batch's data are removed.
    ``kept`` is the id of the kept case that it came from.
    """

    number: int
    file: str | None
    case_no: str | None
    state: ItemState
    reason: LeftOut | None
    message: str = ""
    kept: str | None = None


@dataclass(frozen=True)
class Result:
    """A file to hand over: ``chunks`` may be read once; ``size`` in bytes, None where not known before."""

    chunks: Iterator[bytes]
    size: int | None = None

    def read(self) -> bytes:
        """The whole file."""
        return b"".join(self.chunks)


class Shelf(Protocol):
    """Where the inputs of one batch are put before it is accepted. It may travel to another process.

    Uploads are read where they can do no harm; the process that accepts the batch sees only ``Shelved``.
    """

    def put(self, uploads: Iterable[Upload]) -> Iterator[Shelved]:
        """Put every upload down, one at a time. Raises ``QueueFull`` where more come than may wait."""


@dataclass(frozen=True)
class HeldCase:
    """A case of a batch that is held, as its look reads it; ``ended`` says why it makes no packet already."""

    number: int
    upload: Upload
    fetch: Callable[[str], bytes]
    ended: LeftOut | None = None
    message: str = ""


class HeldCases(Protocol):
    """The cases of a batch that is held. It may travel to another process."""

    @property
    def total(self) -> int:
        """How many cases there are."""

    @property
    def store(self) -> PacketStore:
        """Where packets that the look makes stand; the batch finds them there."""

    def read(self, start: int, stop: int) -> Iterator[HeldCase]:
        """The cases from ``start`` (from 0) up to ``stop``, without it."""


@dataclass(frozen=True)
class NotPlaced:
    """A corrected input that took no place, and why, in Korean."""

    file: str
    why: str


@dataclass(frozen=True)
class Corrected:
    """What became of corrected inputs: the numbers of the items whose places they took, and those without one."""

    placed: tuple[int, ...]
    not_placed: tuple[NotPlaced, ...]


class BatchEngine(Protocol):
    """Batches of packets. Every method may be called from any process and any thread.

    A method that takes an id raises ``UnknownBatch`` where there is none of that id; one that
    returns a :class:`Result` raises ``NoResult`` before the end, where nothing was printed and after
    removal. Results exist for ``done`` batches, and for ``cancelled`` ones of which something was made.
    """

    def open_shelf(self) -> Shelf:
        """A shelf for a new batch. Raises ``QueueFull`` where as many items wait as may."""

    def accept(
        self,
        shelf: Shelf,
        shelved: Sequence[Shelved],
        options: BatchOptions,
        *,
        name: str = "",
        held: bool = False,
    ) -> str:
        """Accept what was put down as a batch and return its id: 32 letters and digits that cannot be guessed.

        When it returns, the batch is durable. One that is ``held`` is not made before :meth:`start`, and is
        removed after a day. Raises ``EmptyBatch``, or ``QueueFull`` where more items wait than may.
        """

    def held_cases(self, batch: str) -> HeldCases:
        """The cases of a batch that is held. Raises ``NoResult`` where it is not."""

    def start(self, batch: str, options: BatchOptions, name: str = "") -> BatchStatus:
        """Start a batch that was held, printed so; one that was started stays as it is.

        Raises ``QueueFull``, and ``NoResult`` where its inputs have been removed.
        """

    def rename(self, batch: str, name: str) -> None:
        """Give a batch another name, "" for none. Raises ``NoResult`` where its data have been removed."""

    def clear(self, shelf: Shelf) -> None:
        """Remove what was put on a shelf that is not accepted."""

    def status(self, batch: str) -> BatchStatus:
        """A batch in numbers."""

    def items(self, batch: str, *, offset: int = 0, limit: int | None = None) -> Sequence[ItemStatus]:
        """The cases of a batch, in the order of the upload."""

    def list(self, *, limit: int = 100, state: BatchState | None = None) -> Sequence[BatchStatus]:
        """Batches, the latest first."""

    def unserved(self) -> int:
        """How many batches wait in a queue to which nobody listens (any more); 0 is as it should be."""

    def cancel(self, batch: str) -> BatchStatus:
        """Cancel what is not made yet. What was made is joined, and then the batch ends; :meth:`retry` goes on.

        One that has ended stays as it is.
        """

    def retry(self, batch: str) -> BatchStatus:
        """Make once more what failed or was cancelled, nothing else; one that still runs stays as it is.

        Raises ``NoResult`` where the inputs have been removed.
        """

    def open_places(self, batch: str, done_too: bool = False) -> Shelf:
        """A shelf for corrected inputs of a batch that has ended; ``done_too``: of items that were printed, too.

        Raises ``NoResult`` before the end and after removal.
        """

    def correct(self, batch: str, shelf: Shelf, shelved: Sequence[Shelved]) -> Corrected:
        """Put corrected inputs into the places of items and make those again; the stream keeps its order.

        An input belongs to the item of the same kept case, else of the same case number, else of the same
        file. Where none found a place nothing is changed. Raises ``NoResult`` as :meth:`open_places`.
        """

    def purge(self, batch: str) -> None:
        """Remove inputs and results now; one that runs ends first. Its numbers stay listed."""

    def print_parts(self, batch: str) -> int:
        """How many files the print stream has; 0 before the end and where nothing was printed."""

    def open_print(self, batch: str, part: int = 1) -> Result:
        """A part of the print stream (PDF), from 1."""

    def open_packets(self, batch: str) -> Result:
        """All packets as a ZIP: ``<case_no>.pdf`` each, in print order, and the manifest."""

    def manifest(self, batch: str, kind: ManifestKind = "json", shown: bool = False) -> bytes:
        """The manifest (UTF-8) as ``seosik packet`` writes it; ``shown`` on a page it is no download."""

    def close(self) -> None:
        """Give back connections. The batches go on."""


def submit(engine: BatchEngine, uploads: Iterable[Upload], options: BatchOptions, name: str = "") -> str:
    """Put uploads down in this process and accept them as a batch; returns its id.

    When it returns, the uploads' files may go. Raises ``EmptyBatch``, or ``QueueFull`` where more items
    wait than may; nothing of the batch is kept then.
    """
    shelf = engine.open_shelf()
    try:
        return engine.accept(shelf, list(shelf.put(uploads)), options, name=name)
    except BaseException:
        engine.clear(shelf)
        raise


class UnknownBatch(InputError):
    """No batch bears the id."""

    code = "JOBS-UNKNOWN"
    http_status = 404

    def __init__(self) -> None:
        super().__init__("그런 번호의 묶음 작업이 없습니다.")


class EmptyBatch(InputError):
    """The upload holds no case."""

    code = "JOBS-EMPTY"

    def __init__(self) -> None:
        super().__init__("올린 파일에 사례가 없습니다.")


class QueueFull(SeosikError):
    """More items would wait than may; ``limit`` says how many."""

    code = "JOBS-FULL"
    exit_code = ExitCode.USAGE
    http_status = 429

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"기다리는 사례가 너무 많습니다(한도 {limit}건). 앞의 작업이 끝난 뒤 다시 올려 주세요."
        )
        self.limit = limit


class NoResult(SeosikError):
    """The result asked for is not there (yet, or any more); the message says which."""

    code = "JOBS-NO-RESULT"
    exit_code = ExitCode.USAGE
    http_status = 409
