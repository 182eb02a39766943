"""ZIP archives from outside: judged before they are opened, and read so that a damaged file is told and never stops the rest.

The directory of an archive is judged as a whole: how many files it lists is counted before the library
takes them in, and files that share bytes with each other are refused, for they unpack to more than any
sum tells. What a file needs in order to be read is judged when it is read.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from api.cases.file_names import decoded, path_parts
from forms import InputError, TooLarge

MEMBERS = 20_000
# The names and notes of so many files; more is no archive that a person made.
DIRECTORY_LIMIT = 32 * 1024 * 1024

# What the reader of a directory raises on damage: RuntimeError for what it does not know (its subclass
# NotImplementedError), ValueError for a name that is not in its encoding.
_DAMAGE = (BadZipFile, EOFError, OSError, RuntimeError, ValueError, OverflowError, struct.error)
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_LONGEST_NOTE = 65_535
# An archive of more than 65,535 files or 4 GB has a second end record before the first.
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_ENTRY = 46
_LOCAL = 30
_ROUNDING = 1024
_UTF8 = 0x800
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UNICODE_PATH = 0x7075


@dataclass(frozen=True)
class Member:
    """A file of an archive. ``parts`` are those of its path, readable whatever system wrote it."""

    parts: tuple[str, ...]
    # Whether the path begins at a root, which no file of a case may.
    rooted: bool
    size: int
    packed: int
    info: ZipInfo

    @property
    def name(self) -> str:
        """The path with slashes."""
        return "/".join(self.parts)


@dataclass(frozen=True)
class Archive:
    """An archive that may be read from; its files stand in the order of their names."""

    path: Path
    members: tuple[Member, ...]
    by_parts: Mapping[tuple[str, ...], Sequence[Member]]

    def find(self, parts: tuple[str, ...]) -> Member | None:
        """The file of a path; raises ``InputError`` where two bear it."""
        found = self.by_parts.get(parts, ())
        if len(found) > 1:
            raise InputError("압축 파일 안에 같은 이름의 파일이 둘 이상 있습니다.", "FILE-DUPLICATE")
        return found[0] if found else None

    def read(self, member: Member) -> bytes:
        """The bytes of a file; raises ``InputError`` where it is locked, damaged, a link or packed in another way.

        How large it is is for the caller to look at before.
        """
        info = member.info
        if info.flag_bits & _ENCRYPTED:
            raise InputError("암호가 걸린 압축 파일은 읽지 않습니다.", "FILE-ENCRYPTED")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise InputError("사례 파일 밖의 파일은 읽지 않습니다.", "FILE-PATH")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise InputError(
                "압축 파일 안의 파일이 읽지 않는 방식으로 압축되었습니다. 윈도의 ‘압축(ZIP) 폴더’로 다시 만들어 주세요.",
                "FILE-UNREADABLE",
            )
        with self.path.open("rb") as file:
            data = _unpacked(file, info)
        if data is None or len(data) != info.file_size or zlib.crc32(data) != info.CRC:
            raise InputError("압축 파일 안의 파일이 손상되어 읽을 수 없습니다.", "FILE-UNREADABLE")
        return data


def archive_of(path: Path) -> Archive:
    """An archive to read from. Raises ``InputError``: FILE-ZIP where its directory is unreadable, FILE-LIMIT.

    A file that is missing or may not be read raises ``OSError``, as it does anywhere.
    """
    found = path.stat()
    return _archive(path, found.st_ino, found.st_size, found.st_mtime_ns)


# A case may name many files of its archive, and an archive hold many cases.
@lru_cache(maxsize=4)
def _archive(path: Path, inode: int, size: int, changed: int) -> Archive:
    with path.open("rb") as file:
        _judge_directory(file, size)
        try:
            with ZipFile(file) as archive:
                listed = archive.infolist()
                end = archive.start_dir
        except _DAMAGE:
            raise _not_an_archive() from None
    _judge_overlap(listed, end)
    members = (_member(info) for info in listed if not info.is_dir() and not info.filename.endswith("\\"))
    by_parts: dict[tuple[str, ...], list[Member]] = {}
    for member in sorted(members, key=lambda member: member.parts):
        by_parts.setdefault(member.parts, []).append(member)
    return Archive(path, tuple(chain.from_iterable(by_parts.values())), by_parts)


def _not_an_archive() -> InputError:
    return InputError("ZIP 파일이 아니거나 손상되었습니다.", "FILE-ZIP")


def judge_member_count(file: IO[bytes], most: int) -> None:
    """Raise ``TooLarge`` for an archive that lists more files than that; nothing else of it is judged.

    The count is that of the end record, and of the directory itself: either may say less than the other.
    """
    size = file.seek(0, 2)
    end = _end_record(file, size)
    if end is None:
        return
    claimed, start, length = end
    if claimed > most or length > DIRECTORY_LIMIT:
        raise TooLarge(f"압축 파일 안의 파일이 {most:,}개를 넘습니다. 나누어 주세요.")
    file.seek(start)
    directory = file.read(length)
    at = count = 0
    while at + _ENTRY <= len(directory):
        count += 1
        if count > most:
            raise TooLarge(f"압축 파일 안의 파일이 {most:,}개를 넘습니다. 나누어 주세요.")
        at += _ENTRY + sum(struct.unpack_from("<3H", directory, at + 28))


def _judge_directory(file: IO[bytes], size: int) -> None:
    if _end_record(file, size) is None:
        raise _not_an_archive()
    judge_member_count(file, MEMBERS)
    file.seek(0)


def _end_record(file: IO[bytes], size: int) -> tuple[int, int, int] | None:
    """(number of files, where the directory begins, its length), as the archive's end says."""
    begin = max(0, size - _END.size - _LONGEST_NOTE)
    file.seek(begin)
    tail = file.read()
    at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) < at + _END.size:
        return None
    _, _, _, _, claimed, length, _, _ = _END.unpack_from(tail, at)
    end = begin + at
    before = at - _LOCATOR64.size - _END64.size
    if (
        before >= 0
        and tail[at - _LOCATOR64.size :].startswith(b"PK\x06\x07")
        and tail[before:].startswith(b"PK\x06\x06")
    ):
        *_, claimed, length, _ = _END64.unpack_from(tail, before)
        end = begin + before
    if length > end:
        return None
    return claimed, end - length, length


