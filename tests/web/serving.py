"""A door for one script, as portal and kiosk build theirs. In a process of its own:

.venv/bin/python -m tests.web.serving SCRIPT PORT [PAGE …]
"""

import logging
import sys
from pathlib import Path

from shared.screens import server
from shared.web.application import House, surround
from shared.web.shell import Face


def main(script: str, port: str, *pages: str) -> None:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    app = server.streamlit_app(Path(script))
    house = House(
        face=Face(name="portal", surface="citizen", telephone="0852-55-5555", city="松江市"),
        origins=[f"http://localhost:{port}", f"http://127.0.0.1:{port}"],
        pages={"/", *pages},
        look=server.LOOK,
        bundle=server.bundle(),
        known_session=server.session_lives,
    )
    server.serve(surround(app, house), address="127.0.0.1", port=int(port))


if __name__ == "__main__":
    main(*sys.argv[1:])
