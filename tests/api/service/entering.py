"""How tests come in: by the address with the key, as people do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Page

from api.service.door import COOKIE, entrance


def come_in(client: TestClient) -> None:
    """Make the client known to its service."""
    app = client.app
    assert isinstance(app, FastAPI)
    address = entrance(str(client.base_url), app.state.context.settings.data)
    assert client.get(address, follow_redirects=False).status_code == 303
    assert COOKIE in client.cookies


def as_another_browser(client: TestClient) -> None:
    """The client without what it was given so far, come in anew."""
    client.cookies.clear()
    come_in(client)


@contextmanager
def known_client(address: str, data: Path) -> Iterator[httpx2.Client]:
    """A client that has come in to a service of its own process."""
    with httpx2.Client(base_url=address, timeout=60) as client:
        assert client.get(entrance(address, data)).status_code == 303
        yield client


def without_key(address: str) -> str:
    """The address of a service of which somebody was told the one with the key."""
    return address.partition("?")[0].rstrip("/")


def come_in_by(page: Page, address: str) -> None:
    """Open the address with the key in a browser; it stands there no longer."""
    page.goto(address)
    assert page.url == f"{without_key(address)}/"
