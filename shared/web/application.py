"""Everything that stands between the network and a Streamlit app, put together: one ASGI app per door.

    house = House(face=…, origins=["https://…"], pages={"/", "/check"}, routes=[…], look=…, bundle=…, …)
    app = surround(streamlit_app, house)        # streamlit_app: shared.screens.server.streamlit_app(script)

From outside to inside: security headers → log and trouble page → hosts and sockets → size of bodies →
uploads; then by address: our look, Streamlit's bundle, Streamlit's end points, pages that Streamlit draws,
our own routes, and the friendly page for addresses that nobody has.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from starlette.routing import BaseRoute, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.access import Access
from shared.web.asgi import answer
from shared.web.assets import Assets, StaticFiles
from shared.web.body import BodyLimit
from shared.web.endpoints import Endpoints, is_streamlit
from shared.web.guard import Guard
from shared.web.headers import STREAMLIT_POLICY, SecurityHeaders
from shared.web.shell import Face, Shell, check_pages
from shared.web.sight import cookies_of, sight_of
from shared.web.uploads import UploadGate


@dataclass(frozen=True)
class House:
    """What one door serves. `look`: folder shared/screens/look/static. `bundle`: Streamlit's static folder.

    `origins`: scheme, host and port as browsers write them; the first is the public one. `pages`: addresses
    that Streamlit draws. `known_session`: whether a Streamlit session lives (screens.server.session_lives).
    """

    face: Face
    origins: Sequence[str]
    pages: Collection[str]
    look: Path
    bundle: Path
    known_session: Callable[[str], bool]
    routes: Sequence[BaseRoute] = field(default_factory=tuple)


def surround(streamlit_app: ASGIApp, house: House) -> ASGIApp:
    """The app that a server runs. Raises SettingsError when Streamlit's shell is not the one we know."""
    look = Assets(house.look)
    prefix = f"/look/{look.version()}/"
    bundle = Assets(house.bundle)
    shell = Shell(bundle.text("index.html"), house.face, prefix)
    inner = _Doors(streamlit_app, house, shell)
    app: ASGIApp = StaticFiles(inner, "/static/", Assets(house.bundle / "static"))
    app = StaticFiles(app, prefix, look)
    app = UploadGate(app, house.known_session)
    app = BodyLimit(app)
    app = Guard(app, house.origins)
    app = Access(app, _broken)
    return SecurityHeaders(app)


class _Doors:
    """By address: Streamlit's end points, its pages, our routes."""

    def __init__(self, streamlit_app: ASGIApp, house: House, shell: Shell) -> None:
        self._streamlit = streamlit_app
        self._endpoints = Endpoints(streamlit_app)
        self._pages = check_pages(house.pages)
        self._shell = shell
        self._routes = Router(routes=list(house.routes), default=_nowhere, redirect_slashes=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._streamlit(scope, receive, send)
        elif is_streamlit(scope["path"]):
            await self._endpoints(scope, receive, send)
        elif scope["path"] in self._pages and scope["method"] in {"GET", "HEAD"}:
            await self._draw(scope, send)
        else:
            await self._routes(scope, receive, send)

    async def _draw(self, scope: Scope, send: Send) -> None:
        page = self._shell.page(sight_of(cookies_of(scope)))
        fields = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-security-policy", STREAMLIT_POLICY.encode()),
        ]
        await answer(send, 200, fields, b"" if scope["method"] == "HEAD" else page)


async def _nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    await answer(send, 404)


async def _broken(scope: Scope, receive: Receive, send: Send) -> None:
    await answer(send, 500)
