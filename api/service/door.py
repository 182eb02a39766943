"""Who may open the pages: a browser that once came by the address that holds the data folder's key.

The model: ``seosik serve`` prints an address with a key. A browser that opens it gets a cookie and is sent
on to the same address without the key, which then stands in no history, no Referer and no picture of the
screen. Every other browser gets one page, the same whatever it asks for, and nothing of what it sends is
read. The cookie is made from the key one way: it opens no address, and a new key makes every browser a
stranger. Left open on purpose: what programs use (/api, the health addresses, the description), and the
stylesheet and scripts, which hold nothing of a case.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.jobs.vault import make_key_file
from forms import InputError

COOKIE = "seosik-key"
PARAMETER = "key"
KEY_FILE = "address-key"
# 400 days: browsers keep no cookie longer.
_KNOWN_FOR = 400 * 24 * 3600
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")
# What a query is made of: signs that quoting leaves as they are (RFC 3986, section 3.4).
_KEPT_IN_QUERY = "%!$&'()*+,;=:@/?"
_OPEN = ("/healthz", "/readyz", "/metrics", "/openapi.json", "/favicon.ico")


def address_key(data: Path) -> str:
    """The key in the addresses of a data folder, made on first use for the folder's owner alone.

    Raises ``InputError`` (SETTING) where its file holds something else.
    """
    path = data / KEY_FILE
    if not path.exists():
        make_key_file(path, secrets.token_urlsafe(32))
    key = path.read_text(encoding="ascii", errors="replace").strip()
    if _KEY.fullmatch(key) is None:
        raise InputError(
            f"자료 폴더의 {KEY_FILE} 파일을 읽을 수 없습니다. 지우고 다시 시작하면 새로 만듭니다.", "SETTING"
        )
    return key


def entrance(address: str, data: Path) -> str:
    """The address by which a browser comes in, of the service at that address."""
    return f"{address.rstrip('/')}/?{PARAMETER}={address_key(data)}"


def is_open(path: str) -> bool:
    """Whether an address is there for everybody who reaches the service."""
    return (
        path in _OPEN
        or path.startswith("/api/")
        or (path.startswith("/static/") and path.endswith((".css", ".js")))
    )


class Door:
    """Lets known browsers pass, makes those known that bring the key, and shows all others one page."""

    def __init__(self, app: ASGIApp, key: str, stranger: Callable[[], Response]) -> None:
        self.app = app
        self.stranger = stranger
        self._key = key.encode()
        self._token = hmac.digest(self._key, b"seosik browser", hashlib.sha256).hex()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http" or is_open(scope["path"]):
            await self.app(scope, receive, send)
        elif self._brings_key(scope):
            await self._known(scope)(scope, receive, send)
        elif self._is_known(scope):
            await self.app(scope, receive, send)
        else:
            await self._not_known(scope)(scope, receive, send)

    def _is_known(self, scope: Scope) -> bool:
        shown = HTTPConnection(scope).cookies.get(COOKIE, "")
        return hmac.compare_digest(shown.encode("utf-8", "replace"), self._token.encode())

    def _not_known(self, scope: Scope) -> Response:
        response = self.stranger()
        headers = HTTPConnection(scope).headers
        if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") == "navigate":
            # A link on another page brought it, and with that a browser shows no strict cookie: it asks
            # once more, from our page now, and a known one is known.
            response.headers["refresh"] = "0"
        return response

    def _brings_key(self, scope: Scope) -> bool:
        # A form that is sent to such an address is no way in: only who opens an address sees what comes.
        if scope["method"] not in ("GET", "HEAD"):
            return False
        given = [value for name, value in _fields(scope) if name == PARAMETER.encode()]
        return any(hmac.compare_digest(value, self._key) for value in given)

    def _known(self, scope: Scope) -> Response:
        """On to the same address without the key, with the cookie."""
        rest = b"&".join(part for part in _parts(scope) if _field(part)[0] != PARAMETER.encode())
        # One slash: two at the beginning would name another host.
        path = "/" + quote(scope["path"].lstrip("/"))
        response = RedirectResponse(f"{path}?{quote(rest, _KEPT_IN_QUERY)}" if rest else path, 303)
        response.set_cookie(
            COOKIE, self._token, max_age=_KNOWN_FOR, path="/", httponly=True, samesite="strict"
        )
        response.headers["cache-control"] = "no-store"
        return response


def _parts(scope: Scope) -> list[bytes]:
    query: bytes = scope["query_string"]
    return query.split(b"&") if query else []


def _field(part: bytes) -> tuple[bytes, bytes]:
    name, _, value = part.partition(b"=")
    return unquote_to_bytes(name), unquote_to_bytes(value)


def _fields(scope: Scope) -> list[tuple[bytes, bytes]]:
    return [_field(part) for part in _parts(scope)]
