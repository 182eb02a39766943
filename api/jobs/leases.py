"""Leases: which process is which executor. Two never share a name, and what a dead one held is found.

They also say which queues are listened to: work in any other would lie.

A lease is renewed while its process lives. It may be taken when it was not renewed for long, or at
once when its process is known to be dead: it ran on this machine, since this boot, in this process
namespace, and is no more.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, text, update

from api.jobs.tables import leases

# Seconds. A machine that stalls longer loses its names; its executors see that and end.
LASTING = 30.0
RENEWED_EVERY = 5.0
EXECUTOR = "executor-"
HOUSEKEEPER = "housekeeper"


@dataclass(frozen=True)
class Holder:
    """A process that holds leases; ``token`` tells it from every other, also from one of its number."""

    token: str
    host: str
    process: str

    @classmethod
    def this_process(cls) -> Holder:
        """The process that asks."""
        return cls(secrets.token_hex(16), _host(), f"{os.getpid()} {_started(os.getpid())}")

    def knows_dead(self, host: str, process: str) -> bool:
        """Whether that process is one of this host's, and ended."""
        if host != self.host:
            return False
        number, _, started = process.partition(" ")
        return _started(int(number)) != started


def claim(connection: Connection, name: str, holder: Holder) -> bool:
    """Take a lease that is free, or whose holder is dead; False where another holds it."""
    _one_at_a_time(connection)
    now = database_time(connection)
    row = connection.execute(select(leases).where(leases.c.name == name)).first()
    if row is not None and row.token != holder.token and not _claimable(row, holder, now):
        return False
    _take(connection, name, holder, now, new=row is None)
    return True


def claim_executor(connection: Connection, holder: Holder, queues: Sequence[str]) -> str:
    """Take the first free name of an executor that listens to ``queues``.

    A restarted one gets that of its dead forerunner.
    """
    _one_at_a_time(connection)
    now = database_time(connection)
    held = {row.name: row for row in _executors(connection)}
    number = 1
    while (row := held.get(f"{EXECUTOR}{number}")) is not None and not _claimable(row, holder, now):
        number += 1
    name = f"{EXECUTOR}{number}"
    _take(connection, name, holder, now, new=row is None, queues=queues)
    return name


def listened(connection: Connection) -> frozenset[str]:
    """The queues to which an executor listens, or listened until just now: one that ended is restarted."""
    now = database_time(connection)
    alive = [row for row in _executors(connection) if row.renewed_at >= now - LASTING]
    return frozenset(queue for row in alive for queue in row.queues.split())


def renew(connection: Connection, name: str, holder: Holder) -> bool:
    """Keep a lease; False where another has taken it."""
    changed = connection.execute(
        update(leases)
        .where(leases.c.name == name, leases.c.token == holder.token)
        .values(renewed_at=database_time(connection))
    )
    return changed.rowcount == 1


def claim_dead_executors(connection: Connection, holder: Holder) -> list[str]:
    """Take the names of all dead executors, so that their work can be given to others."""
    _one_at_a_time(connection)
    now = database_time(connection)
    dead = [row.name for row in _executors(connection) if _claimable(row, holder, now)]
    for name in dead:
        _take(connection, name, holder, now, new=False)
    return dead


def forget(connection: Connection, name: str, holder: Holder) -> None:
    """Give a lease back."""
    connection.execute(delete(leases).where(leases.c.name == name, leases.c.token == holder.token))


def database_time(connection: Connection) -> float:
    """The time by the database's clock, in seconds: the clocks of machines differ."""
    if connection.dialect.name == "sqlite":
        return time.time()
    return float(connection.scalar(select(func.extract("epoch", func.clock_timestamp()))) or 0.0)


def _executors(connection: Connection) -> list[Row[Any]]:
    return list(connection.execute(select(leases).where(leases.c.name.startswith(EXECUTOR))).all())


def _claimable(row: Row[Any], holder: Holder, now: float) -> bool:
    return bool(row.renewed_at < now - LASTING) or holder.knows_dead(row.host, row.process)


def _take(
    connection: Connection, name: str, holder: Holder, now: float, new: bool, queues: Sequence[str] = ()
) -> None:
    values = {
        "token": holder.token,
        "host": holder.host,
        "process": holder.process,
        "renewed_at": now,
        # Who takes the name of a dead one to give its work away listens to nothing in its place.
        "queues": " ".join(queues),
    }
    if new:
        connection.execute(insert(leases).values(name=name, **values))
    else:
        connection.execute(update(leases).where(leases.c.name == name).values(**values))


def _one_at_a_time(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        connection.execute(text("LOCK TABLE leases IN EXCLUSIVE MODE"))


def _host() -> str:
    parts = [socket.gethostname()]
    with suppress(OSError):
        parts.append(Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii"))
    with suppress(OSError):
        parts.append(str(Path("/proc/self/ns/pid").readlink()))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _started(number: int) -> str:
    """When a process was started (clock ticks since boot), "" where it is dead or only a body."""
    try:
        stat = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    # The name in brackets may hold anything, brackets too.
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]
