"""Worker processes for whatever takes long: rendering, checking, reading workbooks.

Nothing of that runs in the event loop. A waiting interactive request goes before a whole set of
documents, whenever it came. A worker is replaced after a number of tasks (its heap grows with what
it has laid out), when it dies, and when a task exceeds its time.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from enum import IntEnum
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from api.service.metrics import Metrics
from api.service.problems import Busy, TooLong
from forms import DocumentError, SeosikError

T = TypeVar("T")
TASKS_A_WORKER = 100
_CONTEXT = get_context("forkserver")


class Rank(IntEnum):
    """Who goes first."""

    INTERACTIVE = 0
    WHOLE_SET = 1


class _Worker:
    """A process at the other end of a pipe. Used by one thread at a time."""

    def __init__(self) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=_serve, args=(theirs,), daemon=True, name="seosik-render")
        self.process.start()
        # Its own end must be closed here, or its death would not be seen.
        theirs.close()
        self.tasks = 0

    def ask(self, work: Callable[[], Any]) -> Any:
        """The answer of the process; raises ``EOFError`` or ``OSError`` where it died."""
        self.tasks += 1
        self.connection.send(work)
        done, answer = self.connection.recv()
        if not done:
            raise answer
        return answer

    def end(self) -> None:
        """Stop the process at once. The pipe may still be read by a thread, and closes with its last user."""
        self.process.kill()
        self.process.join()


def _serve(connection: Connection) -> None:
    # Ctrl-C reaches the whole group of processes; the service ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            work = connection.recv()
            try:
                connection.send((True, work()))
            except SeosikError as error:
                connection.send((False, error))
            except Exception as error:
                # Its text may quote the case, and must reach neither an answer nor a log.
                message = f"문서를 만들다가 예상하지 못한 오류가 났습니다({type(error).__name__})."
                connection.send((False, DocumentError(message)))


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

    async def run(self, work: Callable[[], T], rank: Rank = Rank.INTERACTIVE) -> T:
        """What ``work`` returns, done in a worker process (a module's function, as a ``partial``).

        Raises the ``SeosikError`` that it raised, ``Busy`` where too many wait, ``TooLong`` where it
        took too long, ``DocumentError`` where the process died of it.
        """
        worker = await self._taken(rank)
        alive: _Worker | None = None
        try:
            if worker is None:
                worker = await self._in_thread(_Worker)
                self._all.add(worker)
            answer: T = await asyncio.wait_for(self._in_thread(worker.ask, work), self._seconds)
            alive = worker
            return answer
        except TimeoutError:
            self._metrics.restarts.labels("time").inc()
            raise TooLong from None
        except (EOFError, OSError):
            self._metrics.restarts.labels("died").inc()
            raise DocumentError("문서를 만들던 프로세스가 멈추었습니다(메모리 부족일 수 있습니다).") from None
        except SeosikError:
            alive = worker
            raise
        finally:
            self._give_back(worker, alive)

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
        if self._idle:
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
                self._pass_on(turn.result())
            raise
        finally:
            self._metrics.waiting.dec()

    def _give_back(self, worker: _Worker | None, alive: _Worker | None) -> None:
        if worker is not None and (alive is None or worker.tasks >= TASKS_A_WORKER):
            self._all.discard(worker)
            worker.end()
            if alive is not None:
                self._metrics.restarts.labels("recycled").inc()
            alive = None
        self._pass_on(alive)

    def _pass_on(self, worker: _Worker | None) -> None:
        while self._queue:
            _, _, turn = heapq.heappop(self._queue)
            if not turn.done():
                turn.set_result(worker)
                return
        self._idle.append(worker)

    async def _in_thread(self, work: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *args)


def _load() -> None:
    """Load the engine and the registry before the first request asks for them."""
    from forms import all_rules
    from generator.pdf import pdf_engine

    all_rules()
    pdf_engine()
