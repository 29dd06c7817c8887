"""`/following/…`: the sheet and the calendar of what else a citizen can have (もらい忘れゼロ).

What was found stands in hidden fields of the form, and is kept nowhere: no answer and no result is in an address.
Only this browser's own sent cases; only what the case's procedure can bring.
"""

from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shared.casework import following
from shared.casework.cases import Case
from shared.catalogue.suggesting import Following
from shared.language.wording import say
from shared.web.calendar_entry import year_calendar
from shared.web.desks import VisitDesk
from shared.web.page import Pages
from shared.web.replies import Endpoint, Fields, paper
from shared.web.sight import sight_of

CALENDAR_FILE: Final = "calendar.ics"
CaseOf = Callable[[Request, str], Case | None]


def routes(
    desk: VisitDesk,
    pages: Pages,
    base_url: str,
    case_of: CaseOf,
    form: Callable[[Callable[[Request, Fields], Response]], Endpoint],
) -> list[BaseRoute]:
    """Two papers, each by a form of the page that found it."""

    def shown(request: Request, fields: Fields) -> Following | None:
        case = case_of(request, request.path_params["reference"])
        if case is None or not case.sent:
            return None
        possible = following.possible(desk.visits().catalogue, case)
        found = possible.only(fields.get("procedures", "").split(), fields.get("days", "").split())
        return found if found.suggested or found.days else None

    def sheet(request: Request, fields: Fields) -> Response:
        found, language = shown(request, fields), sight_of(request.cookies).language
        if found is None:
            return pages.message(request, "receipt_gone", 404)
        printed = following.sheet(desk.visits().catalogue, found, base_url, language)
        return paper(printed.pdf, say("screens.more_sheet_file", language))

    def calendar(request: Request, fields: Fields) -> Response:
        found = shown(request, fields)
        if found is None or not found.days:
            return pages.message(request, "receipt_gone", 404)
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(CALENDAR_FILE)}"}
        entries = year_calendar(found.days, sight_of(request.cookies).language)
        return Response(entries, media_type="text/calendar", headers=headers)

    return [
        Route("/following/{reference}/sheet", form(sheet), methods=["POST"]),
        Route("/following/{reference}/calendar", form(calendar), methods=["POST"]),
    ]
