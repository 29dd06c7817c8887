"""`/guide`: a few questions, and what follows from them; `/G/…`: what the QR of a sheet reopens.

Works without JavaScript and keeps nothing: each page carries the answers in hidden fields of a form, so that no
answer is in an address. Both doors use it; the kiosk shows one question on a screen.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shared.casework import guiding
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.guides import answering, choices
from shared.catalogue.guides.guide import Guide
from shared.errors import AnswersRefused
from shared.language import clock
from shared.language.wording import say
from shared.web.guide_view import QuestionSeen, asked_seen, carried, problems_seen, result_seen
from shared.web.pace import Pace
from shared.web.page import Pages
from shared.web.replies import Endpoint, Fields, paper, posted, see_other
from shared.web.sight import sight_of
from shared.web.together import begun_address, together_address

SEEN: Final = "seen"  # the questions that stood on a page already
SHOWN: Final = "shown"  # those of the page itself
MOST_FIELDS: Final = 100  # of a form: every option of every question, and what is hidden
ONE_AT_A_TIME: Final = "kiosk"  # the surface on which one question stands on a screen


@dataclass(frozen=True)
class GuideHouse:
    """What these pages need of a door. `admitted`: at the kiosk, whether the browser's staff is signed in."""

    catalogue: Callable[[], Catalogue]
    pages: Pages
    base_url: str
    origins: Collection[str]
    admitted: Callable[[Request], bool] = lambda request: True


@dataclass(frozen=True)
class _Page:
    """One page of questions. `place` of `count` where one stands on a screen."""

    questions: Sequence[QuestionSeen]
    hidden: Sequence[tuple[str, str]]
    seen: str
    place: int = 0
    count: int = 0
    problems: Sequence[tuple[str, str]] = ()

    @property
    def shown(self) -> str:
        """The names of its questions."""
        return " ".join(question.id for question in self.questions)


