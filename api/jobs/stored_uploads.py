"""An upload kept in the vault with the files it names, and read back as it came in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from api.cases.intake import Upload
from api.cases.references import named_attachments, read_reference
from api.jobs.engine import HeldCase, QueueFull
from api.jobs.item_facts import ItemFacts, NewItem, Place, upload_entry
from api.jobs.vault import Vault, VaultPackets
from api.packets.left_out import LeftOut
from forms import Finding, InputError, SeosikError, internal_error

if TYPE_CHECKING:
    from api.packets.step import Outcome
    from api.packets.store import PacketStore


@dataclass(frozen=True)
class StoredUpload:
    """An upload read back; ``fetch`` gives the files it names as they were when it came in."""

    upload: Upload
    fetch: Callable[[str], bytes]


@dataclass(frozen=True)
class VaultShelf:
    """The inputs of one batch that is not accepted yet; ``free`` more items may wait, of ``limit``."""

    vault: Vault
    batch: str
    free: int
    limit: int

    def put(self, uploads: Iterable[Upload]) -> Iterator[NewItem]:
        """See :class:`~api.jobs.engine.Shelf`."""
        # Only now: they load the libraries that make pages, which a mere question does not need.
        from api.packets.run import without_duplicates

        for number, entry in enumerate(without_duplicates(uploads), 1):
            if number > self.free:
                raise QueueFull(self.limit)
            facts, reason = self._put(number, entry)
            yield NewItem(number, facts.sealed(self.vault, self.batch, number), reason)

    def _put(self, number: int, entry: Upload | Outcome) -> tuple[ItemFacts, LeftOut | None]:
        """Put one upload down: what is known of it, and the reason where it ended before it began."""
        if not isinstance(entry, Upload):
            return ItemFacts(entry.file, entry.case_no, entry.message), entry.reason
        try:
            keep_upload(self.vault, self.batch, upload_entry(number), entry)
        except (SeosikError, OSError):
            # There is no room, which is no fault of this case.
            raise
        except Exception as error:
            return replace(new_facts(entry), message=internal_error(error).message), LeftOut.FAILED
        return new_facts(entry), None


@dataclass(frozen=True)
class VaultHeldCases:
    """The cases of a batch that is held, read back from the vault."""

    vault: Vault
    batch: str
    places: tuple[Place, ...]

    @property
    def total(self) -> int:
        """See :class:`~api.jobs.engine.HeldCases`."""
        return len(self.places)

    @property
    def store(self) -> PacketStore:
        """See :class:`~api.jobs.engine.HeldCases`."""
        return VaultPackets(self.vault, self.batch)

    def read(self, start: int, stop: int) -> Iterator[HeldCase]:
        """See :class:`~api.jobs.engine.HeldCases`."""
        for place in self.places[start:stop]:
            facts = place.facts
            if place.reason is not None:
                nothing = Upload(facts.file, {"case_no": facts.case_no})
                yield HeldCase(place.number, nothing, _no_file, place.reason, facts.message)
                continue
            stored = stored_upload(self.vault, self.batch, facts.entry(place.number))
            yield HeldCase(place.number, stored.upload, stored.fetch)


def _no_file(file: str) -> bytes:
    raise InputError("붙임 파일을 열 수 없습니다.", "FILE-UNREADABLE")


def new_facts(upload: Upload, entry: str | None = None) -> ItemFacts:
    """What is known of an upload before it is looked at; ``entry`` where a corrected one is kept."""
    return ItemFacts(upload.file, upload.case_no, upload=entry, kept=upload.kept)


def keep_upload(vault: Vault, batch: str, entry: str, upload: Upload) -> None:
    """Keep an upload under a name; what could not be fetched is kept as the refusal that it was."""
    named = {attachment.file for attachment in named_attachments(upload.raw)}
    files = {file: _kept_file(vault, batch, upload, file) for file in sorted(named)}
    record = {
        "file": upload.file,
        "raw": upload.raw,
        "unreadable": upload.unreadable.model_dump() if upload.unreadable is not None else None,
        "cells": _cells_adapter().dump_python(upload.cells) if upload.cells is not None else None,
        "files": files,
    }
    # ASCII, so that an unpaired surrogate of the upload comes back as it was.
    vault.write(batch, entry, json.dumps(record, ensure_ascii=True).encode("ascii"))


def stored_upload(vault: Vault, batch: str, entry: str) -> StoredUpload:
    """Read an upload back. Raises ``EntryDamaged``."""
    record = json.loads(vault.read(batch, entry))
    unreadable, cells = record["unreadable"], record["cells"]
    upload = Upload(
        record["file"],
        record["raw"],
        Finding.model_validate(unreadable) if unreadable is not None else None,
        None,
        _cells_adapter().validate_python(cells) if cells is not None else None,
    )

    def fetch(file: str) -> bytes:
        kept = record["files"][file]
        if "refused" in kept:
            raise InputError(kept["refused"], kept["code"])
        return vault.read(batch, f"file/{kept['sha256']}")

    return StoredUpload(upload, fetch)


def _kept_file(vault: Vault, batch: str, upload: Upload, file: str) -> dict[str, str]:
    try:
        data = read_reference(upload.origin, file)
    except InputError as refusal:
        return {"refused": refusal.message, "code": refusal.code}
    except OSError:
        # A name that no file system holds, or a file that may not be read.
        return {"refused": "붙임 파일을 열 수 없습니다.", "code": "FILE-UNREADABLE"}
    digest = hashlib.sha256(data).hexdigest()
    if not vault.holds(batch, f"file/{digest}"):
        vault.write(batch, f"file/{digest}", data)
    return {"sha256": digest}


def _cells_adapter() -> TypeAdapter[Any]:
    # Only now: it brings the library for workbooks.
    from api.workbook.cell_places import ReadCells

    return TypeAdapter(ReadCells)