def _judge_overlap(listed: list[ZipInfo], end: int) -> None:
    """Refuse files that share bytes. What stands before the data of each is counted short, so that no sound one is."""
    extents = sorted(
        (info.header_offset, info.header_offset + _LOCAL + info.compress_size) for info in listed
    )
    extents.append((end, end))
    if any(stop > following for (_, stop), (following, _) in pairwise(extents)):
        raise InputError("압축 파일의 구성을 받아들일 수 없습니다.", "FILE-ZIP")


def _member(info: ZipInfo) -> Member:
    name = _name(info)
    rooted = name.startswith(("/", "\\"))
    return Member(path_parts(name), rooted, info.file_size, info.compress_size, info)


def _name(info: ZipInfo) -> str:
    if info.flag_bits & _UTF8:
        return info.filename
    # Without the flag the library reads the bytes as CP437, which loses none of them.
    raw = info.orig_filename.encode("cp437")
    return (_unicode_path(info.extra, raw) or decoded(raw)).partition("\0")[0]


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name that some programs write beside one in an old encoding (APPNOTE 4.6.9)."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + length]
        if kind == _UNICODE_PATH and len(field) > 5 and field[1:5] == struct.pack("<L", zlib.crc32(raw)):
            return field[5:].decode("utf-8", "replace")
        at += 4 + length
    return None


def _unpacked(file: IO[bytes], info: ZipInfo) -> bytes | None:
    """The bytes of a member, at most one more than it claims; None where they cannot be unpacked."""
    file.seek(info.header_offset)
    head = file.read(_LOCAL)
    if len(head) < _LOCAL or not head.startswith(b"PK\x03\x04"):
        return None
    file.seek(sum(struct.unpack_from("<2H", head, 26)), 1)
    if info.compress_size > info.file_size + info.file_size // 1000 + _ROUNDING:
        # Nothing grows so by being packed; what is read is bounded by what was looked at before.
        return None
    packed = file.read(info.compress_size)
    if info.compress_type == ZIP_STORED:
        return packed
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, info.file_size + 1)
    except zlib.error:
        return None
