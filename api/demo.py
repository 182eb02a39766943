"""``make demo``: one invented case as forms and as a packet, and ten closures as a print stream."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Mapping
from functools import partial
from html import escape
from pathlib import Path

import click

from api.casebook.cases import Casebook
from api.casebook.kept_case import EventKind
from api.casebook.summary import summary_of
from api.cases.intake import read_uploads
from api.cases.render_all import render_all
from api.cli.ending import ended
from api.jobs.vault import Vault, master_key
from api.packets.run import run_packets
from api.packets.step import PacketRun
from api.samples import SAMPLES
from api.service.serve_command import PORT, listening_socket, run
from api.service.settings import now_in_seoul
from forms import ExitCode, InputError
from generator.document import RenderOptions
from generator.packets.stream import StreamOptions

OUT = Path("out")
SERVICE = OUT / "service"
CASE = SAMPLES / "case_full.json"
CLOSURES = SAMPLES / "closures.jsonl"
# The last one stands first in the list.
KEPT = (CLOSURES, CASE)


@click.command()
@click.option("--once", is_flag=True, help="Make the files and end, without the service")
def demo(once: bool) -> None:
    """Fill the eight forms of one case, print its closure packet and those of ten cases, then serve."""
    forms = render_all(read_uploads((str(CASE),)), OUT, ("pdf", "docx"), RenderOptions())
    packet = _packets(CASE, OUT / "packet", StreamOptions())
    stream = _packets(CLOSURES, OUT / "print_stream.pdf", StreamOptions(duplex=True, separators=True))
    for path in (*forms.written, *packet.written, *stream.written):
        click.echo(path)
    for made in (forms, packet, stream):
        for left in made.left_out:
            click.echo(f"{left.file}: {left.reason}\n{left.message}", err=True)
    status = max(forms.exit_code, packet.exit_code, stream.exit_code)
    if status == ExitCode.OK and not once:
        _serve()
    raise SystemExit(status)


def _serve() -> None:
    """The service on its usual port, or on a free one; its data stay with the other files of the demo."""
    try:
        listening_socket("127.0.0.1", PORT).close()
        port = PORT
    except InputError:
        port = 0
    SERVICE.mkdir(mode=0o700, parents=True, exist_ok=True)
    keep_samples(SERVICE)
    run("127.0.0.1", port, str(SERVICE), None, None, click.echo, show)


def keep_samples(data: Path) -> None:
    """Put the invented cases among the kept ones of a data folder that keeps none yet."""
    vault = Vault(data / "pages", master_key(data))
    casebook = Casebook.opened(data, vault, now_in_seoul)
    try:
        if not casebook.lines() and not casebook.lines(removed=True):
            for upload in read_uploads(tuple(str(path) for path in KEPT)):
                if isinstance(upload.raw, dict):
                    casebook.add(upload.raw, summary_of(upload.raw, ()), EventKind.TAKEN_IN, detail="예시")
    finally:
        casebook.close()


def show(address: str, environment: Mapping[str, str] = os.environ) -> None:
    """Open the address with the key in the browser of this desktop, where there is one.

    By way of a file of its owner's: from a command line every user of the machine could read the key.
    """
    if sys.platform == "linux" and not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        return
    page = SERVICE / "open.html"
    page.touch(mode=0o600)
    page.write_text(
        f'<!doctype html><meta http-equiv="refresh" content="0; url={escape(address)}">', encoding="utf-8"
    )
    webbrowser.open(page.resolve().as_uri())


def _packets(cases: Path, output: Path, stream: StreamOptions) -> PacketRun:
    return run_packets(
        read_uploads((str(cases),)),
        output,
        as_stream=output.suffix == ".pdf",
        format="pdf",
        options=RenderOptions(),
        stream=stream,
    )


if __name__ == "__main__":
    sys.exit(ended(partial(demo.main, standalone_mode=False)))
