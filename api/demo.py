"""``make demo``: one invented case as forms and as a packet, and ten closures as a print stream."""

from __future__ import annotations

from pathlib import Path

import click

from api.batch import render_all
from api.cli import SAMPLES
from api.intake import read_uploads
from api.packet_run import PacketRun, run_packets
from generator.document import RenderOptions
from generator.stream import StreamOptions

OUT = Path("out")
CASE = SAMPLES / "case_full.json"
CLOSURES = SAMPLES / "closures.jsonl"


@click.command()
@click.option("--once", is_flag=True, help="Make the files and end (as it does today in any case)")
def demo(once: bool) -> None:
    """Fill the eight forms of one case, print its closure packet, then the packets of ten cases."""
    forms = render_all(read_uploads((str(CASE),)), OUT, ("pdf", "docx"), RenderOptions())
    packet = _packets(CASE, OUT / "packet", StreamOptions())
    stream = _packets(CLOSURES, OUT / "print_stream.pdf", StreamOptions(duplex=True, separators=True))
    for path in (*forms.written, *packet.written, *stream.written):
        click.echo(path)
    for run in (forms, packet, stream):
        for left in run.left_out:
            click.echo(f"{left.file}: {left.reason}\n{left.message}", err=True)
    raise SystemExit(max(forms.exit_code, packet.exit_code, stream.exit_code))


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
    demo()
