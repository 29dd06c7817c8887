"""ふたつの顔の窓口 as pages (kiosk side): the second screen, on a tablet or on the citizen's own phone.

    GET  /P/TOKEN      what the QR on staff's screen leads to: one button, so that a preview of the link uses nothing up
    POST /face/join    the token for a seat (cookie until the browser closes)
    GET  /face         the screen; without a seat the field for the token
    GET  /face/now     what is shown now, as a piece of HTML; waits a few seconds for the next change
    POST /face/touch   はい、そうです / ちがいます / 職員を呼ぶ / language
    POST /face/leave   the citizen closes it

The page itself holds nothing of a case: all of it comes by /face/now and goes with the visit.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Final, get_args

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shared.casework.mandate import HELP
from shared.casework.second_face.content import Asked, AskedStep
from shared.casework.second_face.face import Kind, Look, Touch
from shared.casework.second_face.faces import Faces, tidy_token
from shared.language import clock
from shared.language.wording import LANGUAGES, say, say_html
from shared.web.pace import Pace
from shared.web.page import Pages
from shared.web.replies import Fields, posted, see_other

FACE_COOKIE: Final = "__Host-face"
HOLD: Final = 5.0  # seconds that one question for news waits
TICK: Final = 0.03  # seconds between two looks at the memory


class SecondFacePages:
    """The handlers; `routes` below puts them at their addresses."""

    def __init__(self, faces: Faces, pages: Pages, pace: Pace) -> None:
        self._faces = faces
        self._pages = pages
        self._pace = pace

    def scanned(self, request: Request) -> Response:
        """GET /P/TOKEN."""
        return self._joining(request, 200, tidy_token(request.path_params["token"]), scanned=True)

    def join(self, request: Request, fields: Fields) -> Response:
        """POST /face/join."""
        if not self._pace.take(request):
            return self._joining(request, 429, "", "face.too_often")
        seat = self._faces.join(tidy_token(fields.get("token", "")))
        if seat is None:
            return self._joining(request, 403, "", "face.token_unknown")
        self._faces.leave(_seat(request))
        response = see_other("/face")
        response.set_cookie(FACE_COOKIE, seat, secure=True, httponly=True, samesite="strict")
        return response

    def screen(self, request: Request) -> Response:
        """GET /face."""
        look = self._faces.look(_seat(request))
        if look is None:
            return _without_seat(self._joining(request, 200, ""))
        return self._pages.draw(request, "face.html")

    async def now(self, request: Request) -> Response:
        """GET /face/now: what is shown now, once it is not what the screen has."""
        seat, known = _seat(request), request.query_params.get("turn", "")
        until = time.monotonic() + HOLD
        turn = self._faces.turn(seat)
        while turn is not None and str(turn) == known and time.monotonic() < until:
            await asyncio.sleep(TICK)
            turn = self._faces.turn(seat)
        look = self._faces.look(seat)
        if look is None:
            return _without_seat(Response(status_code=410))
        if str(look.turn) == known:
            return Response(status_code=204)
        return self._drawn(request, look)

    def touch(self, request: Request, fields: Fields) -> Response:
        """POST /face/touch: 204, or 409 for what is not on the screen any more, or 410 where it is over."""
        kind, seat = fields.get("kind", ""), _seat(request)
        note, version = fields.get("note", ""), fields.get("version", "0")
        if self._faces.reference_of(seat) is None:
            return _without_seat(Response(status_code=410))
        if kind not in get_args(Kind) or not version.isdecimal() or (kind == "language" and note not in LANGUAGES):
            return Response(status_code=400)
        touch = Touch(_KINDS[kind], fields.get("yes") == "yes", clock.now(), int(version[:9]), note)
        return Response(status_code=204 if self._faces.touch(seat, touch) else 409)

    def leave(self, request: Request, fields: Fields) -> Response:
        """POST /face/leave."""
        self._faces.leave(_seat(request))
        return _without_seat(see_other("/face"))

    def _joining(
        self, request: Request, status: int, token: str, problem: str = "", *, scanned: bool = False
    ) -> Response:
        words = self._pages.words(request, problem) if problem else ""
        return self._pages.draw(request, "face_join.html", status, token=token, problem=words, scanned=scanned)

    def _drawn(self, request: Request, look: Look) -> Response:
        language = look.language or "ja"
        steps = look.content.shown(language) if look.content else []
        at = next((n for n, step in enumerate(steps) if step.step == look.at), 0)
        title = look.content.procedure.title.html(language) if look.content else ""
        page = self._pages.draw(
            request,
            "face_view.html",
            w=lambda key, **params: Markup(say_html(key, language, **params)),
            said=lambda key, **params: say(key, language, **params),
            seen=look,
            steps=[_Step(step) for step in steps],
            at=at,
            title=Markup(title),
            help=HELP,
            languages=LANGUAGES,
        )
        page.headers["x-face-turn"] = str(look.turn)
        page.headers["x-face-language"] = language
        return page


class _Line:
    """A question as the template draws it."""

    def __init__(self, asked: Asked) -> None:
        self.question, self.given, self.values = asked.question, asked.given, asked.values
        self.title = Markup(asked.title_html)

    @property
    def alone(self) -> bool:
        """One value: its label is the question."""
        return len(self.values) <= 1


class _Step:
    """A step as the template draws it."""

    def __init__(self, asked: AskedStep) -> None:
        self.step, self.given, self.title = asked.step, asked.given, Markup(asked.title_html)
        self.lines = [_Line(line) for line in asked.lines]


def routes(faces: Faces, pages: Pages, origins: Sequence[str], pace: Callable[[], Pace] = Pace) -> list[BaseRoute]:
    """All addresses of the second screen."""
    face = SecondFacePages(faces, pages, pace())

    def refused(request: Request) -> Response:
        return pages.message(request, "foreign_form", 403)

    return [
        Route("/P/{token}", face.scanned, methods=["GET"]),
        Route("/face", face.screen, methods=["GET"]),
        Route("/face/now", face.now, methods=["GET"]),
        Route("/face/join", posted(face.join, origins, refused), methods=["POST"]),
        Route("/face/touch", posted(face.touch, origins, refused), methods=["POST"]),
        Route("/face/leave", posted(face.leave, origins, refused), methods=["POST"]),
    ]


_KINDS: Final[dict[str, Kind]] = {kind: kind for kind in get_args(Kind)}


def _seat(request: Request) -> str:
    return request.cookies.get(FACE_COOKIE, "")


def _without_seat(response: Response) -> Response:
    response.delete_cookie(FACE_COOKIE, secure=True, httponly=True, samesite="strict")
    return response
