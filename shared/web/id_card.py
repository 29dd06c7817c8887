"""Signing in by My Number card: what it is, there, back, and the end of it. Works without JavaScript.

GET  /idcard?case=…      what will happen, and the button
POST /idcard             to the issuer: the only address outside that a form of ours leads to
GET  /idcard/back?…      from the issuer; at once to a clean address, with a new token
POST /idcard/end         what was shown ends
GET  /idcard/keys        our public key, for the issuer
"""

import logging
from collections.abc import Callable, Collection, Mapping
from typing import Final

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from shared.casework.cases import Case
from shared.casework.id_card.desk import LONGEST, TOKEN_BYTES, IdCardDesk
from shared.casework.online import needs_card
from shared.errors import CodeSlip, IdCardAway, IdCardRefused, KeepingError
from shared.records.reference import tidy_reference
from shared.web.desks import FrontDesk
from shared.web.headers import PAGE_POLICY
from shared.web.pace import Pace
from shared.web.page import Pages
from shared.web.replies import Fields, pass_of, posted, see_other

COOKIE: Final = "__Host-idcard"

log = logging.getLogger("madoguchi.idcard")


class IdCards:
    """The handlers."""

    def __init__(self, id_cards: IdCardDesk, desk: FrontDesk, pages: Pages, pace: Pace) -> None:
        self._id_cards = id_cards
        self._desk = desk
        self._pages = pages
        self._pace = pace

    def explain(self, request: Request) -> Response:
        """GET /idcard: for a case of this browser that is being written."""
        case = self._case(request, request.query_params.get("case", ""))
        if case is None or case.draft is None:
            return see_other("/")
        needed = needs_card(case.procedure)
        title = Markup(case.procedure.title.html(self._pages.language(request)))
        page = self._pages.draw(
            request, "idcard.html", reference=case.reference, host=self._id_cards.host, needed=needed, procedure=title
        )
        page.headers["content-security-policy"] = leading_to(self._id_cards.origin)
        return page

    def set_out(self, request: Request, fields: Fields) -> Response:
        """POST /idcard: to the issuer."""
        if not self._pace.take(request):
            return self._pages.message(request, "too_often", 429)
        case = self._case(request, fields.get("case", ""))
        if case is None or case.draft is None:
            return see_other("/")
        self._id_cards.end(token_of(request))
        try:
            token, address = self._id_cards.set_out(case)
        except IdCardAway as away:
            away.params["reference"] = case.reference
            return self._trouble(request, "id_card_away", away.params, 503)
        return _with_token(see_other(address), token)

    def back(self, request: Request) -> Response:
        """GET /idcard/back: from the issuer. A look ahead (HEAD) uses nothing up."""
        if request.method == "HEAD":
            return see_other("/")
        if not self._pace.take(request):
            return self._pages.message(request, "too_often", 429)
        token = token_of(request) or b""
        said = {name: request.query_params.get(name, "") for name in request.query_params if name != "scope"}
        try:
            if any(len(request.query_params.getlist(name)) > 1 for name in said):
                raise IdCardRefused("id_card_refused", why="twice")
            case, new = self._id_cards.come_back(token, said, lambda named: self._case(request, named))
        except IdCardRefused as refused:
            return self._trouble(request, refused.code, refused.params, 403)
        except IdCardAway as away:
            return self._trouble(request, "id_card_away", away.params, 503)
        return _with_token(see_other(f"/?case={case.reference}"), new)

    def end(self, request: Request, fields: Fields) -> Response:
        """POST /idcard/end: what was shown ends; the case stays."""
        self._id_cards.end(token_of(request))
        case = self._case(request, fields.get("case", ""))
        return without_token(see_other(f"/?case={case.reference}" if case else "/"))

    def keys(self, request: Request) -> Response:
        """GET /idcard/keys: our public key (JWKS)."""
        return JSONResponse(self._id_cards.public_keys())

    def left(self, request: Request) -> None:
        """The browser closed or forgot its cases."""
        self._id_cards.end(token_of(request))

    def _trouble(self, request: Request, group: str, why: Mapping[str, object], status: int) -> Response:
        log.warning("not signed in: %s, %s", group, why.get("why", ""))
        reference = why.get("reference", "")
        return self._pages.draw(request, "idcard_trouble.html", status, group=group, reference=reference)

    def _case(self, request: Request, reference: str) -> Case | None:
        """The case of that number, if this browser may open it."""
        pass_ = pass_of(request)
        try:
            wanted = tidy_reference(reference)
        except CodeSlip:
            return None
        cases = self._desk.cases(pass_) if pass_ else ()
        return next((case for case in cases if case.reference == wanted), None)


def routes(cards: IdCards, pages: Pages, origins: Collection[str]) -> list[BaseRoute]:
    """The addresses, where an issuer is set."""

    def refused(request: Request) -> Response:
        return pages.message(request, "foreign_form", 403)

    def answered(request: Request, answer: Callable[[], Response]) -> Response:
        try:
            return answer()
        except KeepingError:
            return pages.message(request, "keeping", 503)

    def form(handler: Callable[[Request, Fields], Response]) -> Callable[[Request], object]:
        return posted(lambda request, fields: answered(request, lambda: handler(request, fields)), origins, refused)

    def shown(handler: Callable[[Request], Response]) -> Callable[[Request], Response]:
        return lambda request: answered(request, lambda: handler(request))

    return [
        Route("/idcard", shown(cards.explain), methods=["GET"]),
        Route("/idcard", form(cards.set_out), methods=["POST"]),
        Route("/idcard/back", shown(cards.back), methods=["GET"]),
        Route("/idcard/end", form(cards.end), methods=["POST"]),
        Route("/idcard/keys", cards.keys, methods=["GET"]),
    ]


def leading_to(origin: str) -> str:
    """The policy of the page whose button leads to the issuer: its form may end there, and nowhere else."""
    return PAGE_POLICY.replace("form-action 'self'", f"form-action 'self' {origin}")


def token_of(request: Request) -> bytes | None:
    """This browser's token; None where there is none or it is not one."""
    return token_in(request.cookies)


def token_in(cookies: Mapping[str, str]) -> bytes | None:
    """The token among cookies."""
    try:
        token = bytes.fromhex(cookies.get(COOKIE, ""))
    except ValueError:
        return None
    return token if len(token) == TOKEN_BYTES else None


def without_token(response: Response) -> Response:
    """The browser drops the token."""
    response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="lax")
    return response


def _with_token(response: Response, token: bytes) -> Response:
    """Lax: people come back from the issuer's site."""
    age = int(LONGEST.total_seconds())
    response.set_cookie(COOKIE, token.hex(), max_age=age, secure=True, httponly=True, samesite="lax")
    return response
