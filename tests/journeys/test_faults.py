"""SL-7: whatever breaks, people are told kindly and operators exactly, and neither sees what was typed."""

import asyncio
import logging
import re
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.catalogue import catalogue
from shared.screens import server
from shared.web.access import Access
from shared.web.face import Face
from shared.web.page import Pages
from shared.web.tally import Tally
from tests.casework.town import ROOT

KINDS = (ValueError, KeyError, TypeError, RuntimeError, OSError, UnicodeError, ZeroDivisionError, AssertionError)
COUNT = 100


def canary(n: int) -> str:
    return f"カナリア{n:03d}鳥子"


def breaking(n: int) -> ASGIApp:
    """An app that breaks with what a person typed in the error, in a cause, and in a note."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        typed = canary(n)
        try:
            raise LookupError(typed)
        except LookupError as first:
            error = KINDS[n % len(KINDS)](typed)
            error.add_note(typed)
            raise error from first

    return app


def pages() -> Pages:
    city = catalogue.load(ROOT / "procedures.yaml").city
    return Pages(Face("portal", "citizen", city.name, city.telephone, city.hours), server.LOOK)


async def answered(app: ASGIApp, n: int) -> tuple[int, dict[str, str], str]:
    """(status, headers, body) of a request whose query, headers and body hold the canary too."""
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": canary(n).encode(), "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": "/status",
        "raw_path": b"/x",
        "query_string": f"name={canary(n)}".encode(),
        "headers": [(b"cookie", f"language=ja; x={canary(n)}".encode()), (b"referer", canary(n).encode())],
        "client": ("192.0.2.7", 4711),
    }
    await app(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:]).decode()


@pytest.mark.requirement("SL-7")
def test_a_hundred_faults_tell_people_nothing_and_operators_kind_place_and_id(caplog: pytest.LogCaptureFixture) -> None:
    broken, tally = pages().app("broken", 500), Tally()
    answers = []
    with caplog.at_level(logging.INFO), ThreadPoolExecutor(1) as elsewhere:  # a browser's thread has a loop already
        for n in range(COUNT):
            answers.append(elsewhere.submit(asyncio.run, answered(Access(breaking(n), broken, tally), n)).result())
    formatter = logging.Formatter("%(levelname)s %(name)s %(message)s")
    lines = [formatter.format(record) for record in caplog.records]
    told = [line for line in lines if line.startswith("ERROR madoguchi.web ")]

    assert [status for status, _, _ in answers] == [500] * COUNT
    ids = [headers["x-request-id"] for _, headers, _ in answers]
    assert (len(set(ids)), [re.match(r"ERROR madoguchi\.web (\w{12}) ", line)[1] for line in told]) == (COUNT, ids)  # type: ignore[index]
    assert [line.split()[3] for line in told] == [KINDS[n % len(KINDS)].__name__ for n in range(COUNT)]
    assert all("test_faults.py" in line for line in told)
    for seen in (*lines, *(body for _, _, body in answers)):
        assert not re.search("カナリア|鳥子|%E3|192.0.2.7", seen)
