"""同意と委任 on one screen: quick where the person is here; an agent's right is kept; the visitor's own touch."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from shared.casework import applying, counter, mandate, notices, parking
from shared.casework.mandate import Agreement
from shared.records.shapes import JsonObject
from tests.kiosk.conftest import House
from tests.kiosk.walking import reference_in, settle

pytestmark = pytest.mark.browser


def consent_of(house: House, page: Page) -> tuple[JsonObject, JsonObject]:
    """(consent, answers) of the case that was begun."""
    page.wait_for_selector("text=代わりに入力しています")
    clerk = house.clerk()
    held = parking.held_case(clerk, reference_in(page.url))
    assert held is not None
    draft = parking.case_of(clerk, held).draft
    assert draft is not None
    return draft.consent, draft.answers


def test_two_keys_begin_for_the_person_who_says_it_aloud(
    sign_in: Callable[..., Page], kiosk: str, house: House
) -> None:
    page = sign_in(width=1024, height=768)
    page.goto(f"{kiosk}/?start=juminhyo-copy")
    page.wait_for_selector(".st-key-q_consent_how:focus-within")
    settle(page)
    page.keyboard.press("1")
    page.wait_for_selector(".st-key-next_consent:focus-within")
    settle(page)
    page.keyboard.press("Enter")
    kept, _ = consent_of(house, page)
    assert (kept["how"], kept["purpose"]) == ("aloud", "住民票の写しをとる")
    assert kept["told"] == [{"who": "applicant", "by": "print"}, {"who": "applicant", "by": "code"}]


def test_an_agents_right_is_kept_and_the_touch_is_the_visitors(
    sign_in: Callable[..., Page], kiosk: str, house: House
) -> None:
    page = sign_in(width=1024, height=768)
    page.goto(f"{kiosk}/?start=jido-teate-nintei")
    choose(page, "代わりの人（代理人）")
    page.locator(".st-key-q_mandate_related button, .st-key-q_mandate_related input").last.click()
    page.locator("[role=option]", has_text="同じ世帯の家族").click()
    for check in ("代理する権限", "代わりの人の身元", "本人の番号"):
        page.locator("label", has_text=check).click()
        settle(page)
    choose(page, "来た人が画面を押す")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="来た人に画面を見せる").click()
    page.get_by_role("button", name="はい、お願いします").wait_for()
    assert Axe().run(page).response["violations"] == []
    assert page.get_by_text("席をはなれる").count() == 0
    page.get_by_role("button", name="はい、お願いします").click()
    kept, answers = consent_of(house, page)
    assert (kept["how"], answers["by_agent"], answers["agent_relation"]) == ("touch", "yes", "household")
    assert kept["mandate"] == {
        "letter": "none",
        "relationship": "同じ世帯の家族",
        "why": "household",
        "note": "",
        "numbers": {"right": True, "agent": True, "number": True},
        "checker": "suzuki",
    }
    assert kept["told"] == [{"who": "agent", "by": "print"}, {"who": "applicant", "by": "post"}]


def choose(page: Page, words: str) -> None:
    page.locator("label[data-testid=stRadioOption]", has_text=words).click()
    settle(page)


def test_the_section_notes_that_the_applicant_was_told(sign_in: Callable[..., Page], kiosk: str, house: House) -> None:
    clerk, sample = house.clerk(), house.sample()
    told = mandate.telling("phone", here=False, agent=False)
    agreed = mandate.agreed(clerk, Agreement("aloud", "住民票の写しをとる", told))
    case = counter.start(clerk, sample.procedure, agreed)
    case = applying.answer_all(house.office, case, house.answers(sample), "staff")
    reference = counter.file(clerk, case).case.reference
    page = sign_in("sato", width=1024, height=768)
    page.goto(f"{kiosk}/?record={reference}")
    letter = page.get_by_role("link", name="手紙を印刷する").get_attribute("href")
    answer = page.request.get(f"{kiosk}{letter}")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    page.get_by_role("button", name="電話で知らせた").click()
    page.get_by_text("本人に知らせたことを記録しました。").wait_for()
    settle(page)
    assert Axe().run(page).response["violations"] == []
    assert reference not in [one.reference for one in notices.owed(house.office, house.actor("sato"))]
