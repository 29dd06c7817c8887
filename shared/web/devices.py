"""Enrolled devices (kiosk side): the address alone opens nothing (KI-4).

    GET  /device   the field for a code of `madoguchi device enrol`; works without JavaScript
    POST /device   the code for a secret, which this browser keeps in a cookie that no script reads
    POST /device/key   the secret for the cookie: a kiosk whose profile is in memory says it at its start (deploy/kiosk)

What citizens reach with their own things stays open: the second screen by its token, the monitor in the hall.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import CodeSlip, SignInRefused
from shared.web.asgi import answer, header, refuse_socket
from shared.web.desks import DeviceDesk
from shared.web.pace import Pace
from shared.web.page import Pages
from shared.web.replies import Fields, posted, see_other
from shared.web.sight import cookies_of

DEVICE_COOKIE: Final = "__Host-device"
LIFE: Final = timedelta(days=400)  # the longest that browsers keep one; given anew at the sign-in page
MACHINES: Final = frozenset({"/healthz", "/readyz"})
FACE: Final = frozenset({"/face", "/face/now", "/face/join", "/face/touch", "/face/leave"})
OPEN: Final = FACE | {"/device", "/device/key", "/sight", "/board"}
OPEN_BELOW: Final = ("/P/",)
RENEWED_AT: Final = "/signin"


class DeviceGate:
    """Lets nobody but enrolled devices further in. `machines`: addresses that programs ask."""

    def __init__(self, app: ASGIApp, desk: DeviceDesk, pages: Pages, machines: Collection[str]) -> None:
        self._app = app
        self._desk = desk
        self._pages = pages
        self._open = OPEN | frozenset(machines)
        self._open_below = (*OPEN_BELOW, pages.prefix)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"} or self._is_open(scope):
            await self._app(scope, receive, send)
            return
        secret = cookies_of(scope).get(DEVICE_COOKIE, "")
        if await run_in_threadpool(self._desk.known, secret):
            await self._app(scope, receive, _renewing(secret, send) if scope["path"] == RENEWED_AT else send)
        elif scope["type"] == "websocket":
            await refuse_socket(receive, send)
        elif scope["method"] == "GET" and "text/html" in header(scope, b"accept"):
            await drawn(self._pages, Request(scope), 403)(scope, receive, send)
        else:
            await answer(send, 403)

    def _is_open(self, scope: Scope) -> bool:
        path = scope["path"]
        return scope["type"] == "http" and (path in self._open or path.startswith(self._open_below))


class DevicePages:
    """The handlers; `routes` below puts them at their addresses."""

    def __init__(self, desk: DeviceDesk, pages: Pages, pace: Pace) -> None:
        self._desk = desk
        self._pages = pages
        self._pace = pace

    def form(self, request: Request) -> Response:
        """GET /device."""
        name = self._desk.known(request.cookies.get(DEVICE_COOKIE, ""))
        return drawn(self._pages, request, name=name or "")

    def enrol(self, request: Request, fields: Fields) -> Response:
        """POST /device."""
        typed = fields.get("code", "")
        if not self._pace.take(request):
            return drawn(self._pages, request, 429, "web.device.too_often", typed)
        try:
            secret = self._desk.enrol(typed)
        except (CodeSlip, SignInRefused) as refused:
            return drawn(self._pages, request, 403, f"errors.{refused.code}", typed)
        return with_device(see_other("/"), secret)

    async def key(self, request: Request) -> Response:
        """POST /device/key. The device's own start page is no page of ours; whoever knows the secret needs no
        further proof.
        """
        async with request.form(max_files=0, max_fields=1) as form:
            secret = form.get("key", "")
        return await run_in_threadpool(self._told, request, secret if isinstance(secret, str) else "")

    def _told(self, request: Request, secret: str) -> Response:
        name = self._desk.known(secret) if self._pace.take(request) else None
        if name is None:
            return drawn(self._pages, request, 403)
        page = with_device(drawn(self._pages, request, name=name), secret)
        page.headers["refresh"] = "0; url=/"  # from a page of ours, so that the strict cookie goes along
        return page


def routes(desk: DeviceDesk, pages: Pages, origins: Sequence[str]) -> list[BaseRoute]:
    """The addresses at which a device is enrolled."""
    device = DevicePages(desk, pages, Pace())

    def refused(request: Request) -> Response:
        return pages.message(request, "foreign_form", 403)

    return [
        Route("/device", device.form, methods=["GET"]),
        Route("/device", posted(device.enrol, origins, refused), methods=["POST"]),
        Route("/device/key", device.key, methods=["POST"]),
    ]


def drawn(
    pages: Pages, request: Request, status: int = 200, problem: str = "", typed: str = "", name: str = ""
) -> Response:
    """The page for the code; `name`: the device is enrolled already."""
    words = pages.words(request, problem) if problem else ""
    return pages.draw(request, "device.html", status, problem=words, typed=typed, name=name)


def with_device(response: Response, secret: str) -> Response:
    """The browser keeps the secret. Strict: no link and no form from elsewhere is sent with it."""
    age = int(LIFE.total_seconds())
    response.set_cookie(DEVICE_COOKIE, secret, max_age=age, secure=True, httponly=True, samesite="strict")
    return response


def _renewing(secret: str, send: Send) -> Send:
    """The cookie's days begin again, so that a device in use is never sent away by the calendar."""
    kept = with_device(Response(), secret).headers["set-cookie"]

    async def renewed(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("set-cookie", kept)
        await send(message)

    return renewed
