"""The lines as pages (kiosk side): the monitor in the hall, and the ticket that staff print.

The monitor is plain HTML and renews itself; it shows numbers and counters and asks nobody to sign in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shared.casework.tickets.looks import LineLook
from shared.catalogue.catalogue import Catalogue
from shared.errors import KeepingError
from shared.language import clock
from shared.language.dates import show_time
from shared.language.wording import LANGUAGES, say
from shared.printing.ticket import TicketContent, ticket_pdf
from shared.web.page import Pages
from shared.web.replies import STAFF_COOKIE, paper
from shared.web.sight import sight_of

MONITOR_SECONDS: Final = 5
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
            at=show_time(clock.now()),
            fresh=lambda at: clock.now() - at <= JUST_CALLED,
            shown=CALLED_SHOWN,
        )

    return [Route("/board", show, methods=["GET"])]


def ticket_routes(ticket: Callable[[str, str, str], TicketContent | None], pages: Pages) -> list[BaseRoute]:
    """`GET /ticket/B-012.pdf` for staff. `ticket(session token, number, language)`: None for no number, or nobody."""

    def show(request: Request) -> Response:
        label, language = request.path_params["label"].upper(), request.query_params.get("language", "ja")
        token = request.cookies.get(STAFF_COOKIE, "")
        content = ticket(token, label, language if language in LANGUAGES else "ja")
        if content is None:
            return pages.message(request, "not_found", 404)
        return paper(ticket_pdf(content).pdf, say("visits.phone.file", label=content.number))

    return [Route("/ticket/{label}.pdf", show, methods=["GET"])]
