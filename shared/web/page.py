"""HTML pages that work without JavaScript, in the look of every other page.

Words come from the wording files (`t(key, …)` in the templates), values are escaped by the template engine.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.language.dates import show_instant_html
from shared.language.wording import say, say_html
from shared.records.code import show_code
from shared.records.reference import show_reference
from shared.web.assets import Assets
from shared.web.face import Face
from shared.web.sight import Sight, sight_of

_TELEPHONE = re.compile(r"\b\d{2,4}-\d{2,4}-\d{3,4}\b")

SHEETS: Final = ("tokens.css", "icons.css", "parts.css", "page.css")


class Pages:
    """Draws templates for one door. `look` is the folder that is served below `prefix`."""

    def __init__(self, face: Face, look: Path) -> None:
        self.face = face
        self.assets = Assets(look)
        self.prefix = f"/look/{self.assets.version()}/"
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def draw(self, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """One page. `title_key` and its `title_params` among the values give the heading and the title."""
        sight = _sight(request)
        page = self._templates.get_template(template).render(**self._common(sight, request), **values)
        return HTMLResponse(page, status)

    def message(self, request: Request, group: str, status: int, **params: object) -> HTMLResponse:
        """A page that says one thing: `web.<group>.title` and `.body`, then what to do next."""
        return self.draw(request, "message.html", status, group=group, params=params)

    def words(self, request: Request, key: str, **params: object) -> Markup:
        """Words in the page's language, with ruby where it has any."""
        return Markup(say_html(key, _sight(request).language, **params))

    def language(self, request: Request) -> str:
        """The page's language."""
        return _sight(request).language

    def app(self, group: str, status: int) -> ASGIApp:
        """The same as an app, for what answers before any route."""

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            await self.message(Request(scope), group, status)(scope, receive, send)

        return answer

    def _common(self, sight: Sight, request: Request) -> Mapping[str, Any]:
        language = sight.language

        def t(key: str, **params: object) -> Markup:
            return Markup(_unbroken(say_html(key, language, **params)))

        def plain(key: str, **params: object) -> str:
            return say(key, language, **params)

        return {
            "t": t,
            "plain": plain,
            "spoken": lambda words: Markup(words.html(language)),
            "face": self.face,
            "sheets": [f"{self.prefix}{name}" for name in SHEETS],
            "look": self.prefix,
            "attributes": Markup(sight.attributes(self.face.surface)),
            "sight": sight,
            "here": request.url.path,
            "when": lambda at: show_instant_html(at, language),
            "show_reference": show_reference,
            "show_code": show_code,
        }


def _sight(request: Request) -> Sight:
    return sight_of(request.cookies, request.query_params.get("language", ""))


def _unbroken(words_html: str) -> str:
    """A telephone number stays on one line."""
    return _TELEPHONE.sub(r'<span class="mg-num">\g<0></span>', words_html)
