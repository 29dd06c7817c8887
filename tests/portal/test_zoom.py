"""Zoomed in: at 200 % and 400 % nothing of the portal breaks a rule of accessibility, and nothing is cut off."""

from collections.abc import Iterator, Mapping

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from shared.catalogue.procedure import Procedure
from tests.casework.town import Town
from tests.portal.citizen import Citizen
from tests.portal.conftest import Portal
from tests.portal.test_everybody import PLAIN, PUBLIC, STREAMLITS_OWN

pytestmark = pytest.mark.browser

SELF = "juminhyo-copy/self-by-post"
WINDOW = (1280, 1024)
ZOOMS = [1, 2, 4]  # a browser that is zoomed in 4 times has a quarter of the window's CSS pixels: 320


def barriers(page: Page) -> list[str]:
    """What axe calls critical or serious, a page that is not marked as Japanese, and what is wider than the window."""
    found = [one for one in Axe().run(page).response["violations"] if one["id"] not in STREAMLITS_OWN]
    bad = [f"{one['id']} {one['nodes'][0]['html'][:100]}" for one in found if one["impact"] in ("critical", "serious")]
    language = page.evaluate("document.documentElement.lang")
    wide = page.evaluate(
        "() => { const main = document.querySelector('[data-testid=stMain]') || document.documentElement;"
        " return main.scrollWidth - main.clientWidth; }"
    )
    return bad + ([] if language == "ja" else [f"lang {language}"]) + ([] if wide <= 0 else [f"{wide} px too wide"])


@pytest.fixture(params=ZOOMS)
def zoomed(request: pytest.FixtureRequest, portal: Portal, chromium: Browser) -> Iterator[Citizen]:
    """A browser zoomed in so many times, into which the rules can be loaded."""
    size = {"width": WINDOW[0] // request.param, "height": WINDOW[1] // request.param}
    context = chromium.new_context(viewport=size, locale="ja-JP", bypass_csp=True, device_scale_factor=request.param)
    yield Citizen(context, portal.base)
    context.close()


@pytest.mark.drill
@pytest.mark.requirement("AX-1")
def test_every_page_keeps_the_rules_at_every_zoom(
    zoomed: Citizen, town: Town, procedures: Mapping[str, Procedure]
) -> None:
    found: dict[str, list[str]] = {}
    for address in (*PUBLIC, "/?procedure=tenshutsu-todoke"):
        zoomed.go(address)
        found[address] = barriers(zoomed.page)
    for address in PLAIN:
        zoomed.page.goto(zoomed.base + address)
        found[address] = barriers(zoomed.page)
    steps = procedures["juminhyo-copy"].steps
    zoomed.start("juminhyo-copy")
    for number, step in enumerate(steps[:2]):
        found[f"step {number}"] = barriers(zoomed.page)
        zoomed.answer(step, {"by_agent": "no", "applicant_sei": "見本", "applicant_kana": "ミホン"}, {})
    zoomed.press("next")
    found["a refusal"] = barriers(zoomed.page)
    zoomed.page.locator(".mg-leave a").click()
    zoomed.page.locator(".mg-codecard").wait_for()
    found["leaving"] = barriers(zoomed.page)
    zoomed.open_code(town.drafted(SELF).code)
    found["the check"] = barriers(zoomed.page)
    reference = zoomed.case
    zoomed.tick("consent")
    zoomed.press("send_button")
    found["sent"] = barriers(zoomed.page)
    for address in (f"/status?case={reference}", f"/receipt/{reference}"):
        zoomed.page.goto(zoomed.base + address)
        found[address.replace(reference, "")] = barriers(zoomed.page)

    assert found == {key: [] for key in found}
