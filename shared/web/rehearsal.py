"""ためし: the switch of the day, and the kiosk's way in. A door has these addresses only where
casework.rehearsal.follow gave it a rehearsal: an ordinary one takes a day from nobody.
"""

from collections.abc import Callable, Collection
from datetime import date
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.casework.rehearsal import Rehearsal
from shared.errors import ValueRefused
from shared.web.page import Pages
from shared.web.replies import Fields, local, posted, see_other

DAY: Final = "/rehearsal/day"
ENTER: Final = "/rehearsal/in"
UNHEARD: Final = ("/healthz", "/readyz")

# Asked before the day is turned, with the request: what it gives is done afterwards, with the answer. Sessions, passes
# and drafts end with time, and are to outlive the switch.
Across = Callable[[Request], Callable[[Response], Response]]


def routes(rehearsal: Rehearsal, pages: Pages, origins: Collection[str], across: Across) -> list[BaseRoute]:
    """POST /rehearsal/day: `day` (2027-04-01), `next`. GET /rehearsal/in: at the kiosk the way in."""

    def refused(request: Request) -> Response:
        return pages.message(request, "foreign_form", 403)

    def turn(request: Request, fields: Fields) -> Response:
        afterwards = across(request)
        try:
            rehearsal.show(date.fromisoformat(fields.get("day", "")))
        except ValueRefused as error:
            return pages.message(request, "rehearsal_day", 400, **error.params)
        except ValueError:  # no day at all
            days = {"first": rehearsal.first.isoformat(), "last": rehearsal.last.isoformat()}
            return pages.message(request, "rehearsal_day", 400, **days)
        return afterwards(see_other(local(fields.get("next", ""))))

    def enter(request: Request) -> Response:
        return across(request)(see_other(local(request.query_params.get("next", ""))))

    return [Route(DAY, posted(turn, origins, refused), methods=["POST"]), Route(ENTER, enter, methods=["GET"])]


class Heard:
    """Tells the rehearsal of everything that is done: a request, and each frame of an open page."""

    def __init__(self, app: ASGIApp, rehearsal: Rehearsal) -> None:
        self._app = app
        self._rehearsal = rehearsal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] not in UNHEARD:
            self._rehearsal.hear()

        async def listening() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive":
                self._rehearsal.hear()
            return message

        await self._app(scope, listening if scope["type"] == "websocket" else receive, send)
