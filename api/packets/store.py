"""Where finished packets are kept at their content addresses, for continuing and reuse."""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

from pydantic import TypeAdapter

from api.output import TEMPORARY, write_whole
from forms import InputError
from forms.particles import quoted_with_particle

# By what packets may be put in order: fields of a MadePacket.
SortKey = Literal["case_no", "worker", "closed_on"]
_LOCK = ".lock"
# What this program keeps in the folder.
_KEPT = re.compile(rf"[0-9a-f]{{64}}\.(pdf|docx|hwpx)(\.json)?|{re.escape(_LOCK)}|{re.escape(TEMPORARY)}.*")


@dataclass(frozen=True)
class MadePacket:
    """A packet at its content address, with what the manifest and the order of a stream need."""

    case_no: str
    client: str
    worker: str
    closed_on: str
    packet_id: str
    pages: int
    sha256: str
    findings: int
    key: str
    # What a person must look at in a de-identified packet: places and reasons, never the words.
    uncertain: tuple[str, ...] = ()
    # What the packet gave up for the sake of an attachment.
    note: str = ""

    def as_json(self) -> bytes:
        """The facts as they stand beside the packet."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode("utf-8")

    @classmethod
    def from_json(cls, data: bytes) -> MadePacket:
        """The facts read back; raises ``ValueError`` for what is none."""
        return _facts_reader().validate_json(data, strict=True)


@cache
def _facts_reader() -> TypeAdapter[MadePacket]:
    return TypeAdapter(MadePacket)


class PacketStore(Protocol):
    """Finished packets by content address. It may be used by many processes at once."""

    def find(self, key: str) -> MadePacket | None:
        """The packet at an address, its bytes verified; None where there is none."""

    def keep(self, made: MadePacket, data: bytes) -> None:
        """Keep a packet. The same packet kept twice is kept once."""

    def read(self, key: str) -> bytes:
        """The bytes of a kept packet."""


@dataclass(frozen=True)
class FolderStore:
    """Packets as files of a folder that is its owner's alone; ``ending`` is pdf, docx or hwpx."""

    folder: Path
    ending: str

    def find(self, key: str) -> MadePacket | None:
        """See :class:`PacketStore`."""
        try:
            made = MadePacket.from_json(self._facts(key).read_bytes())
            data = self.read(key)
        except (OSError, ValueError):
            return None
        # One that does not hold together is made anew.
        sound = made.key == key and hashlib.sha256(data).hexdigest() == made.sha256
        return made if sound else None

    def keep(self, made: MadePacket, data: bytes) -> None:
        """See :class:`PacketStore`."""
        for path in (self.folder / f"{made.key}.{self.ending}", self._facts(made.key)):
            # A link is not followed here, as it is at -o: what it leads to is not ours.
            if path.is_dir() or path.is_symlink():
                _remove(path)
        write_whole(self.folder / f"{made.key}.{self.ending}", data, private=True)
        # Written last: a packet counts as finished when its facts stand beside it.
        write_whole(self._facts(made.key), made.as_json(), private=True)

    def read(self, key: str) -> bytes:
        """See :class:`PacketStore`."""
        return (self.folder / f"{key}.{self.ending}").read_bytes()

    def forget(self) -> None:
        """Remove every kept packet, and the folder where nothing else stands in it."""
        for path in self.folder.iterdir():
            if _KEPT.fullmatch(path.name):
                _remove(path)
        with suppress(OSError):
            self.folder.rmdir()

    def _facts(self, key: str) -> Path:
        return self.folder / f"{key}.{self.ending}.json"


def _remove(path: Path) -> None:
    """Remove what stands at an address of ours; a folder, too, though only another program puts one there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def folder_beside(output: Path) -> Path:
    """Where finished packets are kept for continuing: ``stream.packets/`` beside ``stream.pdf``."""
    return output.with_name(f"{output.stem if output.suffix == '.pdf' else output.name}.packets")


@contextmanager
def owned_folder(folder: Path) -> Iterator[Path]:
    """The folder, for one run at a time; what a killed run left half-written is removed.

    Raises ``InputError`` while another run holds it, and where a file bears its name.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise InputError(
            f"만든 묶음을 남겨 둘 폴더와 이름이 같은 파일 {quoted_with_particle(folder.name, '이(가)')} 있습니다. "
            "그 파일을 옮기거나 다른 -o를 주세요.",
            "OUTPUT-BUSY",
        ) from None
    folder.chmod(0o700)
    if (folder / _LOCK).is_dir():
        _remove(folder / _LOCK)
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(
                "같은 곳에 묶음을 만드는 다른 실행이 있습니다. 끝난 뒤 다시 하거나 다른 -o를 주세요.",
                "OUTPUT-BUSY",
            ) from None
        for path in folder.glob(f"{TEMPORARY}*"):
            path.unlink(missing_ok=True)
        yield folder
