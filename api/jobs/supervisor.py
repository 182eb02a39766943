"""The supervisor: one executor process per core and one for single documents; dead ones are restarted.

Together its executors always listen to every queue: where none is kept for single documents, each of
them makes these, too.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from api.jobs.dbos_engine import PACKETS, SINGLES
from api.jobs.settings import JobSettings
from api.stopping import deaf_to_ctrl_c

log = logging.getLogger("seosik.jobs")

_LOOK_EVERY = 0.2
# Seconds: where one after the other dies young, the next is started later and later.
_YOUNG, _LONGEST_PAUSE = 60.0, 30.0
_ENDING = 10.0
_ROOT = Path(__file__).resolve().parents[2]


@dataclass
class _Place:
    """A place for an executor; ``process`` is the one that holds it now, None where it could not be started."""

    queues: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    ended: float | None = None
    # How many died young, one after the other.
    young: int = 0

    def note_end(self, now: float) -> None:
        """The process has ended; seen once."""
        self.ended = now
        self.young = self.young + 1 if now - self.started < _YOUNG else 0

    def due(self, now: float) -> bool:
        """Whether the next one may be started: at once after a single early death."""
        pause = min(2.0 ** (self.young - 2), _LONGEST_PAUSE) if self.young > 1 else 0.0
        return self.ended is not None and now - self.ended >= pause


class Supervisor:
    """Executors of one machine, for as long as it is entered.

    Killed itself, it takes them along: each watches its standard input and its parent.
    """

    def __init__(self, settings: JobSettings, processes: int | None = None, singles: bool = True) -> None:
        self._settings = settings
        made_of = (PACKETS,) if singles else (PACKETS, SINGLES)
        self._places = [_Place(made_of) for _ in range(processes or os.cpu_count() or 1)]
        if singles:
            self._places.append(_Place((SINGLES,)))
        self._ending = threading.Event()
        self._watch = threading.Thread(target=self._keep_alive, name="job-supervisor", daemon=True)

    def __enter__(self) -> Supervisor:
        """Start the executors. One that cannot be started now is tried again, as one that died."""
        for place in self._places:
            self._try_to_start(place)
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the executors; what they had begun is taken up by the next."""
        self._ending.set()
        self._watch.join()
        for place in self._places:
            if place.process is not None and place.process.stdin is not None:
                place.process.stdin.close()
        for place in self._places:
            if place.process is not None:
                try:
                    place.process.wait(_ENDING)
                except subprocess.TimeoutExpired:
                    place.process.kill()
                    place.process.wait()

    @property
    def processes(self) -> list[int]:
        """The process numbers of the executors that live."""
        return [
            place.process.pid
            for place in self._places
            if place.process is not None and place.process.poll() is None
        ]

    def _start(self, place: _Place) -> None:
        command = [sys.executable, "-m", "api.jobs.executor", "--data", str(self._settings.data)]
        environment = {
            **os.environ,
            "SEOSIK_DATABASE_URL": self._settings.database,
            "SEOSIK_QUEUE_LIMIT": str(self._settings.queue_limit),
            "SEOSIK_KEEP_DAYS": str(self._settings.keep_days),
            "SEOSIK_DATA_LIMIT": f"{max(1, self._settings.data_limit // 1024**2)}MB",
            # Executors find the program where it is installed or, from a checkout, here.
            "PYTHONPATH": os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")])),
        }
        queues = [argument for queue in place.queues for argument in ("--queue", queue)]
        with deaf_to_ctrl_c():
            place.process = subprocess.Popen(  # noqa: S603 - our own program with our own arguments
                [*command, *queues], stdin=subprocess.PIPE, env=environment
            )

    def _try_to_start(self, place: _Place) -> None:
        place.started, place.ended, place.process = time.monotonic(), None, None
        try:
            self._start(place)
        except Exception as error:
            # No memory, process or file handle is free just now.
            place.note_end(time.monotonic())
            log.error("an executor could not be started: %s", type(error).__name__)

    def _keep_alive(self) -> None:
        while not self._ending.wait(_LOOK_EVERY):
            for place in self._places:
                self._look_after(place)

    def _look_after(self, place: _Place) -> None:
        """Restart what ended. It never raises: nobody else would watch the others."""
        status = place.process.poll() if place.process is not None else None
        if place.process is not None and status is None:
            return
        now = time.monotonic()
        if place.ended is None:
            place.note_end(now)
        if not place.due(now):
            return
        if place.process is not None:
            log.info("an executor ended (%d) and is restarted", status)
            if place.process.stdin is not None:
                place.process.stdin.close()
        self._try_to_start(place)
