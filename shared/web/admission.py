"""The office's door: nothing of Streamlit opens before somebody has signed in.

The pages check the session again at every rerun (a websocket outlives a sign-out); this is the outer one.
"""

from collections.abc import Callable, Collection
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.asgi import answer, refuse_socket
from shared.web.body import UPLOADS
from shared.web.replies import STAFF_COOKIE
from shared.web.sight import cookies_of


class Admission:
    """`signed_in` says whether a cookie's token is of a living session. Pages lead to the sign-in page."""

    def __init__(self, app: ASGIApp, pages: Collection[str], signed_in: Callable[[str], bool]) -> None:
        self._app = app
        self._pages = frozenset(pages)
        self._signed_in = signed_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._asks(scope) or await run_in_threadpool(self._known, scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await refuse_socket(receive, send)
        elif scope["path"] in self._pages:
            to = f"/signin?next={quote(scope['path'], safe='')}"
            await answer(send, 303, [(b"location", to.encode())])
        else:
            await answer(send, 403)

    def _asks(self, scope: Scope) -> bool:
        if scope["type"] == "websocket":
            return True
        return scope["type"] == "http" and (scope["path"] in self._pages or scope["path"].startswith(UPLOADS))

    def _known(self, scope: Scope) -> bool:
        token = cookies_of(scope).get(STAFF_COOKIE, "")
        return bool(token) and self._signed_in(token)
