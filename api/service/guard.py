"""Who may call: the service's own names, pages of its own; and what a browser may do with an answer.

The model: the service listens on loopback and has no log-in yet, so any page open in a browser of
the same machine can send it requests. Host names other than its own are refused (DNS rebinding), and
so is whatever changes something on behalf of another page (cross-site requests: Origin and
Sec-Fetch-Site, beside a SameSite=Strict cookie). Accepted for now: every user of the machine may use
the service; access control is to come.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.service.problems import Forbidden, WrongHost
from forms import SeosikError

Answer = Callable[[Scope, SeosikError], ASGIApp]

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# Nothing from outside, nothing inline, no frames but our own documents.
HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # Not no-referrer: under that policy a browser sends our own forms with the Origin "null".
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
# Case data must not stay in a browser's or a proxy's store.
NOT_STORED = (b"cache-control", b"no-store")


class Guard:
    """Refuses strangers and adds the headers that keep answers where they belong."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...], answer: Answer) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message.get("headers", ())}
                extra = [header for header in (*HEADERS, NOT_STORED) if header[0] not in given]
                message = {**message, "headers": [*message.get("headers", ()), *extra]}
            await send(message)

        refusal = self._refusal(scope)
        app = self.answer(scope, refusal) if refusal is not None else self.app
        await app(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> SeosikError | None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        if _name(host) not in self.hosts:
            return WrongHost()
        if scope["method"] in SAFE_METHODS:
            return None
        origin = headers.get(b"origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return Forbidden()
        if headers.get(b"sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return Forbidden()
        return None


def _name(host: str) -> str:
    """The name in a Host header, without its port; "" where it is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""
