"""Several procedures begun as one at the counter; the desk sees what came together and what is to be looked up."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from shared.casework import applying, bundles, counter, parking
from tests.casework.town import answers_of, staff_answers_of
from tests.kiosk.conftest import House
from tests.kiosk.walking import begin, settle

pytestmark = [pytest.mark.browser, pytest.mark.drill]

BOTH = ("juminhyo-copy", "shotoku-kazei-shomei")
PUBLIC = "jido-teate-nintei/moved-in-elder"
GARBAGE = "sodai-gomi/one-item-one-word-name"


def test_what_is_chosen_at_the_counter_is_begun_as_one(sign_in: Callable[..., Page], kiosk: str) -> None:
    page = sign_in()
    page.goto(f"{kiosk}/?more={BOTH[0]}")
    page.locator(f"a[href='/?start={','.join(BOTH)}']").first.wait_for()
    settle(page)
    page.goto(f"{kiosk}/?start={','.join(BOTH)}")
    page.locator("label[data-testid=stRadioOption]", has_text="口頭で").wait_for()
    settle(page)
    reference = begin(page, kiosk, ",".join(BOTH))
    assert reference and "＋" in page.locator("body").inner_text()


def test_the_desk_shows_what_came_together_and_what_is_to_be_looked_up(
    sign_in: Callable[..., Page], kiosk: str, house: House
) -> None:
    raw = {
        **answers_of(PUBLIC),
        **staff_answers_of(PUBLIC),
        "sodai-gomi": answers_of("sodai-gomi/one-item-one-word-name"),
    }
    raw = {**raw, **{key: raw["sodai-gomi"].pop(key) for key in ("consent",)}}
    filed = counter.file_answers(house.clerk(), ("jido-teate-nintei", "sodai-gomi"), raw).case
    page = sign_in()
    page.goto(f"{kiosk}/?record={filed.reference}")
    page.locator("text=いっしょに出された手続").wait_for()
    settle(page)
    page.locator("[class*=st-key-lookup_] textarea").fill("口座の登録あり、名義は本人")
    page.locator("[class*=st-key-do_lookup_] button").click()
    page.locator("text=確かめました：").first.wait_for()
    settle(page)


def test_what_else_the_visitor_can_have_is_asked_aloud_and_handed_over_on_paper(
    sign_in: Callable[..., Page], kiosk: str, house: House
) -> None:
    both, clerk = ("jido-teate-nintei", "sodai-gomi"), house.clerk()
    raw = {**answers_of(PUBLIC), **staff_answers_of(PUBLIC), "sodai-gomi": answers_of(GARBAGE)}
    raw["consent"] = raw["sodai-gomi"].pop("consent")
    case = counter.start(clerk, both, counter.consent(clerk, "aloud"))
    case = applying.answer_all(house.office, case, bundles.gathered(house.office, both, raw), "staff")
    parking.hold(clerk, case)
    page = sign_in()
    page.goto(f"{kiosk}/?case={case.reference}&view=check")
    page.locator("[class*=send_button] button").wait_for()
    settle(page)
    page.locator("[class*=send_button] button").click()
    asked = page.locator("[class*=st-key-more_] button")
    asked.wait_for()
    settle(page)
    assert page.locator("form[action*='/following/']").count() == 0
    asked.click()
    sheet = page.locator(f"form[action='/following/{case.reference}/sheet']")
    sheet.wait_for()
    hidden = {one.get_attribute("name"): one.input_value() for one in sheet.locator("input").all()}
    assert hidden["procedures"] and not set(both) & set(str(hidden["procedures"]).split())
    address = f"{kiosk}/following/{case.reference}/sheet"
    given = page.context.request.post(address, form=hidden, headers={"origin": kiosk})  # type: ignore[arg-type]
    assert (given.status, given.headers["content-type"]) == (200, "application/pdf")
    counter_less = page.context.request.post(address.replace(case.reference, "B3N8RT0W7"), headers={"origin": kiosk})
    assert counter_less.status == 404  # a case in nobody's hand
