"""Paper forms at the portal: what the QR of a form leads to, and blank forms to print at home."""

from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shared.catalogue.bundle import MOST
from shared.errors import ChannelClosed
from shared.language.wording import LANGUAGES, say
from shared.printing.content import Printed
from shared.printing.form.paper import form_pdf
from shared.printing.form.several import forms_pdf
from shared.web.desks import FormDesk
from shared.web.pace import Pace
from shared.web.page import Pages
from shared.web.replies import paper
from shared.web.sight import sight_of

# Each form has a number of its own: the browser that asked keeps it, nobody between may.
KEPT: Final = "private, max-age=600"


class Forms:
    """The handlers; `routes` below puts them at their addresses."""

    def __init__(self, desk: FormDesk, pages: Pages, pace: Pace) -> None:
        self._desk = desk
        self._pages = pages
        self._pace = pace

    def seen(self, request: Request) -> Response:
        """GET /F/…: which form it is, where it goes, and whether it is still the newest."""
        seen = self._desk.form_seen(request.path_params["token"], sight_of(request.cookies).language)
        if seen is None:
            return self._pages.message(request, "paper_form", 200)
        return self._pages.draw(request, "form.html", seen=seen)

    def sheet(self, request: Request) -> Response:
        """GET /form/PROCEDURE.pdf: a blank form; `?large=1`, `?envelope=1`, `?language=`. Of several, parted by commas,
        one PDF behind a list of them.
        """
        if not self._pace.take(request):
            return self._pages.message(request, "too_often", 429)
        wanted = request.query_params.get("language", "")
        language = wanted if wanted in LANGUAGES else sight_of(request.cookies).language
        large, envelope = (request.query_params.get(name) == "1" for name in ("large", "envelope"))
        wanted_ids = list(dict.fromkeys(request.path_params["procedure"].split(",")))
        try:
            if len(wanted_ids) > 1:
                return self._several(wanted_ids[:MOST], language, large)
            order = self._desk.form(wanted_ids[0], language, large, envelope)
        except KeyError:
            return self._pages.message(request, "no_procedure", 404)
        except ChannelClosed:
            return self._pages.message(request, "channel_closed", 409)
        title = (order.procedure.formal_title or order.procedure.title).say("ja")
        return _kept(form_pdf(order), say("web.form.file", "ja", title=title))

    def _several(self, procedure_ids: Sequence[str], language: str, large: bool) -> Response:
        orders = self._desk.forms(procedure_ids, language, large)
        return _kept(forms_pdf(orders), say("web.form.file_several", "ja", count=len(orders)))


def _kept(printed: Printed, name: str) -> Response:
    response = paper(printed.pdf, name)
    response.headers["cache-control"] = KEPT
    return response


def routes(desk: FormDesk, pages: Pages, pace: Pace) -> list[BaseRoute]:
    """The addresses of forms. A capital letter in a QR, a small one when somebody types it."""
    forms = Forms(desk, pages, pace)
    return [
        Route("/F/{token:path}", forms.seen, methods=["GET"]),
        Route("/f/{token:path}", forms.seen, methods=["GET"]),
        Route("/form/{procedure}.pdf", forms.sheet, methods=["GET"]),
    ]
