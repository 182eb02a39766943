"""What was made last, in memory only, so that the pages do not make it anew."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, Protocol, TypeVar

BYTES_AT_MOST = 64 * 1024 * 1024


class Held(Protocol):
    """Something that knows how many bytes it takes."""

    @property
    def size(self) -> int:
        """Bytes."""


T = TypeVar("T", bound=Held)


class Recent(Generic[T]):
    """Things by what they were made of; the least recently used give way."""

    def __init__(self, limit: int = BYTES_AT_MOST) -> None:
        self._limit = limit
        self._held: OrderedDict[Hashable, T] = OrderedDict()
        self._size = 0

    def get(self, key: Hashable) -> T | None:
        """What is held under a key, or None."""
        made = self._held.get(key)
        if made is not None:
            self._held.move_to_end(key)
        return made

    def put(self, key: Hashable, made: T) -> None:
        """Hold something."""
        if key in self._held:
            self._size -= self._held.pop(key).size
        self._held[key] = made
        self._size += made.size
        while self._size > self._limit:
            self._size -= self._held.popitem(last=False)[1].size

    def clear(self) -> None:
        """Let go of all of it."""
        self._held.clear()
        self._size = 0
