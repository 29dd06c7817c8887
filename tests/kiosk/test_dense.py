"""対面: staff type a whole case on one page, from line to line with Enter, without a mouse."""

from collections.abc import Callable, Mapping

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from shared.casework import parking
from shared.casework.opened import read_case
from tests.kiosk.conftest import House
from tests.kiosk.walking import begin, settle

pytestmark = pytest.mark.browser

# What staff type at each line of 住民票, by question. A digit chooses an option and goes on.
JUMINHYO = {
    "by_agent": "2",
    "applicant_sei": "見本",
    "applicant_mei": "花子",
    "applicant_kana": "みほん はなこ",
    "applicant_birth": "S58.4.2",
    "applicant_postal": "6900887",
    "applicant_address": "1番地",
    "applicant_tel": "0852551234",
    "target": "3",
    "purpose": "1",
    "delivery_method": "2",
    "delivery_address_same": "1",
    "consent": " ",
    "id_method": "1",
    "id_doc1": "2",
    "readback_done": " ",
}


def dense(page: Page, address: str, procedure: str = "juminhyo-copy") -> str:
    """A begun case on the dense form, the keyboard in its first line; its reference."""
    reference = begin(page, address, procedure)
    page.goto(f"{address}/?case={reference}")
    page.wait_for_selector(".st-key-dense")
    settle(page)
    page.wait_for_selector(".st-key-dense input:focus")
    page.wait_for_timeout(1000)  # the first line is looked for while the page is being drawn
    return reference


def press(page: Page, *keys: str) -> None:
    """Each key after the answer to the one before has come."""
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(250)  # a person looks at what is asked next
        settle(page)


def type_lines(page: Page, reference: str, answers: Mapping[str, str]) -> int:
    """Types each line when the keyboard has come to it by itself; how many keys were not written words."""
    for question, words in answers.items():
        page.wait_for_selector(f".st-key-q_{reference}_{question}:focus-within")
        if len(words) == 1:
            page.keyboard.press("Space" if words == " " else words)
        else:
            page.keyboard.insert_text(words)
            page.keyboard.press("Enter")
    return len(answers)


@pytest.mark.requirement("AX-2")
def test_a_juminhyo_takes_25_keys_beside_the_visitors_own_words_and_no_mouse(
    house: House, kiosk: str, sign_in: Callable[..., Page]
) -> None:
    page = sign_in()
    reference = dense(page, kiosk)
    keys = type_lines(page, reference, JUMINHYO)
    check = page.get_by_role("heading", level=1, name="送る前に、確かめてください")
    going_on = page.locator("[class*=st-key-next_]:focus-within")
    for _ in range(3):  # on a busy machine a press can come while the button is drawn anew: one presses again
        check.or_(going_on).first.wait_for()
        if check.count():
            break
        settle(page)
        keys += 1
        press(page, "Enter")
        page.wait_for_timeout(3000)
        settle(page)
    check.wait_for()
    page.wait_for_timeout(1500)  # the new screen takes the keyboard to its heading during the first second
    page.get_by_role("button", name="市役所に送る").press("Enter")
    page.wait_for_selector(f"text={reference[:3]} {reference[3:6]} {reference[6:]}")
    submission = read_case(house.office, house.actor(), reference).submission
    assert (submission.channel, keys + 1 <= 25) == ("counter", True)


def test_what_is_whole_is_kept_when_its_line_is_left(house: House, kiosk: str, sign_in: Callable[..., Page]) -> None:
    page = sign_in()
    reference = dense(page, kiosk)
    type_lines(page, reference, dict(list(JUMINHYO.items())[:5]))
    expect(page.locator(".kio-read")).to_have_text("昭和58年4月2日（1983年）", timeout=30_000)
    clerk = house.clerk()
    held = parking.held_case(clerk, reference)
    assert held is not None
    for _ in range(100):
        kept = parking.case_of(clerk, held).answers
        if "applicant_birth" in kept:
            break
        page.wait_for_timeout(200)
    assert (kept["applicant_kana"], kept["applicant_birth"]) == ("ミホン ハナコ", "1983-04-02")


def test_the_same_case_goes_on_one_question_a_screen_and_back(kiosk: str, sign_in: Callable[..., Page]) -> None:
    page = sign_in()
    reference = dense(page, kiosk)
    press(page, "2")
    page.get_by_role("link", name="1問ずつ入力する").click()
    expect(page.get_by_role("heading", level=1, name="本人の名前を教えてください", exact=True)).to_be_visible()
    page.get_by_role("link", name="ぜんぶを1画面で入力する").click()
    page.wait_for_selector(".st-key-dense")
    assert page.locator(f".st-key-q_{reference}_by_agent input:checked").count() == 1


def test_lines_that_an_answer_brings_are_not_passed_over(kiosk: str, sign_in: Callable[..., Page]) -> None:
    page = sign_in()
    reference = dense(page, kiosk)
    page.locator(f".st-key-q_{reference}_delivery_method input").first.focus()
    press(page, "2")
    expect(page.locator(f".st-key-q_{reference}_delivery_address_same")).to_be_visible()
    page.wait_for_selector(f".st-key-q_{reference}_delivery_address_same:focus-within")


def test_what_is_wrong_is_named_with_its_line_and_everything_typed_stays(
    kiosk: str, sign_in: Callable[..., Page]
) -> None:
    page = sign_in()
    reference = dense(page, kiosk)
    press(page, "2")
    page.wait_for_selector(f".st-key-q_{reference}_applicant_sei:focus-within")
    page.keyboard.insert_text("見本")
    press(page, "Enter", "Control+Enter")
    summary = page.locator(".mg-errs")
    expect(summary).to_be_visible()
    assert "フリガナ" in summary.inner_text()
    expect(page.locator(f".st-key-q_{reference}_applicant_sei input")).to_have_value("見本")


@pytest.mark.parametrize("size", [(1024, 768), pytest.param((1280, 800), marks=pytest.mark.drill)])
def test_the_form_has_no_barrier_that_axe_finds(
    kiosk: str, sign_in: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = sign_in(width=size[0], height=size[1])
    dense(page, kiosk, "jido-teate-nintei")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
