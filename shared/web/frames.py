"""What a page sends over its websocket once it has lost the right to: asked frame by frame (AU-3, KI-4).

Streamlit does what was pressed before the page's script begins, and a part of a page that runs by itself never comes
through its beginning: the question that the script asks first comes too late for both.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.sight import cookies_of


@dataclass(frozen=True)
class Watch:
    """`lives`: whether the page of these cookies may still do anything. `still`: the frame that draws the page anew
    and does nothing else, None for one that is not to be passed on.
    """

    lives: Callable[[Mapping[str, str]], bool]
    still: Callable[[bytes], bytes | None]


class FrameWatch:
    """Stands between the websocket and Streamlit."""

    def __init__(self, app: ASGIApp, watch: Watch) -> None:
        self._app = app
        self._watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        cookies = cookies_of(scope)

        async def watched() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                if await run_in_threadpool(self._watch.lives, cookies):
                    return message
                frame = self._watch.still(message.get("bytes") or b"")
                if frame is not None:
                    return {"type": "websocket.receive", "bytes": frame}

        await self._app(scope, watched, send)
