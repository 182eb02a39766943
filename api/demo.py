"""``make demo``: one invented case, from intake to aftercare, in ``out/``."""

from __future__ import annotations

from pathlib import Path

import click

from api.batch import render_all
from api.cli import SAMPLES
from api.intake import read_uploads
from generator.document import RenderOptions

OUT = Path("out")


@click.command()
@click.option("--once", is_flag=True, help="Make the files and end (as it does today in any case)")
def demo(once: bool) -> None:
    """Fill the eight forms of one case as PDF and DOCX, and say what was made."""
    cases = read_uploads((str(SAMPLES / "case_full.json"),))
    result = render_all(cases, OUT, ("pdf", "docx"), RenderOptions())
    for path in result.written:
        click.echo(path)
    for left in result.left_out:
        click.echo(f"{left.file}: {left.reason}\n{left.message}", err=True)
    raise SystemExit(result.exit_code)


if __name__ == "__main__":
    demo()
