"""Lists that are being read or taken in, and how far that is; in memory, made anew after a restart."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any

from api.service.background import Background
from api.service.logs import LOG
from api.service.problems import ServiceError
from api.service.work.roster import Look
from forms import SeosikError

# What is remembered of ended ones.
ROSTER_WORKS_AT_MOST = 20


@dataclass
class RosterWork:
    """A list: ``done`` of ``total`` rows, then what came of it.

    Read, that is ``look``; taken in, the id of what is ``told``. ``error``: why it ended with nothing.
    """

    total: int = 0
    done: int = 0
    look: Look | None = None
    told: str = ""
    error: SeosikError | None = None
    task: asyncio.Task[None] | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more is coming."""
        return self.task is not None and self.task.done()

    async def waited_for(self, seconds: float) -> None:
        """Wait until it ends, so long and no longer."""
        if self.task is not None:
            await asyncio.wait({self.task}, timeout=seconds)


# What goes on with a list, as it writes down in the work how far it is.
Going = Callable[[RosterWork], Coroutine[Any, Any, None]]


class RosterWorks:
    """The lists of a service. All of it happens in the thread of its event loop."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._held: OrderedDict[Hashable, RosterWork] = OrderedDict()

    def known(self, key: Hashable) -> RosterWork | None:
        """What was begun under a key, None where nothing was or where it is no longer remembered."""
        return self._held.get(key)

    def begin(self, key: Hashable, name: str, going: Going) -> RosterWork:
        """Begin something under a key, in place of what ended there."""
        work = RosterWork()
        self._held[key] = work
        self._held.move_to_end(key)
        work.task = self._background.start(name, _told(work, going))
        ended = [one for one, held in self._held.items() if held.ended]
        for one in ended[: max(0, len(self._held) - ROSTER_WORKS_AT_MOST)]:
            del self._held[one]
        return work

    def forget(self, key: Hashable) -> None:
        """Let go of what ended."""
        self._held.pop(key, None)


async def _told(work: RosterWork, going: Going) -> None:
    try:
        await going(work)
    except SeosikError as error:
        work.error = error
    except Exception:
        # Whoever waits for it must not wait for ever.
        LOG.error("failed", exc_info=True, extra={"facts": {"work": "roster"}})
        work.error = ServiceError()
