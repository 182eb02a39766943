"""ZIP archives from outside: opened and read so that a damaged one is told, and never stops the rest."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from lzma import LZMAError
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from forms import InputError

# What the decompressors and the reader of headers raise on damage: EOFError where the data end early,
# OSError from bzip2, RuntimeError for an unknown compression (its subclass NotImplementedError),
# ValueError for a name that is not in its encoding (its subclass UnicodeDecodeError).
_DAMAGE = (
    BadZipFile,
    zlib.error,
    LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
    struct.error,
)


@contextmanager
def opened_archive(path: Path) -> Iterator[ZipFile]:
    """An archive to read from; raises ``InputError`` (FILE-ZIP) where its table of contents is unreadable.

    A file that is missing or may not be read raises ``OSError``, as it does anywhere.
    """
    with path.open("rb") as file:
        try:
            archive = ZipFile(file)
        except _DAMAGE:
            raise InputError("ZIP 파일이 아니거나 손상되었습니다.", "FILE-ZIP") from None
        with archive:
            yield archive


def read_member(archive: ZipFile, member: ZipInfo) -> bytes:
    """The bytes of a member; raises ``InputError`` where it is locked or damaged.

    How large it is is for the caller to look at before.
    """
    if member.flag_bits & 1:
        raise InputError("암호가 걸린 압축 파일은 읽지 않습니다.", "FILE-ENCRYPTED")
    try:
        return archive.read(member)
    except _DAMAGE:
        raise InputError(
            "압축 파일 안의 파일이 손상되었거나 알 수 없는 방식으로 압축되어 읽을 수 없습니다.",
            "FILE-UNREADABLE",
        ) from None
