"""ためし: a case that is begun on March 31st, and the switch to April 1st on the page itself."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from shared.language.dates import show_date
from tests.casework.turning import APRIL
from tests.portal.citizen import PATIENCE, Citizen
from tests.rehearsals import rehearsing
from tests.tabs import Tabs

pytestmark = pytest.mark.browser


@pytest.mark.drill
def test_a_case_is_begun_in_march_and_the_page_is_turned_to_april(tabs: Tabs, tmp_path: Path) -> None:
    with rehearsing(tmp_path) as shown:
        page = tabs.take(390, 844, PATIENCE)
        editor = Citizen(page.context, shown.portal, page)
        editor.start("pass")
        band = editor.page.get_by_role("note")
        expect(band).to_contain_text("ここで送っても、市役所には届きません。")
        editor.page.locator("h1:focus").wait_for()
        editor.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 1e6)")
        foot, over = editor.page.locator(".mg-foot").bounding_box(), band.bounding_box()
        assert foot is not None and over is not None
        assert foot["y"] + foot["height"] <= over["y"]  # the last line of a page is never behind the band
        reference = editor.case
        band.locator("summary").click()
        band.get_by_role("button", name=show_date(APRIL.isoformat(), "ja")).click()
        expect(editor.page.get_by_role("note")).to_contain_text(show_date(APRIL.isoformat(), "ja"))
        editor.settle()
        assert editor.case == reference
        assert editor.heading.replace("\n", "") == "この手続は、4月1日から変わりました"
        editor.page.goto(f"{shown.kiosk}/rehearsal/in")
        expect(editor.page.get_by_role("button", name="画面をかくす")).to_be_visible()
        expect(editor.page.get_by_role("note")).to_contain_text(show_date(APRIL.isoformat(), "ja"))
        assert editor.errors == []
        editor.leave()
        tabs.give_back(page)
