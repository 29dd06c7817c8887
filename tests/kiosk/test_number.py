"""A My Number on the desk: for whom, why, for how long, and what stays of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from shared.casework import review, staff
from shared.casework.authority import Role
from tests.kiosk.conftest import PASSWORD, House
from tests.kiosk.walking import settle

Sign = Callable[..., Page]
NUMBER = "100000000005"
SHOWN = "1000 0000 0005"
REASON = "児童手当の認定のため、住基と照らし合わせる"
DO = "見る"


@pytest.fixture(scope="module")
def numbered(house: House) -> str:
    """A case with a number, and the one who may see it."""
    first = staff.add(house.office, "bango", "番号 守", (Role.REVIEWER,), ("*",), ("number",))
    staff.change_password(house.office, staff.sign_in(house.office, "bango", first).token, first, PASSWORD)
    return house.filed("jido-teate-nintei", "newborn", individual_number=NUMBER).case.reference


def _open(page: Page, kiosk: str, reference: str) -> None:
    page.goto(f"{kiosk}/?record={reference}")
    page.wait_for_selector("text=つぎにすること")
    settle(page)


def _ask(page: Page, reference: str, reason: str, password: str) -> None:
    panel = page.locator(f".st-key-panel_number_{reference}")
    panel.locator("textarea").fill(reason)
    panel.locator("input[type=password]").fill(password)
    panel.get_by_role("button", name=DO, exact=True).click()


def _seen(house: House, reference: str) -> list[tuple[str, object]]:
    rows = review.trail(house.office, house.actor("suzuki"), reference)
    return [(row.actor, (row.detail or {}).get("reason")) for row in rows if row.action == "see_number"]


def _nowhere(page: Page) -> bool:
    said = page.content() + page.evaluate("[...document.querySelectorAll('input,textarea')].map(o => o.value).join()")
    return NUMBER not in said and SHOWN not in said


def test_the_number_is_shown_with_reason_and_password_and_gone_with_the_page(
    house: House, kiosk: str, sign_in: Sign, numbered: str
) -> None:
    page = sign_in("bango")
    _open(page, kiosk, numbered)
    assert _nowhere(page)
    _ask(page, numbered, REASON, PASSWORD)
    expect(page.locator(".kio-number")).to_have_text(SHOWN, timeout=30_000)
    assert page.evaluate("getComputedStyle(document.querySelector('.kio-number')).animationDelay") == "60s"
    assert _seen(house, numbered) == [("bango", REASON)]
    expect(page.locator(f".st-key-panel_number_{numbered} input[type=password]")).to_have_value("")
    page.get_by_role("button", name="担当する").click()  # any other press
    page.wait_for_selector("text=担当になりました。")
    settle(page)
    assert _nowhere(page)
    page.reload()
    page.wait_for_selector("text=つぎにすること")
    settle(page)
    assert _nowhere(page)


@pytest.mark.parametrize(
    ("reason", "password", "words"),
    [
        pytest.param("", PASSWORD, "理由", marks=pytest.mark.drill),
        pytest.param(f"番号は {NUMBER}", PASSWORD, "番号を消して", marks=pytest.mark.drill),
        (REASON, "not-the-password", "サインインできませんでした"),
    ],
)
def test_without_reason_or_password_nothing_is_shown(
    house: House, kiosk: str, sign_in: Sign, numbered: str, reason: str, password: str, words: str
) -> None:
    before = _seen(house, numbered)
    page = sign_in("bango")
    _open(page, kiosk, numbered)
    _ask(page, numbered, reason, password)
    expect(page.locator(f".st-key-panel_number_{numbered} [role=alert]")).to_contain_text(words, timeout=30_000)
    expect(page.locator(".kio-number")).to_have_count(0)
    assert _seen(house, numbered) == before


def test_staff_without_the_right_have_no_button(kiosk: str, sign_in: Sign, numbered: str) -> None:
    page = sign_in("suzuki")
    _open(page, kiosk, numbered)
    expect(page.locator(".kio-answers")).to_contain_text("●●●● ●●●● ●●●●")
    assert _nowhere(page)
    expect(page.locator(f".st-key-panel_number_{numbered}")).to_have_count(0)


@pytest.mark.drill
@pytest.mark.timeout(200)
def test_after_a_minute_the_number_is_taken_from_the_page(kiosk: str, sign_in: Sign, numbered: str) -> None:
    page = sign_in("bango")
    _open(page, kiosk, numbered)
    _ask(page, numbered, REASON, PASSWORD)
    expect(page.locator(".kio-number")).to_have_text(SHOWN, timeout=30_000)
    expect(page.locator(".kio-number")).to_have_count(0, timeout=70_000)
    assert _nowhere(page)
