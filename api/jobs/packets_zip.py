"""All packets of a batch as one ZIP, made while it is sent: nothing of it is written to disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import RawIOBase
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from api.jobs.item_facts import EndedItem, ItemFacts
from api.jobs.vault import Vault, VaultPackets

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from api.packets.store import SortKey

# The earliest that a ZIP can tell: the same packets give the same bytes.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


class _Outgoing(RawIOBase):
    """Takes what is written and gives it on; it cannot be wound back."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        self._waiting += bytes(data)
        return memoryview(data).nbytes

    def taken(self) -> bytes:
        data, self._waiting = bytes(self._waiting), bytearray()
        return data


def packets_zip(
    vault: Vault, batch: str, sort: SortKey | None, ended: Sequence[EndedItem]
) -> Iterator[bytes]:
    """The ZIP in pieces: ``<case_no>.pdf`` in print order, then the manifest."""
    # Only now: it loads the libraries that make pages.
    from api.packets.run import sorted_packets

    made = [
        ItemFacts.unsealed(vault, batch, item.number, item.sealed).packet
        for item in ended
        if item.sealed is not None and item.reason is None
    ]
    packets = sorted_packets([packet for packet in made if packet is not None], sort)
    store = VaultPackets(vault, batch)
    outgoing = _Outgoing()
    with ZipFile(outgoing, "w", ZIP_STORED) as archive:
        for packet in packets:
            archive.writestr(_member(f"{packet.case_no}.pdf"), store.read(packet.key))
            yield outgoing.taken()
        for name in ("manifest.json", "manifest.csv"):
            archive.writestr(_member(name), vault.read(batch, name))
    yield outgoing.taken()


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, _NO_DATE)
    member.create_system = 3
    member.external_attr = 0o600 << 16
    return member
