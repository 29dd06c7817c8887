"""Routes of the portal beside Streamlit: opening cases, their state, papers, genuine or not, QR letters.

Everything here works without JavaScript. A code is only ever in `/C/…`, which answers 303 at once to a clean
address; afterwards the browser's pass (`__Host-case`) opens the case.
"""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shared.casework.cases import Case
from shared.errors import (
    CannotBundle,
    CannotOpen,
    ChannelClosed,
    CodeSlip,
    FactBlocked,
    FactWrong,
    KeepingError,
    MadoguchiError,
    ValueRefused,
)
from shared.language.wording import LANGUAGES, say
from shared.printing.answers import answers_pdf
from shared.printing.content import Paper
from shared.printing.html import receipt_html, style
from shared.printing.receipt import receipt_pdf
from shared.records.folder import Note
from shared.web import following, forms, sights, visits
from shared.web.desks import FrontDesk, Opened
from shared.web.pace import Pace
from shared.web.page import Pages
from shared.web.replies import (
    Endpoint,
    Fields,
    Left,
    local,
    paper,
    pass_of,
    posted,
    see_other,
    unheard,
    with_pass,
    without_pass,
)
from shared.web.sight import sight_of
from shared.web.views import CaseView, case_named, case_view
from shared.web.visit_view import visit_seen

CLOSED = "closed"  # one answer for unknown, blocked and replaced codes

_VERDICTS = {  # mood and icon of the banner
    "office": ("good", "ok"),
    "front": ("good", "ok"),
    "expired": ("wait", "warn"),
    "revoked": ("bad", "x"),
    "forged": ("bad", "x"),
}


