"""XS-1 at home: what a citizen types is never run and loads nothing, on any screen, page or paper of the case."""

import pytest

from tests.casework.town import Town
from tests.journeys.payloads import PAYLOADS, spread
from tests.portal.citizen import Citizen

pytestmark = pytest.mark.browser

SAMPLE = "kaigo-nintei-shinki/self"
BIRTH = "昭和22年1月5日"


def walk_through(citizen: Citizen, town: Town, answers: dict[str, str]) -> None:
    """Every screen that shows the answers, before and after sending; none of them runs or loads anything."""
    asked: list[str] = []
    citizen.page.on("request", lambda request: asked.append(request.url))
    citizen.open_code(town.drafted(SAMPLE, **answers).code)
    case = citizen.case
    shown = citizen.words
    steps = [citizen.page.locator(".mg-answers dd.fix a").nth(n).get_attribute("href") for n in (0, -1)]
    for address in dict.fromkeys(filter(None, steps)):
        citizen.go(address)
        check(citizen)
    citizen.go(f"/?case={case}")
    citizen.tick("consent")
    citizen.press("send_button")
    check(citizen)
    citizen.go(f"/?case={case}")
    citizen.page.locator("[class*=st-key-q_] input").first.fill(BIRTH)
    citizen.press("unlock")
    citizen.page.locator("a", has_text="書いたことを見る").click()
    citizen.page.locator("h1", has_text="送った内容").wait_for()
    citizen.settle()
    check(citizen)
    again = citizen.words
    for address in (f"/status?case={case}", f"/receipt/{case}"):
        citizen.page.goto(citizen.base + address)
        check(citizen)

    for typed in answers.values():
        assert " ".join(typed.split()) in " ".join(shown.split())
        assert " ".join(typed.split()) in " ".join(again.split())
    assert [url for url in asked if not url.startswith((citizen.base, "data:", "blob:"))] == []


def check(citizen: Citizen) -> None:
    assert citizen.page.evaluate("window.__xss ?? window.__XSS ?? null") is None
    assert citizen.page.locator("main img[src='x'], main iframe, main script").count() == 0


@pytest.mark.requirement("XS-1")
def test_payloads_are_text_on_every_screen_of_a_case(citizen: Citizen, town: Town) -> None:
    walk_through(citizen, town, spread(PAYLOADS[::12])[0])


@pytest.mark.drill
@pytest.mark.timeout(3600)
@pytest.mark.requirement("XS-1")
def test_two_hundred_payloads_are_text_on_every_screen_of_a_case(citizen: Citizen, town: Town) -> None:
    for answers in spread(PAYLOADS):
        walk_through(citizen, town, answers)
