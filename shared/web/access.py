"""One line per request in the log, and a page instead of a traceback.

A line holds method, address, status, milliseconds and request id: no query string, no host, no client
address, no session id; what stands behind /R/, /C/ and the like is written as `-` (DESIGN §6).
"""

import logging
import secrets
import time
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("madoguchi.access")
trouble = logging.getLogger("madoguchi.web")

MASKED: Final = ("/R/", "/C/", "/F/", "/G/", "/receipt/", "/answers/", "/file/", "/_stcore/upload_file/")
SILENT: Final = ("/static/", "/look/", "/_stcore/bidi-components/", "/healthz", "/readyz", "/metrics")


def loggable(path: str) -> str:
    """The address as it may be written down: nothing that a person holds or that names a case."""
    for prefix in MASKED:
        if path.lower().startswith(prefix.lower()):
            return f"{prefix}-"
    return path if path.isascii() and path.isprintable() else "-"


class Access:
    """Gives each request an id, logs it, and lets `on_trouble` answer where something broke."""

    def __init__(self, app: ASGIApp, on_trouble: ASGIApp) -> None:
        self._app = app
        self._on_trouble = on_trouble

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(6)
        scope.setdefault("state", {})["request_id"] = request_id
        began = time.perf_counter()
        status = 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", []), (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:  # noqa: BLE001 -- the outermost edge: nobody further out can answer
            # Its words may hold what a person typed: the log gets kind and place only.
            trouble.error("%s %s", request_id, where(error))
            if status:
                raise ConnectionAbortedError(
                    request_id
                ) from None  # half an answer is out: the connection must break
            await self._on_trouble(scope, receive, noted)
        finally:
            path = loggable(scope["path"])
            if not path.startswith(SILENT):
                spent = (time.perf_counter() - began) * 1000
                log.info("%s %s %d %.0fms %s", scope["method"], path, status, spent, request_id)


def where(error: BaseException) -> str:
    """Kind and places of an error, without its words: "ValueError at shared/web/front.py:12 < …"."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{'/'.join(code.co_filename.split('/')[-3:])}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' < '.join(reversed(places[-8:]))}"
