"""ふたつの顔の窓口: staff type, the citizen follows on a second screen; their touch is consent and read-back."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from kiosk.desk import OfficeDesk
from kiosk.second_face import FACES
from shared.casework import parking, staff
from shared.casework.second_face.faces import session_of
from tests.kiosk.conftest import PASSWORD, House
from tests.kiosk.test_dense import JUMINHYO, dense, type_lines

pytestmark = pytest.mark.browser
Sign = Callable[..., Page]
MARKS = ("見本", "花子", "ミホン", "1983")


@pytest.fixture
def tablet(new_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """The second screen, another browser."""
    page = new_context(1024, 768).new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


def pair(page: Page, tablet: Page, kiosk: str) -> None:
    """Staff show eight characters, the tablet takes them."""
    page.get_by_role("button", name="ふたつ目の画面をつなぐ").click()
    token = page.locator(".st-key-panel_face .mg-code").inner_text()
    tablet.goto(f"{kiosk}/face")
    tablet.fill("#token", token)
    tablet.get_by_role("button", name="この画面をつなぐ").click()
    expect(tablet.get_by_role("heading", level=1)).to_contain_text("代わりに入力してもよいですか")
    expect(page.locator(".st-key-panel_face")).to_contain_text("つながっています")


def traces(page: Page) -> list[str]:
    said = page.content() + page.url + page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    return [mark for mark in MARKS if mark in said]


@pytest.mark.requirement("KI-7")
def test_what_staff_type_is_touched_as_right_on_the_second_screen_and_so_recorded(
    house: House, kiosk: str, sign_in: Sign, tablet: Page
) -> None:
    page = sign_in()
    reference = dense(page, kiosk)
    pair(page, tablet, kiosk)
    tablet.get_by_role("button", name="はい、お願いします").click()
    expect(tablet.locator("main")).to_have_attribute("data-stage", "ask")
    page.locator(f".st-key-q_{reference}_by_agent input").first.focus()
    type_lines(page, reference, dict(list(JUMINHYO.items())[:4]))
    expect(tablet.locator("li", has_text="花子").first).to_be_visible()
    tablet.locator("li", has_text="花子").get_by_role("button", name="ちがいます").click()
    expect(page.locator(".kio-face-wrong")).to_contain_text("名")
    line = page.locator(f".st-key-line_q_{reference}_applicant_mei")
    expect(line).to_contain_text("「ちがいます」と言われました")
    line.locator("input").fill("華子")
    line.locator("input").press("Enter")
    expect(tablet.locator("main")).to_contain_text("華子")
    expect(page.locator(".kio-face-wrong")).to_have_count(0)
    page.locator(f".st-key-q_{reference}_applicant_birth input").first.focus()
    type_lines(page, reference, dict(list(JUMINHYO.items())[4:12]))
    expect(tablet.locator("main")).to_have_attribute("data-stage", "list")
    tablet.get_by_role("button", name="はい、そうです").click()
    expect(tablet.locator("main")).to_contain_text("記録しました")
    expect(page.locator(f".st-key-q_{reference}_readback_done input")).to_be_checked()
    held = parking.held_case(house.clerk(), reference)
    assert held is not None
    draft = parking.case_of(house.clerk(), held).draft
    assert draft is not None
    assert (draft.consent["where"], draft.answers["applicant_mei"]) == ("second_face", "華子")
    assert "read_back" in draft.consent
    page.get_by_role("button", name="画面をかくす").click()
    expect(tablet.locator("#token")).to_be_visible()
    assert traces(tablet) == []


def test_signing_out_ends_the_second_screens_of_the_sign_in(house: House) -> None:
    token = staff.sign_in(house.office, "sato", PASSWORD).token
    seat = FACES.join(FACES.offer(session_of(token), "B3N8RT0W7"))
    assert seat is not None and FACES.look(seat) is not None
    OfficeDesk(house.office).sign_out(token)
    assert FACES.look(seat) is None


@pytest.mark.requirement("KI-7")
def test_the_end_of_the_visit_leaves_nothing_on_the_second_screen(kiosk: str, sign_in: Sign, tablet: Page) -> None:
    page = sign_in()
    reference = dense(page, kiosk)
    pair(page, tablet, kiosk)
    tablet.get_by_role("button", name="はい、お願いします").click()
    page.locator(f".st-key-q_{reference}_by_agent input").first.focus()
    type_lines(page, reference, dict(list(JUMINHYO.items())[:4]))
    expect(tablet.locator("main")).to_contain_text("見本")
    page.get_by_role("button", name="終わる・次の人へ").click()
    page.wait_for_selector("text=まだ受け付けていません")
    page.locator(".st-key-end_do button").click()
    expect(tablet.locator("#token")).to_be_visible()
    assert (traces(tablet), tablet.context.cookies()) == ([], [])
    tablet.go_back()
    tablet.wait_for_timeout(500)
    assert traces(tablet) == []
