"""来る日の予約 at the kiosk: days, times, the words to read aloud and the sheet, for whoever calls."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from shared.casework import counter, counter_visits, parking
from tests.kiosk.conftest import House
from tests.kiosk.walking import settle

pytestmark = pytest.mark.browser


def test_staff_book_change_and_give_back_a_visit_for_who_calls(
    house: House, kiosk: str, sign_in: Callable[..., Page]
) -> None:
    clerk = house.clerk()
    case = counter.start(clerk, "tenkyo-todoke", counter.consent(clerk, "aloud"), channel=counter.PHONE)
    parking.hold(clerk, case)
    page = sign_in(width=1024, height=768)
    page.goto(f"{kiosk}/?case={case.reference}")
    page.wait_for_selector(".st-key-dense input:focus")
    page.wait_for_timeout(1000)  # the first line is looked for while the page is being drawn
    page.get_by_role("link", name="来る日を予約する").click()
    page.wait_for_selector(".kio-days a")
    settle(page)
    page.locator(".kio-days a").first.click()
    page.wait_for_selector("[class*=st-key-time_] button")
    settle(page)
    page.locator("[class*=st-key-time_] button:enabled").nth(1).click()
    expect(page.get_by_role("status").filter(has_text="予約しました。")).to_be_visible()
    settle(page)
    first = counter_visits.visit_of(house.office, case)
    assert first is not None
    said = page.locator(".kio-aloud").inner_text()
    assert re.search(r"「\d+月\d+日、.曜日、午前\d+時30分に、お待ちしています。」", said), said
    page.locator(".kio-days a").nth(1).click()
    page.wait_for_selector("[class*=st-key-time_] button")
    settle(page)
    page.locator("[class*=st-key-time_] button:enabled").first.click()
    expect(page.get_by_role("status").filter(has_text="予約しました。")).to_be_visible()
    second = counter_visits.visit_of(house.office, case)
    assert second is not None
    assert second.day > first.day
    sheet = page.context.request.get(f"{kiosk}/print/{case.reference}?paper=80mm")
    assert f"{second.starts_at.hour + 9}" in sheet.text()
    page.get_by_role("button", name="この予約をやめる").click()
    expect(page.get_by_role("status").filter(has_text="予約をやめました。")).to_be_visible()
    assert counter_visits.visit_of(house.office, case) is None
