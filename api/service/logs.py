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

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.service.metrics import Metrics

LOG = logging.getLogger("seosik.service")
_KNOWN_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time, level, event, and the facts given as ``extra``."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        facts = getattr(record, "facts", {})
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(record.created))
        # An exception's text may quote a case: only its kind is told.
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        line = {"time": stamp, "level": record.levelname.lower(), "event": record.getMessage(), **facts}
        return json.dumps({**line, "error": kind} if kind else line, ensure_ascii=False)


def log_to_stderr() -> None:
    """Send the service's log to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    LOG.handlers = [handler]
    LOG.setLevel(logging.INFO)
    LOG.propagate = False


def event(name: str, **facts: str | int | float | None) -> None:
    """Log that something happened; ``facts`` must name no person, no case and no file."""
    LOG.info(name, extra={"facts": facts})


class Observed:
    """Logs and counts every request when its answer has ended."""

    def __init__(
        self, app: ASGIApp, metrics: Metrics, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self.app = app
        self.metrics = metrics
        self.clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status, request_id = self.clock(), 500, secrets.token_hex(8)

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message.get("headers", ()), (b"x-request-id", request_id.encode())]
                message = {**message, "headers": headers}
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception:
            LOG.error("failed", exc_info=True, extra={"facts": {"request": request_id}})
            raise
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
