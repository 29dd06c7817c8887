"""研修: `serve --practice` is marked on every screen, checks its exercises and leaves nothing behind."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from shared.errors import SubmissionNotFound
from shared.records.store.visibility import THE_OFFICE
from tests.doors import free_port
from tests.kiosk.conftest import PASSWORD, PORTS, ROOT, House
from tests.kiosk.test_dense import dense
from tests.kiosk.test_second_face import pair
from tests.kiosk.walking import SAMPLE, begin, settle, walk

BAND = "研修中です。出てくる人は見本です。"


@pytest.fixture
def practising(house: House, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """(address, one-time password of `mado`) of a practice kiosk, started where the real house is set."""
    port = free_port(PORTS)
    own = tmp_path / "tmp"
    own.mkdir()
    environ = {**os.environ, "MADOGUCHI_VAR": str(house.var), "TMPDIR": str(own), "PYTHONUNBUFFERED": "1"}
    environ["MADOGUCHI_CATALOGUE"] = str(ROOT / "procedures.yaml")
    command = [sys.executable, "-m", "shared.cli", "serve", "--practice", "--kiosk-port", str(port)]
    log = tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=out, stderr=out)
    deadline = time.monotonic() + 120
    while str(port) not in log.read_text(encoding="utf-8"):
        assert process.poll() is None and time.monotonic() < deadline, log.read_text(encoding="utf-8")
        time.sleep(0.2)
    assert len(list(own.iterdir())) == 1
    first = re.search(r"名前 mado / \S+ (\S+)", log.read_text(encoding="utf-8"))
    assert first is not None
    yield f"http://localhost:{port}", first[1]
    process.terminate()
    assert process.wait(timeout=30) == 0
    assert list(own.iterdir()) == []  # nothing of practice stays


def _sign_in(page: Page, address: str, first: str) -> None:
    page.goto(f"{address}/")
    expect(page.get_by_text(BAND)).to_be_visible()
    page.fill("input[name=name]", "mado")
    page.fill("input[name=password]", first)
    page.click("button.main")
    for field, typed in (("old", first), ("new", PASSWORD), ("again", PASSWORD)):
        page.fill(f"#{field}", typed)
    page.click("button.main")
    page.get_by_text("いまは決めない").click()
    page.wait_for_selector("text=来た人の手続を始める")


@pytest.mark.drill
@pytest.mark.timeout(300)
def test_practice_is_marked_everywhere_and_an_exercise_checks_itself(
    house: House, practising: tuple[str, str], new_context: Callable[..., BrowserContext]
) -> None:
    address, first = practising
    before = {path: path.read_bytes() for path in house.var.rglob("*.key")}
    page = new_context(1024, 768).new_page()
    _sign_in(page, address, first)
    page.get_by_role("link", name="研修の課題").click()
    one = page.locator("[data-exercise=counter]")
    expect(one).to_have_attribute("data-done", "no")
    expect(page.locator("[data-exercise]")).to_have_count(5)
    reference = begin(page, address)
    walk(page, reference, SAMPLE)
    expect(page.get_by_text(BAND)).to_be_visible()
    page.get_by_role("button", name="市役所に送る").click()
    page.wait_for_selector("text=受け付けました")
    page.goto(f"{address}/?desk=practice")
    settle(page)
    expect(one).to_have_attribute("data-done", "yes")
    page.get_by_role("button", name="画面をかくす").click()
    page.wait_for_selector(".st-key-cover")
    expect(page.get_by_text(BAND)).to_be_visible()
    with pytest.raises(SubmissionNotFound):
        house.office.store.submission(reference, THE_OFFICE)
    assert {path: path.read_bytes() for path in house.var.rglob("*.key")} == before


@pytest.mark.drill
@pytest.mark.timeout(300)
def test_the_second_screen_of_practice_is_marked_too(
    practising: tuple[str, str], new_context: Callable[..., BrowserContext]
) -> None:
    address, first = practising
    page, tablet = new_context(1024, 768).new_page(), new_context(1024, 768).new_page()
    _sign_in(page, address, first)
    dense(page, address)
    pair(page, tablet, address)
    expect(tablet.get_by_text(BAND)).to_be_visible()
