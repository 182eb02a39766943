"""Worker processes as an operator starts them, to be killed."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.jobs.dbos_engine import DbosEngine
from api.jobs.settings import JobSettings
from tests.api.jobs.batches import wait_until

ROOT = Path(__file__).resolve().parents[3]


class WorkerCommand:
    """``seosik worker`` as a process; what it and its executors say is in ``log``."""

    def __init__(self, settings: JobSettings, processes: int = 2) -> None:
        self.log = settings.data.parent / f"{settings.data.name}.log"
        with self.log.open("ab") as lines:
            self._process = subprocess.Popen(
                [*seosik("worker"), "--data", str(settings.data), "--processes", str(processes)],
                cwd=ROOT,
                env=environment(settings),
                stdout=lines,
                stderr=lines,
                start_new_session=True,
            )

    @property
    def executors(self) -> list[int]:
        """The process numbers of its executors, the oldest first."""
        number = self._process.pid
        children = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii")
        return [int(child) for child in children.split()]

    def kill(self) -> None:
        """SIGKILL for the supervisor alone; its executors must end by themselves."""
        executors = self.executors
        self._process.kill()
        self._process.wait()
        wait_until(lambda: not any(Path(f"/proc/{number}").exists() for number in executors), 10)

    def end(self) -> None:
        """End as an operator does, or clean up after a test that failed."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()


@contextmanager
def worker(settings: JobSettings, processes: int = 2) -> Iterator[WorkerCommand]:
    """A worker that ends with the block."""
    command = WorkerCommand(settings, processes)
    try:
        yield command
    finally:
        command.end()


def seosik(*arguments: str) -> list[str]:
    """The command line of the program."""
    return [sys.executable, "-m", "api.cli.start", *arguments]


def environment(settings: JobSettings) -> dict[str, str]:
    """The environment of a process that finds the same database."""
    return {**os.environ, "SEOSIK_DATABASE_URL": settings.database}


def kill_executor(command: WorkerCommand, chance: random.Random) -> None:
    """SIGKILL for one of the executors that make packets."""
    # The last one is for single documents. Early in a run none may have been started yet.
    wait_until(lambda: len(command.executors) > 1)
    os.kill(chance.choice(command.executors[:-1]), signal.SIGKILL)


def limit_files(command: WorkerCommand, size: int) -> None:
    """From now on no file of the executors grows beyond so many bytes: as on a full disk."""
    for number in command.executors:
        hard = resource.prlimit(number, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(number, resource.RLIMIT_FSIZE, (size, hard))


def wait_for_moment(engine: DbosEngine, batch: str, done: int) -> None:
    """Wait until so many items have ended."""

    def reached() -> bool:
        status = engine.status(batch)
        return status.done + status.left_out >= done or status.state.ended

    wait_until(reached)


def chance_of_this_run() -> random.Random:
    """Random moments; the seed is printed, and SEOSIK_SEED repeats it."""
    seed = int(os.environ.get("SEOSIK_SEED", "0")) or random.SystemRandom().randrange(1, 2**32)
    print(f"SEOSIK_SEED={seed}")
    return random.Random(seed)  # noqa: S311 - moments, not secrets
