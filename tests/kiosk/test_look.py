"""How the kiosk looks: nothing for axe to say, nothing wider than the screen, the band always there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.kiosk.conftest import ROOT, House
from tests.kiosk.walking import begin, settle

Sign = Callable[..., Page]


def _violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def _too_wide(page: Page) -> int:
    return int(
        page.evaluate("(one => one.scrollWidth - one.clientWidth)(document.querySelector('[data-testid=stMain]'))")
    )


def test_axe_has_nothing_to_say(house: House, kiosk: str, sign_in: Sign) -> None:
    page = sign_in()
    settle(page)
    assert _violations(page) == []
    reference = house.filed("juminhyo-copy", "some-by-agent").case.reference
    for query in ("desk=all", f"record={reference}", "start=juminhyo-copy"):
        page.goto(f"{kiosk}/?{query}")
        page.wait_for_selector("h1")
        settle(page)
        assert _violations(page) == []
    case = begin(page, kiosk)
    assert _violations(page) == []
    page.goto(f"{kiosk}/?case={case}&hand=visitor")
    page.wait_for_selector("text=職員といっしょに書く画面")
    settle(page)
    assert _violations(page) == []


@pytest.mark.parametrize(("width", "size"), [(1024, "0"), pytest.param(1280, "3", marks=pytest.mark.drill)])
def test_no_screen_is_wider_than_its_window(house: House, kiosk: str, sign_in: Sign, width: int, size: str) -> None:
    house.filed(applicant_mei="幅子")
    page = sign_in(width=width)
    page.context.add_cookies([{"name": "size", "value": size, "url": kiosk}])
    case = begin(page, kiosk)
    for query in ("", "desk=all", f"case={case}", "start=juminhyo-copy"):
        page.goto(f"{kiosk}/?{query}")
        page.wait_for_selector("h1")
        settle(page)
        assert (query, _too_wide(page)) == (query, 0)


def test_the_band_never_scrolls_away(kiosk: str, sign_in: Sign) -> None:
    page = sign_in(height=420)
    begin(page, kiosk)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 100000)")
    page.wait_for_timeout(300)
    box = page.locator(".st-key-band").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 20


def test_the_sheet_has_no_sign_that_would_drop_it() -> None:
    assert "<" not in Path(ROOT / "kiosk" / "sheet.css").read_text(encoding="utf-8")
