"""A process with limits, from inside: it answers questions over its standard streams and reaches nothing else."""

from __future__ import annotations

import resource
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from generator.limited.messages import read_message, write_message

Answer = tuple[dict[str, Any], bytes]
Action = Callable[[dict[str, Any], Sequence[bytes]], Answer]


def serve(
    source: IO[bytes],
    sink: IO[bytes],
    actions: Mapping[str, Action],
    explained: Callable[[Exception], dict[str, Any] | None],
) -> None:
    """Answer messages until there are no more.

    ``explained`` gives the answer's head for an error that is meant to be told, and None for any other:
    of that only the kind goes back, since its words might quote the case.
    """
    while (message := read_message(source)) is not None:
        asked, payloads = message
        _limit_time(int(asked["cpu_seconds"]))
        try:
            answer, data = actions[asked["do"]](asked, payloads)
        except MemoryError:
            answer, data = {"error": "memory"}, b""
        except Exception as error:
            answer = explained(error) or {"error": "failed", "message": type(error).__name__}
            data = b""
        write_message(sink, answer, data)
        # Let go before the next is read: both at once could pass the limit of memory.
        del message, asked, payloads, answer, data


def _limit_time(seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, resource.RLIM_INFINITY))


def limit_reach(memory_bytes: int, open_files: int) -> None:
    """No more memory than this, no core dump, no file written, no process started, so few files open."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))


def address_space() -> int:
    """The bytes of memory that this process has mapped by now, as its limit counts them."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
