"""What the next visitor, the next member of staff and a passer-by may find: nothing (KI-1, KI-3, AU-3)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string

from shared.casework import applying, parking, staff
from shared.casework.cases import case_by_root
from shared.errors import CannotUnseal
from tests.kiosk.conftest import PASSWORD, House
from tests.kiosk.walking import begin, fill, press_on, reference_in, settle

Sign = Callable[..., Page]
CANARY = "カナリア鳥子"
MARKS = ("カナリア", "鳥子", "鳴沢")


def _traces(page: Page) -> list[str]:
    """Whatever the page, its storage and its address still say of the visitor."""
    said = page.content() + page.url + page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    said += page.evaluate("[...document.querySelectorAll('input,textarea')].map(one => one.value).join()")
    return [mark for mark in MARKS if mark in said]


def _write_canary(page: Page, address: str) -> str:
    """A case with the canary saved, and one more typed and not saved."""
    reference = begin(page, address)
    fill(page, reference, {"by_agent": 1})
    press_on(page)
    names = {"applicant_sei": "カナリア", "applicant_mei": "鳥子", "applicant_kana": "カナリア トリコ"}
    fill(page, reference, names)
    press_on(page)
    page.locator(f".st-key-q_{reference}_applicant_birth_year input").fill("1983")
    return reference


def _sessions_of(page: Page) -> list[str]:
    """Streamlit's sessions of this page, in order: the list grows while the page is used."""
    seen: list[str] = []

    def heard(frame: str | bytes) -> None:
        message = ForwardMsg()
        message.ParseFromString(frame if isinstance(frame, bytes) else frame.encode())
        session = message.new_session.initialize.session_id
        if session and session not in seen:
            seen.append(session)

    page.on("websocket", lambda opened: opened.on("framereceived", heard))
    return seen


def _cookies(page: Page) -> dict[str, str]:
    """What they stand for: Streamlit masks the same form token anew with every answer."""
    found = {str(one["name"]): str(one["value"]) for one in page.context.cookies()}
    token, _ = decode_xsrf_token_string(found["_streamlit_xsrf"])
    assert token
    return {**found, "_streamlit_xsrf": token.hex()}


@pytest.mark.requirement("KI-1")
@pytest.mark.requirement("KI-3")
def test_after_the_end_nothing_of_the_visitor_is_left(house: House, kiosk: str, sign_in: Sign) -> None:
    page = sign_in()
    sessions = _sessions_of(page)
    reference = _write_canary(page, kiosk)
    load, visitors, cookies = page.evaluate("performance.timeOrigin"), list(sessions), _cookies(page)
    page.get_by_role("button", name="終わる・次の人へ").click()
    page.wait_for_selector("text=まだ受け付けていません")
    page.locator(".st-key-end_do button").click()
    page.wait_for_selector("text=来た人の手続を始める")
    page.wait_for_timeout(1500)
    page.wait_for_selector("text=来た人の手続を始める")
    assert page.evaluate("performance.timeOrigin") != load
    assert (len(visitors), sessions[:-1]) == (1, visitors)  # the next visitor has one session more, of their own
    after = _cookies(page)
    assert {"__Host-staff", "_streamlit_xsrf"} <= cookies.keys() & after.keys()
    assert {name for name in cookies if after.get(name) == cookies[name]} == {"__Host-staff"}  # the clerk stays
    assert _traces(page) == []
    for _ in range(10):
        page.go_back()
        page.wait_for_timeout(150)
        if not page.url.startswith(kiosk):
            break
        assert _traces(page) == []
    page.goto(f"{kiosk}/?case={reference}")
    page.wait_for_selector("text=来た人の手続を始める")
    assert _traces(page) == []
    assert parking.held_case(house.clerk(), reference) is None


@pytest.mark.drill
@pytest.mark.requirement("KI-1")
def test_a_covered_screen_shows_nothing_and_gives_everything_back(
    house: House, quick_kiosk: str, sign_in: Sign
) -> None:
    page = sign_in(address=quick_kiosk)
    reference = _write_canary(page, quick_kiosk)
    page.wait_for_selector(".st-key-cover", timeout=60_000)
    assert _traces(page) == []
    page.reload()
    page.wait_for_selector(".st-key-cover")
    page.goto(f"{quick_kiosk}/?desk=all")
    page.wait_for_selector(".st-key-cover")
    assert page.locator(".kio-queue").count() == 0
    answer = page.context.request.get(f"{quick_kiosk}/receipt/{reference}.pdf")
    assert answer.status == 404  # papers are covered, too
    page.goto(f"{quick_kiosk}/?case={reference}&step=applicant_birth&form=one")
    settle(page)
    page.fill(".st-key-cover_password input", "someone else's")
    page.get_by_role("button", name="つづける").click()
    page.wait_for_selector("text=パスワードがちがいます")
    settle(page)
    page.fill(".st-key-cover_password input", PASSWORD)
    page.get_by_role("button", name="つづける").click()
    expect(page.locator(".st-key-band")).to_contain_text("カナリア 鳥子さん（本人）")
    expect(page.locator(f".st-key-q_{reference}_applicant_birth_year input")).to_have_value("1983")


