"""XS-1 at the office: what a citizen typed is never run and loads nothing, at the desk and in the search."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.payloads import PAYLOADS, spread
from tests.kiosk.conftest import House

pytestmark = pytest.mark.browser

Sign = Callable[..., Page]


def look_through(page: Page, house: House, kiosk: str, answers: dict[str, str]) -> None:
    """The case with its trail, the list and a search for what was typed."""
    reference = house.filed("kaigo-nintei-shinki", "self", **answers).case.reference
    page.goto(f"{kiosk}/?record={reference}")
    page.wait_for_selector("text=つぎにすること")
    page.wait_for_selector(".kio-answers")
    shown = " ".join(page.locator(".kio-answers").inner_text().split())
    check(page)
    for query in ("desk=all", "desk=all&search=%3Cimg%20src%3Dx%20onerror%3Dwindow.__xss%3D1%3E"):
        page.goto(f"{kiosk}/?{query}")
        page.wait_for_selector("h1")
        check(page)
    assert [typed for typed in answers.values() if " ".join(typed.split()) not in shown] == []


def check(page: Page) -> None:
    assert page.evaluate("window.__xss ?? window.__XSS ?? null") is None
    assert page.locator("main img[src='x'], main iframe, main script").count() == 0


def watched(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


@pytest.mark.requirement("XS-1")
def test_payloads_are_text_at_the_desk(house: House, kiosk: str, sign_in: Sign) -> None:
    page = sign_in("suzuki")
    asked = watched(page)

    look_through(page, house, kiosk, spread(PAYLOADS[::12])[0])

    assert [url for url in asked if not url.startswith((kiosk, "data:", "blob:"))] == []


@pytest.mark.drill
@pytest.mark.timeout(3600)
@pytest.mark.requirement("XS-1")
def test_two_hundred_payloads_are_text_at_the_desk(house: House, kiosk: str, sign_in: Sign) -> None:
    page = sign_in("suzuki")
    asked = watched(page)

    for answers in spread(PAYLOADS):
        look_through(page, house, kiosk, answers)

    assert [url for url in asked if not url.startswith((kiosk, "data:", "blob:"))] == []
