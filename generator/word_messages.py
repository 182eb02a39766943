"""What the limited process for Word templates and its parent agree on: messages and limits.

A message is one line of JSON, then the bytes whose lengths it names. Nothing in it is ever executed,
by either side.
"""

from __future__ import annotations

import json
from typing import IO, Any, Protocol

# One document of a few pages takes some 10 ms and 100 MB.
CPU_SECONDS = 10
MEMORY_BYTES = 768 * 2**20


class Readable(Protocol):
    """What messages are read from."""

    def readline(self) -> bytes:
        """The next line; empty at the end."""

    def read(self, size: int, /) -> bytes:
        """That many bytes."""


def write_message(stream: IO[bytes], head: dict[str, Any], *payloads: bytes) -> None:
    """Send a message."""
    head = {**head, "sizes": [len(payload) for payload in payloads]}
    stream.write(json.dumps(head).encode("ascii") + b"\n" + b"".join(payloads))
    stream.flush()


def read_message(stream: Readable) -> tuple[dict[str, Any], list[bytes]] | None:
    """The next message; None at the end of the stream."""
    line = stream.readline()
    if not line:
        return None
    head: dict[str, Any] = json.loads(line)
    return head, [stream.read(size) for size in head["sizes"]]