@pytest.mark.requirement("KI-1")
def test_a_short_pin_opens_the_cover_and_gives_everything_back(kiosk: str, sign_in: Sign) -> None:
    page = sign_in("ito")
    page.get_by_role("link", name="伊藤 誠").click()
    page.get_by_label("いまのパスワード").fill(PASSWORD)
    page.get_by_label("暗証番号", exact=True).fill("4071")
    page.get_by_label("暗証番号を、もういちど").fill("4071")
    page.get_by_role("button", name="決める").click()
    page.wait_for_selector("text=来た人の手続を始める")
    reference = _write_canary(page, kiosk)
    page.get_by_role("button", name="画面をかくす").click()
    page.wait_for_selector(".st-key-cover_password input:focus")
    assert _traces(page) == []
    page.keyboard.type("5182\n")
    page.wait_for_selector("text=あと2回ためせます")
    settle(page)
    page.fill(".st-key-cover_password input", "4071")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-band")).to_contain_text("カナリア 鳥子さん（本人）")
    expect(page.locator(f".st-key-q_{reference}_applicant_birth_year input")).to_have_value("1983")


def test_what_is_put_aside_is_found_again_by_its_owner_only(house: House, kiosk: str, sign_in: Sign) -> None:
    page = sign_in("mori")
    reference = _write_canary(page, kiosk)
    page.get_by_role("button", name="終わる・次の人へ").click()
    page.get_by_role("button", name="預かって、次の人へ").click()
    page.wait_for_selector("text=来た人の手続を始める")
    other = sign_in("sato")
    other.goto(f"{kiosk}/?case={reference}")
    other.wait_for_selector("text=来た人の手続を始める")
    assert _traces(other) == []
    assert other.locator(f"a[href*='{reference}']").count() == 0
    page.locator(f"a[href='/?case={reference}']").click()
    expect(page.locator(".st-key-band")).to_contain_text("カナリア 鳥子さん")


@pytest.mark.drill
def test_two_staff_at_once_never_see_each_others_visitor(kiosk: str, sign_in: Sign) -> None:
    first, second = sign_in("mori"), sign_in("sato")
    one, two = begin(first, kiosk), begin(second, kiosk)
    for page, reference, family in ((first, one, "鳴沢"), (second, two, "渡会")):
        fill(page, reference, {"by_agent": 1})
        press_on(page)
        fill(page, reference, {"applicant_sei": family, "applicant_mei": "律子", "applicant_kana": "テスト リツコ"})
    press_on(second)
    press_on(first)
    expect(first.locator(".st-key-band")).to_contain_text("鳴沢 律子")
    expect(second.locator(".st-key-band")).to_contain_text("渡会 律子")
    second.goto(f"{kiosk}/?case={one}")
    second.wait_for_selector("text=来た人の手続を始める")
    assert _traces(second) == []


def test_signing_out_elsewhere_ends_the_page_at_its_next_step(house: House, kiosk: str, sign_in: Sign) -> None:
    page = sign_in("mori")
    reference = _write_canary(page, kiosk)
    other = page.context.new_page()
    other.goto(f"{kiosk}/")
    other.get_by_role("button", name="席をはなれる").click()
    other.wait_for_selector("text=職員のサインイン")
    fill(page, reference, {"applicant_birth": "1983-04-02"})
    page.get_by_role("button", name="つぎへ進む").click()
    page.wait_for_selector("text=サインインしてください")
    assert _traces(page) == []
    page.goto(f"{kiosk}/?case={reference}")
    page.wait_for_selector("text=職員のサインイン")


def test_a_disabled_account_is_out_at_its_next_step(house: House, kiosk: str, sign_in: Sign) -> None:
    password = staff.add(house.office, "temp", "臨時 花", sections=["shiminka"])
    staff.change_password(house.office, staff.sign_in(house.office, "temp", password).token, password, PASSWORD)
    page = sign_in("temp")
    begin(page, kiosk)
    staff.disable(house.office, "temp")
    page.get_by_role("button", name="画面をかくす").click()
    page.wait_for_selector("text=サインインしてください")


def test_a_reload_loses_nothing(kiosk: str, sign_in: Sign) -> None:
    page = sign_in()
    reference = _write_canary(page, kiosk)
    page.reload()
    expect(page.locator(".st-key-band")).to_contain_text("カナリア 鳥子さん（本人）")
    assert reference_in(page.url) == reference


def test_what_is_in_hand_is_sealed_for_its_owner_and_its_case(house: House) -> None:
    mine = house.clerk("sato")
    case = applying.start(house.office, "juminhyo-copy", "counter", "ja", None, mine.acted_by)
    parking.hold(mine, case, {"q_x": CANARY})
    row = house.office.store.read(lambda connection: connection.exec_driver_sql("SELECT * FROM parked").all())
    assert all(CANARY.encode() not in part for one in row for part in one if isinstance(part, bytes))
    held = parking.held_case(mine, case.reference)
    assert held is not None
    assert (held.root, held.typed) == (case.root, {"q_x": CANARY})
    assert case_by_root(house.office, held.root).reference == case.reference
    assert parking.held_case(house.clerk("mori"), case.reference) is None
    sealed = next(one[2] for one in row if one[1] == case.reference)
    for place in (f"parked|mori|{case.reference}", "parked|sato|B00000000"):
        try:
            house.office.vault.take_back(place, sealed)
        except CannotUnseal:
            continue
        raise AssertionError(place)
    parking.give_back(mine, case.reference)
    assert parking.held_case(mine, case.reference) is None
