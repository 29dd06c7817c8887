"""A portal with the real side behind it, and one route that breaks. In a process of its own:

MADOGUCHI_VAR=… .venv/bin/python -m tests.web.portal SCRIPT PORT
"""

import sys
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.casework.sides import open_front
from shared.settings import read_settings
from shared.web import front
from shared.web.front_desk import CitizensDesk
from shared.web.pace import Pace
from tests.web.serving import origins, portal_pages, serve


def boom(request: Request) -> Response:
    raise ValueError(request.query_params.get("name"))


if __name__ == "__main__":
    port = int(sys.argv[2])
    desk = CitizensDesk(open_front(read_settings()))
    routes = front.routes(desk, portal_pages(), origins(port), Pace(tries=10_000))
    serve(Path(sys.argv[1]), port, {"/"}, [Route("/boom", boom), *routes])
