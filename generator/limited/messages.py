"""How a limited process and its parent speak: a line of JSON, then the bytes whose lengths it names.

Nothing in a message is ever executed, by either side.
"""

from __future__ import annotations

import json
from typing import IO, Any, Protocol


class Readable(Protocol):
    """What messages are read from."""

    def readline(self) -> bytes:
        """The next line; empty at the end."""

    def read(self, size: int, /) -> bytes:
        """That many bytes."""


def write_message(stream: IO[bytes], head: dict[str, Any], *payloads: bytes) -> None:
    """Send a message."""
    head = {**head, "sizes": [len(payload) for payload in payloads]}
    stream.write(json.dumps(head).encode("ascii") + b"\n")
    for payload in payloads:
        stream.write(payload)
    stream.flush()


def read_message(stream: Readable) -> tuple[dict[str, Any], list[bytes]] | None:
    """The next message; None at the end of the stream."""
    line = stream.readline()
    if not line:
        return None
    head: dict[str, Any] = json.loads(line)
    return head, [stream.read(size) for size in head["sizes"]]
