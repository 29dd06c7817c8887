"""Everything that stands between the network and a Streamlit app, put together: one ASGI app per door.

    pages = Pages(Face("portal", "citizen", city.name, city.telephone, city.hours), server.LOOK)
    house = House(pages, origins=["https://…"], drawn={"/", "/check"}, routes=front.routes(desk, pages, …), …)
    app = surround(streamlit_app, house)        # streamlit_app: shared.screens.server.streamlit_app(script)

From outside to inside: security headers → log and trouble page → hosts and sockets → size of bodies →
enrolled devices and sign-in (kiosk) → uploads; then by address: our look, Streamlit's bundle, Streamlit's end
points, pages that Streamlit draws, our own routes, and the friendly page for addresses that nobody has.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from starlette.routing import BaseRoute, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.access import Access
from shared.web.admission import Admission
from shared.web.asgi import answer, header
from shared.web.assets import Assets, StaticFiles
from shared.web.body import BodyLimit
from shared.web.desks import DeviceDesk
from shared.web.devices import MACHINES, DeviceGate
from shared.web.endpoints import Endpoints, is_streamlit
from shared.web.frames import FrameWatch, Watch
from shared.web.guard import Guard
from shared.web.headers import STREAMLIT_POLICY, SecurityHeaders
from shared.web.page import Pages
from shared.web.shell import Shell, check_drawn
from shared.web.sight import cookies_of, sight_of
from shared.web.tally import Tally
from shared.web.uploads import UploadGate


@dataclass(frozen=True)
class House:
    """What one door serves. `bundle`: Streamlit's static folder (screens.server.bundle()).

    `origins`: scheme, host and port as browsers write them; the first is the public one. `drawn`: addresses
    that Streamlit draws. `known_session`: whether a Streamlit session lives (screens.server.session_lives), and
    `files_of`: which files are in memory for it (screens.uploads.files_of).
    `signed_in`: at the kiosk, whether a staff cookie's token is good; None where everybody may come in.
    `devices`: at a kiosk that only enrolled devices may open; `machines`: addresses that programs ask there.
    `watch`: what a page may still do whose websocket is open.
    """

    pages: Pages
    origins: Sequence[str]
    drawn: Collection[str]
    bundle: Path
    known_session: Callable[[str], bool]
    files_of: Callable[[str], Collection[str]]
    routes: Sequence[BaseRoute] = ()
    signed_in: Callable[[str], bool] | None = None
    tally: Tally = field(default_factory=Tally)
    devices: DeviceDesk | None = None
    machines: Collection[str] = MACHINES
    watch: Watch | None = None


def surround(streamlit_app: ASGIApp, house: House) -> ASGIApp:
    """The app that a server runs. Raises SettingsError when Streamlit's shell is not the one we know."""
    pages = house.pages
    shell = Shell(Assets(house.bundle).text("index.html"), pages.face, pages.prefix)
    app: ASGIApp = _Doors(streamlit_app, house, shell)
    if house.watch:
        app = FrameWatch(app, house.watch)
    app = StaticFiles(app, "/static/", Assets(house.bundle / "static"))
    app = StaticFiles(app, pages.prefix, pages.assets)
    app = UploadGate(app, house.known_session, house.files_of)
    if house.signed_in:
        app = Admission(app, house.drawn, house.signed_in)
    if house.devices:
        app = DeviceGate(app, house.devices, pages, house.machines)
    app = BodyLimit(app, pages.app("too_large", 413))
    app = Guard(app, house.origins, pages.app("unknown_host", 421), house.tally)
    app = Access(app, pages.app("broken", 500), house.tally)
    return SecurityHeaders(app)


class _Doors:
    """By address: Streamlit's end points, its pages, our routes."""

    def __init__(self, streamlit_app: ASGIApp, house: House, shell: Shell) -> None:
        self._streamlit = streamlit_app
        self._endpoints = Endpoints(streamlit_app)
        self._drawn = check_drawn(house.drawn)
        self._shell = shell
        nowhere = house.pages.app("not_found", 404)
        self._routes = Router(routes=list(house.routes), default=nowhere, redirect_slashes=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._streamlit(scope, receive, send)
        elif is_streamlit(scope["path"]):
            await self._endpoints(scope, receive, send)
        elif scope["path"] in self._drawn and scope["method"] in {"GET", "HEAD"}:
            await self._draw(scope, send)
        else:
            await self._routes(scope, receive, send)

    async def _draw(self, scope: Scope, send: Send) -> None:
        packed = "gzip" in header(scope, b"accept-encoding")
        page = self._shell.page(sight_of(cookies_of(scope)), packed)
        fields = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-security-policy", STREAMLIT_POLICY.encode()),
            (b"vary", b"Accept-Encoding, Cookie"),
        ]
        if packed:
            fields.append((b"content-encoding", b"gzip"))
        await answer(send, 200, fields, b"" if scope["method"] == "HEAD" else page)
