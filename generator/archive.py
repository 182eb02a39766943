"""Zip archives whose members may have been packed before: sorted by the caller, without times.

The bytes are those of ``zipfile`` at level 6, which cannot take a packed member.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import NamedTuple

_LEVEL = 6
_VERSION, _UNIX, _STORED, _DEFLATED, _UTF8 = 20, 3, 0, 8, 0x800
# Midnight of the first day that the format knows, 1980-01-01.
_TIME, _DAY = 0, 1 << 5 | 1
_OWNER_ONLY = 0o600 << 16
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s2B5H3L5H2L"), struct.Struct("<4s4H2LH")


class Member(NamedTuple):
    """A file of an archive, packed: its CRC-32, its size in bytes, and its content, deflated unless stored."""

    name: str
    crc: int
    size: int
    content: bytes
    method: int = _DEFLATED


def packed(name: str, data: bytes) -> Member:
    """A file as a member."""
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Member(name, zlib.crc32(data), len(data), deflate.compress(data) + deflate.flush())


def stored(name: str, data: bytes) -> Member:
    """A file as a member that is not deflated: what is packed already, or must be read as it stands."""
    return Member(name, zlib.crc32(data), len(data), data, _STORED)


def archive(members: Iterable[Member]) -> bytes:
    """The archive of these members, in their order (APPNOTE.TXT 4.3)."""
    files: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name, crc, size, content, method in members:
        encoded = name.encode("utf-8")
        flags = 0 if name.isascii() else _UTF8
        facts = (flags, method, _TIME, _DAY, crc, len(content), size, len(encoded), 0)
        files += (_LOCAL.pack(b"PK\3\4", _VERSION, *facts), encoded, content)
        directory += (
            _CENTRAL.pack(b"PK\1\2", _VERSION, _UNIX, _VERSION, *facts, 0, 0, 0, _OWNER_ONLY, at),
            encoded,
        )
        at += _LOCAL.size + len(encoded) + len(content)
    count, length = len(directory) // 2, sum(map(len, directory))
    return b"".join([*files, *directory, _END.pack(b"PK\5\6", 0, 0, count, count, length, at, 0)])
