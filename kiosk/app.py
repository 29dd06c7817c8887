"""The kiosk's process: `python -m kiosk.app [--port 8502] [--address 127.0.0.1]`. Runs until it is told to stop."""

import argparse
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from kiosk import second_face, stillness
from kiosk.desk import OfficeDesk
from kiosk.devices import OfficeDevices, ask_for_devices, may_act
from kiosk.rooms import office_side
from kiosk.tickets_paper import ticket_content
from shared.casework import devices, health, rehearsal
from shared.casework.devices import Rule
from shared.casework.office import OfficeSide
from shared.casework.rehearsal import Rehearsal
from shared.casework.tickets import board as lines
from shared.catalogue import search
from shared.printing.rehearsed import print_marked
from shared.screens import server, uploads
from shared.screens.rehearsed import band_of
from shared.settings import read_settings
from shared.web import board, guides, plain
from shared.web import devices as device_routes
from shared.web import office as office_routes
from shared.web import rehearsal as rehearsal_routes
from shared.web import second_face as face_routes
from shared.web.application import House, surround
from shared.web.face import Face
from shared.web.frames import Watch
from shared.web.guides import GuideHouse
from shared.web.page import Pages
from shared.web.replies import STAFF_COOKIE
from shared.web.tally import Tally

SCRIPT = Path(__file__).with_name("page.py")
DRAWN = ("/",)


def application(side: OfficeSide, origins: Sequence[str], rule: Rule = "any") -> ASGIApp:
    """The whole kiosk as one ASGI app. Raises CatalogueError, SettingsError: nothing starts half.

    `rule`: whether a device must be enrolled before anything of it opens.
    """
    city, tried = side.catalogue().city, rehearsal.of(side.settings)
    band = band_of(side)
    practice = side.settings.practice
    face = Face("kiosk", "desk", city.name, city.telephone, city.hours, practice, band.html if band else None)
    pages = Pages(face, server.LOOK)
    large = Pages(replace(pages.face, surface="kiosk"), server.LOOK)
    second_face.reached_at(origins[0])
    desk, tally, browsers = OfficeDesk(side), Tally(), OfficeDevices(side)
    ask_for_devices(rule == "enrolled")
    token = side.settings.metrics_token
    machines = plain.routes(desk, tally, desk.figures, token, lambda: health.warnings(side))
    guide_house = GuideHouse(
        side.catalogue,
        large,
        side.settings.base_url,
        origins,
        admitted=lambda request: desk.standing(request.cookies.get(STAFF_COOKIE, "")) == "in",
    )
    house = House(
        pages,
        origins,
        DRAWN,
        server.bundle(),
        server.session_lives,
        uploads.files_of,
        [
            *machines,
            *office_routes.routes(desk, pages, origins),
            *office_routes.following_routes(desk, pages, origins, side.catalogue, side.settings.base_url),
            *guides.routes(guide_house),
            *device_routes.routes(browsers, pages, origins),
            *(rehearsal_routes.routes(tried, pages, origins, partial(_across, desk, tried)) if tried else ()),
            *board.monitor_routes(lambda: lines.looks(side), side.catalogue, pages),
            *face_routes.routes(second_face.FACES, large, origins),
            *board.ticket_routes(lambda *asked: ticket_content(side, *asked), pages),
        ],
        signed_in=lambda token: desk.standing(token) == "in",
        tally=tally,
        devices=browsers if rule == "enrolled" else None,
        watch=Watch(lambda cookies: may_act(side, cookies), server.stilled),
        machines=device_routes.MACHINES | ({"/metrics"} if token else set()),
    )
    app = surround(server.streamlit_app(SCRIPT), house)
    return rehearsal_routes.Heard(app, tried) if tried else app


def _across(desk: OfficeDesk, tried: Rehearsal, request: Request) -> Callable[[Response], Response]:
    """A rehearsal's own clerk is signed in by coming in, and anew on each other day: sessions end with their day."""
    return lambda answer: office_routes.with_session(answer, desk.sign_in(*tried.clerk, "").token)


def main(arguments: Sequence[str] | None = None) -> None:
    """Opens the rooms and serves."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.app")
    parser.add_argument("--port", type=int, default=8502)
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--origin", action="append", default=[], help="https://… where a proxy stands in front")
    parser.add_argument("--idle-seconds", type=int, default=stillness.SECONDS, help="then the screen is covered")
    given = parser.parse_args(arguments)
    tried = rehearsal.follow(read_settings())
    side = office_side()
    logging.basicConfig(level=side.settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stillness.cover_after(given.idle_seconds)
    print_marked("rehearsal" if tried else "practice" if side.settings.practice else "")
    origins = [*given.origin, f"http://localhost:{given.port}", f"http://127.0.0.1:{given.port}"]
    rule = devices.rule(side.settings, given.address, given.origin)
    devices.keep_rule(side, rule, origins[0])
    search.warm(side.catalogue())
    server.serve(application(side, origins, rule), given.address, given.port, side.settings.trusted_proxies)


if __name__ == "__main__":
    main()
