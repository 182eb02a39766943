"""Ctrl-C and SIGTERM, raised in the main thread as ``Stopped``.

Whatever is half made is cleared away on the way out; a second signal ends at once. Nothing heavy is
loaded here: a program hears signals from its first moment on.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

STOPPED = "멈추었습니다."
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stopped(BaseException):
    """A signal asks the program to end; ``message`` is the sentence that is said then.

    No ``KeyboardInterrupt``, of which click and others make something of their own.
    """

    def __init__(self, number: int, message: str = STOPPED) -> None:
        super().__init__(message)
        self.number = number
        self.message = message

    @property
    def status(self) -> int:
        """What a shell reports for a program that the signal ended."""
        return 128 + self.number

    def saying(self, message: str) -> Stopped:
        """The same stop with another sentence."""
        return Stopped(self.number, message)


@contextmanager
def stoppable() -> Iterator[None]:
    """Have Ctrl-C and SIGTERM raise ``Stopped`` here; what stood before is put back.

    Only the main thread of a program hears signals: elsewhere nothing changes.
    """
    before = {}
    with suppress(ValueError):
        for number in _SIGNALS:
            # One that is ignored (nohup) stays so, and within each other the first has done it.
            if signal.getsignal(number) not in (signal.SIG_IGN, _stop, _at_once):
                before[number] = signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, frame: FrameType | None) -> None:
    for each in _SIGNALS:
        signal.signal(each, _at_once)
    if _held.depth:
        _held.number = number
    else:
        raise Stopped(number)


def _at_once(number: int, frame: FrameType | None) -> None:
    os._exit(128 + number)


class _Held:
    """How deep the main thread stands in ``held_back``, and the signal that came there."""

    depth = 0
    number: int | None = None


_held = _Held()


@contextmanager
def held_back() -> Iterator[None]:
    """Have a signal that comes in here raise ``Stopped`` at the end: what stands inside is done whole.

    For calls of moments into what has locks of its own. A second signal ends at once, as ever.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _held.depth += 1
    try:
        yield
    finally:
        _held.depth -= 1
        if not _held.depth and _held.number is not None:
            number, _held.number = _held.number, None
            raise Stopped(number)


@contextmanager
def deaf_to_ctrl_c() -> Iterator[None]:
    """What is started in here, and whatever it starts, never hears Ctrl-C: its owner ends it.

    Ctrl-C reaches a whole group of processes, and one that is only just loading would answer with a
    traceback. Processes inherit the mask of the thread that starts them.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start_worker_server() -> None:
    """Start the process from which workers (context ``forkserver``) come, if it is not there yet."""
    from multiprocessing import forkserver

    with deaf_to_ctrl_c():
        forkserver.ensure_running()
