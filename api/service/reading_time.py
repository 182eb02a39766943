"""A limit of processor time for work in a worker process."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from forms import InputError

# What swallows the first alarm meets another.
_AGAIN = 1.0


class OutOfTime(InputError):
    """Reading a file took longer than it may."""

    code = "FILE-TIME"

    def __init__(self) -> None:
        super().__init__("파일을 읽는 데 너무 오래 걸려 여기서부터 읽지 않았습니다. 나누어 올려 주세요.")


@dataclass
class Clock:
    """``left`` of the time, in seconds; 0 where it is spent."""

    left: float


@contextmanager
def clock_running(seconds: float) -> Iterator[Clock]:
    """Raise ``OutOfTime`` once ``seconds`` of processor time are spent. Only in a process's first thread.

    Whatever catches it, ``left`` tells afterwards.
    """
    clock = Clock(seconds)

    def ring(number: int, frame: FrameType | None) -> None:
        clock.left = 0.0
        raise OutOfTime

    before, started = signal.signal(signal.SIGPROF, ring), time.process_time()
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
        yield clock
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        # The timer itself counts in ticks, and would not see what takes less than one.
        clock.left = max(0.0, clock.left - (time.process_time() - started))
