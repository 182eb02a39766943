"""The encrypted store of a batch's inputs and results: AES-256-GCM, one file an entry.

Model: whoever reads the disk, a backup or the shared directory learns how many entries a batch has,
how large they are and when they were written, and nothing else; an entry changed, cut or put under
another name is refused when it is read. Accepted: the key file stands in the data directory unless
SEOSIK_KEY gives the key, so a copy of the whole directory is readable.

A file is ``salt (32)`` and sealed chunks. Each file has a key of its own (HKDF-SHA256 of the master
key and its salt), so that counting nonces never repeat; a nonce is the chunk's number and a mark on
the last (the STREAM construction: Hoang, Reyhanitabar, Rogaway, Vizár 2015), and the associated data
is the entry's name.
"""

from __future__ import annotations

import base64
import binascii
import fcntl
import hashlib
import hmac
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from api.jobs.engine import Result
from api.jobs.quota import Quota
from api.packets.store import MadePacket
from forms import InputError, SeosikError

KEY_BYTES = 32
CHUNK = 1024 * 1024
_SALT, _TAG, _NONCE = 32, 16, 12


class EntryDamaged(SeosikError):
    """A stored entry is missing, changed, or was sealed with another key."""

    code = "JOBS-STORE"

    def __init__(self) -> None:
        super().__init__("보관한 자료를 읽을 수 없습니다.")


def master_key(data: Path, environment: Mapping[str, str] = os.environ) -> bytes:
    """The key: SEOSIK_KEY (base64 of 32 bytes), else the key file, made on first run for its owner alone.

    Raises ``InputError`` (SETTING) for a key of another length.
    """
    text = environment.get("SEOSIK_KEY")
    path = data / "key"
    if not text:
        if not path.exists():
            make_key_file(path, base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())
        text = path.read_text(encoding="ascii")
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise InputError("설정 SEOSIK_KEY(또는 key 파일)는 32바이트의 base64여야 합니다.", "SETTING")
    return key


