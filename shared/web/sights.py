"""`/sight`: text size, contrast and language, also for browsers without JavaScript."""

from collections.abc import Callable, Collection

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shared.language.wording import LANGUAGES
from shared.web.page import Pages
from shared.web.replies import Fields, local, posted, see_other
from shared.web.sight import SIZES, sight_of

YEAR = 365 * 24 * 3600


def routes(pages: Pages, origins: Collection[str], refused: Callable[[Request], Response]) -> list[BaseRoute]:
    """The page and its form."""

    def show(request: Request) -> Response:
        sight = sight_of(request.cookies)
        choices = [
            ("language", LANGUAGES, sight.language),
            ("size", SIZES, sight.size),
            ("contrast", ("off", "on"), "on" if sight.contrast else "off"),
        ]
        back = local(request.query_params.get("back", ""))
        return pages.draw(request, "sight.html", choices=choices, back=back)

    def save(request: Request, fields: Fields) -> Response:
        response = see_other(local(fields.get("back", "")))
        chosen = sight_of(fields)
        kept = {
            "language": chosen.language,
            "size": chosen.size,
            "contrast": "on" if chosen.contrast else "off",
        }
        for name, value in kept.items():
            response.set_cookie(name, value, max_age=YEAR, samesite="lax", secure=request.url.scheme == "https")
        return response

    return [
        Route("/sight", show, methods=["GET"]),
        Route("/sight", posted(save, origins, refused), methods=["POST"]),
    ]
