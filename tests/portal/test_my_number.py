"""A My Number typed at home is seen on its own screen only: afterwards a mark stands there, and nowhere the number."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, WebSocket, expect

from shared.catalogue.questions.numbers import SEALED
from tests import shipped_catalogue
from tests.portal.citizen import Citizen
from tests.portal.conftest import portal_of

pytestmark = pytest.mark.browser

NUMBER = "123456789018"
STEP = """    steps:
      - id: number
        title: マイナンバーを書いてください
        questions: [{id: applicant_number, kind: my_number, label: マイナンバー, required: true, online: true}]
"""
SEEN = """() => document.documentElement.outerHTML
  + [...document.querySelectorAll("input, textarea")].map((field) => field.value).join("|")"""


@pytest.fixture
def asked(chromium: Browser, tmp_path: Path) -> Iterator[Citizen]:
    """A citizen of a city that asks for the number at home, at that question."""
    pattern = r"(  - id: juminhyo-copy\n(?:.*\n)*?)    steps:\n"
    changed = shipped_catalogue.changed(tmp_path, pattern, lambda found: found[1] + STEP)
    own = portal_of(changed, 8727)
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="ja-JP")
    try:
        own.start()
        citizen = Citizen(context, own.base)
        citizen.page.on("websocket", lambda socket: listen(citizen, socket))
        citizen.start("juminhyo-copy")
        yield citizen
    finally:
        context.close()
        own.stop()


def listen(citizen: Citizen, socket: WebSocket) -> None:
    """Keeps what the server tells the page."""
    socket.on(
        "framereceived", lambda frame: citizen.frames.append(frame if isinstance(frame, bytes) else frame.encode())
    )


def seen(citizen: Citizen) -> str:
    """The whole document, and what stands in its fields."""
    return str(citizen.page.evaluate(SEEN)).replace(" ", "")


def test_the_number_is_gone_from_the_page_once_its_screen_is_left(asked: Citizen) -> None:
    asked.type("applicant_number", NUMBER)
    typed = seen(asked)
    asked.frames.clear()

    asked.press("next")
    after = [seen(asked)]
    asked.page.locator(".mg-back a").click()
    asked.page.locator("h1", has_text="マイナンバー").wait_for()
    asked.settle()
    field = asked.key("applicant_number").locator("input")
    shown = field.input_value()
    after.append(seen(asked))
    asked.press("next")
    after.append(seen(asked))
    asked.page.reload()
    asked.settle()
    after.append(seen(asked))

    assert NUMBER in typed
    assert shown == SEALED
    assert [NUMBER in page for page in after] == [False] * 4
    assert [frame for frame in asked.frames if NUMBER.encode() in frame] == []


def test_the_browser_is_told_not_to_remember_the_number(asked: Citizen) -> None:
    field = asked.key("applicant_number").locator("input")

    expect(field).to_have_attribute("inputmode", "numeric")  # the script sets it after the drawing
    assert field.get_attribute("autocomplete") == "off"
