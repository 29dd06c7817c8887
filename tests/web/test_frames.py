"""A page that lost its right while it was open: drawn anew from its beginning, and nothing that was pressed is done."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from shared.screens.server import stilled
from shared.web.frames import FrameWatch, Watch

SCOPE: Scope = {"type": "websocket", "path": "/_stcore/stream", "headers": [(b"cookie", b"__Host-staff=token")]}


def pressed() -> bytes:
    """A button pressed inside a part of the page that runs by itself."""
    message = BackMsg()
    message.rerun_script.query_string = "case=B3N8RT0W7"
    message.rerun_script.fragment_id = "part"
    state = message.rerun_script.widget_states.widgets.add()
    state.id, state.trigger_value = "approve", True
    return message.SerializeToString()


def passed_on(lives: bool, *frames: bytes | str) -> list[Message]:
    """What comes through to Streamlit, up to the end of the connection."""
    texts = [{"text": frame} if isinstance(frame, str) else {"bytes": frame} for frame in frames]
    coming: list[Message] = [{"type": "websocket.receive", **text} for text in texts]
    coming.append({"type": "websocket.disconnect", "code": 1000})
    asked: list[Mapping[str, str]] = []
    come: list[Message] = []

    def may(cookies: Mapping[str, str]) -> bool:
        asked.append(cookies)
        return lives

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        while not come or come[-1]["type"] != "websocket.disconnect":
            come.append(await receive())

    async def receive() -> Message:
        return coming.pop(0)

    async def send(message: Message) -> None:
        raise AssertionError(message)

    with ThreadPoolExecutor(1) as elsewhere:  # where a browser is open, this thread has a loop already
        elsewhere.submit(lambda: asyncio.run(FrameWatch(app, Watch(may, stilled))(SCOPE, receive, send))).result()
    assert asked == [{"__Host-staff": "token"}] * len(frames)
    return come[:-1]


@pytest.mark.requirement("KI-4")
def test_who_may_act_is_heard_as_it_was_sent() -> None:
    assert passed_on(True, pressed(), "text") == [
        {"type": "websocket.receive", "bytes": pressed()},
        {"type": "websocket.receive", "text": "text"},
    ]


@pytest.mark.requirement("KI-4")
def test_of_who_may_not_only_the_wish_to_be_drawn_is_heard() -> None:
    heard = BackMsg.FromString(passed_on(False, pressed())[0]["bytes"])
    assert heard.WhichOneof("type") == "rerun_script"
    assert heard.rerun_script.query_string == "case=B3N8RT0W7"
    assert (len(heard.rerun_script.widget_states.widgets), heard.rerun_script.fragment_id) == (0, "")


@pytest.mark.requirement("KI-4")
def test_everything_else_of_who_may_not_is_dropped() -> None:
    files = BackMsg()
    files.file_urls_request.file_names.append("x.pdf")
    assert passed_on(False, files.SerializeToString(), b"", b"\xff\xff", "text") == []
