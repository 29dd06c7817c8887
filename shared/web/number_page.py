"""The telephone's page of one number (portal side): plain HTML that renews itself without JavaScript.

It has no name, no case and no cookie, so it may be looked at by anybody who holds the ticket or looks over a shoulder.
"""

from collections.abc import Callable
from typing import Final

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shared.casework.tickets import looks
from shared.casework.tickets.looks import NumberLook
from shared.catalogue.catalogue import Catalogue
from shared.errors import KeepingError
from shared.language import clock
from shared.language.dates import show_time
from shared.records.letterbox import DatabaseLetterbox
from shared.web.page import Pages
from shared.web.sight import sight_of

SECONDS: Final = 20


def routes(letterbox: DatabaseLetterbox, catalogue: Callable[[], Catalogue], pages: Pages) -> list[BaseRoute]:
    """`GET /T/1122B-012`: what the ticket's QR leads to."""

    def show(request: Request) -> Response:
        language = sight_of(request.cookies, request.query_params.get("language", "")).language
        try:
            look = looks.number_look(letterbox, request.path_params["mark"])
        except KeepingError:
            return _drawn(pages, request, NumberLook("", "", "away"), 503)
        if look is None:
            return _drawn(pages, request, NumberLook("", "", "unknown"), 404)
        titles = {line.id: line.title.html(language) for line in catalogue().waiting.lines}
        return _drawn(pages, request, look, 200, titles.get(look.line, ""))

    return [Route("/T/{mark}", show, methods=["GET"])]


def _drawn(pages: Pages, request: Request, look: NumberLook, status: int, title: str = "") -> Response:
    stale = look.at is not None and clock.now() - look.at > looks.STALE and look.state in ("waiting", "called")
    at = show_time(look.at) if look.at else ""
    values = {"number": look, "line": Markup(title), "at": at, "stale": stale, "seconds": SECONDS}
    return pages.draw(request, "number.html", status, **values)
