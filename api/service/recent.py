"""The documents made last, in memory only, so that the pages of a preview do not render it anew."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

from api.service.work.documents import MadeDocument

BYTES_AT_MOST = 64 * 1024 * 1024


class Recent:
    """Documents by what they were made of; the least recently used give way."""

    def __init__(self, limit: int = BYTES_AT_MOST) -> None:
        self._limit = limit
        self._held: OrderedDict[Hashable, MadeDocument] = OrderedDict()
        self._size = 0

    def get(self, key: Hashable) -> MadeDocument | None:
        """A document, or None."""
        made = self._held.get(key)
        if made is not None:
            self._held.move_to_end(key)
        return made

    def put(self, key: Hashable, made: MadeDocument) -> None:
        """Hold a document."""
        if key in self._held:
            self._size -= len(self._held.pop(key).data)
        self._held[key] = made
        self._size += len(made.data)
        while self._size > self._limit:
            self._size -= len(self._held.popitem(last=False)[1].data)

    def clear(self) -> None:
        """Let go of all of them."""
        self._held.clear()
        self._size = 0
