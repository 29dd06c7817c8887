"""One line per request in the log, and a page instead of a traceback.

A line holds method, address, status, milliseconds and request id: no query string, no host, no client
address, no session id; what stands behind /R/, /C/ and the like is written as `-` (DESIGN §6).
"""

import logging
import secrets
import time
import traceback
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.asgi import answer
from shared.web.tally import Tally

log = logging.getLogger("madoguchi.access")
trouble = logging.getLogger("madoguchi.web")

_HELD: Final = ("/R/", "/C/", "/F/", "/G/", "/T/", "/P/")
MASKED: Final = (*_HELD, "/receipt/", "/answers/", "/notice/", "/file/", "/_stcore/upload_file/")
SILENT: Final = ("/static/", "/look/", "/_stcore/bidi-components/", "/face/now", "/healthz", "/readyz", "/metrics")


def loggable(path: str, status: int = 200) -> str:
    """The address as it may be written down: nothing that a person holds or that names a case. Where there is none
    somebody may have typed a code, or a name, right behind the host.
    """
    for prefix in MASKED:
        if path.lower().startswith(prefix.lower()):
            return f"{prefix}-"
    return path if path.isascii() and path.isprintable() and status != 404 else "-"


class Access:
    """Gives each request an id, logs it, and lets `on_trouble` answer where something broke."""

    def __init__(self, app: ASGIApp, on_trouble: ASGIApp, tally: Tally) -> None:
        self._app = app
        self._on_trouble = on_trouble
        self._tally = tally

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(send)
        scope.setdefault("state", {})["request_id"] = exchange.request_id
        try:
            await self._app(scope, receive, exchange.send)
        except Exception as error:  # noqa: BLE001 -- the outermost edge: nobody further out can answer
            self._tally.broke()
            exchange.complain(error)
            await self._apologise(exchange, scope, receive)
        finally:
            self._tally.answered(exchange.status)
            exchange.note(scope["method"], scope["path"])

    async def _apologise(self, exchange: "_Exchange", scope: Scope, receive: Receive) -> None:
        if exchange.status:  # half an answer is out: break off
            raise ConnectionAbortedError(exchange.request_id) from None
        try:
            await self._on_trouble(scope, receive, exchange.send)
        except Exception as error:  # noqa: BLE001 -- the page that says so is broken as well: say it without words
            exchange.complain(error)
            await answer(exchange.send, 500)


class _Exchange:
    """One request and its answer, for the log."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._began = time.perf_counter()
        self.request_id = secrets.token_hex(6)
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = (b"x-request-id", self.request_id.encode())
            message["headers"] = [*message.get("headers", []), own]
        await self._send(message)

    def complain(self, error: Exception) -> None:
        """An error's words may hold what a person typed: the log gets its kind and places only."""
        trouble.error("%s %s", self.request_id, where(error))

    def note(self, method: str, path: str) -> None:
        if not path.startswith(SILENT):
            spent = (time.perf_counter() - self._began) * 1000
            log.info("%s %s %d %.0fms %s", method, loggable(path, self.status), self.status, spent, self.request_id)


def where(error: BaseException) -> str:
    """Kind and places of an error, without its words and without any value."""
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"
