"""Worker processes for whatever takes long or comes from outside: reading uploads, checking, rendering.

Nothing of that runs in the service's own process. A waiting interactive request goes before a whole
set of documents, whenever it came. A worker may hold so much memory and no more (``MEMORY_LIMIT``).
It is replaced after a number of tasks or when it has grown (its heap keeps what it has laid out),
when it dies, and when a task exceeds its time.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
import resource
import signal
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from enum import IntEnum
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal, TypeVar

from api.service.metrics import Metrics
from api.service.problems import Busy, TooLong
from api.stopping import start_worker_server
from forms import DocumentError, SeosikError, TooLarge, internal_error

T = TypeVar("T")
TASKS_A_WORKER = 100
MEGABYTE = 1024**2
# Bytes that a worker may allocate. One at rest holds a fifth; one that keeps twice as much is replaced.
MEMORY_LIMIT = 1024 * MEGABYTE
GROWN = 400 * MEGABYTE
_NO_MEMORY = f"자료를 다루는 데 메모리가 {MEMORY_LIMIT // MEGABYTE // 1024}GB 넘게 들어 멈추었습니다."
_CONTEXT = get_context("forkserver")


class Rank(IntEnum):
    """Who goes first."""

    INTERACTIVE = 0
    WHOLE_SET = 1


class _Worker:
    """A process at the other end of a pipe. Used by one thread at a time."""

    def __init__(self) -> None:
        start_worker_server()
        self.connection, theirs = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=_serve, args=(theirs,), daemon=True, name="seosik-render")
        self.process.start()
        # Its own end must be closed here, or its death would not be seen.
        theirs.close()
        self.tasks = 0
        # What it held after its last task, in bytes.
        self.size = 0

    def ask(self, work: Callable[[], Any]) -> None:
        """Give the process work; raises ``OSError`` where it died."""
        self.tasks += 1
        self.connection.send(work)

    def answer(self) -> Any:
        """Its next answer, ``_END`` after the last; raises ``EOFError`` or ``OSError`` where it died."""
        kind, value = self.connection.recv()
        if kind == "error":
            raise value
        if kind == "end":
            self.size = value
            return _END
        return value

    def end(self) -> None:
        """Stop the process at once. The pipe may still be read by a thread, and closes with its last user."""
        self.process.kill()
        self.process.join()


def _serve(connection: Connection) -> None:
    # Ctrl-C reaches the whole group of processes; the service ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    limit = MEMORY_LIMIT if hard == resource.RLIM_INFINITY else min(MEMORY_LIMIT, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    # What libraries say of an upload may quote it.
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")
    with suppress(EOFError, OSError):
        while True:
            for answer in _answers(connection.recv()):
                if not _sent(connection, answer):
                    break


# What a worker answers: a value, that there is none any more (and how large the worker is), or an error.
_Answer = tuple[Literal["value", "end", "error"], Any]
_END = object()


def _answers(work: Callable[[], Any]) -> Iterator[_Answer]:
    """What comes of a piece of work: one value, or those of an iterator as they come."""
    try:
        made = work()
        if isinstance(made, Iterator):
            yield from (("value", value) for value in made)
        else:
            yield "value", made
    except SeosikError as error:
        yield "error", error
    except MemoryError:
        yield "error", TooLarge(_NO_MEMORY)
    except Exception as error:
        yield "error", internal_error(error)
    else:
        yield "end", _own_size()


def _sent(connection: Connection, answer: _Answer) -> bool:
    """Whether an answer could be sent; where it could not, an error was, and nothing more is expected."""
    try:
        connection.send(answer)
    except OSError:
        raise
    except MemoryError:
        connection.send(("error", TooLarge(_NO_MEMORY)))
        return False
    except Exception as error:
        connection.send(("error", internal_error(error)))
        return False
    return True


def _own_size() -> int:
    """The memory of this process in bytes; 0 where that cannot be told."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


