"""Looks at batches that are held, made part by part while a page tells how far they are."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from tenacity import AsyncRetrying, retry_if_exception_type, wait_fixed

from api.jobs.engine import BatchOptions, HeldCases
from api.service.problems import Busy
from api.service.render_pool import Rank, RenderPool
from api.service.work.batches import BatchLook, LookPart, PageCount, count_pages, look_part, whole_look
from forms import SeosikError

T = TypeVar("T")
# Looks that are remembered, and the cases that one piece of work looks at.
LOOKS_AT_MOST = 20
_CASES_AT_ONCE = 25
# Seconds for which packets are made to count their pages: in all, and in one piece of work.
COUNTING_SECONDS = 6.0
_COUNTING_AT_ONCE = 1.5


@dataclass
class Look:
    """A look, as far as it is: ``done`` of ``total`` cases, then ``look``, then ``count``; ``wrong``: why it ended."""

    total: int
    done: int = 0
    look: BatchLook | None = None
    count: PageCount | None = None
    wrong: str = ""
    task: asyncio.Task[None] | None = field(default=None, repr=False)

    @property
    def ready(self) -> bool:
        """Whether nothing more is coming."""
        return self.count is not None or bool(self.wrong)

    @property
    def told(self) -> str:
        """How far it is, in Korean."""
        if self.wrong:
            return self.wrong
        if self.look is None:
            return f"살펴보는 중: {self.total:,}건 가운데 {self.done:,}건"
        return "쪽수를 세는 중" if self.count is None else "다 살펴보았습니다."


_Key = tuple[str, str, str | None]


class Looks:
    """The looks of a service. All of it happens in the thread of its event loop."""

    def __init__(self, pool: RenderPool) -> None:
        self._pool = pool
        self._held: OrderedDict[_Key, Look] = OrderedDict()

    def known(self, batch: str, options: BatchOptions) -> Look | None:
        """The look at a batch for its packet and programme, where one was begun."""
        return self._held.get(_key(batch, options))

    def begin(self, batch: str, options: BatchOptions, held: HeldCases) -> Look:
        """Begin to look at a batch; one that was begun goes on."""
        key = _key(batch, options)
        if key not in self._held:
            look = Look(held.total)
            look.task = asyncio.create_task(self._made(look, held, options))
            self._held[key] = look
            while len(self._held) > LOOKS_AT_MOST:
                _ended(self._held.popitem(last=False)[1])
        self._held.move_to_end(key)
        return self._held[key]

    def forget(self, batch: str) -> None:
        """A batch is not held any more."""
        for key in [key for key in self._held if key[0] == batch]:
            _ended(self._held.pop(key))

    async def close(self) -> None:
        """End those that are being made."""
        tasks = [look.task for look in self._held.values() if look.task is not None]
        for look in self._held.values():
            _ended(look)
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task

    async def _made(self, look: Look, held: HeldCases, options: BatchOptions) -> None:
        try:
            parts: list[LookPart] = []
            for start in range(0, held.total, _CASES_AT_ONCE):
                stop = min(start + _CASES_AT_ONCE, held.total)
                parts.append(await self._asked(partial(look_part, held, start, stop, options)))
                look.done = stop
            look.look = whole_look(parts)
            look.count = await self._counted(look.look.printable, held, options)
        except SeosikError as error:
            look.wrong = error.message

    async def _counted(self, positions: tuple[int, ...], held: HeldCases, options: BatchOptions) -> PageCount:
        counted, until = PageCount(()), time.monotonic() + COUNTING_SECONDS
        while counted.looked_at < len(positions) and time.monotonic() < until:
            waiting = positions[counted.looked_at :]
            more = await self._asked(partial(count_pages, held, waiting, options, _COUNTING_AT_ONCE))
            counted = counted.with_more(more)
        return counted

    async def _asked(self, work: partial[T]) -> T:
        """What a piece of work returns; it waits while many others do."""
        async for attempt in AsyncRetrying(
            retry=retry_if_exception_type(Busy), wait=wait_fixed(1), reraise=True
        ):
            with attempt:
                return await self._pool.run(work, Rank.WHOLE_SET)
        raise AssertionError("it is tried for as long as it takes")


def _key(batch: str, options: BatchOptions) -> _Key:
    """What a look depends on."""
    return batch, options.packet, options.program


def _ended(look: Look) -> None:
    if look.task is not None:
        look.task.cancel()
