"""``seosik packet NAME``: packets of a kind, one after another, ready to print."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

import click

from api.agency.store import with_agency_templates
from api.cases.intake import read_uploads
from api.cases.uncertain import uncertain_block
from api.cli.document_options import chart_option, document_options, stream_options
from api.cli.korean_click import in_korean
from api.output import is_special, needs_folder, put_whole, writable_folder
from api.stopping import Stopped
from forms import InputError

if TYPE_CHECKING:
    from api.packets.run import Progress
    from api.packets.step import PacketRun
    from api.packets.store import SortKey
    from generator.document import Format


class _Packets(click.Group):
    """A command for every packet that a programme knows; they differ in their name alone."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from forms.packets import packet_names

        return list(packet_names())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from forms.packets import may_hold_charts, packet_titles

        titles = packet_titles(cmd_name)
        if not titles:
            return None
        told = f"{', '.join(titles)} 묶음을 만듭니다. 멈춘 뒤 같은 명령을 다시 주면 이어서 합니다."
        charts = may_hold_charts(cmd_name)
        params = [param for param in make.params if charts or param.name != "chart"]
        return in_korean(click.Command(cmd_name, callback=make.callback, params=params, help=told))


@click.group(cls=_Packets)
def packet() -> None:
    """서류 묶음."""


# Not a command itself: what each of the group's commands does, with the name under which it is called.
@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "-o", "--output", required=True, metavar="OUT", help="인쇄할 한 파일(OUT.pdf) 또는 사례마다 한 파일(OUT/)"
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["pdf", "docx", "hwpx"]),
    default="pdf",
    help="docx와 hwpx(베타)는 OUT/에만",
)
@stream_options
@click.option("--processes", type=click.IntRange(min=1), metavar="N", help="동시에 만드는 수. 없으면 코어 수")
@click.option("--forget", is_flag=True, help="이어 하기 위해 남겨 두는 묶음을 지움")
@click.option("--program", metavar="사업", help="한 사업의 서식만(사업의 한글 이름)")
@chart_option
@click.option("--data", metavar="DIR", help="기관의 Word 서식을 둔 폴더. 없으면 SEOSIK_DATA")
@document_options
@click.pass_context
def make(
    context: click.Context,
    /,
    files: tuple[str, ...],
    output: str,
    format_name: str,
    sort: str | None,
    duplex: bool,
    separators: bool,
    max_pages: int,
    processes: int | None,
    forget: bool,
    program: str | None,
    data: str | None,
    **options: Any,
) -> None:
    # Only now: the engine takes half a second to load, which no other command should wait for.
    from api.packets.run import run_packets
    from forms.packets import programme_titled
    from generator.document import RenderOptions
    from generator.packets.stream import StreamOptions

    if program is not None:
        programme_titled(program)
    target = Path(output)
    as_stream = is_special(target) or (
        target.suffix.lower() == ".pdf" and not output.endswith("/") and not target.is_dir()
    )
    if format_name != "pdf" and as_stream:
        raise InputError(
            f"{format_name.upper()} 묶음은 사례마다 한 파일로 만듭니다. -o에 폴더를 주세요.", "OUTPUT-FORMAT"
        )
    if not as_stream:
        needs_folder(output, "사례마다 한 파일인 묶음")
    elif not is_special(target):
        writable_folder(target.parent)
    watcher = _Watcher()

    def run_at(place: Path) -> PacketRun:
        return run_packets(
            read_uploads(files),
            place,
            as_stream=as_stream,
            format=cast("Format", format_name),
            options=with_agency_templates(
                RenderOptions(**options, packet=str(context.info_name), program=program), data
            ),
            stream=StreamOptions(duplex, separators, max_pages),
            sort=cast("SortKey | None", sort),
            processes=processes,
            forget=forget,
            report=watcher.show,
        )

    try:
        run = _into_device(run_at, target) if is_special(target) else run_at(target)
    except Stopped as stop:
        watcher.end()
        raise stop.saying("멈추었습니다. 같은 명령을 다시 주면 만든 묶음은 두고 이어서 합니다.") from None
    finally:
        watcher.end()
    _say(run)
    context.exit(run.exit_code)


def _into_device(run_at: Callable[[Path], PacketRun], device: Path) -> PacketRun:
    """Make the stream elsewhere and write it to a device or a FIFO; nothing can be kept beside one."""
    with TemporaryDirectory(prefix="seosik-") as folder:
        run = run_at(Path(folder) / "stream.pdf")
        if len(run.written) > 1:
            raise InputError(
                "묶음이 한 파일의 쪽수를 넘습니다. --max-pages를 늘리거나 -o에 파일 이름을 주세요.",
                "OUTPUT-PARTS",
            )
        for made in run.written:
            put_whole(made, device)
        run.written = [device for _ in run.written]
        return run


class _Watcher:
    """A bar on a terminal, a plain line now and then elsewhere."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._lines = not sys.stderr.isatty()

    def show(self, progress: Progress) -> None:
        """Tell how far the run is."""
        if self._lines:
            step = max(1, progress.total // 10)
            if progress.done % step == 0 or progress.done == progress.total:
                left = (progress.total - progress.done) / progress.rate
                click.echo(
                    f"{progress.done}/{progress.total} (초당 {progress.rate:.1f}건, 남은 시간 {left:.0f}초)",
                    err=True,
                )
            return
        if self._bar is None:
            self._bar = click.progressbar(
                length=progress.total, label="묶음", show_pos=True, file=sys.stderr, item_show_func=_rate
            )
            self._bar.__enter__()
        self._bar.update(1, progress)

    def end(self) -> None:
        """Leave the terminal as it was."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)


def _rate(progress: Progress | None) -> str | None:
    return f"초당 {progress.rate:.1f}건" if progress is not None else None


def _say(run: PacketRun) -> None:
    for outcome in run.left_out:
        why = f": {outcome.reason.korean}({outcome.reason})" if outcome.reason is not None else ""
        click.echo(f"{outcome.file}: 만들지 않음{why}\n{outcome.message}", err=True)
    for outcome in run.outcomes:
        if outcome.packet is not None:
            if outcome.packet.note:
                click.echo(f"{outcome.file}: {outcome.packet.note}", err=True)
            for line in uncertain_block(outcome.file, outcome.packet.uncertain):
                click.echo(line, err=True)
    for path in run.written[:20]:
        click.echo(path)
    made = len(run.packets)
    click.echo(
        f"묶음 {made}건(새로 {made - run.reused}, 다시 씀 {run.reused}), 빠짐 {len(run.left_out)}건", err=True
    )
