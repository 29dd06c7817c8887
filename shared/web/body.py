"""How much a request may carry: forms are small, one upload is a photo or a PDF."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.asgi import header

FORM_BYTES: Final = 64 * 1024
UPLOAD_BYTES: Final = 11 * 1024 * 1024  # 10 MB of file and the multipart lines around it
UPLOADS: Final = "/_stcore/upload_file/"


class BodyTooLarge(Exception):
    """More bytes came than are allowed. Never leaves this module."""


class BodyLimit:
    """413 at once where the length is announced; where it is not, the stream is cut at the limit."""

    def __init__(
        self,
        app: ASGIApp,
        refused: ASGIApp,
        form_bytes: int = FORM_BYTES,
        upload_bytes: int = UPLOAD_BYTES,
    ) -> None:
        self._app = app
        self._refused = refused
        self._form_bytes = form_bytes
        self._upload_bytes = upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._upload_bytes if scope["path"].startswith(UPLOADS) else self._form_bytes
        announced = header(scope, b"content-length")
        if announced and not (announced.isdigit() and int(announced) <= limit):
            await self._refused(scope, receive, send)
            return
        await _Measured(self._app, self._refused, limit)(scope, receive, send)


class _Measured:
    def __init__(self, app: ASGIApp, refused: ASGIApp, limit: int) -> None:
        self._app = app
        self._refused = refused
        self._left = limit
        self._answered = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counted() -> Message:
            message = await receive()
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                raise BodyTooLarge
            return message

        async def noted(message: Message) -> None:
            self._answered = True
            await send(message)

        try:
            await self._app(scope, counted, noted)
        except BodyTooLarge:
            if not self._answered:
                await self._refused(scope, receive, send)
