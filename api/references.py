"""Files that a case names: relative to the case file or inside the same ZIP, and nowhere else."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from api.archives import opened_archive, read_member
from forms import InputError, TooLarge
from forms.particles import quoted_with_particle

LIMIT = 50 * 1024 * 1024


@dataclass(frozen=True)
class Origin:
    """Where a case came from: a folder, or a folder inside an archive."""

    folder: Path
    archive: Path | None = None
    inside: str = ""


def read_reference(origin: Origin | None, file: str) -> bytes:
    """The bytes of a file that a case names. Raises ``InputError`` where it is refused or missing."""
    if origin is None:
        raise InputError(
            f"파일 {quoted_with_particle(file, '을(를)')} 찾을 수 없습니다. 사례 파일로 저장해서 쓰세요.",
            "FILE-MISSING",
        )
    wanted = PurePosixPath(file.replace("\\", "/"))
    if wanted.is_absolute() or ".." in wanted.parts or ":" in file or not wanted.parts:
        raise InputError("사례 파일 밖의 파일은 읽지 않습니다.", "FILE-PATH")
    if origin.archive is not None:
        return _from_archive(origin.archive, PurePosixPath(origin.inside) / wanted, file)
    try:
        return _from_folder(origin.folder, wanted, file)
    except (OSError, ValueError):
        # A name that no file system holds, or a file that may not be read.
        raise InputError(
            f"파일 {quoted_with_particle(file, '을(를)')} 읽을 수 없습니다.", "FILE-UNREADABLE"
        ) from None


def _from_folder(folder: Path, wanted: PurePosixPath, file: str) -> bytes:
    path = folder / wanted
    # A link anywhere on the way could lead out of the folder.
    steps = [folder.joinpath(*wanted.parts[:n]) for n in range(1, len(wanted.parts) + 1)]
    if any(step.is_symlink() for step in steps):
        raise InputError("사례 파일 밖의 파일은 읽지 않습니다.", "FILE-PATH")
    if not path.is_file():
        raise InputError(f"파일 {quoted_with_particle(file, '이(가)')} 없습니다.", "FILE-MISSING")
    if path.stat().st_size > LIMIT:
        raise TooLarge(f"파일 {quoted_with_particle(file, '이(가)')} {LIMIT // 1024**2}MB를 넘습니다.")
    return path.read_bytes()


def _from_archive(archive: Path, member: PurePosixPath, file: str) -> bytes:
    with opened_archive(archive) as opened:
        try:
            info = opened.getinfo(str(member))
        except KeyError:
            raise InputError(
                f"압축 파일 안에 {quoted_with_particle(file, '이(가)')} 없습니다.", "FILE-MISSING"
            ) from None
        if stat.S_ISLNK(info.external_attr >> 16):
            raise InputError("사례 파일 밖의 파일은 읽지 않습니다.", "FILE-PATH")
        if info.file_size > LIMIT:
            raise TooLarge(f"파일 {quoted_with_particle(file, '이(가)')} {LIMIT // 1024**2}MB를 넘습니다.")
        return read_member(opened, info)