class GuidePages:
    """The handlers; `routes` below puts them at their addresses."""

    def __init__(self, house: GuideHouse, pace: Pace) -> None:
        self._house = house
        self._pages = house.pages
        self._pace = pace

    def every(self, request: Request) -> Response:
        """GET /guide: all guides to choose from."""
        return self._pages.draw(request, "guides.html", guides=self._house.catalogue().guides)

    def first(self, request: Request) -> Response:
        """GET /guide/ID: the first questions."""
        guide = self._named(request.path_params["guide"])
        return self._ask(request, guide, {}, []) if guide else self._gone(request)

    def answered(self, request: Request, fields: Fields) -> Response:
        """POST /guide/ID: what is asked next, or what follows; `do` is `back` or `change`."""
        guide = self._named(request.path_params["guide"])
        if guide is None:
            return self._gone(request)
        raw, seen = _given(guide, fields), fields.get(SEEN, "").split()
        if fields.get("do") == "change":
            return self._ask(request, guide, self._kept(request, guide, raw), [])
        if fields.get("do") == "back":
            return self._ask(request, guide, self._kept(request, guide, raw), seen[:-1])
        try:
            answers = guiding.answers_of(guide, raw, self._language(request))
        except AnswersRefused as refused:
            return self._again(request, guide, fields, refused)
        seen = list(dict.fromkeys([*seen, *fields.get(SHOWN, "").split()]))
        left = [one for one in answering.asked(guide, answers, clock.today()) if one.id not in seen]
        return self._ask(request, guide, answers, seen) if left else self._result(request, guide, answers)

    def sheet(self, request: Request, fields: Fields) -> Response:
        """POST /guide/ID/sheet: the list as PDF, without what is sensitive."""
        guide = self._named(request.path_params["guide"])
        if guide is None:
            return self._gone(request)
        if not self._pace.take(request):
            return self._pages.message(request, "too_often", 429)
        language = self._language(request)
        answers = self._kept(request, guide, _given(guide, fields))
        printed = guiding.sheet(self._house.catalogue(), guide, answers, self._house.base_url, language)
        return paper(printed.pdf, say("guides.sheet_file", language, title=guide.title.say(language)))

    def reopened(self, request: Request) -> Response:
        """GET /G/GUIDE/1…: the list of the choices on a sheet; without choices the first questions."""
        name, _, signs = request.path_params["choices"].partition("/")
        guide = choices.guide_named(self._house.catalogue().guides, name)
        if guide is None:
            return self._gone(request)
        answers = self._kept(request, guide, choices.answers_of(guide, signs))
        if not answers:
            return see_other(f"/guide/{guide.id}")
        return self._result(request, guide, answers, reopened=True)

    def _ask(self, request: Request, guide: Guide, answers: Mapping[str, object], seen: Sequence[str]) -> Response:
        """The next page of questions: the rest, or at the kiosk the first of them."""
        known = self._kept(request, guide, answers)
        asked = answering.asked(guide, known, clock.today())
        left = [one for one in asked if one.id not in seen] or asked
        shown = left[:1] if self._single else left
        page = _Page(
            asked_seen(shown, known, self._language(request)),
            carried(guide, known, shown),
            " ".join(seen),
            place=asked.index(shown[0]) + 1 if self._single else 0,
            count=len(asked),
        )
        return self._draw(request, guide, page)

    def _again(self, request: Request, guide: Guide, fields: Fields, refused: AnswersRefused) -> Response:
        """The same questions as they were answered, with what is to be put right; all where answers do not fit."""
        language, raw = self._language(request), _given(guide, fields)
        known, names = self._kept(request, guide, raw), fields.get(SHOWN, "").split()
        together = any(error.question == guiding.TOGETHER for error in refused.errors)
        asked = answering.asked(guide, known, clock.today())
        shown = [one for one in asked if together or one.id in names] or asked
        single = self._single and len(shown) == 1
        page = _Page(
            asked_seen(shown, {**known, **raw}, language, refused.errors),
            carried(guide, known, shown),
            "" if together else fields.get(SEEN, ""),
            place=asked.index(shown[0]) + 1 if single else 0,
            count=len(asked),
            problems=problems_seen(guide, refused.errors, language),
        )
        return self._draw(request, guide, page, 400)

    def _draw(self, request: Request, guide: Guide, page: "_Page", status: int = 200) -> Response:
        return self._pages.draw(request, "guide.html", status, guide=guide, page=page)

    def _result(
        self, request: Request, guide: Guide, answers: Mapping[str, object], reopened: bool = False
    ) -> Response:
        """What follows, as a checklist."""
        kept = self._kept(request, guide, answers)
        result = guiding.result(self._house.catalogue(), guide, kept)
        view = result_seen(result, self._language(request), self._pages.face.name)
        at_home = self._pages.face.name == "portal"
        together = guiding.together(self._house.catalogue(), guide, kept, at_home=at_home)
        unanswered = answering.unanswered(guide, kept, clock.today())
        return self._pages.draw(
            request,
            "guide_result.html",
            guide=guide,
            seen=view,
            hidden=carried(guide, kept, ()),
            reopened=reopened,
            unanswered=len(unanswered),
            day_missing=any(one.deadlines for one in unanswered),
            secret=guiding.hidden_on_paper(guide, kept),
            closing=at_home,
            together=len(together),
            together_link=together_address(together) if at_home else begun_address(together),
        )

    @property
    def _single(self) -> bool:
        return self._pages.face.surface == ONE_AT_A_TIME

    def _kept(self, request: Request, guide: Guide, raw: Mapping[str, object]) -> dict[str, JsonValue]:
        """The answers that can be kept; the others are asked again."""
        return guiding.readable(guide, raw, self._language(request))

    def _named(self, name: str) -> Guide | None:
        return next((guide for guide in self._house.catalogue().guides if guide.id == name), None)

    def _gone(self, request: Request) -> Response:
        return self._pages.message(request, "guide_gone", 404)

    def _language(self, request: Request) -> str:
        return sight_of(request.cookies).language


def routes(house: GuideHouse, pace: Pace | None = None) -> list[BaseRoute]:
    """The addresses of the guides. A capital letter in a QR, a small one when somebody types it."""
    found = GuidePages(house, pace or Pace())

    def refused(request: Request) -> Response:
        return house.pages.message(request, "foreign_form", 403)

    def shown(handler: Callable[[Request], Response]) -> Callable[[Request], Response]:
        return lambda request: handler(request) if house.admitted(request) else see_other("/signin")

    def form(handler: Callable[[Request, Fields], Response]) -> Endpoint:
        def admitted(request: Request, fields: Fields) -> Response:
            return handler(request, fields) if house.admitted(request) else see_other("/signin")

        return posted(admitted, house.origins, refused, MOST_FIELDS)

    return [
        Route("/guide", shown(found.every), methods=["GET"]),
        Route("/guide/{guide}", shown(found.first), methods=["GET"]),
        Route("/guide/{guide}", form(found.answered), methods=["POST"]),
        Route("/guide/{guide}/sheet", form(found.sheet), methods=["POST"]),
        Route("/G/{choices:path}", shown(found.reopened), methods=["GET"]),
        Route("/g/{choices:path}", shown(found.reopened), methods=["GET"]),
    ]


def _given(guide: Guide, fields: Fields) -> dict[str, object]:
    """The fields of a form as answers: `household.spouse=yes` for each box that was ticked."""
    given: dict[str, object] = {}
    for question in guide.questions:
        if question.kind == "choices":
            ticked = [one.value for one in question.options if f"{question.id}.{one.value}" in fields]
            if ticked:
                given[question.id] = ticked
        elif fields.get(question.id, "").strip():
            given[question.id] = fields[question.id]
    return given
