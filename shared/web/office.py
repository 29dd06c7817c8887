"""Routes of the kiosk beside Streamlit: signing in and out, papers, attached files as pictures."""

from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shared.errors import CodeSlip, KeepingError, NotAuthorised, SignInRefused, SubmissionNotFound
from shared.language.wording import say
from shared.printing.answers import answers_pdf
from shared.printing.content import Paper
from shared.printing.receipt import receipt_pdf
from shared.records.reference import tidy_reference
from shared.web import sights
from shared.web.desks import StaffDesk
from shared.web.pace import Pace
from shared.web.page import Pages
from shared.web.replies import STAFF_COOKIE, Fields, local, paper, posted, see_other


class Office:
    """The handlers; `routes` below puts them at their addresses."""

    def __init__(self, desk: StaffDesk, pages: Pages, pace: Pace) -> None:
        self._desk = desk
        self._pages = pages
        self._pace = pace

    def signin_form(self, request: Request) -> Response:
        """GET /signin."""
        return self._form(request, local(request.query_params.get("next", "")), "", "", 200)

    def signin(self, request: Request, fields: Fields) -> Response:
        """POST /signin: a new session, always with a new token; the old one ends."""
        after, name = local(fields.get("next", "")), fields.get("name", "")
        if not self._pace.take(request):
            return self._form(request, after, name, self._pages.words(request, "web.signin.too_often"), 429)
        try:
            token = self._desk.sign_in(name, fields.get("password", ""), fields.get("second", ""))
        except SignInRefused:
            return self._form(request, after, name, self._pages.words(request, "web.signin.refused"), 403)
        self._desk.sign_out(request.cookies.get(STAFF_COOKIE, ""))
        response = see_other(after)
        response.set_cookie(STAFF_COOKIE, token, secure=True, httponly=True, samesite="strict")
        return response

    def signout(self, request: Request, fields: Fields) -> Response:
        """POST /signout: the session ends for every window at its next step."""
        self._desk.sign_out(request.cookies.get(STAFF_COOKIE, ""))
        response = see_other("/signin")
        response.delete_cookie(STAFF_COOKIE, secure=True, httponly=True, samesite="strict")
        response.headers["clear-site-data"] = '"storage"'
        return response

    def _form(self, request: Request, after: str, typed: str, problem: str, status: int) -> Response:
        return self._pages.draw(request, "signin.html", status, next=after, typed=typed, problem=problem)

    def receipt(self, request: Request) -> Response:
        """GET /receipt/REFERENCE.pdf: a reprint; `?paper=80mm` for a roll."""
        reference = tidy_reference(request.path_params["reference"])
        content = self._desk.receipt(_token(request), reference)
        size: Paper = "80mm" if request.query_params.get("paper") == "80mm" else "a4"
        return paper(receipt_pdf(content, size).pdf, say("web.receipt.file", "ja", reference=reference))

    def answers(self, request: Request) -> Response:
        """GET /answers/REFERENCE.pdf: the answers, for the person at the counter."""
        reference = tidy_reference(request.path_params["reference"])
        content = self._desk.answers(_token(request), reference)
        return paper(answers_pdf(content).pdf, say("web.receipt.answers_file", "ja", reference=reference))

    def picture(self, request: Request) -> Response:
        """GET /file/REFERENCE/FILE/PAGE: one page of an attached file, drawn again."""
        reference = tidy_reference(request.path_params["reference"])
        page = int(request.path_params["page"])
        drawn = self._desk.picture(_token(request), reference, request.path_params["file"], page)
        return Response(drawn.data, media_type=drawn.kind, headers={"x-pages": str(drawn.pages)})


def routes(desk: StaffDesk, pages: Pages, origins: Sequence[str], pace: Pace | None = None) -> list[BaseRoute]:
    """All addresses of the kiosk that Streamlit does not draw."""
    office = Office(desk, pages, pace or Pace())

    def refused(request: Request) -> Response:
        return pages.message(request, "foreign_form", 403)

    def kept(handler: Callable[[Request], Response]) -> Callable[[Request], Response]:
        def endpoint(request: Request) -> Response:
            if not desk.signed_in(_token(request)):
                return see_other("/signin")
            try:
                return handler(request)
            except KeepingError:
                return pages.message(request, "keeping", 503)
            except (NotAuthorised, SubmissionNotFound, CodeSlip):
                return pages.message(request, "not_found", 404)

        return endpoint

    return [
        Route("/signin", office.signin_form, methods=["GET"]),
        Route("/signin", posted(office.signin, origins, refused), methods=["POST"]),
        Route("/signout", posted(office.signout, origins, refused), methods=["POST"]),
        Route("/receipt/{reference}.pdf", kept(office.receipt), methods=["GET"]),
        Route("/answers/{reference}.pdf", kept(office.answers), methods=["GET"]),
        Route("/file/{reference}/{file}/{page:int}", kept(office.picture), methods=["GET"]),
        *sights.routes(pages, origins, refused),
    ]


def _token(request: Request) -> str:
    return request.cookies.get(STAFF_COOKIE, "")
