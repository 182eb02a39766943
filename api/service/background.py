"""What goes on after its request was answered, until it is done or the service stops."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from api.service.logs import event
from forms import SeosikError


class Background:
    """The pieces of work that go on. Each tells whoever waits for it by itself; here is only seen that it ends."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Let ``work`` go on; what stops it is logged under ``name``."""
        task = asyncio.get_running_loop().create_task(_logged(name, work))
        # The loop itself holds no task.
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        """Stop all of it, as when the service ends."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


async def _logged(name: str, work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except SeosikError as error:
        event("stopped", work=name, code=error.code)