class Front:
    """The handlers; `routes` below puts them at their addresses."""

    def __init__(self, desk: FrontDesk, pages: Pages, public: str, pace: Pace, left: Left) -> None:
        self._desk = desk
        self._pages = pages
        self._host = urlsplit(public).netloc
        self._pace = pace
        self._left = left

    # ── opening a case

    def open(self, request: Request, fields: Fields) -> Response:
        """POST /open: a new case of `procedure` (or of several, parted by commas), then to its first question."""
        if not self._pace.take(request):
            return self._pages.message(request, "too_often", 429)
        wanted = fields.get("language", "")
        language = wanted if wanted in LANGUAGES else sight_of(request.cookies).language
        long = fields.get("remember") == "yes"
        wanted_ids, key = fields.get("procedure", "").split(","), fields.get("key") or None
        try:
            opened = self._desk.start(wanted_ids, language, key, pass_of(request), long)
        except KeyError:
            return self._pages.message(request, "no_procedure", 404)
        except CannotBundle:
            return self._pages.message(request, "cannot_bundle", 409)
        return self._to_case(opened, local(fields.get("next", "")), long)

    def by_code(self, request: Request, fields: Fields) -> Response:
        """POST /code: the case of a typed or scanned code."""
        after = local(fields.get("next", ""))
        if not self._pace.take(request):
            return self._pages.message(request, "too_often", 429)
        long = fields.get("remember") == "yes"
        try:
            opened = self._desk.open(fields.get("code", ""), pass_of(request), long)
        except (CodeSlip, CannotOpen) as error:
            return self._code_page(request, _problem(error), after, fields.get("code", ""), 400)
        return self._to_case(opened, after, long)

    def by_link(self, request: Request) -> Response:
        """GET /C/…: at once to a clean address, with the pass. A look ahead (HEAD) opens nothing."""
        if request.method == "HEAD":
            return see_other("/")
        if not self._pace.take(request):
            return self._pages.message(request, "too_often", 429)
        try:
            opened = self._desk.open(request.path_params["code"], pass_of(request), False)
        except (CodeSlip, CannotOpen) as error:
            return see_other(f"/code?problem={_problem(error)}")
        return self._to_case(opened, "/", False)

    def code_form(self, request: Request) -> Response:
        """GET /code: the form."""
        problem = request.query_params.get("problem", "")
        known = problem if problem in {CLOSED, "slip0", "slip1", "slip2", "slip3", "slip4"} else ""
        return self._code_page(request, known, local(request.query_params.get("next", "")), "", 200)

    def forget(self, request: Request, fields: Fields) -> Response:
        """POST /forget: this browser forgets its cases."""
        self._left(request)
        if pass_ := pass_of(request):
            self._desk.forget(pass_)
        return without_pass(see_other("/"))

    def closed(self, request: Request) -> Response:
        """GET /closed: where 「このページをすぐ閉じる」 leads. Names neither the city nor the case."""
        self._left(request)
        return self._pages.draw(request, "closed.html")

    def _to_case(self, opened: Opened, after: str, long: bool) -> Response:
        return with_pass(see_other(f"{after}?case={opened.reference}"), opened.pass_, long)

    def _code_page(self, request: Request, problem: str, after: str, typed: str, status: int) -> Response:
        telephone = self._pages.face.telephone
        words = self._pages.words(request, f"web.codes.{problem}", telephone=telephone) if problem else ""
        return self._pages.draw(request, "codes.html", status, problem=words, next=after, typed=typed)

    # ── the state of a case

    def status(self, request: Request) -> Response:
        """GET /status: the code form, the list, or one case as the code alone shows it."""
        cases = self._cases(request)
        wanted = request.query_params.get("case", "")
        if not cases:
            return self._code_page(request, "", "/status", "", 200)
        case = case_named(cases, wanted) if wanted else cases[0] if len(cases) == 1 else None
        if case is None:
            views = [self._view(request, each) for each in cases]
            return self._pages.draw(request, "cases.html", views=views)
        return self._status_page(request, case)

    def unlock(self, request: Request, fields: Fields) -> Response:
        """POST /status: with the fact, the messages or the copy of the answers. Nothing stays unlocked."""
        case = case_named(self._cases(request), fields.get("case", ""))
        if case is None:
            return see_other("/status")
        if not self._pace.take(request):
            return self._pages.message(request, "too_often", 429)
        try:
            case = self._desk.unlock(case, fields.get("fact", ""))
        except (ValueRefused, FactWrong, FactBlocked) as error:
            return self._fact_refused(request, case, error)
        if fields.get("show") == "answers":
            return self._answers(request, case)
        if fields.get("show") == "more":
            return following.page(self._pages, request, self._desk.visits().catalogue, self._desk.sent_together(case))
        return self._status_page(request, case, notes=self._desk.messages(case))

    def _fact_refused(self, request: Request, case: Case, error: MadoguchiError) -> Response:
        if isinstance(error, ValueRefused):
            words = self._pages.words(request, f"errors.{error.code}", **error.params)
        else:
            kind = "fact_blocked" if isinstance(error, FactBlocked) else "fact_wrong"
            said = {"telephone": self._pages.face.telephone, **error.params}
            words = self._pages.words(request, f"web.status.{kind}", **said)
        return self._status_page(request, case, 403, problem=words)

    def _status_page(
        self, request: Request, case: Case, status: int = 200, notes: Sequence[Note] | None = None, problem: str = ""
    ) -> Response:
        visits, language = self._desk.visits(), sight_of(request.cookies).language
        visit = visit_seen(visits.standing(case), visits.catalogue, language)
        view = self._view(request, case)
        more = following.is_offered(visits.catalogue, self._desk.sent_together(case))
        said = {"view": view, "visit": visit, "notes": notes, "problem": problem, "more": more}
        return self._pages.draw(request, "status.html", status, **said)

    def _view(self, request: Request, case: Case) -> CaseView:
        progress = self._desk.progress(case) if case.sent else None
        return case_view(case, progress, sight_of(request.cookies).language)

    def sent_named(self, request: Request, reference: str) -> Sequence[Case]:
        """The same with those that were sent together with it; () where there is none."""
        case = self.case_of(request, reference)
        return self._desk.sent_together(case) if case else ()

    def case_of(self, request: Request, reference: str) -> Case | None:
        """A case that this browser may open."""
        return case_named(self._cases(request), reference)

    def _cases(self, request: Request) -> Sequence[Case]:
        pass_ = pass_of(request)
        return self._desk.cases(pass_) if pass_ else ()

    # ── papers

    def receipt(self, request: Request) -> Response:
        """GET /receipt/REFERENCE: the receipt as a page."""
        case = case_named(self._cases(request), request.path_params["reference"])
        if case is None:
            return self._pages.message(request, "receipt_gone", 404)
        sheet = receipt_html(self._desk.receipt(case))
        return self._pages.draw(request, "receipt.html", sheet=sheet, reference=case.reference)

    def receipt_paper(self, request: Request) -> Response:
        """GET /receipt/REFERENCE.pdf: the receipt to print; `?paper=80mm` for a roll."""
        case = case_named(self._cases(request), request.path_params["reference"])
        if case is None:
            return self._pages.message(request, "receipt_gone", 404)
        size: Paper = "80mm" if request.query_params.get("paper") == "80mm" else "a4"
        printed = receipt_pdf(self._desk.receipt(case), size)
        return paper(printed.pdf, say("web.receipt.file", self._pages.language(request), reference=case.reference))

    def receipt_sheet(self, request: Request) -> Response:
        """GET /receipt.css: the style of the receipt as a page."""
        return Response(style(), media_type="text/css", headers={"cache-control": "public, max-age=600"})

    def _answers(self, request: Request, case: Case) -> Response:
        language = sight_of(request.cookies).language
        printed = answers_pdf(self._desk.answers(case))
        return paper(printed.pdf, say("web.receipt.answers_file", language, reference=case.reference))

    # ── what a QR may hold

    def proof(self, request: Request) -> Response:
        """GET /R/…: genuine or not, for anybody."""
        seen = self._desk.proof(request.path_params["token"], sight_of(request.cookies).language)
        mood, icon = _VERDICTS[seen.verdict]
        return self._pages.draw(request, "proof.html", seen=seen, mood=mood, icon=icon, host=self._host)

    def letter(self, request: Request) -> Response:
        """GET /X/…: a letter that a later edition knows."""
        group = "unknown_letter" if len(request.path_params["letter"]) == 1 else "not_found"
        return self._pages.message(request, group, 404)


