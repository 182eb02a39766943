"""How a command ends: with the exit status of the contract and at most one sentence, whatever happens.

Ctrl-C ends with 130 and SIGTERM with 143, as a shell reports them.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import click

from api.output import OutputError, why
from api.stopping import STOPPED, Stopped, stoppable
from forms import DataError, ExitCode, SeosikError


def ended(command: Callable[[], object]) -> int:
    """Run a command and tell what ended it; returns the exit status.

    ``command`` returns its status, or anything else for 0.
    """
    try:
        with stoppable():
            with heard():
                returned = command()
                sys.stdout.flush()
            return returned if isinstance(returned, int) else ExitCode.OK
    except Stopped as stop:
        _say(stop.message)
        return stop.status
    except (KeyboardInterrupt, click.Abort):
        _say(STOPPED)
        return Stopped(signal.SIGINT).status
    except Exception as error:
        return _told(error)


def _told(error: Exception) -> int:
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.ClickException):
        error.show()
        return ExitCode.USAGE
    if isinstance(error, DataError):
        # Findings, which stand for themselves.
        _say(error.message)
        return error.exit_code
    if isinstance(error, OSError):
        _say(f"파일을 읽거나 쓰지 못했습니다: {why(error)}. [FILE-IO]")
        return ExitCode.DOCUMENT
    if not isinstance(error, SeosikError):
        # Findings are loaded for it alone.
        from forms import internal_error

        error = internal_error(error)
    _say(f"{error.message} [{error.code}]")
    return error.exit_code


def _say(sentence: str) -> None:
    # Nobody may be left to hear it.
    with suppress(OSError):
        click.echo(sentence, err=True)


@contextmanager
def heard() -> Iterator[None]:
    """Tell it as an ``OutputError`` where nobody takes what is written to standard output."""
    try:
        yield
    except BrokenPipeError:
        # The interpreter would try once more at its end.
        with suppress(OSError, ValueError, AttributeError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)
        raise OutputError("결과를 받던 쪽이 먼저 닫혀서 끝까지 보내지 못했습니다.") from None
