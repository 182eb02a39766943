"""What processes hold, as Linux tells it."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def kilobytes(what: str, pid: int | None = None) -> int:
    """``VmHWM`` (the highest mark since the program was started) or ``VmRSS``; 0 of a process that is gone.

    Without ``pid`` of this one. Unlike ``ru_maxrss`` the mark does not begin with the memory of the parent.
    """
    try:
        found = re.search(rf"{what}:\s+(\d+)", Path(f"/proc/{pid or 'self'}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0


class Family:
    """A process and all that come from it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.rest: dict[int, int] = {}
        self.marks: dict[int, int] = {}
        self.looks: Counter[int] = Counter()

    def members(self) -> Iterator[int]:
        """The ids of those that live."""
        parents: dict[int, list[int]] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(stat.read_text(errors="replace").rpartition(")")[2].split()[1])
            except OSError:
                continue
            parents.setdefault(parent, []).append(int(stat.parent.name))
        waiting = [self.pid]
        while waiting:
            yield (pid := waiting.pop())
            waiting += parents.get(pid, [])

    def settle(self) -> None:
        """From here on count what is above what stands now."""
        self.rest, self.marks, self.looks = {}, {}, Counter()
        for pid in list(self.members()):
            try:
                Path(f"/proc/{pid}/clear_refs").write_text("5")
            except OSError:
                continue
            self.rest[pid] = kilobytes("VmRSS", pid)

    def look(self) -> None:
        """Note the highest mark of each. It never falls, unless the process becomes another program."""
        for pid in list(self.members()):
            if mark := kilobytes("VmHWM", pid):
                self.marks[pid] = max(0, mark - self.rest.get(pid, 0))
                self.looks[pid] += 1

    @contextmanager
    def watched(self, every: float = 0.02) -> Iterator[None]:
        """Look again and again meanwhile, after so many seconds."""
        done = threading.Event()

        def watch() -> None:
            while not done.wait(every):
                self.look()

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()
            self.look()

    @property
    def above(self) -> int:
        """Bytes above rest, all marks together."""
        return 1024 * sum(self.seen().values())

    def seen(self) -> dict[int, int]:
        """The mark of each in kilobytes.

        What was seen but once is a process on its way to another program, and shows its parent's memory.
        """
        return {pid: mark for pid, mark in self.marks.items() if self.looks[pid] > 1}
