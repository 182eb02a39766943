"""How much the data folder may hold.

It is measured now and then, and what this process writes in between is counted: other processes
write, too, so a limit may be passed by what they write within that time.
"""

from __future__ import annotations

import errno
import os
import threading
import time
from pathlib import Path

from forms import SeosikError

GIGABYTE = 1024**3
DEFAULT_LIMIT = 10 * GIGABYTE
# Seconds for which a measure is good; a full folder is looked at sooner, since somebody may make room.
_GOOD_FOR = 60.0
_GOOD_FOR_FULL = 2.0


class DataFull(SeosikError):
    """The data folder holds as much as it may; ``limit`` in bytes."""

    code = "DATA-FULL"
    http_status = 507

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"자료를 두는 곳이 한도({_words(limit)})까지 찼습니다. 쓰지 않는 자료와 끝난 묶음 작업을 "
            "지우거나 관리자에게 알려 주세요."
        )
        self.limit = limit


class DiskFull(SeosikError):
    """The disk itself holds no more."""

    code = "DISK-FULL"
    http_status = 507

    def __init__(self) -> None:
        super().__init__("디스크가 가득 차서 저장하지 못했습니다. 관리자에게 알려 주세요.")


def is_full(error: OSError) -> bool:
    """Whether an error of the system says that there is no room: on the disk, or for this user."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


class Quota:
    """At most ``limit`` bytes in a folder and below. It may be used by many threads at once."""

    def __init__(self, folder: Path, limit: int = DEFAULT_LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self._lock = threading.Lock()
        self._held = 0
        self._measured = float("-inf")

    def __reduce__(self) -> tuple[type[Quota], tuple[Path, int]]:
        # Another process measures for itself.
        return type(self), (self.folder, self.limit)

    def require(self, size: int, keep: bool = True) -> None:
        """Count ``size`` more bytes; raises ``DataFull`` where they do not fit, and counts nothing then.

        Without ``keep`` it only looks whether they would fit.
        """
        with self._lock:
            if self._older_than(_GOOD_FOR):
                self._measure()
            if self._held + size > self.limit and self._older_than(_GOOD_FOR_FULL):
                self._measure()
            if self._held + size > self.limit:
                raise DataFull(self.limit)
            self._held += size if keep else 0

    def _older_than(self, seconds: float) -> bool:
        return time.monotonic() - self._measured > seconds

    def _measure(self) -> None:
        self._held = size_of(self.folder)
        self._measured = time.monotonic()


def size_of(folder: Path) -> int:
    """The bytes of all files below a folder; what goes away meanwhile counts nothing."""
    total = 0
    waiting = [os.fspath(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        total += _size(entry)
        except OSError:
            continue
    return total


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_size
    except OSError:
        return 0


def _words(limit: int) -> str:
    if limit >= GIGABYTE:
        return f"{limit / GIGABYTE:.10g}GB"
    return f"{max(1, limit // 1024**2)}MB"
