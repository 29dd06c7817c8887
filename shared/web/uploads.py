"""The gate before Streamlit's upload address, which checks neither number nor sum (ecosystem_security.md B3).

A session may hold so many files and so many bytes; a file that is taken back, or that the page has let go once it
was kept, gives its room back. Files are checked and kept by casework; here only memory is protected.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.asgi import answer
from shared.web.body import UPLOADS

FILES: Final = 30  # a case holds 10; some are sent twice
BYTES: Final = 60 * 1024 * 1024  # a case holds 50 MB
SESSIONS: Final = 5_000  # remembered at once; the oldest is forgotten


class UploadGate:
    """`known_session` says whether a session id is of a living session: nobody else's bytes are read. `files_of`: the
    files that Streamlit holds for a session.
    """

    def __init__(
        self,
        app: ASGIApp,
        known_session: Callable[[str], bool],
        files_of: Callable[[str], Collection[str]],
        files: int = FILES,
        total: int = BYTES,
    ) -> None:
        self._app = app
        self._known = known_session
        self._files_of = files_of
        self._files = files
        self._total = total
        self._held: OrderedDict[str, dict[str, int]] = OrderedDict()
        self._coming: set[tuple[str, str]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(UPLOADS):
            await self._app(scope, receive, send)
            return
        session, _, file = scope["path"].removeprefix(UPLOADS).partition("/")
        if not self._known(session):
            await answer(send, 404, [(b"connection", b"close")])
        elif scope["method"] == "PUT":
            await self._put(session, file, scope, receive, send)
        else:
            self._held.get(session, {}).pop(file, None)
            await self._app(scope, receive, send)

    async def _put(self, session: str, file: str, scope: Scope, receive: Receive, send: Send) -> None:
        held = self._of(session)
        self._forget_gone(session, held)
        if file not in held and len(held) >= self._files:
            await answer(send, 429, [(b"connection", b"close")])
            return
        held[file] = 0
        self._coming.add((session, file))
        too_much = False

        async def counted() -> Message:
            nonlocal too_much
            message = await receive()
            held[file] += len(message.get("body", b""))
            if sum(held.values()) > self._total:
                too_much = True
                return {"type": "http.disconnect"}
            return message

        async def unless_refused(message: Message) -> None:
            if not too_much:
                await send(message)

        try:
            await self._app(scope, counted, unless_refused)
        finally:
            self._coming.discard((session, file))
            if too_much:
                held.pop(file, None)
                await answer(send, 413, [(b"connection", b"close")])

    def _forget_gone(self, session: str, held: dict[str, int]) -> None:
        """What the page has let go; not what is just coming in, which Streamlit does not have yet."""
        there = self._files_of(session)
        for file in [one for one in held if one not in there and (session, one) not in self._coming]:
            del held[file]

    def _of(self, session: str) -> dict[str, int]:
        held = self._held.setdefault(session, {})
        self._held.move_to_end(session)
        while len(self._held) > SESSIONS:
            self._held.popitem(last=False)
        return held
