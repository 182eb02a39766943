"""A process with limits for files from outside, from its parent's side: started when needed, reused, ended in time.

The other side is ``limited_worker``. What runs there is a module's function named by its caller; the
child inherits neither the user's modules nor an environment, and what it answers is never executed.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, NoReturn

from generator.limited.messages import read_message, write_message

_ANSWER_LIMIT = 100 * 2**20
_ROOT = Path(__file__).resolve().parents[2]

# time: over the limit of processor time or of waiting; memory: over the limit of memory; answer: what
# came back was no answer; ended: it ended in any other way.
Failure = Literal["time", "memory", "answer", "ended"]


class ProcessFailed(Exception):
    """The process gave no answer; ``kind`` says why."""

    def __init__(self, kind: Failure) -> None:
        super().__init__(kind)
        self.kind = kind


class LimitedProcess:
    """One child at a time; a lock keeps its questions and answers in turn.

    ``program`` is what the child runs: one statement that imports and calls a function of ours.
    """

    def __init__(self, program: str) -> None:
        # Isolated: neither the user's site packages nor the current folder are looked at for modules.
        self._program = f"import sys; sys.path.insert(0, sys.argv[1]); {program}"
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        atexit.register(self.close)

    def ask(
        self, question: dict[str, Any], *payloads: bytes, cpu_seconds: int, wall_seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        """Send a question and wait for the answer: a head, and the bytes that came with it.

        It may take so many seconds of processor time, and its answer so many seconds to come (more, for
        machines that are busy with other things). Raises ``ProcessFailed``.
        """
        with self._lock:
            child = self._running()
            answer: tuple[dict[str, Any], bytes] | None = None
            try:
                answer = _exchange(child, {**question, "cpu_seconds": cpu_seconds}, payloads, wall_seconds)
            finally:
                # An interrupted exchange would leave its answer to the next question.
                if answer is None or answer[0].get("error") in ("memory", "failed"):
                    self._end()
            return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():
            # After a fork the parent's child is not ours to speak to.
            self._child, self._owner = None, os.getpid()
        if self._child is None or self._child.poll() is not None:
            self._end()
            self._child = subprocess.Popen(  # noqa: S603 — our own interpreter and module
                [sys.executable, "-I", "-c", self._program, str(_ROOT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # Whatever it might say could quote a case.
                stderr=subprocess.DEVNULL,
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"},
                cwd="/",
                start_new_session=True,
            )
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None or self._owner != os.getpid():
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        child.wait()

    def close(self) -> None:
        """End the child, if there is one."""
        self._end()


def _exchange(
    child: subprocess.Popen[bytes], question: dict[str, Any], payloads: Sequence[bytes], wall_seconds: float
) -> tuple[dict[str, Any], bytes]:
    deadline = time.monotonic() + wall_seconds
    assert child.stdin is not None and child.stdout is not None  # noqa: S101 — opened with pipes
    feeder = _Feeder(child, question, payloads)
    feeder.start()
    try:
        answer = read_message(_Deadline(child.stdout, deadline))
    except ValueError:
        raise ProcessFailed("answer") from None
    finally:
        if time.monotonic() > deadline:
            child.kill()
        feeder.join(timeout=5)
    if answer is None:
        _say_how_it_ended(child)
    head, data = answer
    return head, b"".join(data)


class _Feeder(threading.Thread):
    """Writes the question while the answer is awaited: neither pipe can block the other."""

    def __init__(
        self, child: subprocess.Popen[bytes], question: dict[str, Any], payloads: Sequence[bytes]
    ) -> None:
        super().__init__(daemon=True)
        self.child, self.question, self.payloads = child, question, payloads

    def run(self) -> None:
        assert self.child.stdin is not None  # noqa: S101 — opened with pipes
        # A child that ended is found out by reading.
        with contextlib.suppress(OSError, ValueError):
            write_message(self.child.stdin, self.question, *self.payloads)


class _Deadline:
    """A child's output, read until a moment and up to a size."""

    def __init__(self, stream: Any, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline
        self._left = _ANSWER_LIMIT
        self._buffer = b""

    def readline(self) -> bytes:
        """The next line; empty at the end."""
        while b"\n" not in self._buffer:
            if not self._more():
                return b""
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line

    def read(self, size: int) -> bytes:
        """Exactly ``size`` bytes; raises ``ValueError`` where there are fewer."""
        chunks = [self._buffer]
        held = len(self._buffer)
        while held < size:
            self._buffer = b""
            if not self._more():
                raise ValueError("the answer ends too early")
            chunks.append(self._buffer)
            held += len(self._buffer)
        whole = b"".join(chunks)
        self._buffer = whole[size:]
        return whole[:size]

    def _more(self) -> bool:
        ready, _, _ = select.select([self._stream], [], [], max(0.0, self._deadline - time.monotonic()))
        if not ready:
            raise ProcessFailed("time")
        chunk = os.read(self._stream.fileno(), 1 << 20)
        self._left -= len(chunk)
        if self._left < 0:
            raise ValueError("the answer is too long")
        self._buffer += chunk
        return bool(chunk)


def _say_how_it_ended(child: subprocess.Popen[bytes]) -> NoReturn:
    status = child.wait()
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise ProcessFailed("time")
    if status in (-signal.SIGSEGV, -signal.SIGABRT):
        raise ProcessFailed("memory")
    raise ProcessFailed("ended")
