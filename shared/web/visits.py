"""`/visit`: the day and time at the counter, chosen, changed and given back with the code alone.

One set of pages for both: Streamlit's screens and the pages without JavaScript lead here and are led back to.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shared.casework.booking import OfferedDay, VisitStanding
from shared.casework.cases import Case
from shared.errors import ActionNotAllowed
from shared.language.wording import say
from shared.web.calendar_entry import calendar_entry
from shared.web.desks import VisitDesk
from shared.web.pace import Pace
from shared.web.page import Pages
from shared.web.replies import Endpoint, Fields, see_other
from shared.web.sight import sight_of
from shared.web.visit_view import days_seen, instant_of_value, times_seen, title_of, visit_seen

STATUS: Final = "status"  # where the visitor came from, and goes back to; "": the portal's own screens

CaseOf = Callable[[Request, str], Case | None]


class VisitPages:
    """The handlers; `routes` below puts them at their addresses. `case_of`: what this browser's pass opens."""

    def __init__(self, desk: VisitDesk, pages: Pages, pace: Pace, case_of: CaseOf) -> None:
        self._desk = desk
        self._pages = pages
        self._pace = pace
        self._case_of = case_of

    def choose(self, request: Request) -> Response:
        """GET /visit: the days, or with `day` the times of one."""
        asked = request.query_params
        case = self._case_of(request, asked.get("case", ""))
        if case is None:
            return see_other("/status")
        said = "given_back" if asked.get("said") == "given_back" else ""
        return self._page(request, case, asked.get("from", ""), asked.get("day", ""), said=said)

    def calendar(self, request: Request) -> Response:
        """GET /visit/REFERENCE.ics: what is booked, for the visitor's own calendar."""
        case = self._case_of(request, request.path_params["reference"])
        visits, language = self._desk.visits(), sight_of(request.cookies).language
        visit = visits.booked(case) if case else None
        if case is None or visit is None:
            return see_other("/status")
        entry = calendar_entry(visit, visits.catalogue, case.row.locator, language)
        name = quote(say("visits.book.calendar_file", language))
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(entry, media_type="text/calendar", headers=headers)

    def decide(self, request: Request, fields: Fields) -> Response:
        """POST /visit: books the time, or gives back what is booked."""
        case, came_from = self._case_of(request, fields.get("case", "")), fields.get("from", "")
        if case is None:
            return see_other("/status")
        if not self._pace.take(request):
            return self._pages.message(request, "too_often", 429)
        if fields.get("do") == "give_back":
            self._desk.visits().give_back(case)
            return see_other(f"/visit?case={case.reference}&from={_known(came_from)}&said=given_back")
        return self._book(request, case, came_from, fields)

    def _book(self, request: Request, case: Case, came_from: str, fields: Fields) -> Response:
        at, day = instant_of_value(fields.get("at", "")), fields.get("day", "")
        if at is None:
            return self._page(request, case, came_from, day, problem="visits.book.choose_time", status=400)
        try:
            self._desk.book(case, at)
        except ActionNotAllowed as refused:
            return self._page(request, case, came_from, day, problem=f"errors.{refused.code}", status=409)
        return see_other(_after(case, came_from))

    def _page(
        self,
        request: Request,
        case: Case,
        came_from: str,
        day: str,
        said: str = "",
        problem: str = "",
        status: int = 200,
    ) -> Response:
        """The days, or the times of the day that is asked for and offered."""
        visits, language = self._desk.visits(), sight_of(request.cookies).language
        standing = visits.standing(case)
        if standing.line is None and standing.visit is None:
            return see_other(_after(case, came_from))
        offer = visits.offer(standing.line) if standing.line else []
        chosen = next((one for one in offer if one.day.isoformat() == day and one.free), None)
        return self._pages.draw(
            request,
            "visit.html",
            status,
            reference=case.reference,
            title=title_of(case, language),
            seen=visit_seen(standing, visits.catalogue, language),
            days=days_seen(offer, language),
            times=times_seen(chosen, _mine(standing), language) if chosen else None,
            came_from=_known(came_from),
            after=_after(case, came_from),
            said=said,
            problem=self._pages.words(request, problem) if problem else "",
            none_free=not _any_free(offer),
        )


def routes(
    desk: VisitDesk,
    pages: Pages,
    pace: Pace,
    case_of: CaseOf,
    shown: Callable[[Callable[[Request], Response]], Callable[[Request], Response]],
    form: Callable[[Callable[[Request, Fields], Response]], Endpoint],
) -> list[BaseRoute]:
    """The addresses of a visit. `shown`, `form`: how the portal guards its pages and its forms."""
    found = VisitPages(desk, pages, pace, case_of)
    return [
        Route("/visit", shown(found.choose), methods=["GET"]),
        Route("/visit/{reference}.ics", shown(found.calendar), methods=["GET"]),
        Route("/visit", form(found.decide), methods=["POST"]),
    ]


def _known(came_from: str) -> str:
    return STATUS if came_from == STATUS else ""


def _after(case: Case, came_from: str) -> str:
    """Where one goes on: the page that led here."""
    if came_from == STATUS or case.draft is None:
        return f"/status?case={case.reference}"
    return f"/?case={case.reference}&view=leave"


def _mine(standing: VisitStanding) -> datetime | None:
    return standing.visit.starts_at if standing.visit else None


def _any_free(offer: Sequence[OfferedDay]) -> bool:
    return any(day.free for day in offer)
