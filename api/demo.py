"""``make demo``: the worked examples, filled, in ``out/``."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli import SAMPLES, write_whole
from api.intake import Upload, parse_json
from api.reports import CaseReport
from forms import all_forms
from generator.document import Format, render

OUT = Path("out")


@click.command()
@click.option("--once", is_flag=True, help="Make the files and end (as it does today in any case)")
def demo(once: bool) -> None:
    """Render the sample of every form to out/, as PDF and DOCX, and say what was made."""
    formats: tuple[Format, ...] = ("pdf", "docx")
    for form in all_forms():
        file = SAMPLES / f"{form.id}.json"
        case = CaseReport.of(Upload(file.name, parse_json(file.read_bytes()))).printable_case(draft=False)
        for format in formats:
            target = OUT / f"{form.id}.{format}"
            write_whole(target, render(case, form, format))
            click.echo(f"{target}  {form.title}")


if __name__ == "__main__":
    demo()
