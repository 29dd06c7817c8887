"""SL-1, SL-2, SL-8: who gets a socket, and which of Streamlit's addresses exist at all."""

import base64
import json
import os
import socket
import time
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from shared.web.guard import SOCKETS_PER_CLIENT
from tests.web.asking import ask
from tests.web.conftest import Portal

Door = tuple[str, Path]


def handshake(connection: socket.socket, host: str, origin: str | None, path: str = "/_stcore/stream") -> int:
    """Asks for a websocket over an open connection; the status of the answer (101: it is open)."""
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {host}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: streamlit",
        *([f"Origin: {origin}"] if origin is not None else []),
        "",
        "",
    ]
    connection.sendall("\r\n".join(lines).encode())
    return int(connection.recv(4096).split(b" ", 2)[1])


def status_of(door: Door, host: str | None = None, origin: str | None = None, path: str = "/_stcore/stream") -> int:
    place = urlsplit(door[0])
    with closing(socket.create_connection(("127.0.0.1", place.port or 0), timeout=20)) as connection:
        return handshake(connection, host or place.netloc, origin, path)


def test_a_page_of_ours_gets_a_socket(counter_door: Door) -> None:
    assert status_of(counter_door, origin=counter_door[0]) == 101


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "https://shinsei.example.com",
        "http://localhost",
        "http://localhost:1",
        "http://127.0.0.1",
        "http://localhost.example.com:8700",
    ],
)
def test_no_foreign_or_missing_origin_gets_one(counter_door: Door, origin: str | None) -> None:
    assert status_of(counter_door, origin=origin) == 403


def test_no_foreign_host_gets_one(counter_door: Door) -> None:
    assert status_of(counter_door, host="shinsei.example.com", origin=counter_door[0]) == 403


def test_there_is_one_socket_address(counter_door: Door) -> None:
    assert status_of(counter_door, origin=counter_door[0], path="/check/_stcore/stream") == 403
    assert status_of(counter_door, origin=counter_door[0], path="/") == 403


def storm(door: Door, count: int) -> tuple[set[int], float]:
    """So many bad handshakes, with a look at the door's health after each tenth: answers, longest wait."""
    answers, longest = set(), 0.0
    for index in range(count):
        answers.add(status_of(door, origin=f"https://attacker-{index}.example.com"))
        if index % 10 == 0:
            longest = max(longest, look(door))
    return answers, longest


def look(door: Door) -> float:
    """Seconds that the door takes to say that it lives."""
    began = time.monotonic()
    assert ask(f"{door[0]}/healthz").status == 200
    return time.monotonic() - began


def test_bad_handshakes_are_refused_and_the_door_lives(counter_door: Door) -> None:
    answers, _ = storm(counter_door, 30)
    assert answers == {403}


@pytest.mark.drill
def test_two_hundred_bad_handshakes_do_not_stall_the_door(counter_door: Door) -> None:
    quiet = max(look(counter_door) for _ in range(20))  # what a busy machine takes anyway
    answers, longest = storm(counter_door, 200)
    assert answers == {403}
    assert longest - quiet < 0.2


def test_one_address_holds_so_many_sockets_and_no_more(counter_door: Door) -> None:
    place = urlsplit(counter_door[0])
    with ExitStack() as stack:
        answers = []
        for _ in range(SOCKETS_PER_CLIENT + 1):
            connection = socket.create_connection(("127.0.0.1", place.port or 0), timeout=20)
            stack.enter_context(closing(connection))
            answers.append(handshake(connection, place.netloc, counter_door[0]))
    assert answers == [101] * SOCKETS_PER_CLIENT + [403]
    for _ in range(100):
        if status_of(counter_door, origin=counter_door[0]) == 101:
            break
        time.sleep(0.1)
    assert status_of(counter_door, origin=counter_door[0]) == 101


@pytest.mark.requirement("SL-6")
@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/script-health-check",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
        "/_stcore/agent/interact",
        "/_stcore/nope",
        "/media/anything",
        "/component/anything",
        "/app/static/anything",
        "/auth/login",
        "/oauth2callback",
    ],
)
def test_what_our_pages_do_not_need_is_not_there(portal: Portal, path: str) -> None:
    for method in ("GET", "POST"):
        answer = ask(portal.address + path, method)
        assert (answer.status, answer.body) == (404, b"")


def test_no_foreign_page_may_steer_ours(portal: Portal) -> None:
    told = json.loads(ask(f"{portal.address}/_stcore/host-config").body)
    assert told["allowedOrigins"] == []
    assert told["blockErrorDialogs"] is True
    assert told["enableCustomParentMessages"] is False
