"""The worker processes: who goes first, and what becomes of work that dies, hangs or fails."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from api.jobs.engine import QueueFull
from api.service import render_pool
from api.service.metrics import Metrics
from api.service.problems import Busy, TooLong
from api.service.render_pool import Rank, RenderPool
from forms import DataError, DocumentError, Finding, InputError, InternalError, Severity, TooLarge


@contextmanager
def pool_of(workers: int = 1, waiting: int = 10, seconds: float = 120) -> Iterator[RenderPool]:
    pool = RenderPool(workers, waiting, seconds, Metrics())
    try:
        yield pool
    finally:
        pool.close()


def in_pool(
    work: Callable[[RenderPool], Coroutine[None, None, None]], waiting: int = 10, seconds: float = 120
) -> None:
    with pool_of(1, waiting, seconds) as pool:
        asyncio.run(work(pool))


def note(path: Path, words: str, seconds: float = 0.0) -> None:
    time.sleep(seconds)
    with path.open("a") as file:
        file.write(words + "\n")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def process_id() -> int:
    return os.getpid()


def refuse() -> None:
    finding = Finding(rule="X", severity=Severity.ERROR, form=None, path="/a", label="가", message="나")
    raise DataError("오류", (finding,))


def refuse_input() -> None:
    raise InputError("읽을 수 없음", "FILE-JSON")


def fail() -> None:
    raise RuntimeError("홍길동 900101-1234567")


def count(to: int, then: Exception | None = None) -> Iterator[int]:
    yield from range(to)
    if then is not None:
        raise then


def take(megabytes: int) -> int:
    return len(bytes(megabytes * 1024**2))


def wait_for(gate: Path) -> None:
    while not gate.exists():
        time.sleep(0.05)


def unsendable() -> object:
    return lambda: None


def limited() -> int:
    return resource.getrlimit(resource.RLIMIT_DATA)[0]


async def collected(pool: RenderPool, work: Callable[[], Iterator[int]]) -> list[int]:
    return [number async for number in pool.each(work)]


def test_an_iterator_comes_piece_by_piece_and_its_error_at_its_end() -> None:
    async def work(pool: RenderPool) -> None:
        assert await collected(pool, partial(count, 3)) == [0, 1, 2]
        assert await collected(pool, partial(count, 0)) == []
        seen = []
        with pytest.raises(QueueFull, match="한도 7건"):
            async for number in pool.each(partial(count, 2, QueueFull(7))):
                seen.append(number)
        assert seen == [0, 1]
        assert await pool.run(process_id)

    in_pool(work)


def test_memory_has_a_limit_and_the_next_work_is_not_held_to_account() -> None:
    async def work(pool: RenderPool) -> None:
        assert await pool.run(limited) == 1024**3
        assert await pool.run(partial(take, 700)) == 700 * 1024**2
        with pytest.raises(TooLarge, match="1GB"):
            await pool.run(partial(take, 1100))
        assert await pool.run(partial(take, 700))

    in_pool(work)


def test_an_answer_that_cannot_be_sent_is_an_error_and_the_next_is_its_own() -> None:
    async def work(pool: RenderPool) -> None:
        with pytest.raises(InternalError):
            await pool.run(unsendable)
        assert await pool.run(partial(take, 1)) == 1024**2

    in_pool(work)


def test_a_worker_that_has_grown_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(pool: RenderPool) -> None:
        first = await pool.run(process_id)
        assert await pool.run(process_id) == first
        monkeypatch.setattr(render_pool, "GROWN", 1)
        await pool.run(process_id)
        assert await pool.run(process_id) != first

    in_pool(work)


def test_whole_sets_leave_a_worker_to_whoever_waits(tmp_path: Path) -> None:
    async def work() -> None:
        with pool_of(workers=2) as pool:
            await pool.warm_up()
            gate = tmp_path / "gate"
            waiting = [pool.run(partial(wait_for, gate), Rank.WHOLE_SET) for _ in range(3)]
            sets = [asyncio.create_task(one) for one in waiting]
            await asyncio.sleep(0.1)
            await pool.run(process_id)
            assert not any(one.done() for one in sets)
            gate.touch()
            await asyncio.gather(*sets)

    asyncio.run(work())


def test_work_runs_in_another_process_and_waiters_of_rank_go_first(tmp_path: Path) -> None:
    order = tmp_path / "order"

    async def work(pool: RenderPool) -> None:
        assert await pool.run(process_id) != os.getpid()
        first = asyncio.create_task(pool.run(partial(note, order, "first", 0.3)))
        await asyncio.sleep(0.05)
        whole = asyncio.create_task(pool.run(partial(note, order, "whole"), Rank.WHOLE_SET))
        await asyncio.sleep(0.05)
        single = asyncio.create_task(pool.run(partial(note, order, "single")))
        await asyncio.gather(first, whole, single)

    in_pool(work)
    assert order.read_text().split() == ["first", "single", "whole"]


def test_errors_arrive_whole_and_others_without_their_words() -> None:
    async def work(pool: RenderPool) -> None:
        with pytest.raises(DataError) as refused:
            await pool.run(refuse)
        assert refused.value.findings[0].path == "/a"
        with pytest.raises(InputError) as unread:
            await pool.run(refuse_input)
        assert unread.value.code == "FILE-JSON"
        with pytest.raises(InternalError, match="RuntimeError") as failed:
            await pool.run(fail)
        assert "홍길동" not in failed.value.message and "900101" not in failed.value.message

    in_pool(work)


def test_a_worker_that_dies_is_replaced() -> None:
    async def work(pool: RenderPool) -> None:
        with pytest.raises(DocumentError, match="멈추었습니다"):
            await pool.run(die)
        assert await pool.run(process_id)

    in_pool(work)


def test_work_that_takes_too_long_is_stopped() -> None:
    async def work(pool: RenderPool) -> None:
        before = await pool.run(process_id)
        with pytest.raises(TooLong):
            await pool.run(partial(time.sleep, 600), seconds=1)
        assert await pool.run(process_id) != before

    in_pool(work)


def test_more_than_may_wait_are_turned_away() -> None:
    async def work(pool: RenderPool) -> None:
        await pool.run(process_id)
        running = asyncio.create_task(pool.run(partial(time.sleep, 0.5)))
        await asyncio.sleep(0.05)
        waiting = asyncio.create_task(pool.run(process_id))
        await asyncio.sleep(0.05)
        with pytest.raises(Busy, match="한도 1건"):
            await pool.run(process_id)
        # One that gives up waiting takes no place from the next.
        waiting.cancel()
        await running
        assert await pool.run(process_id)

    in_pool(work, waiting=1)


def test_a_worker_is_replaced_after_its_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render_pool, "TASKS_A_WORKER", 2)

    async def work(pool: RenderPool) -> None:
        ids = [await pool.run(process_id) for _ in range(4)]
        assert ids[0] == ids[1] != ids[2] == ids[3]

    in_pool(work)


def test_closing_leaves_no_process() -> None:
    with pool_of(workers=2) as pool:
        asyncio.run(pool.warm_up())
        ids = pool.process_ids
        assert len(ids) == 2
    for process in ids:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
