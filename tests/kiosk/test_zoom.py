"""Zoomed in: at 200 % and 400 % no screen of the kiosk breaks a rule of accessibility."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.kiosk.conftest import House
from tests.kiosk.walking import begin, settle

pytestmark = pytest.mark.browser

WINDOW = (1280, 800)
ZOOMS = [1, 2, 4]  # 400 %: 320 CSS pixels


def barriers(page: Page) -> list[str]:
    """What axe calls critical or serious, and a page that is not marked as Japanese."""
    found = [one for one in Axe().run(page).response["violations"] if one["id"] != "presentation-role-conflict"]
    bad = [f"{one['id']} {one['nodes'][0]['html'][:100]}" for one in found if one["impact"] in ("critical", "serious")]
    language = page.evaluate("document.documentElement.lang")
    return bad + ([] if language == "ja" else [f"lang {language}"])


@pytest.mark.drill
@pytest.mark.requirement("AX-1")
@pytest.mark.parametrize("zoom", ZOOMS)
def test_every_screen_keeps_the_rules_at_every_zoom(
    house: House, kiosk: str, sign_in: Callable[..., Page], zoom: int
) -> None:
    reference = house.filed("juminhyo-copy", "some-by-agent").case.reference
    page = sign_in(width=WINDOW[0] // zoom, height=WINDOW[1] // zoom)
    case = begin(page, kiosk)
    found: dict[str, list[str]] = {}
    screens = (
        "",
        "q=ごみ",
        "desk=all",
        "desk=board",
        "desk=unopened",
        f"record={reference}",
        "start=juminhyo-copy",
        "forms=tenshutsu-todoke",
        "paper=list",
        "paper=in",
        "tickets=choose",
        f"case={case}",
        f"case={case}&form=one",
        f"case={case}&view=check",
        f"case={case}&hand=visitor",
        f"case={case}&forms=yes",
        f"case={case}&end=yes",
        f"case={case}&agree=again",
    )
    for query in screens:
        page.goto(f"{kiosk}/?{query}")
        page.wait_for_selector("h1")
        settle(page)
        found[query.replace(case, "").replace(reference, "")] = barriers(page)
    for address in ("/pin", "/password", f"/print/{reference}", f"/print/{reference}?paper=80mm", "/board"):
        page.goto(kiosk + address)
        found[address.replace(reference, "")] = barriers(page)

    assert found == {key: [] for key in found}
