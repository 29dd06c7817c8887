"""The portal as it is, and one address more that says what Streamlit itself holds of people. A process of its own:

MADOGUCHI_VAR=… .venv/bin/python -m tests.journeys.watched_portal PORT
"""

import json
import sys

from starlette.types import Receive, Scope, Send
from streamlit.runtime import Runtime

from portal.app import application
from portal.rooms import front_side
from shared.screens import server
from shared.web.asgi import answer


def held() -> dict[str, int]:
    """How many files lie in Streamlit's own stores."""
    media = Runtime.instance().media_file_mgr._storage._files_by_id  # type: ignore[attr-defined]
    return {"media": len(media)}


if __name__ == "__main__":
    port = int(sys.argv[1])
    app = application(front_side(), port)

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/held":
            await answer(send, 200, [(b"content-type", b"application/json")], json.dumps(held()).encode())
        else:
            await app(scope, receive, send)

    server.serve(watched, "127.0.0.1", port)
