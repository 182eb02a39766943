"""What a request may cost: its size and the time it takes to arrive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.service.problems import TooSlow
from api.service.settings import MEGABYTE, Settings
from forms import SeosikError, TooLarge

Answer = Callable[[Scope, SeosikError], ASGIApp]


class Limits:
    """Counts the body as it comes, and gives up on one that comes too slowly.

    ``large`` tells whether a request may bring files; every other body is a case.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, large: Callable[[Scope], bool], answer: Answer
    ) -> None:
        self.app = app
        self.settings = settings
        self.large = large
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self.settings.upload_limit if self.large(scope) else self.settings.case_limit
        headers = dict(scope["headers"])
        declared = headers.get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > limit:
            await self.answer(scope, _too_large(limit))(scope, receive, send)
            return
        await self._watched(scope, receive, send, limit)

    async def _watched(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        read, answered, whole = 0, False, False
        deadline = asyncio.get_running_loop().time() + self.settings.upload_seconds
        exceeded: SeosikError | None = None

        async def counted() -> Message:
            nonlocal read, exceeded, whole
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                exceeded = TooSlow()
                raise exceeded from None
            read += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if read > limit:
                exceeded = _too_large(limit)
                raise exceeded
            return message

        async def noted(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self.app(scope, counted, noted)
        except SeosikError as error:
            if error is not exceeded or answered:
                raise
            await self.answer(scope, error)(scope, receive, send)


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"보낸 자료가 {max(1, limit // MEGABYTE)}MB를 넘습니다.")
