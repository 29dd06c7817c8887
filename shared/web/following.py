"""もらい忘れゼロ without a script: what else a citizen can have, as a page of いまのようす; its sheet and its calendar.

What was found stands in hidden fields of the form, and is kept nowhere: no answer and no result is in an address.
Only cases that this browser may open; only what their procedures can bring.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shared.casework import following
from shared.casework.cases import Case
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.suggesting import DayOfYear, Following, Suggested
from shared.language.dates import show_date_html
from shared.language.wording import LANGUAGES, say, say_markup
from shared.web.calendar_entry import year_calendar
from shared.web.page import Pages
from shared.web.replies import Endpoint, Fields, paper
from shared.web.sight import sight_of

CALENDAR_FILE: Final = "calendar.ics"
SentOf = Callable[[Request, str], Sequence[Case]]  # a case and those sent with it; () for nobody's


@dataclass(frozen=True)
class SuggestedSeen:
    """One procedure of the list: why, and how much is to be written."""

    id: str
    title: Markup
    why: Markup
    effort: Markup


@dataclass(frozen=True)
class FollowingSeen:
    """The list. `free`: how many ask nothing new."""

    suggested: Sequence[SuggestedSeen]
    days: Sequence[tuple[Markup, Markup]]
    free: int
    procedure_ids: str
    day_ids: str


def is_offered(catalogue: Catalogue, sent: Sequence[Case]) -> bool:
    """Whether the procedures can bring anything at all; no answer is looked at."""
    possible = following.possible(catalogue, sent)
    return bool(possible.suggested or possible.days)


def page(pages: Pages, request: Request, catalogue: Catalogue, sent: Sequence[Case]) -> Response:
    """The list. Whoever calls it was asked for it, and has opened the case."""
    seen = following_seen(catalogue, sent, pages.language(request))
    return pages.draw(request, "more.html", seen=seen, reference=sent[0].reference)


def following_seen(catalogue: Catalogue, sent: Sequence[Case], language: str) -> FollowingSeen:
    """What follows from the answers of what was sent, whose inside is open, in words."""
    found = following.found(catalogue, sent)
    efforts = [following.effort(one.procedure, sent) for one in found.suggested]
    return FollowingSeen(
        [_suggested(one, effort, language) for one, effort in zip(found.suggested, efforts, strict=True)],
        [_day(one, language) for one in found.days],
        sum(one.new == 0 for one in efforts),
        " ".join(one.procedure.id for one in found.suggested),
        " ".join(one.yearly.id for one in found.days),
    )


def routes(
    catalogue: Callable[[], Catalogue],
    pages: Pages,
    base_url: str,
    sent_of: SentOf,
    form: Callable[[Callable[[Request, Fields], Response]], Endpoint],
) -> list[BaseRoute]:
    """Two papers, each by a form of the page that found it."""

    def shown(request: Request, fields: Fields) -> Following | None:
        sent = sent_of(request, request.path_params["reference"])
        if not sent or not sent[0].sent:
            return None
        possible = following.possible(catalogue(), sent)
        found = possible.only(fields.get("procedures", "").split(), fields.get("days", "").split())
        return found if found.suggested or found.days else None

    def sheet(request: Request, fields: Fields) -> Response:
        found = shown(request, fields)
        if found is None:
            return pages.message(request, "receipt_gone", 404)
        wanted = fields.get("language", "")
        language = wanted if wanted in LANGUAGES else sight_of(request.cookies).language
        printed = following.sheet(catalogue(), found, base_url, language)
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


def _suggested(one: Suggested, effort: following.Effort, language: str) -> SuggestedSeen:
    known, new = effort.known, effort.new
    said = say_markup("screens.more_known", language, known=known, new=new) if new else None
    words = said or say_markup("screens.more_no_new", language)
    title, why = (Markup(text.html(language)) for text in (one.procedure.title, one.suggestion.why))
    return SuggestedSeen(one.procedure.id, title, why, words if one.from_home else Markup())


def _day(one: DayOfYear, language: str) -> tuple[Markup, Markup]:
    begins, until = (show_date_html(day.isoformat(), language) for day in (one.begins, one.until))
    same = one.begins == one.until
    when = until if same else say_markup("screens.more_period", language, begins=begins, until=until)
    return when, Markup(one.yearly.title.html(language))
