"""The documents made last, in memory only, so that the pages of a preview do not render it anew."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

BYTES_AT_MOST = 64 * 1024 * 1024


class Recent:
    """Documents by what they were made of; the least recently used give way."""

    def __init__(self, limit: int = BYTES_AT_MOST) -> None:
        self._limit = limit
        self._held: OrderedDict[Hashable, bytes] = OrderedDict()
        self._size = 0

    def get(self, key: Hashable) -> bytes | None:
        """A document, or None."""
        data = self._held.get(key)
        if data is not None:
            self._held.move_to_end(key)
        return data

    def put(self, key: Hashable, data: bytes) -> None:
        """Hold a document."""
        self._size -= len(self._held.pop(key, b""))
        self._held[key] = data
        self._size += len(data)
        while self._size > self._limit:
            self._size -= len(self._held.popitem(last=False)[1])

    def clear(self) -> None:
        """Let go of all of them."""
        self._held.clear()
        self._size = 0
