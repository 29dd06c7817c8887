"""The portal's process: `python -m portal.app [--port 8501] [--address 127.0.0.1]`. Runs until it is told to stop."""

import argparse
import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from portal.rooms import front_side, id_card_desk
from shared.casework import rehearsal
from shared.casework.id_card.desk import IdCardDesk
from shared.casework.sides import FrontSide
from shared.catalogue import search
from shared.errors import EditionRefused
from shared.language.wording import say
from shared.printing.rehearsed import print_marked
from shared.screens import server, uploads
from shared.screens.rehearsed import band_of
from shared.settings import read_settings
from shared.web import front, guides, id_card, number_page, plain
from shared.web import rehearsal as rehearsal_routes
from shared.web.application import House, surround
from shared.web.face import Face
from shared.web.front_desk import CitizensDesk
from shared.web.guides import GuideHouse
from shared.web.pace import Pace
from shared.web.page import Pages
from shared.web.replies import pass_of, unheard
from shared.web.tally import Tally

SCRIPT = Path(__file__).with_name("page.py")
DRAWN = ("/",)


def application(side: FrontSide, port: int, id_cards: IdCardDesk | None = None) -> ASGIApp:
    """The whole portal as one ASGI app. Raises EditionRefused, SettingsError: nothing starts half."""
    city, tried = side.catalogue().city, rehearsal.of(side.settings)
    band = band_of(side)
    face = Face(
        "portal", "citizen", city.name, city.telephone, city.hours, tried is not None, band.html if band else None
    )
    pages = Pages(face, server.LOOK)
    origins = list(dict.fromkeys([side.settings.base_url.lower(), *_local(port)]))
    desk, tally, pace = CitizensDesk(side), Tally(), Pace()
    cards = id_card.IdCards(id_cards, desk, pages, pace) if id_cards else None
    house = House(
        pages,
        origins,
        DRAWN,
        server.bundle(),
        server.session_lives,
        uploads.files_of,
        [
            *plain.routes(desk, tally, token=side.settings.metrics_token, warnings=desk.warnings),
            *number_page.routes(side.letterbox, side.catalogue, pages),
            *guides.routes(GuideHouse(side.catalogue, pages, side.settings.base_url, origins)),
            *(id_card.routes(cards, pages, origins) if cards else ()),
            *(rehearsal_routes.routes(tried, pages, origins, partial(_across, side)) if tried else ()),
            *front.routes(desk, pages, origins, pace, cards.left if cards else unheard),
        ],
        tally=tally,
    )
    app = surround(server.streamlit_app(SCRIPT), house)
    return rehearsal_routes.Heard(app, tried) if tried else app


def _across(side: FrontSide, request: Request) -> Callable[[Response], Response]:
    """A rehearsal's cases stay open in the browser on another day."""
    again = rehearsal.cases_across(side, pass_of(request))

    def afterwards(answer: Response) -> Response:
        again()
        return answer

    return afterwards


def main(arguments: Sequence[str] | None = None) -> None:
    """Opens the rooms and serves."""
    parser = argparse.ArgumentParser(prog="python -m portal.app")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--address", default="127.0.0.1")
    given = parser.parse_args(arguments)
    tried = rehearsal.follow(read_settings())
    side = front_side()
    print_marked("rehearsal" if tried else "")
    logging.basicConfig(level=side.settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        portal = application(side, given.port, id_card_desk())
    except EditionRefused as refused:
        raise SystemExit(say(f"errors.{refused.code}")) from None
    search.warm(side.catalogue())
    server.serve(portal, given.address, given.port, side.settings.trusted_proxies)


def _local(port: int) -> list[str]:
    return [f"http://localhost:{port}", f"http://127.0.0.1:{port}"]


if __name__ == "__main__":
    main()
