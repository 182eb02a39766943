"""``seosik serve``: the service and the workers of its batches, on loopback."""

from __future__ import annotations

import ipaddress
import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from forms import InputError

if TYPE_CHECKING:
    from api.jobs.settings import JobSettings

PORT = 8765
# Batches step aside for whoever waits in front of a page.
BATCH_NICENESS = 10


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="이 컴퓨터 자신의 주소(127.0.0.1, ::1)만 됨"
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    default=PORT,
    show_default=True,
    help="0이면 빈 포트",
)
@click.option("--data", metavar="DIR", help="자료를 두는 폴더. 없으면 SEOSIK_DATA")
@click.option(
    "--database",
    metavar="URL",
    help="PostgreSQL 주소. 없으면 SEOSIK_DATABASE_URL, 그것도 없으면 --data 안의 SQLite",
)
@click.option(
    "--processes",
    type=click.IntRange(min=0),
    metavar="N",
    help="묶음을 만드는 프로세스 수. 없으면 코어 수, 0이면 다른 seosik worker에 맡김",
)
@click.option(
    "--show-address", is_flag=True, help="화면의 주소만 보이고 끝냄. 이미 연 서비스의 --port, --data와 함께"
)
def serve(
    host: str, port: int, data: str | None, database: str | None, processes: int | None, show_address: bool
) -> None:
    """웹 화면과 HTTP 서비스를 엽니다. Ctrl-C로 멈춥니다.

    화면은 처음에 나오는 주소로 들어온 브라우저에만 보입니다.
    """
    if show_address:
        click.echo(shown_address(host, port, data))
        return
    run(host, port, data, database, processes, click.echo)


def run(
    host: str,
    port: int,
    data: str | None,
    database: str | None,
    processes: int | None,
    tell: Callable[[str], None],
    opened: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve until a signal ends it; ``opened`` is given the address with the key. Raises ``InputError`` for an address that is not loopback or taken."""
    with listening_socket(host, port) as taken:
        # Only now: no other command should wait for these.
        import uvicorn

        from api.jobs.settings import JobSettings
        from api.jobs.waiting import opened_engine
        from api.service.app import create_app
        from api.service.door import entrance
        from api.service.logs import log_to_stderr
        from api.service.settings import Settings

        log_to_stderr()
        jobs = JobSettings.of(data, database)
        engine = opened_engine(jobs)
        kept_for = timedelta(days=jobs.keep_days)
        settings = Settings(jobs.data, hosts=allowed_hosts(), kept_for=kept_for, data_limit=jobs.data_limit)
        app = create_app(engine, settings)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=10
        )
        with ExitStack() as stack:
            stack.callback(engine.close)
            if processes != 0:
                stack.enter_context(batch_workers(jobs, processes))
            address = entrance(_base(host, taken.getsockname()[1]), jobs.data)
            tell(f"서식 서비스를 열었습니다: {address}")
            opened(address)
            if processes == 0:
                tell(
                    "묶음을 만드는 프로세스는 띄우지 않았습니다(--processes 0). 맡긴 묶음은 seosik worker가 "
                    "만들며, 돌고 있지 않으면 띄울 때까지 기다립니다."
                )
            tell("멈추려면 Ctrl-C를 누르세요.")
            uvicorn.Server(config).run(sockets=[taken])


def shown_address(host: str, port: int, data: str | None) -> str:
    """The address with the key of a service on that port and data folder, without starting it.

    Raises ``InputError`` for an address that is not loopback, and for port 0.
    """
    from api.data_directory import data_directory
    from api.service.door import entrance

    _loopback(host)
    if not port:
        raise InputError("--show-address에는 서비스를 연 포트를 --port로 주세요.", "SERVE-PORT")
    return entrance(_base(host, port), data_directory(data))


def _loopback(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    name = "127.0.0.1" if host == "localhost" else host.strip("[]")
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        address = None
    if address is None or not address.is_loopback:
        raise InputError(
            "이 서비스에는 아직 로그인이 없어 이 컴퓨터 자신의 주소(127.0.0.1 또는 ::1)로만 엽니다. "
            "다른 컴퓨터에서 쓰려면 docs/service.md를 보세요.",
            "SERVE-ADDRESS",
        )
    return address


def _base(host: str, port: int) -> str:
    return f"http://[{host.strip('[]')}]:{port}" if ":" in host else f"http://{host}:{port}"


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket on loopback; another address is refused until there is access control."""
    address = _loopback(host)
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    try:
        return socket.create_server((str(address), port), family=family)
    except OSError:
        raise InputError(
            f"{port}번 포트를 열 수 없습니다. 다른 프로그램이 쓰고 있으면 --port로 바꾸세요.", "SERVE-PORT"
        ) from None


def allowed_hosts(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The names of loopback, and those that SEOSIK_HOSTS (with commas) adds for a reverse proxy."""
    from api.service.settings import LOOPBACK

    more = environment.get("SEOSIK_HOSTS", "").split(",")
    return (*LOOPBACK, *(name.strip() for name in more if name.strip()))


@contextmanager
def batch_workers(jobs: JobSettings, processes: int | None) -> Iterator[None]:
    """The executors of batches, at a lower priority than the service's own workers.

    On Linux niceness belongs to a thread, and what the thread starts inherits it: so they, and those
    that replace them, are started from a thread that has stepped aside.
    """
    from api.jobs.supervisor import Supervisor

    ending, started = threading.Event(), threading.Event()

    def supervise() -> None:
        os.nice(BATCH_NICENESS)
        # The service renders single documents itself.
        with Supervisor(jobs, processes, singles=False):
            started.set()
            ending.wait()

    thread = threading.Thread(target=supervise, name="batches")
    thread.start()
    started.wait(30)
    try:
        yield
    finally:
        ending.set()
        thread.join()
