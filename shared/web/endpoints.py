"""Which of Streamlit's addresses exist. Everything not named here is not served: deny by default.

Hidden among others: /_stcore/metrics, /_stcore/agent/*, /_stcore/script-health-check, /media (files without a
session check: personal documents go through routes of ours), /component (version 1 components).
"""

import json
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.asgi import answer

EXACT: Final = frozenset({"/_stcore/health", "/_stcore/stream"})
BELOW: Final = ("/_stcore/upload_file/", "/_stcore/bidi-components/", "/static/")
RESERVED: Final = ("/_stcore", "/static", "/media", "/component", "/app/static", "/auth", "/oauth2callback")

# No foreign page may steer ours, and Streamlit's English developer dialogs stay closed: we say it ourselves.
HOST_CONFIG: Final = json.dumps(
    {
        "allowedOrigins": [],
        "useExternalAuthToken": False,
        "enableCustomParentMessages": False,
        "enforceDownloadInNewTab": False,
        "metricsUrl": "",
        "blockErrorDialogs": True,
        "resourceCrossOriginMode": None,
    }
).encode()


def is_streamlit(path: str) -> bool:
    """Whether an address is Streamlit's business, served or hidden."""
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in RESERVED)


class Endpoints:
    """Lets through what the pages need of Streamlit; the rest of its addresses are 404 without a word."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path == "/_stcore/host-config":
            await answer(send, 200, [(b"content-type", b"application/json")], HOST_CONFIG)
        elif path in EXACT or path.startswith(BELOW):
            await self._app(scope, receive, send)
        else:
            await answer(send, 404)
