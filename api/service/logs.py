"""Structured logs: one JSON object a line, and nothing of a case.

A path may hold an id that opens somebody's data, and a query what was searched for: neither is
logged, only the template of the route.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Callable

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import OURS, fault_of, quiet, said
from api.service.guard import Answer
from api.service.metrics import Metrics
from api.service.problems import ServiceError

LOG = logging.getLogger("seosik.service")
# What a status line says where the sender has gone (nginx counts so, too).
DROPPED = 499
_KNOWN_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time, level, event, and the facts given as ``extra``."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        facts = getattr(record, "facts", {})
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(record.created))
        line = {"time": stamp, "level": record.levelname.lower(), "event": said(record), **facts}
        found = fault_of(record)
        return json.dumps({**line, "error": found} if found else line, ensure_ascii=False)


def log_to_stderr() -> None:
    """Send the log of the whole process to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    quiet(handler, logging.getLogger(OURS))


def event(name: str, **facts: str | int | float | None) -> None:
    """Log that something happened; ``facts`` must name no person, no case and no file."""
    LOG.info(name, extra={"facts": facts})


class Observed:
    """Logs and counts every request when its answer has ended."""

    def __init__(
        self,
        app: ASGIApp,
        metrics: Metrics,
        answer: Answer,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.app = app
        self.answer = answer
        self.metrics = metrics
        self.clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status, request_id = self.clock(), 500, secrets.token_hex(8)
        answered = False

        async def noted(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], True
                headers = [*message.get("headers", ()), (b"x-request-id", request_id.encode())]
                message = {**message, "headers": headers}
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except ClientDisconnect:
            # An upload that its sender dropped: no fault, and nobody is left to be answered.
            status = DROPPED
        except Exception:
            LOG.error("failed", exc_info=True, extra={"facts": {"request": request_id}})
            if answered:
                # What was begun cannot be taken back: the connection breaks, and the receiver sees it.
                raise
            await self.answer(scope, ServiceError())(scope, receive, noted)
        finally:
            seconds = self.clock() - started
            route = getattr(scope.get("route"), "path", "(none)")
            method = scope["method"] if scope["method"] in _KNOWN_METHODS else "OTHER"
            self.metrics.answered(method, route, status, seconds)
            event(
                "request",
                request=request_id,
                method=method,
                route=route,
                status=status,
                ms=round(seconds * 1000, 1),
            )
