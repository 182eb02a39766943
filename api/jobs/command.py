"""``seosik jobs …`` and ``seosik worker``: batches from the command line."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.document_options import chart_option, document_options, stream_options
from api.output import print_json

if TYPE_CHECKING:
    from api.jobs.dbos_engine import DbosEngine
    from api.jobs.engine import BatchStatus, ItemStatus

_STATES = {
    "held": "살펴보는 중",
    "queued": "기다림",
    "running": "만드는 중",
    "done": "끝남",
    "failed": "실패",
    "cancelled": "취소됨",
}


def _place_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option(
            "--database",
            metavar="URL",
            help="PostgreSQL 주소. 없으면 SEOSIK_DATABASE_URL, 그것도 없으면 --data 안의 SQLite",
        ),
        click.option("--data", metavar="DIR", help="자료를 두는 폴더. 없으면 SEOSIK_DATA"),
    ):
        command = option(command)
    return command


def _with_engine(command: Callable[..., None]) -> Callable[..., None]:
    """Gives the command an engine in the place that its options name."""

    @_place_options
    @wraps(command)
    def opened(*arguments: Any, data: str | None, database: str | None, **options: Any) -> None:
        with _engine(data, database) as engine:
            command(*arguments, engine=engine, **options)

    return opened


@contextmanager
def _engine(data: str | None, database: str | None) -> Iterator[DbosEngine]:
    # Only now: the engine takes a while to load, which no other command should wait for.
    from api.jobs.database import told
    from api.jobs.dbos_engine import DbosEngine
    from api.jobs.settings import JobSettings

    engine = DbosEngine(JobSettings.of(data, database))
    try:
        # The workflow engine asks the database past our own transactions.
        with told():
            yield engine
    finally:
        engine.close()


@click.group()
def jobs() -> None:
    """묶음 작업: 맡겨 두면 컴퓨터나 프로그램이 멈추어도 끝까지 만듭니다(seosik worker가 만듦)."""


@jobs.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@stream_options
@click.option(
    "--packet", metavar="이름", default="closure", show_default=True, help="묶음(seosik packet의 이름)"
)
@click.option("--program", metavar="사업", help="한 사업의 서식만")
@chart_option
@click.option("--name", metavar="이름", default="", help="목록에서 알아볼 이름")
@document_options
@_with_engine
def submit(files: tuple[str, ...], name: str, engine: DbosEngine, **options: Any) -> None:
    """서류 묶음을 맡기고 작업 번호를 알려 줍니다. 그 뒤에는 준 파일이 없어도 됩니다."""
    from api.cases.intake import read_uploads
    from api.jobs.engine import BatchOptions, batch_name
    from api.jobs.engine import submit as submit_batch
    from forms.packets import require_packet

    require_packet(options["packet"], options["program"])
    click.echo(submit_batch(engine, read_uploads(files), BatchOptions(**options), batch_name(name)))
    if engine.unserved():
        click.echo(
            "지금은 묶음을 만드는 프로그램이 돌지 않아, 띄울 때까지 기다립니다(seosik worker).", err=True
        )


@jobs.command("list")
@click.option("--state", type=click.Choice(list(_STATES)), help="이 상태의 작업만")
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", default=100, show_default=True, help="최근 몇 건"
)
@click.option("--json", "as_json", is_flag=True, help="JSON으로 출력")
@_with_engine
def list_command(state: str | None, limit: int, as_json: bool, engine: DbosEngine) -> None:
    """작업 목록. 최근 것부터."""
    from api.jobs.engine import BatchState

    listed = engine.list(limit=limit, state=BatchState(state) if state is not None else None)
    if as_json:
        print_json({"batches": [_as_json(status) for status in listed]})
        return
    for status in listed:
        click.echo(_line(status))


@jobs.command()
@click.argument("batch", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="JSON으로 출력")
@_with_engine
def show(batch: str, as_json: bool, engine: DbosEngine) -> None:
    """한 작업과 그 사례들."""
    status, items = engine.status(batch), engine.items(batch)
    if as_json:
        print_json({**_as_json(status), "items": [_item_as_json(item) for item in items]})
        return
    click.echo(_line(status))
    for item in items:
        reason = f" ({item.reason.korean})" if item.reason is not None else ""
        click.echo(
            f"{item.number:>6} {_STATES[item.state]}{reason} {item.case_no or ''} {item.file or '(지움)'}"
        )
        if item.message:
            click.echo(f"       {item.message}")


@jobs.command()
@click.argument("batch", metavar="ID")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--made-too", is_flag=True, help="이미 만든 사례도 바꾸기")
@_with_engine
def correct(batch: str, files: tuple[str, ...], made_too: bool, engine: DbosEngine) -> None:
    """고친 파일을 제자리에 넣고 그 사례만 다시 만듭니다. 인쇄 순서는 처음 그대로입니다.

    자리는 관리번호로, 없으면 파일 이름으로 찾습니다. 자리를 찾지 못한 파일이 있으면 종료 코드는 1입니다.
    """
    from api.cases.intake import read_uploads
    from forms import ExitCode

    shelf = engine.open_places(batch, made_too)
    told = engine.correct(batch, shelf, list(shelf.put(read_uploads(files))))
    for one in told.not_placed:
        click.echo(f"{one.file}: {one.why}", err=True)
    click.echo(f"고친 사례 {len(told.placed)}건을 제자리에 넣었습니다.")
    click.echo(_line(engine.status(batch)))
    if told.not_placed:
        click.get_current_context().exit(ExitCode.DATA)


@jobs.command()
@click.argument("batch", metavar="ID")
@_with_engine
def retry(batch: str, engine: DbosEngine) -> None:
    """만들지 못했거나 취소한 사례만 다시 만듭니다."""
    click.echo(_line(engine.retry(batch)))


@jobs.command()
@click.argument("batch", metavar="ID")
@_with_engine
def cancel(batch: str, engine: DbosEngine) -> None:
    """작업을 취소합니다. 만든 것은 이어서 인쇄할 수 있고, retry로 마저 만듭니다."""
    click.echo(_line(engine.cancel(batch)))


@jobs.command()
@click.argument("batch", metavar="ID")
@_with_engine
def purge(batch: str, engine: DbosEngine) -> None:
    """받은 자료와 만든 서류를 지금 지웁니다. 건수는 목록에 남습니다."""
    from api.jobs.retention import forget_workflows

    engine.purge(batch)
    forget_workflows(engine, batch)
    click.echo(_line(engine.status(batch)))


@jobs.command()
@click.argument("batch", metavar="ID")
@click.option("-o", "--output", required=True, metavar="OUT.pdf", help="인쇄할 파일. 여럿이면 OUT-001.pdf …")
@_with_engine
def save(batch: str, output: str, engine: DbosEngine) -> None:
    """끝난 작업의 인쇄 파일과 목록(manifest)을 저장합니다."""
    from api.output import needs_ending, write_whole

    needs_ending(output, [".pdf"], "인쇄할 파일")
    target = Path(output)
    # The manifest is asked first: it refuses a batch that has nothing to save.
    manifest = engine.manifest(batch)
    parts = engine.print_parts(batch)
    for part in range(1, parts + 1):
        path = target if parts == 1 else target.with_name(f"{target.stem}-{part:03}{target.suffix}")
        write_whole(path, engine.open_print(batch, part).read())
        click.echo(path)
    write_whole(target.with_name(f"{target.stem}.manifest.json"), manifest)


@jobs.command()
@_with_engine
def reconcile(engine: DbosEngine) -> None:
    """멈춘 프로세스가 하던 일을 다시 줄에 세우고, 보관 기간이 지난 자료를 지웁니다."""
    from api.jobs.leases import Holder
    from api.jobs.reconcile import reconcile as take_up
    from api.jobs.retention import remove_old

    done = take_up(engine, Holder.this_process())
    removed = remove_old(engine)
    click.echo(f"다시 줄에 세움 {done.total}건, 지운 작업 {removed}건")


@click.command()
@_place_options
@click.option(
    "--processes", type=click.IntRange(min=1), metavar="N", help="묶음을 만드는 프로세스 수. 없으면 코어 수"
)
def worker(data: str | None, database: str | None, processes: int | None) -> None:
    """맡긴 작업을 만듭니다. 멈출 때까지 돕니다.

    다른 컴퓨터에서도 같은 --database와 같은(공유한) --data를 주면 함께 만듭니다.
    """
    from api.jobs.executor import log_to_stderr
    from api.jobs.settings import JobSettings
    from api.jobs.supervisor import Supervisor
    from api.jobs.waiting import opened_engine

    log_to_stderr()
    settings = JobSettings.of(data, database)
    # Once, before many do it at the same time.
    opened_engine(settings).close()
    with Supervisor(settings, processes):
        # Until Ctrl-C or SIGTERM, which come as ``Stopped``.
        while True:
            time.sleep(3600)


def _line(status: BatchStatus) -> str:
    removed = " (자료 지움)" if status.removed else ""
    name = f" {status.name}" if status.name else ""
    state = "취소하는 중" if status.cancelling else _STATES[status.state]
    message = f" {status.message}" if status.message else ""
    return (
        f"{status.id} {state} 묶음 {status.done}/{status.total}"
        f" 빠짐 {status.left_out} {status.created_at:%Y-%m-%d %H:%M}Z{name}{removed}{message}"
    )


def _as_json(status: BatchStatus) -> dict[str, object]:
    return {
        "id": status.id,
        "state": status.state,
        "total": status.total,
        "done": status.done,
        "left_out": status.left_out,
        "created_at": status.created_at.isoformat(),
        "ended_at": status.ended_at.isoformat() if status.ended_at is not None else None,
        "parts": status.parts,
        "removed": status.removed,
        "message": status.message,
        "name": status.name,
    }


def _item_as_json(item: ItemStatus) -> dict[str, object]:
    return {
        "number": item.number,
        "file": item.file,
        "case_no": item.case_no,
        "state": item.state,
        "reason": item.reason,
        "message": item.message,
    }
