"""The kiosk's process: `python -m kiosk.app [--port 8502] [--address 127.0.0.1]`. Runs until it is told to stop."""

import argparse
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from starlette.types import ASGIApp

from kiosk import second_face, stillness
from kiosk.desk import OfficeDesk
from kiosk.rooms import office_side
from kiosk.tickets_paper import ticket_content
from shared.casework import health
from shared.casework.office import OfficeSide
from shared.casework.tickets import board as lines
from shared.printing.rehearsed import print_practice
from shared.screens import server
from shared.web import board, plain
from shared.web import office as office_routes
from shared.web import second_face as face_routes
from shared.web.application import House, surround
from shared.web.face import Face
from shared.web.page import Pages
from shared.web.tally import Tally

SCRIPT = Path(__file__).with_name("page.py")
DRAWN = ("/",)


def application(side: OfficeSide, origins: Sequence[str]) -> ASGIApp:
    """The whole kiosk as one ASGI app. Raises CatalogueError, SettingsError: nothing starts half."""
    city = side.catalogue().city
    pages = Pages(Face("kiosk", "desk", city.name, city.telephone, city.hours, side.settings.practice), server.LOOK)
    large = Pages(replace(pages.face, surface="kiosk"), server.LOOK)
    second_face.reached_at(origins[0])
    desk, tally = OfficeDesk(side), Tally()
    token = side.settings.metrics_token
    machines = plain.routes(desk, tally, desk.figures, token, lambda: health.warnings(side))
    house = House(
        pages,
        origins,
        DRAWN,
        server.bundle(),
        server.session_lives,
        [
            *machines,
            *office_routes.routes(desk, pages, origins),
            *board.monitor_routes(lambda: lines.looks(side), side.catalogue, pages),
            *face_routes.routes(second_face.FACES, large, origins),
            *board.ticket_routes(lambda *asked: ticket_content(side, *asked), pages),
        ],
        signed_in=lambda token: desk.standing(token) == "in",
        tally=tally,
    )
    return surround(server.streamlit_app(SCRIPT), house)


def main(arguments: Sequence[str] | None = None) -> None:
    """Opens the rooms and serves."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.app")
    parser.add_argument("--port", type=int, default=8502)
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--origin", action="append", default=[], help="https://… where a proxy stands in front")
    parser.add_argument("--idle-seconds", type=int, default=stillness.SECONDS, help="then the screen is covered")
    given = parser.parse_args(arguments)
    side = office_side()
    logging.basicConfig(level=side.settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stillness.cover_after(given.idle_seconds)
    print_practice(side.settings.practice)
    origins = [*given.origin, f"http://localhost:{given.port}", f"http://127.0.0.1:{given.port}"]
    server.serve(application(side, origins), given.address, given.port, side.settings.trusted_proxies)


if __name__ == "__main__":
    main()
