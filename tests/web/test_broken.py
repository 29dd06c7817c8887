"""SL-7: when a page breaks, people are told kindly and operators exactly, and neither sees what was typed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.web.conftest import APPS


@pytest.mark.requirement("SL-7")
def test_a_broken_page_tells_nobody_what_was_typed(
    context: BrowserContext, open_door: Callable[..., tuple[str, Path]]
) -> None:
    address, log = open_door("tests.web.serving", str(APPS / "broken.py"))
    frames: list[str] = []
    page = context.new_page()
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: frames.append(str(data))))
    page.goto(address)
    page.get_by_label("氏名").fill("見本 花子")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("うまくいきませんでした")
    page.get_by_role("button", name="送る").click()
    page.wait_for_timeout(800)
    expect(page.get_by_role("alert").first).to_contain_text("書いたことは残っています。")
    written = log.read_text()
    assert "KeyError" in written and "ValueError" in written
    assert "broken.py" in written
    assert "見本" not in written
    assert "Traceback" not in page.content() and "Error" not in page.inner_text("body")
    assert [frame for frame in frames if "KeyError" in frame or "ValueError" in frame] == []
