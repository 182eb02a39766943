"""The limited process for Word templates, from outside: started when needed, reused, ended in time."""

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
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from forms import DocumentError, Finding, InputError, TemplateError, TooLarge
from generator.fonts import print_font
from generator.print_view import View
from generator.word_environment import view_as_json
from generator.word_fields import WordField
from generator.word_messages import CPU_SECONDS, MEMORY_BYTES, read_message, write_message

_ANSWER_LIMIT = 100 * 2**20
_ROOT = Path(__file__).resolve().parent.parent
# Isolated: neither the user's site packages nor the current folder are looked at for modules.
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from generator.word_worker import main, warm_up; main(warm_up)"
)
_MEMORY_UP = f"Word 서식을 처리하는 데 메모리 한도({MEMORY_BYTES // 2**20}MB)를 넘어 멈추었습니다. 서식을 줄이거나 다시 내보내세요."


@dataclass(frozen=True)
class Limits:
    """Seconds of processor time that one question may take, and seconds until the answer.

    The second is longer, for machines that are busy with other things.
    """

    cpu_seconds: int = CPU_SECONDS
    wall_seconds: float = 3.0 * CPU_SECONDS

    @property
    def sentence(self) -> str:
        """What is said when they are reached."""
        return (
            f"Word 서식을 처리하는 데 시간 한도({self.cpu_seconds}초)를 넘어 멈추었습니다. "
            "서식을 줄이거나 다시 내보내세요."
        )


DEFAULT_LIMITS = Limits()


class _TimeUp(Exception):
    pass


class _Process:
    """One child at a time; a lock keeps its questions and answers in turn."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._held: set[str] = set()

    def ask(self, question: dict[str, Any], *payloads: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
        """Send a question and wait for the answer; raises for a child that failed or was too slow."""
        with self._lock:
            child = self._running()
            answer: tuple[dict[str, Any], bytes] | None = None
            try:
                asked = {**question, "cpu_seconds": limits.cpu_seconds}
                answer = _exchange(child, asked, payloads, limits)
            except _TimeUp:
                raise TemplateError(limits.sentence) from None
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
                [sys.executable, "-I", "-c", _PROGRAM, str(_ROOT)],
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
    child: subprocess.Popen[bytes], question: dict[str, Any], payloads: Sequence[bytes], limits: Limits
) -> tuple[dict[str, Any], bytes]:
    deadline = time.monotonic() + limits.wall_seconds
    assert child.stdin is not None and child.stdout is not None  # noqa: S101 — opened with pipes
    feeder = _Feeder(child, question, payloads)
    feeder.start()
    try:
        answer = read_message(_Deadline(child.stdout, deadline))
    except ValueError as error:
        raise TemplateError("Word 서식을 처리하던 프로세스가 잘못된 답을 했습니다.") from error
    finally:
        if time.monotonic() > deadline:
            child.kill()
        feeder.join(timeout=5)
    if answer is None:
        _say_how_it_ended(child, limits)
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
            raise _TimeUp
        chunk = os.read(self._stream.fileno(), 1 << 20)
        self._left -= len(chunk)
        if self._left < 0:
            raise ValueError("the answer is too long")
        self._buffer += chunk
        return bool(chunk)


def _say_how_it_ended(child: subprocess.Popen[bytes], limits: Limits) -> NoReturn:
    status = child.wait()
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise TemplateError(limits.sentence)
    if status in (-signal.SIGSEGV, -signal.SIGABRT):
        raise TemplateError(_MEMORY_UP)
    raise TemplateError("Word 서식을 처리하던 프로세스가 멈추었습니다. 서식을 다시 내보내 고쳐 보세요.")


@cache
def _process() -> _Process:
    process = _Process()
    atexit.register(process.close)
    return process


def _answered(head: dict[str, Any]) -> None:
    kind, message = head.get("error"), str(head.get("message", ""))
    if kind is None:
        return
    if kind == "memory":
        raise TemplateError(_MEMORY_UP)
    if kind == "failed":
        raise TemplateError(f"Word 서식을 처리할 수 없습니다({message}).")
    errors: dict[str, Callable[[str], Exception]] = {
        "input": InputError, "large": TooLarge, "template": TemplateError,
    }  # fmt: skip
    raise errors.get(str(kind), DocumentError)(message)


def fill_word(
    sha256: str,
    data: Callable[[], bytes],
    views: Sequence[View],
    title: str,
    issued_at: datetime | None = None,
    draft: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> bytes:
    """A Word template filled with these print views, one after another, as a DOCX.

    ``data`` gives the template's bytes and is asked only where the process has not prepared them.
    Raises ``InputError``, ``TemplateError`` or ``DocumentError``.
    """
    question = {
        "do": "fill",
        "sha256": sha256,
        "title": title,
        "issued_at": issued_at.isoformat() if issued_at is not None else None,
        "draft": draft,
        "views": [view_as_json(view) for view in views],
    }
    process = _process()
    head, made = process.ask(question, limits=limits)
    if head.get("missing"):
        twins = {str(code): character for code, character in print_font().twins.items()}
        head, made = process.ask({**question, "twins": twins}, data(), limits=limits)
    _answered(head)
    return made


def join_word(packet: bytes, forms: Sequence[bytes], limits: Limits = DEFAULT_LIMITS) -> bytes:
    """``word_joining.join_forms`` in the limited process."""
    head, made = _process().ask({"do": "join"}, packet, *forms, limits=limits)
    _answered(head)
    return made


def check_word(
    data: bytes,
    official: bytes,
    form_id: str,
    fields: Sequence[WordField],
    families: frozenset[str],
    trials: Sequence[View],
    limits: Limits = DEFAULT_LIMITS,
) -> list[Finding]:
    """``word_template_check.check_template`` in the limited process."""
    question = {
        "do": "check",
        "form": form_id,
        "fields": [asdict(field) for field in fields],
        "families": sorted(families),
        "views": [view_as_json(view) for view in trials],
    }
    head, _ = _process().ask(question, data, official, limits=limits)
    _answered(head)
    return [Finding.model_validate(finding) for finding in head["findings"]]
