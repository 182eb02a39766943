"""What is kept of an item: sealed facts, and what the steps of its batch are given of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from api.jobs.engine import BatchOptions, ItemState
from api.jobs.vault import Vault
from api.packets.left_out import LeftOut
from api.packets.store import MadePacket


def upload_entry(number: int) -> str:
    """The vault's name for the input that an item came with."""
    return f"upload/{number}"


@dataclass(frozen=True)
class ItemFacts:
    """What is known of an item beside its state; it is kept sealed."""

    file: str
    case_no: str | None
    message: str = ""
    packet: MadePacket | None = None
    reused: bool = False
    # The vault's entry of its input, where that is a corrected one; and the id of the kept case it is of.
    upload: str | None = None
    kept: str | None = None

    def entry(self, number: int) -> str:
        """The name of its input in the vault."""
        return self.upload or upload_entry(number)

    def sealed(self, vault: Vault, batch: str, number: int) -> bytes:
        """The facts, readable with the key and for this item alone."""
        facts = asdict(self)
        return vault.sealed(f"{batch}/{number}", json.dumps(facts, ensure_ascii=True).encode("ascii"))

    @classmethod
    def unsealed(cls, vault: Vault, batch: str, number: int, sealed: bytes) -> ItemFacts:
        """The facts read back. Raises ``EntryDamaged``."""
        facts = json.loads(vault.unsealed(f"{batch}/{number}", sealed))
        packet = facts["packet"]
        if packet is not None:
            packet = MadePacket(**{**packet, "uncertain": tuple(packet["uncertain"])})
        return cls(**{**facts, "packet": packet})


@dataclass(frozen=True)
class NewItem:
    """An item at the time it is accepted; one that has a reason ended before it began."""

    number: int
    sealed: bytes
    reason: LeftOut | None = None


@dataclass(frozen=True)
class ItemWork:
    """An item that was begun: how its batch is printed, and how often it was begun before."""

    options: BatchOptions
    sealed: bytes
    starts: int


@dataclass(frozen=True)
class EndedItem:
    """An item that ended, as the joining needs it."""

    number: int
    reason: LeftOut | None
    sealed: bytes | None


@dataclass(frozen=True)
class Place:
    """An item of a batch that has ended, as a corrected input finds it.

    ``state`` and ``reason`` say what became of it; ``facts`` are those it was left with.
    """

    number: int
    state: ItemState
    reason: LeftOut | None
    facts: ItemFacts


@dataclass(frozen=True)
class Correction:
    """A corrected input: the item whose place it takes and that item's new facts, sealed; or why it takes none."""

    file: str
    number: int | None = None
    sealed: bytes | None = None
    why_not: str = ""
