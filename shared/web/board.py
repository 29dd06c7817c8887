"""The lines as pages: the monitor in the hall (kiosk side), and the telephone's page of one number (portal side).

Both are plain HTML and renew themselves without JavaScript. They hold numbers and counters; a page of a number has
no name, no case and no cookie, so it may be looked at by anybody who holds the ticket or looks over a shoulder.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shared.casework.tickets import board
from shared.casework.tickets.board import LineLook, NumberLook
from shared.catalogue.catalogue import Catalogue
from shared.errors import KeepingError
from shared.language import clock
from shared.records.letterbox import DatabaseLetterbox
from shared.web.page import Pages
from shared.web.sight import sight_of

MONITOR_SECONDS: Final = 5
PHONE_SECONDS: Final = 20
JUST_CALLED: Final = timedelta(seconds=20)
CALLED_SHOWN: Final = 4  # numbers of one line that stand on the monitor


@dataclass(frozen=True)
class _Row:
    """One line on the monitor."""

    letter: str
    title: Markup
    look: LineLook


def monitor_routes(
    looks: Callable[[], Sequence[LineLook]], catalogue: Callable[[], Catalogue], pages: Pages
) -> list[BaseRoute]:
    """`GET /board`, `?lines=todokede,hoken` for one hall. Nobody signs in at a monitor; it shows numbers only."""

    def show(request: Request) -> Response:
        asked = [name for name in request.query_params.get("lines", "").split(",") if name]
        try:
            seen = {look.line: look for look in looks()}
        except KeepingError:
            return pages.draw(request, "board.html", 503, rows=None, seconds=MONITOR_SECONDS, at="", shown=CALLED_SHOWN)
        language = sight_of(request.cookies, request.query_params.get("language", "")).language
        rows = [
            _Row(line.letter, Markup(line.title.html(language)), seen[line.id])
            for line in catalogue().waiting.lines
            if line.id in seen and (not asked or line.id in asked)
        ]
        return pages.draw(
            request,
            "board.html",
            rows=rows,
            seconds=MONITOR_SECONDS,
            at=f"{clock.in_japan(clock.now()):%H:%M}",
            fresh=lambda at: clock.now() - at <= JUST_CALLED,
            shown=CALLED_SHOWN,
        )

    return [Route("/board", show, methods=["GET"])]


def phone_routes(letterbox: DatabaseLetterbox, catalogue: Callable[[], Catalogue], pages: Pages) -> list[BaseRoute]:
    """`GET /T/1122B-012`: what the ticket's QR leads to."""

    def show(request: Request) -> Response:
        language = sight_of(request.cookies, request.query_params.get("language", "")).language
        try:
            look = board.number_look(letterbox, request.path_params["mark"])
        except KeepingError:
            return _drawn(pages, request, NumberLook("", "", "away"), 503)
        if look is None:
            return _drawn(pages, request, NumberLook("", "", "unknown"), 404)
        titles = {line.id: line.title.html(language) for line in catalogue().waiting.lines}
        return _drawn(pages, request, look, 200, titles.get(look.line, ""))

    return [Route("/T/{mark}", show, methods=["GET"])]


def _drawn(pages: Pages, request: Request, look: NumberLook, status: int, title: str = "") -> Response:
    stale = look.at is not None and clock.now() - look.at > board.STALE and look.state in ("waiting", "called")
    at = f"{clock.in_japan(look.at):%H:%M}" if look.at else ""
    values = {"number": look, "line": Markup(title), "at": at, "stale": stale, "seconds": PHONE_SECONDS}
    return pages.draw(request, "number.html", status, **values)
