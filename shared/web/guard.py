"""Who may talk to us: known hosts only, websockets from our own pages only, and not too many of them.

Streamlit accepts a websocket without Origin, ignores the port of one it knows, and asks the internet about
one it does not know, on its event loop (ecosystem_security.md B3, 3 and 4). None of these reach it here.
"""

from collections import Counter
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.asgi import client_of, header, refuse_socket
from shared.web.tally import Tally

SOCKETS_PER_CLIENT = 100  # a counter hall behind one address has fewer pages open than this
OPEN_TO_ANY_HOST = frozenset({"/healthz", "/readyz", "/metrics"})  # load balancers ask by address


class Guard:
    """`origins` are whole: scheme, host and port, as browsers write them ("https://shinsei.example.jp").

    `elsewhere` answers what came under another name.
    """

    def __init__(
        self,
        app: ASGIApp,
        origins: Collection[str],
        elsewhere: ASGIApp,
        tally: Tally,
        sockets_per_client: int = SOCKETS_PER_CLIENT,
    ) -> None:
        self._app = app
        self._elsewhere = elsewhere
        self._tally = tally
        self._origins = frozenset(origin.lower() for origin in origins)
        self._hosts = frozenset(urlsplit(origin).netloc for origin in self._origins)
        self._limit = sockets_per_client
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http" and not self._known_host(scope):
            await self._elsewhere(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _known_host(self, scope: Scope) -> bool:
        return scope["path"] in OPEN_TO_ANY_HOST or header(scope, b"host").lower() in self._hosts

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = client_of(scope)
        known = header(scope, b"origin").lower() in self._origins and self._known_host(scope)
        if scope["path"] != "/_stcore/stream" or not known or self._open[client] >= self._limit:
            await refuse_socket(receive, send)
            return
        self._open[client] += 1
        self._tally.socket(+1)
        try:
            await self._app(scope, receive, send)
        finally:
            self._tally.socket(-1)
            self._open[client] -= 1
            if not self._open[client]:
                del self._open[client]
