"""What de-identification could not be sure of, as lines that tell a person where to look."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import click

from forms import CheckedCase, Form, label_with_form
from generator.privacy.deidentify import Uncertain, uncertain


def uncertain_lines(found: Sequence[Uncertain], show_text: bool = False) -> tuple[str, ...]:
    """Form, label, place and reason of each span; the words themselves only for a screen."""
    return tuple(_line(span, show_text) for span in found)


def _line(span: Uncertain, show_text: bool) -> str:
    place = label_with_form(span.form, span.label)
    words = f" ‘{span.text}’" if show_text else ""
    where = f"{span.path}, {span.start + 1}~{span.end}번째 글자"
    return f"{place} ({where}){words}: {span.why}"


def uncertain_block(file: str, lines: Sequence[str]) -> Iterator[str]:
    """The lines of one upload under a heading; nothing where there are none."""
    if lines:
        yield f"{file}: 사람이 확인할 곳 {len(lines)}곳"
        yield from (f"  {line}" for line in lines)


def tell_uncertain(
    file: str, checked: CheckedCase | None, form: Form | None = None, item: int | None = None
) -> None:
    """List what is uncertain on stderr. A file or a pipe that stderr goes to never gets the words."""
    if checked is not None:
        lines = uncertain_lines(uncertain(checked, form, item), show_text=sys.stderr.isatty())
        for line in uncertain_block(file, lines):
            click.echo(line, err=True)
