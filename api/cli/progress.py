"""How far a long run is: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
from itertools import repeat
from typing import Any

import click

# Fewer than this are done before anyone wonders.
LONG = 200
_STEP = 100


class ProgressBar:
    """The progress of one step of a run, on standard error; ``label`` names the step in Korean."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._bar: Any = None
        self._lines = not sys.stderr.isatty()

    def show(self, done: int, total: int = 0) -> None:
        """Tell that another one is done, of ``total``: 0 where it is not known how many there will be."""
        if self._lines:
            self._tell(done, total)
        elif total >= LONG or (not total and done >= LONG):
            if self._bar is None:
                # What goes on without end has no length that a bar could show.
                self._bar = click.progressbar(
                    repeat(None), length=total or None, label=self._label, show_pos=True, file=sys.stderr
                )
                self._bar.__enter__()
                self._bar.update(done - 1)
            self._bar.update(1)

    def _tell(self, done: int, total: int) -> None:
        if total >= LONG and (done % (total // 10) == 0 or done == total):
            click.echo(f"{self._label} {done:,}/{total:,}", err=True)
        elif not total and done % _STEP == 0:
            click.echo(f"{self._label} {done:,}건", err=True)

    def end(self) -> None:
        """Leave the terminal as it was."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
