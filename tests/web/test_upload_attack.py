"""UP-4: somebody who sends far more than fits costs neither memory nor work."""

import asyncio
import tracemalloc
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from shared.web.asgi import answer
from shared.web.body import UPLOAD_BYTES, UPLOADS, BodyLimit
from shared.web.uploads import UploadGate

CHUNK = b"x" * 65_536
FILE = 50 * 2**20


async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
    """Holds what it is given, as Streamlit does."""
    held = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        held += message.get("body", b"")
        more = message.get("more_body", False)
    await answer(send, 204)


async def refused(scope: Scope, receive: Receive, send: Send) -> None:
    await answer(send, 413)


def doors() -> BodyLimit:
    """As `surround` stacks them."""
    return BodyLimit(UploadGate(streamlit, lambda session: session == "known", lambda session: ()), refused)


async def attacked(app: BodyLimit, file: int, *, announced: bool) -> tuple[int, int]:
    """(status, bytes that were read) of one file of 50 MB."""
    read, told = 0, []
    length = [(b"content-length", str(FILE).encode())] if announced else []

    async def receive() -> Message:
        nonlocal read
        read += len(CHUNK)
        return {"type": "http.request", "body": CHUNK, "more_body": read < FILE}

    async def send(message: MutableMapping[str, Any]) -> None:
        told.append(message.get("status"))

    scope: Scope = {"type": "http", "method": "PUT", "path": f"{UPLOADS}known/{file}", "headers": length}
    await app(scope, receive, send)
    return int(told[0]), read


def twelve(*, announced: bool) -> list[tuple[int, int]]:
    """In a thread of its own: where a browser is open, this one has a loop already."""

    async def one_by_one() -> list[tuple[int, int]]:
        app = doors()
        return [await attacked(app, file, announced=announced) for file in range(12)]

    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(lambda: asyncio.run(one_by_one())).result()


@pytest.mark.requirement("UP-4")
def test_twelve_files_of_fifty_megabytes_are_refused_before_they_are_read() -> None:
    assert twelve(announced=True) == [(413, 0)] * 12


@pytest.mark.requirement("UP-4")
def test_without_an_announced_length_no_more_is_read_than_one_file_may_have_and_nothing_is_held() -> None:
    tracemalloc.start()
    try:
        answers = twelve(announced=False)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert [status for status, _ in answers] == [413] * 12
    assert max(read for _, read in answers) <= UPLOAD_BYTES + len(CHUNK)
    assert most < 50 * 2**20
