"""Routes of the kiosk beside Streamlit: signing in and out, papers, attached files as pictures."""

from collections.abc import Callable, Sequence
from datetime import date
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shared.casework.cases import Case
from shared.casework.previews import previews
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure
from shared.errors import (
    ActionNotAllowed,
    CaseError,
    CatalogueError,
    ChannelClosed,
    CodeSlip,
    KeepingError,
    NotAuthorised,
    SignInRefused,
    SubmissionNotFound,
    ValueRefused,
)
from shared.language.wording import LANGUAGES, say
from shared.printing.answers import answers_pdf
from shared.printing.content import Paper
from shared.printing.form.paper import form_pdf
from shared.printing.letter import letter_pdf
from shared.printing.printable import printable
from shared.printing.receipt import receipt_pdf
from shared.records.reference import tidy_reference
from shared.web import following, sights
from shared.web.desks import FormAsked, StaffDesk
from shared.web.headers import sheet_policy
from shared.web.pace import Pace
from shared.web.page import Pages
from shared.web.replies import STAFF_COOKIE, Endpoint, Fields, local, paper, posted, see_other


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
            session = self._desk.sign_in(name, fields.get("password", ""), _token(request))
        except SignInRefused:
            return self._form(request, after, name, self._pages.words(request, "web.signin.refused"), 403)
        to = f"/password?next={quote(after, safe='')}" if session.must_change else after
        return with_session(see_other(to), session.token)

    def password_form(self, request: Request) -> Response:
        """GET /password: for those who are signed in."""
        if self._desk.standing(_token(request)) == "nobody":
            return see_other("/signin")
        after = local(request.query_params.get("next", ""))
        return self._pages.draw(request, "password.html", next=after, field="", problem="")

    def password(self, request: Request, fields: Fields) -> Response:
        """POST /password: the new one, twice the same; every other session of the account ends."""
        after, new = local(fields.get("next", "")), fields.get("new", "")
        first = self._desk.standing(_token(request)) == "must_change"
        if not self._pace.take(request):
            return self._password_refused(request, after, "old", "web.signin.too_often")
        if new != fields.get("again", ""):
            return self._password_refused(request, after, "again", "web.password.differs")
        try:
            token = self._desk.change_password(_token(request), fields.get("old", ""), new)
        except SignInRefused:
            return self._password_refused(request, after, "old", "web.password.refused")
        except ValueRefused as error:
            return self._password_refused(request, after, "new", f"errors.{error.code}", **error.params)
        return with_session(see_other(f"/pin?next={quote(after, safe='')}" if first else after), token)

    def pin_form(self, request: Request) -> Response:
        """GET /pin: the short PIN of covered screens, for those who are signed in."""
        if self._desk.standing(_token(request)) != "in":
            return see_other("/signin")
        return self._pin_drawn(request, local(request.query_params.get("next", "")), "", "")

    def pin(self, request: Request, fields: Fields) -> Response:
        """POST /pin: with the password, and the PIN twice the same."""
        after, pin = local(fields.get("next", "")), fields.get("pin", "")
        if self._desk.standing(_token(request)) != "in":
            return see_other("/signin")
        if not self._pace.take(request):
            return self._pin_refused(request, after, "password", "web.signin.too_often")
        if pin != fields.get("pin_again", ""):
            return self._pin_refused(request, after, "pin_again", "web.pin.differs")
        try:
            self._desk.set_pin(_token(request), fields.get("password", ""), pin)
        except SignInRefused:
            return self._pin_refused(request, after, "password", "web.pin.refused")
        except ValueRefused as error:
            return self._pin_refused(request, after, "pin", f"errors.{error.code}", **error.params)
        return see_other(after)

    def _pin_refused(self, request: Request, after: str, field: str, key: str, **params: object) -> Response:
        return self._pin_drawn(request, after, field, self._pages.words(request, key, **params), 403)

    def _pin_drawn(self, request: Request, after: str, field: str, problem: str, status: int = 200) -> Response:
        return self._pages.draw(request, "pin.html", status, next=after, field=field, problem=problem)

    def _password_refused(self, request: Request, after: str, field: str, key: str, **params: object) -> Response:
        problem = self._pages.words(request, key, **params)
        return self._pages.draw(request, "password.html", 403, next=after, field=field, problem=problem)

    def signout(self, request: Request, fields: Fields) -> Response:
        """POST /signout: the session ends for every window at its next step."""
        self._desk.sign_out(_token(request))
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

    def sheet(self, request: Request) -> Response:
        """GET /print/REFERENCE: the receipt as a page that prints itself once; `?paper=80mm` for a roll."""
        reference = tidy_reference(request.path_params["reference"])
        size: Paper = "80mm" if request.query_params.get("paper") == "80mm" else "a4"
        made = printable(receipt_pdf(self._desk.receipt(_token(request), reference), size).pdf, size)
        page = self._pages.draw(request, "sheet.html", made=made)
        page.headers["content-security-policy"] = sheet_policy(made.source)
        return page

    def answers(self, request: Request) -> Response:
        """GET /answers/REFERENCE.pdf: the answers, for the person at the counter."""
        reference = tidy_reference(request.path_params["reference"])
        content = self._desk.answers(_token(request), reference)
        return paper(answers_pdf(content).pdf, say("web.receipt.answers_file", "ja", reference=reference))

    def notice(self, request: Request) -> Response:
        """GET /notice/REFERENCE.pdf: the letter to the person in whose name something was filed."""
        reference = tidy_reference(request.path_params["reference"])
        try:
            content = self._desk.notice(_token(request), reference)
        except ActionNotAllowed:  # sent meanwhile, by somebody else
            return self._pages.message(request, "not_found", 404)
        return paper(letter_pdf(content).pdf, say("web.kiosk.notice_file", "ja", reference=reference))

    def form(self, request: Request) -> Response:
        """GET /form/PROCEDURE.pdf or /form/REFERENCE.pdf: `?language=`, `?large=1`, `?envelope=1`."""
        wanted, query = request.path_params["wanted"], request.query_params
        language = query.get("language", "")
        large, envelope = (query.get(name) == "1" for name in ("large", "envelope"))
        asked = FormAsked(language if language in LANGUAGES else "ja", large, envelope)
        try:
            order = self._desk.form(_token(request), wanted, asked)
        except ChannelClosed:
            return self._pages.message(request, "channel_closed", 409)
        title = (order.procedure.formal_title or order.procedure.title).say("ja")
        return paper(form_pdf(order).pdf, say("web.form.file", "ja", title=title))

    def proposed_form(self, request: Request) -> Response:
        """GET /proposal/NUMBER/PROCEDURE.pdf: `?on=`; the form of a procedure that is not in use yet."""
        return self._proposed(request, previews.paper, "web.form.file")

    def proposed_receipt(self, request: Request) -> Response:
        """GET /proposal/NUMBER/PROCEDURE/receipt.pdf: `?on=`; the receipt of an invented case of it."""
        return self._proposed(request, previews.receipt, "editing.receipt_file")

    def _proposed(self, request: Request, sheet: Callable[[Procedure, date], bytes], name: str) -> Response:
        number, wanted = request.path_params["number"], request.path_params["procedure"]
        try:
            day = date.fromisoformat(request.query_params.get("on", ""))
            procedure = self._desk.proposed(_token(request), number, wanted)
            drawn = sheet(procedure, day)
        except (ValueError, KeyError, CatalogueError, CaseError):
            return self._pages.message(request, "not_found", 404)
        return paper(drawn, say(name, "ja", title=procedure.on(day).title.say("ja")))

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
            if desk.standing(_token(request)) != "in":
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
        Route("/password", office.password_form, methods=["GET"]),
        Route("/password", posted(office.password, origins, refused), methods=["POST"]),
        Route("/pin", office.pin_form, methods=["GET"]),
        Route("/pin", posted(office.pin, origins, refused), methods=["POST"]),
        Route("/signout", posted(office.signout, origins, refused), methods=["POST"]),
        Route("/receipt/{reference}.pdf", kept(office.receipt), methods=["GET"]),
        Route("/print/{reference}", kept(office.sheet), methods=["GET"]),
        Route("/form/{wanted}.pdf", kept(office.form), methods=["GET"]),
        Route("/proposal/{number:int}/{procedure}.pdf", kept(office.proposed_form), methods=["GET"]),
        Route("/proposal/{number:int}/{procedure}/receipt.pdf", kept(office.proposed_receipt), methods=["GET"]),
        Route("/answers/{reference}.pdf", kept(office.answers), methods=["GET"]),
        Route("/notice/{reference}.pdf", kept(office.notice), methods=["GET"]),
        Route("/file/{reference}/{file}/{page:int}", kept(office.picture), methods=["GET"]),
        *sights.routes(pages, origins, refused),
    ]


def following_routes(
    desk: StaffDesk, pages: Pages, origins: Sequence[str], catalogue: Callable[[], Catalogue], base_url: str
) -> list[BaseRoute]:
    """The sheet of what else a visitor can have, for staff who have the case in hand."""

    def refused(request: Request) -> Response:
        return pages.message(request, "foreign_form", 403)

    def form(handler: Callable[[Request, Fields], Response]) -> Endpoint:
        def guarded(request: Request, fields: Fields) -> Response:
            try:
                return handler(request, fields)
            except KeepingError:
                return pages.message(request, "keeping", 503)
            except (NotAuthorised, CodeSlip):
                return pages.message(request, "not_found", 404)

        return posted(guarded, origins, refused)

    def sent_of(request: Request, reference: str) -> Sequence[Case]:
        return desk.sent_in_hand(_token(request), reference)

    return following.routes(catalogue, pages, base_url, sent_of, form)


def _token(request: Request) -> str:
    return request.cookies.get(STAFF_COOKIE, "")


def with_session(response: Response, token: str) -> Response:
    """Strict: no link from elsewhere opens anything here. It ends with the browser, at the latest."""
    response.set_cookie(STAFF_COOKIE, token, secure=True, httponly=True, samesite="strict")
    return response
