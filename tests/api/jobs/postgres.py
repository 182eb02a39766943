"""A real PostgreSQL for tests, of a user of its own, in a directory that goes with it."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

_SETTINGS = {
    # What is tested is that processes die, not that the power fails.
    "fsync": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
}


class PostgresServer:
    """A server on a free port of this machine; ``database()`` gives the URL of a new, empty database."""

    def __init__(self) -> None:
        self._user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self._folder = Path(tempfile.mkdtemp(prefix="seosik-postgres-"))
        if os.geteuid() == 0:
            # The server refuses to run as root.
            shutil.chown(self._folder, self._user, self._user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._numbers = count(1)
        self._run("initdb", "-D", self._data, "-A", "trust", "-U", "seosik", "--no-sync")
        with (self._folder / "data" / "postgresql.conf").open("a", encoding="ascii") as settings:
            settings.writelines(f"{name} = '{value}'\n" for name, value in _SETTINGS.items())
            settings.write(f"port = {self._port}\n")
        self._control("start")

    @property
    def version(self) -> str:
        """What the server says it is."""
        with psycopg.connect(self._url("postgres")) as connection:
            return str(connection.execute("SHOW server_version").fetchone())

    def database(self) -> str:
        """The URL of a new database."""
        name = f"jobs{next(self._numbers)}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def restart(self) -> None:
        """Break all connections at once, and start again as after a crash."""
        self._control("restart", "-m", "immediate")

    @contextmanager
    def away(self) -> Iterator[None]:
        """As long as the block lasts nobody answers at the address."""
        self._control("stop", "-m", "immediate")
        yield
        self._control("start")

    def stop(self) -> None:
        """End the server and remove its directory."""
        self._control("stop", "-m", "immediate")
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _url(self, database: str) -> str:
        return f"postgresql://seosik@127.0.0.1:{self._port}/{database}"

    def _control(self, *arguments: str) -> None:
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", self._data, "-w", "-l", log, *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        found = shutil.which(program) or next(
            (str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))), None
        )
        if found is None:
            raise RuntimeError(f"{program} is missing: install the package postgresql (see setup.sh)")
        done = subprocess.run(
            [found, *arguments],
            cwd=self._folder,
            user=self._user if os.geteuid() == 0 else None,
            stdin=subprocess.DEVNULL,
            # Not captured: the server itself keeps the pipe open for as long as it runs.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} {arguments[-1]} ended with {done.returncode}")