def routes(desk: FrontDesk, pages: Pages, origins: Sequence[str], pace: Pace, left: Left = unheard) -> list[BaseRoute]:
    """All addresses of the portal that Streamlit does not draw. The first of `origins` is the public one."""
    front = Front(desk, pages, origins[0], pace, left)

    def refused(request: Request) -> Response:
        return pages.message(request, "foreign_form", 403)

    def shown(handler: Callable[[Request], Response]) -> Callable[[Request], Response]:
        return lambda request: _answered(pages, request, lambda: handler(request))

    def form(handler: Callable[[Request, Fields], Response]) -> Endpoint:
        def guarded(request: Request, fields: Fields) -> Response:
            return _answered(pages, request, lambda: handler(request, fields))

        return posted(guarded, origins, refused)

    return [
        Route("/open", form(front.open), methods=["POST"]),
        Route("/code", form(front.by_code), methods=["POST"]),
        Route("/code", front.code_form, methods=["GET"]),
        Route("/forget", form(front.forget), methods=["POST"]),
        Route("/status", shown(front.status), methods=["GET"]),
        Route("/status", form(front.unlock), methods=["POST"]),
        Route("/receipt.css", front.receipt_sheet, methods=["GET"]),
        Route("/receipt/{reference}.pdf", shown(front.receipt_paper), methods=["GET"]),
        Route("/receipt/{reference}", shown(front.receipt), methods=["GET"]),
        Route("/closed", front.closed, methods=["GET"]),
        *_both_cases("/C/{code:path}", shown(front.by_link)),
        *_both_cases("/R/{token:path}", shown(front.proof)),
        *sights.routes(pages, origins, refused),
        *forms.routes(desk, pages, pace),
        *visits.routes(desk, pages, pace, front.case_of, shown, form),
        *following.routes(lambda: desk.visits().catalogue, pages, origins[0], front.sent_named, form),
        Route("/{letter}/{rest:path}", front.letter, methods=["GET"]),
    ]


def _answered(pages: Pages, request: Request, answer: Callable[[], Response]) -> Response:
    """The answer, or a page that says why there is none."""
    try:
        return answer()
    except KeepingError:
        return pages.message(request, "keeping", 503)
    except ChannelClosed:
        return pages.message(request, "channel_closed", 409)


def _both_cases(path: str, handler: Callable[[Request], Response]) -> list[BaseRoute]:
    """QR letters are capitals; a person who types the address may not write them so."""
    small = path[:2].lower() + path[2:]
    return [Route(path, handler, methods=["GET"]), Route(small, handler, methods=["GET"])]


def _problem(error: CodeSlip | CannotOpen) -> str:
    return f"slip{error.params.get('group', 0)}" if isinstance(error, CodeSlip) else CLOSED