def make_key_file(path: Path, key: str) -> None:
    """Write a new key to its file, its owner's alone. One that is there already stays."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".key.")
    with os.fdopen(handle, "wb") as file:
        file.write(key.encode("ascii") + b"\n")
        file.flush()
        os.fsync(file.fileno())
    # Of two processes on their first run one links its file; the other takes that key.
    with suppress(FileExistsError):
        os.link(name, path)
    Path(name).unlink()


@dataclass(frozen=True)
class Vault:
    """Entries by group (a batch) and name. File names are keyed hashes: they tell nothing."""

    folder: Path
    key: bytes
    quota: Quota | None = None

    def __reduce__(self) -> tuple[type[Vault], tuple[Path, bytes, Quota | None]]:
        # It travels to worker processes, and the ciphers that it holds ready do not.
        return type(self), (self.folder, self.key, self.quota)

    @cached_property
    def _name_key(self) -> bytes:
        return _derived(self.key, None, b"names")

    @cached_property
    def _sealing_key(self) -> AESGCM:
        return AESGCM(_derived(self.key, None, b"sealed values"))

    def write(self, group: str, name: str, data: bytes) -> None:
        """Keep an entry, whole or not at all, on disk when it returns. The same name is replaced.

        Raises ``DataFull`` where the quota does not allow it.
        """
        self._write(group, name, BytesIO(data), len(data))

    def write_file(self, group: str, name: str, path: Path) -> None:
        """Keep what a file holds, as :meth:`write` does, without holding it in memory."""
        with path.open("rb") as source:
            self._write(group, name, source, path.stat().st_size)

    def _write(self, group: str, name: str, source: BinaryIO, size: int) -> None:
        if self.quota is not None:
            self.quota.require(size)
        path = self._path(group, name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                salt = secrets.token_bytes(_SALT)
                file.write(salt)
                cipher = AESGCM(_derived(self.key, salt, b"files"))
                number, chunk = 0, source.read(CHUNK)
                while True:
                    following = source.read(CHUNK)
                    nonce = _nonce(number, not following)
                    file.write(cipher.encrypt(nonce, chunk, _bound(group, name)))
                    if not following:
                        break
                    number, chunk = number + 1, following
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
            _sync_folder(path.parent)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def copy_to(self, group: str, name: str, path: Path) -> None:
        """Write an entry to a file that is its owner's alone. Raises ``EntryDamaged``."""
        path.touch(mode=0o600)
        with path.open("wb") as target:
            for chunk in self.open(group, name).chunks:
                target.write(chunk)

    @contextmanager
    def changing(self, group: str) -> Iterator[None]:
        """A group for one change at a time: what is read and written within is not changed in between.

        It holds among threads and processes of one machine.
        """
        folder = self.folder / group
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def read(self, group: str, name: str) -> bytes:
        """An entry. Raises ``EntryDamaged`` where it is missing, changed, or of another name or key."""
        return self.open(group, name).read()

    def open(self, group: str, name: str) -> Result:
        """An entry, chunk by chunk: each is verified before it is given, the end with the last."""
        path = self._path(group, name)
        try:
            size = path.stat().st_size - _SALT
        except OSError:
            raise EntryDamaged from None
        plain = size - _TAG * max(1, -(-size // (CHUNK + _TAG)))
        return Result(self._chunks(path, _bound(group, name)), plain)

    def _chunks(self, path: Path, bound: bytes) -> Iterator[bytes]:
        # Opened with the first chunk: a result that nobody reads holds no file.
        try:
            file = path.open("rb")
        except OSError:
            raise EntryDamaged from None
        with file:
            cipher = AESGCM(_derived(self.key, file.read(_SALT), b"files"))
            number, sealed = 0, file.read(CHUNK + _TAG)
            while True:
                following = file.read(CHUNK + _TAG)
                try:
                    yield cipher.decrypt(_nonce(number, not following), sealed, bound)
                except (InvalidTag, ValueError):
                    raise EntryDamaged from None
                if not following:
                    return
                number, sealed = number + 1, following

    def holds(self, group: str, name: str) -> bool:
        """Whether an entry is there (without reading it)."""
        return self._path(group, name).exists()

    def groups(self) -> list[tuple[str, float]]:
        """The groups that have a folder, each with the time of its last change (seconds, epoch)."""
        if not self.folder.exists():
            return []
        return [(path.name, path.stat().st_mtime) for path in self.folder.iterdir() if path.is_dir()]

    def remove_group(self, group: str) -> None:
        """Remove all entries of a group. One that is gone already is fine."""
        shutil.rmtree(self.folder / group, ignore_errors=True)

    def sealed(self, place: str, data: bytes) -> bytes:
        """A small value sealed for a table's cell, bound to its ``place``."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._sealing_key.encrypt(nonce, data, place.encode())

    def unsealed(self, place: str, sealed: bytes) -> bytes:
        """What was sealed for that place. Raises ``EntryDamaged``."""
        try:
            return self._sealing_key.decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode())
        except (InvalidTag, ValueError):
            raise EntryDamaged from None

    def _path(self, group: str, name: str) -> Path:
        digest = hmac.new(self._name_key, _bound(group, name), hashlib.sha256).hexdigest()
        return self.folder / group / digest


@dataclass(frozen=True)
class VaultPackets:
    """The packets of one batch, as a :class:`~api.packets.store.PacketStore`."""

    vault: Vault
    batch: str

    def find(self, key: str) -> MadePacket | None:
        """See :class:`~api.packets.store.PacketStore`; the store itself verifies the bytes."""
        if not self.vault.holds(self.batch, f"facts/{key}"):
            return None
        try:
            made = MadePacket.from_json(self.vault.read(self.batch, f"facts/{key}"))
            data = self.read(key)
        except (EntryDamaged, ValueError, TypeError, KeyError):
            return None
        return made if hashlib.sha256(data).hexdigest() == made.sha256 else None

    def keep(self, made: MadePacket, data: bytes) -> None:
        """See :class:`~api.packets.store.PacketStore`."""
        self.vault.write(self.batch, f"packet/{made.key}", data)
        # Written last: a packet counts as finished when its facts stand beside it.
        self.vault.write(self.batch, f"facts/{made.key}", made.as_json())

    def read(self, key: str) -> bytes:
        """See :class:`~api.packets.store.PacketStore`."""
        return self.vault.read(self.batch, f"packet/{key}")


def _derived(key: bytes, salt: bytes | None, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=b"seosik " + purpose).derive(key)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(_NONCE - 1, "big") + bytes([last])


def _bound(group: str, name: str) -> bytes:
    return f"{group}/{name}".encode()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
