"""What may stand in a log: our own words, and of everything else who speaks, from where, and of what kind.

The words of an exception or of a library may quote a case, so they reach no log. :func:`quiet` sees to
that for a whole process: other loggers, warnings, and what nobody caught in any thread.
"""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from forms.boundary import fault_place

OURS = "seosik"


def fault(error: BaseException) -> str:
    """An exception as it may be logged: its kind and its place in our code."""
    return f"{type(error).__name__} in {fault_place(error.__traceback__)}"


def said(record: logging.LogRecord) -> str:
    """What may be told of a record: our own message, or where a library speaks."""
    if record.name.partition(".")[0] == OURS:
        return record.getMessage()
    return f"{record.name} {record.levelname.lower()} at {record.filename}:{record.lineno}"


def fault_of(record: logging.LogRecord) -> str | None:
    """The exception that a record is about, as it may be logged."""
    error = record.exc_info[1] if record.exc_info else None
    return fault(error) if error is not None else None


class PlainLines(logging.Formatter):
    """A record as a line of text: time, process, what may be told."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        found = fault_of(record)
        about = f": {found}" if found else ""
        return f"{self.formatTime(record)} {record.process} {said(record)}{about}"


def quiet(handler: logging.Handler, log: logging.Logger) -> None:
    """Let everything that this process logs go through ``handler``, and what nobody catches through ``log``."""
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    # These would keep handlers of their own.
    for name in ("uvicorn", "uvicorn.error", "dbos"):
        library = logging.getLogger(name)
        library.handlers, library.propagate = [handler], False
    log.handlers, log.propagate = [handler], False
    log.setLevel(logging.INFO)

    def uncaught(error: BaseException | None, where: str) -> None:
        if error is not None and not isinstance(error, (SystemExit, KeyboardInterrupt)):
            log.error("%s failed", where, exc_info=error)

    def of_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        uncaught(error, "the program")

    def of_thread(arguments: threading.ExceptHookArgs) -> None:
        uncaught(arguments.exc_value, "a thread")

    def of_cleaning(arguments: sys.UnraisableHookArgs) -> None:
        uncaught(arguments.exc_value, "cleaning up")

    sys.excepthook = of_main
    threading.excepthook = of_thread
    sys.unraisablehook = of_cleaning
