"""Files that a case names: relative to the case file or inside the same ZIP, and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from api.cases.archives import archive_of
from api.cases.file_names import decoded, path_parts, shown
from forms import InputError, TooLarge
from forms.particles import quoted_with_particle

LIMIT = 50 * 1024 * 1024
_NAME_SHOWN = 100


@dataclass(frozen=True)
class Origin:
    """Where a case came from: a folder, or a folder inside an archive."""

    folder: Path
    archive: Path | None = None
    inside: str = ""


@dataclass(frozen=True)
class NamedAttachment:
    """An attachment as a case names it; ``position`` is its place in the case's list, from 0."""

    position: int
    title: str
    file: str


def named_attachments(raw: object) -> Iterator[NamedAttachment]:
    """The attachments that a case's JSON names, as far as they are written as they should be."""
    listed = raw.get("attachments") if isinstance(raw, dict) else None
    for position, entry in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(entry, dict):
            title, file = entry.get("title"), entry.get("file")
            if isinstance(title, str) and isinstance(file, str):
                yield NamedAttachment(position, title, file)


def named_files(raw: object) -> Iterator[str]:
    """Every file that a case's JSON names, in an attachment or elsewhere, fit to be shown."""
    left = [raw]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            file = value.get("file")
            if isinstance(file, str) and file.strip():
                yield shown(file)[:_NAME_SHOWN]
            # The last one put down is the first one looked at.
            left += reversed(list(value.values()))
        elif isinstance(value, list):
            left += reversed(value)


def read_reference(origin: Origin | None, file: str) -> bytes:
    """The bytes of a file that a case names. Raises ``InputError`` where it is refused, missing or unreadable."""
    named = shown(file)[:_NAME_SHOWN]
    if origin is None:
        raise InputError(
            f"파일 {quoted_with_particle(named, '이(가)')} 사례와 함께 오지 않았습니다. "
            "사례 파일과 한 ZIP에 넣어 주세요.",
            "FILE-MISSING",
        )
    wanted = path_parts(file)
    if not wanted or file.startswith(("/", "\\")) or ".." in wanted or ":" in file:
        raise InputError("사례 파일 밖의 파일은 읽지 않습니다.", "FILE-PATH")
    try:
        if origin.archive is not None:
            return _from_archive(origin.archive, (*path_parts(origin.inside), *wanted), named)
        return _from_folder(origin.folder, wanted, named)
    except (OSError, ValueError):
        # A name that no file system holds, or a file that may not be read.
        raise InputError(
            f"파일 {quoted_with_particle(named, '을(를)')} 읽을 수 없습니다.", "FILE-UNREADABLE"
        ) from None


def _from_folder(folder: Path, wanted: tuple[str, ...], named: str) -> bytes:
    path = folder
    for part in wanted:
        path = _step(path, part)
        # A link anywhere on the way could lead out of the folder.
        if path.is_symlink():
            raise InputError("사례 파일 밖의 파일은 읽지 않습니다.", "FILE-PATH")
    if not path.is_file():
        raise InputError(f"파일 {quoted_with_particle(named, '이(가)')} 없습니다.", "FILE-MISSING")
    if path.stat().st_size > LIMIT:
        raise _too_large(named)
    return path.read_bytes()


def _step(folder: Path, part: str) -> Path:
    """The entry of a folder that bears a name, however the system that wrote it spells it."""
    exact = folder / part
    if exact.exists() or exact.is_symlink() or not folder.is_dir():
        return exact
    return next((entry for entry in sorted(folder.iterdir()) if _parts_of(entry) == (part,)), exact)


def _parts_of(entry: Path) -> tuple[str, ...]:
    # Bytes that are no UTF-8 stand in a name as lone surrogates, and come back so.
    return path_parts(decoded(os.fsencode(entry.name)))


def _from_archive(archive: Path, parts: tuple[str, ...], named: str) -> bytes:
    opened = archive_of(archive)
    member = opened.find(parts)
    if member is None:
        raise InputError(f"압축 파일 안에 {quoted_with_particle(named, '이(가)')} 없습니다.", "FILE-MISSING")
    if member.size > LIMIT:
        raise _too_large(named)
    return opened.read(member)


def _too_large(named: str) -> TooLarge:
    return TooLarge(f"파일 {quoted_with_particle(named, '이(가)')} {LIMIT // 1024**2}MB를 넘습니다.")
