"""A service on a port of loopback, in a thread of the test."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from api.service.door import entrance


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """The address by which a browser comes in to the service, with the key."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        server = uvicorn.Server(
            uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=2)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        try:
            yield entrance(f"http://127.0.0.1:{port}", app.state.context.settings.data)
        finally:
            server.should_exit = True
            thread.join(10)
