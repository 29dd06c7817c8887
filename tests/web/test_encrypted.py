"""Behind TLS: strict transport, and no cookie without Secure."""

import asyncio
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import Message

from shared.web.headers import SecurityHeaders


def answered(scheme: str) -> list[tuple[str, str]]:
    """What leaves the door when Streamlit sets its own cookie, which knows nothing of TLS."""
    inner = PlainTextResponse("ok", headers={"set-cookie": "_streamlit_xsrf=2|1; Path=/; SameSite=Strict"})
    sent: list[MutableMapping[str, Any]] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "scheme": scheme, "method": "GET", "path": "/", "headers": []}
    with ThreadPoolExecutor() as elsewhere:  # the browser of other tests has a loop in this thread
        elsewhere.submit(asyncio.run, SecurityHeaders(inner)(scope, receive, send)).result()
    return [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]


def test_behind_tls_cookies_are_secure_and_transport_is_strict() -> None:
    headers = dict(answered("https"))
    assert headers["set-cookie"] == "_streamlit_xsrf=2|1; Path=/; SameSite=Strict; Secure"
    assert headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"


def test_on_one_machine_without_tls_nothing_is_promised() -> None:
    headers = dict(answered("http"))
    assert headers["set-cookie"] == "_streamlit_xsrf=2|1; Path=/; SameSite=Strict"
    assert "strict-transport-security" not in headers
