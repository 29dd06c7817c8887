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
from tests.web.serving import origins, pages, serve


def boom(request: Request) -> Response:
    raise ValueError("見本 花子 0852-00-0000")


if __name__ == "__main__":
    port = int(sys.argv[2])
    desk = CitizensDesk(open_front(read_settings()))
    routes = front.routes(desk, pages(), origins(port))
    serve(Path(sys.argv[1]), port, {"/"}, [Route("/boom", boom), *routes])
