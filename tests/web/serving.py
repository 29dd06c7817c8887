"""A door for one script, as portal and kiosk build theirs. In a process of its own:

.venv/bin/python -m tests.web.serving SCRIPT [PAGE …] PORT
"""

import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from starlette.routing import BaseRoute

from shared.catalogue.texts import Text
from shared.screens import server, uploads
from shared.web import plain
from shared.web.application import House, surround
from shared.web.desks import StaffDesk
from shared.web.face import Face
from shared.web.page import Pages
from shared.web.tally import Tally

CITY = Text(ja="松江市", en="Matsue City")
HOURS = Text(ja="平日 8:30〜17:15", en="weekdays 8:30–17:15")


class Ready:
    """Nothing to wait for."""

    def ready(self) -> Mapping[str, bool]:
        return {"store": True}


def portal_pages() -> Pages:
    return Pages(Face("portal", "citizen", CITY, "0852-55-5555", HOURS), server.LOOK)


def counter_pages() -> Pages:
    return Pages(Face("kiosk", "desk", CITY, "0852-55-5555", HOURS), server.LOOK)


def origins(port: int) -> list[str]:
    return [f"http://localhost:{port}", f"http://127.0.0.1:{port}"]


def serve(
    script: Path,
    port: int,
    drawn: set[str],
    routes: Sequence[BaseRoute] = (),
    pages: Pages | None = None,
    desk: StaffDesk | None = None,
    signed_in: Callable[[str], bool] | None = None,
) -> None:
    """Until it is told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    tally = Tally()
    machines = plain.routes(desk or Ready(), tally, desk.figures if desk else None, "token")
    house = House(
        pages or portal_pages(),
        origins(port),
        drawn,
        server.bundle(),
        server.session_lives,
        uploads.files_of,
        [*machines, *routes],
        signed_in,
        tally,
    )
    app = server.streamlit_app(script)
    server.serve(surround(app, house), address="127.0.0.1", port=port)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[-1]), {"/", *sys.argv[2:-1]})