class RenderPool:
    """``workers`` processes; at most ``waiting`` requests wait; each may take ``seconds``."""

    def __init__(self, workers: int, waiting: int, seconds: float, metrics: Metrics) -> None:
        self._size = workers
        self._limit = waiting
        self._seconds = seconds
        self._metrics = metrics
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="seosik-render")
        self._idle: list[_Worker | None] = [None] * workers
        self._queue: list[tuple[Rank, int, asyncio.Future[_Worker | None]]] = []
        self._order = itertools.count()
        self._all: set[_Worker] = set()
        self._whole_sets = 0

    async def run(
        self, work: Callable[[], T], rank: Rank = Rank.INTERACTIVE, seconds: float | None = None
    ) -> T:
        """What ``work`` returns, done in a worker process (a module's function, as a ``partial``).

        It may take ``seconds``, else what any work may. Raises the ``SeosikError`` that it raised,
        ``Busy`` where too many wait, ``TooLong`` where it took too long, ``TooLarge`` where it took too
        much memory, ``DocumentError`` where the process died of it.
        """
        async with self._worker(rank) as worker:
            value: T = await self._asked(worker, work, seconds)
            await self._answered(worker, seconds)
        return value

    async def each(
        self, work: Callable[[], Iterator[T]], rank: Rank = Rank.INTERACTIVE, seconds: float | None = None
    ) -> AsyncIterator[T]:
        """What the iterator that ``work`` returns yields, as :meth:`run`; ``seconds`` are for each."""
        async with self._worker(rank) as worker:
            value = await self._asked(worker, work, seconds)
            while value is not _END:
                yield value
                value = await self._answered(worker, seconds)

    async def _asked(self, worker: _Worker, work: Callable[[], Any], seconds: float | None) -> Any:
        await self._in_thread(worker.ask, work)
        return await self._answered(worker, seconds)

    async def _answered(self, worker: _Worker, seconds: float | None) -> Any:
        return await asyncio.wait_for(self._in_thread(worker.answer), seconds or self._seconds)

    @asynccontextmanager
    async def _worker(self, rank: Rank) -> AsyncIterator[_Worker]:
        """A worker for one task; it is replaced where the task was not answered to its end."""
        worker = await self._taken(rank)
        alive: _Worker | None = None
        try:
            if worker is None:
                worker = await self._in_thread(_Worker)
                self._all.add(worker)
            yield worker
            alive = worker
        except TimeoutError:
            self._metrics.restarts.labels("time").inc()
            raise TooLong from None
        except (EOFError, OSError):
            self._metrics.restarts.labels("died").inc()
            raise DocumentError("문서를 만들던 프로세스가 멈추었습니다(메모리 부족일 수 있습니다).") from None
        except TooLarge as error:
            # After its memory was spent a worker begins anew.
            alive = worker if error.message != _NO_MEMORY else None
            raise
        except SeosikError:
            alive = worker
            raise
        finally:
            self._give_back(rank, worker, alive)

    async def warm_up(self) -> None:
        """Start every worker and let it load what rendering needs."""
        await asyncio.gather(*(self.run(_load) for _ in range(self._size)))

    @property
    def process_ids(self) -> tuple[int, ...]:
        """The worker processes that live."""
        return tuple(worker.process.pid for worker in self._all if worker.process.pid is not None)

    def close(self) -> None:
        """End every worker."""
        for worker in tuple(self._all):
            self._all.discard(worker)
            worker.end()
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def _taken(self, rank: Rank) -> _Worker | None:
        """An idle worker, or None for a place where one is to be started."""
        if self._idle and self._may_begin(rank):
            self._begin(rank)
            return self._idle.pop()
        if len(self._queue) >= self._limit:
            raise Busy(self._limit)
        turn: asyncio.Future[_Worker | None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._queue, (rank, next(self._order), turn))
        self._metrics.waiting.inc()
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._end(rank)
                self._pass_on(turn.result())
            raise
        finally:
            self._metrics.waiting.dec()

    def _may_begin(self, rank: Rank) -> bool:
        """Whole sets leave one worker to whoever waits in front of a page, where there are several."""
        return rank is Rank.INTERACTIVE or self._whole_sets < max(1, self._size - 1)

    def _begin(self, rank: Rank) -> None:
        self._whole_sets += rank is Rank.WHOLE_SET

    def _end(self, rank: Rank) -> None:
        self._whole_sets -= rank is Rank.WHOLE_SET

    def _give_back(self, rank: Rank, worker: _Worker | None, alive: _Worker | None) -> None:
        self._end(rank)
        spent = worker is not None and (worker.tasks >= TASKS_A_WORKER or worker.size > GROWN)
        if worker is not None and (alive is None or spent):
            self._all.discard(worker)
            worker.end()
            if alive is not None:
                self._metrics.restarts.labels("recycled").inc()
            alive = None
        self._pass_on(alive)

    def _pass_on(self, worker: _Worker | None) -> None:
        while self._queue and self._may_begin(self._queue[0][0]):
            rank, _, turn = heapq.heappop(self._queue)
            if not turn.done():
                self._begin(rank)
                turn.set_result(worker)
                return
        self._idle.append(worker)

    async def _in_thread(self, work: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *args)


def _load() -> None:
    """Load the engine and the registry before the first request asks for them."""
    from forms import all_rules
    from forms.registry import build_models
    from generator.layout import engine_for
    from generator.pdf.engine import pdf_engine

    all_rules()
    build_models()
    pdf_engine(engine_for("pdf/a-3a"))
