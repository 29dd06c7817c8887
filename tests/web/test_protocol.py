"""SL-9: strange frames end their own connection and nothing else."""

import random
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from tests.web.asking import ask

Door = tuple[str, Path]


def throw(door: Door, frame: bytes | str) -> int | None:
    """Sends one frame on a connection of its own; the code it is closed with, None where it stays open."""
    address = door[0].replace("http", "ws") + "/_stcore/stream"
    with connect(address, origin=Origin(door[0]), subprotocols=[Subprotocol("streamlit")]) as socket:
        socket.send(frame)
        try:
            while True:
                socket.recv(timeout=1)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006
        except TimeoutError:
            return None


def storm(door: Door, count: int) -> None:
    chance = random.Random(15)
    for _ in range(count):
        throw(door, chance.randbytes(chance.randint(0, 400)))


def test_a_neighbour_notices_nothing(page: Page, counter_door: Door) -> None:
    page.goto(counter_door[0])
    page.get_by_label("氏名").fill("見本 花子")
    storm(counter_door, 6)
    assert throw(counter_door, "text") == 1006  # Streamlit breaks off
    assert throw(counter_door, b"x" * 1_200_000) == 1009
    assert ask(f"{counter_door[0]}/healthz").status == 200
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    expect(page.get_by_label("氏名")).to_have_value("見本 花子")


@pytest.mark.drill
def test_ten_thousand_strange_frames_end_nothing(counter_door: Door) -> None:
    storm(counter_door, 10_000)
    assert ask(f"{counter_door[0]}/healthz").status == 200
