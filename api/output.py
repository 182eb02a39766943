"""Writing what was made: whole or not at all, and never over what is no file.

A link is followed, a FIFO or a device is written to, a folder is made where it is missing. What goes
wrong is an ``OutputError`` with a Korean sentence.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO

from forms import DocumentError, InputError
from forms.particles import with_particle

STANDARD_OUTPUT = "-"
# How the name of a file begins that is not finished.
TEMPORARY = ".seosik-"
# A folder whose name ends like a file was meant to be one.
_FILE_ENDINGS = (
    ".pdf", ".docx", ".doc", ".hwpx", ".hwp", ".xlsx", ".xls", ".csv", ".json", ".jsonl", ".zip", ".txt", ".html", ".ics",
)  # fmt: skip
# What the system says of a file that cannot be written, as a person reads it.
_SENTENCES = {
    errno.EACCES: "쓸 권한이 없습니다",
    errno.EPERM: "쓸 권한이 없습니다",
    errno.EROFS: "읽기만 할 수 있는 곳입니다",
    errno.ENOSPC: "저장할 자리가 모자랍니다",
    errno.EDQUOT: "저장할 자리가 모자랍니다",
    errno.ENAMETOOLONG: "이름이 너무 깁니다",
    errno.EISDIR: "폴더입니다. 파일 이름을 적으세요",
    errno.ENOTDIR: "가는 길에 폴더가 아닌 것이 있습니다",
    errno.EEXIST: "같은 이름의 파일이 있어 폴더를 만들 수 없습니다",
    errno.ELOOP: "링크가 돌고 돕니다",
    errno.EPIPE: "받는 쪽이 먼저 닫혔습니다",
    errno.ENXIO: "받는 쪽이 없습니다",
    errno.EFBIG: "파일이 너무 큽니다",
}


class OutputError(DocumentError):
    """What was made could not be written where it should stand."""

    code = "OUTPUT"


def why(error: OSError) -> str:
    """What the system complains of, in Korean, without a full stop."""
    return _SENTENCES.get(error.errno or 0, f"시스템 오류 {error.errno}번이 났습니다")


def write_output(output: str, data: bytes) -> None:
    """Write to a file, or to standard output for ``-``. Raises ``OutputError``."""
    if output == STANDARD_OUTPUT:
        write_standard(data)
    else:
        write_whole(Path(output), data)


def write_standard(data: bytes | IO[bytes]) -> None:
    """Write to standard output, all of it. Raises ``OSError`` where nobody takes it."""
    if sys.stdout is None:
        raise OutputError("표준 출력이 닫혀 있습니다.")
    sys.stdout.flush()
    shutil.copyfileobj(BytesIO(data) if isinstance(data, bytes) else data, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def print_json(value: object) -> None:
    """One JSON document on standard output, UTF-8.

    A finding may quote an unpaired surrogate of the upload; it must not stop the answer.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2)
    write_standard(text.encode("utf-8", "backslashreplace") + b"\n")


def write_whole(target: Path, data: bytes, private: bool = False) -> None:
    """Write a file whole or not at all: beside the target first, then renamed over it.

    A ``private`` file is its owner's alone; a file that stands there already keeps its mode.
    """
    _write(target, lambda file: file.write(data), private)


def put_whole(made: Path, target: Path) -> None:
    """Move a finished file to where it belongs, as ``write_whole`` writes; over file systems, too."""

    def copy(file: IO[bytes]) -> None:
        with made.open("rb") as source:
            shutil.copyfileobj(source, file)

    _write(target, copy, private=False)
    made.unlink()


def is_special(target: Path) -> bool:
    """Whether a FIFO, a device or a socket stands there: written to, and never replaced."""
    try:
        mode = target.stat().st_mode
    except OSError:
        return False
    # What /dev/stdout leads to is open elsewhere: though it be a file, it must stay the same one.
    opened = str(target).startswith(("/dev/std", "/dev/fd/", "/proc/"))
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) or opened


def needs_ending(output: str, endings: Sequence[str], what: str) -> None:
    """Refuse an output file whose name does not end in one of the endings; ``what`` names the file.

    Standard output and what is no file may have any name. Raises ``InputError``.
    """
    if output == STANDARD_OUTPUT or is_special(Path(output)):
        return
    if not output.lower().endswith(tuple(endings)):
        raise InputError(f"{what}의 이름은 다음으로 끝나야 합니다: {', '.join(endings)}", "OUTPUT-FORMAT")


def not_an_input(output: str, inputs: Sequence[str]) -> None:
    """Refuse to write over a file that was given to be read. Raises ``InputError``."""
    target = Path(output)
    if output != STANDARD_OUTPUT and target.exists() and not is_special(target):
        for name in inputs:
            if name != STANDARD_OUTPUT and Path(name).exists() and target.samefile(name):
                raise InputError("받은 파일을 덮어쓰지 않습니다. 다른 이름을 주세요.", "OUTPUT-SAME")


def needs_folder(output: str, what: str) -> Path:
    """The folder that ``output`` names; refuses what can be none. ``what`` says what is put there.

    Raises ``InputError`` for ``-``, a device or a name that ends like a file's, ``OutputError`` where
    nothing can be written.
    """
    folder = Path(output)
    meant_as_file = folder.suffix.lower() in _FILE_ENDINGS and not output.endswith("/")
    if output == STANDARD_OUTPUT or is_special(folder) or (meant_as_file and not folder.is_dir()):
        raise InputError(
            f"{with_particle(what, '은(는)')} 폴더에 만듭니다. -o에 폴더를 주세요.", "OUTPUT-FORMAT"
        )
    return writable_folder(folder)


def writable_folder(folder: Path) -> Path:
    """The folder, of which the part that stands already takes new files. Raises ``OutputError``.

    Asked before long work: that nothing can be written should not be found out at its end.
    """
    standing = folder
    while not standing.exists() and standing != standing.parent:
        standing = standing.parent
    with _told(folder):
        if not standing.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "")
        with tempfile.TemporaryFile(dir=standing):
            pass
    return folder


def _write(target: Path, fill: Callable[[IO[bytes]], object], private: bool) -> None:
    with _told(target):
        if is_special(target):
            with target.open("wb") as device:
                fill(device)
            return
        # A link is followed, also one that leads nowhere yet.
        place = Path(os.path.realpath(target)) if target.is_symlink() else target
        place.parent.mkdir(parents=True, exist_ok=True)
        mode = _mode(place, private)
        # Not named after the target, whose name may be as long as a name can be.
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=TEMPORARY)
        try:
            with os.fdopen(handle, "wb") as file:
                fill(file)
            Path(name).chmod(mode)
            Path(name).replace(place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _mode(place: Path, private: bool) -> int:
    try:
        standing = place.stat()
    except FileNotFoundError:
        return 0o600 if private else 0o666 & ~_umask()
    if stat.S_ISDIR(standing.st_mode):
        raise IsADirectoryError(errno.EISDIR, "")
    if not os.access(place, os.W_OK):
        # Renaming over it would be allowed; whoever protected it did not mean that.
        raise PermissionError(errno.EACCES, "")
    return 0o600 if private else stat.S_IMODE(standing.st_mode)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"{target}: {why(error)}.") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
