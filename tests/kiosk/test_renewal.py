"""新しいコード: for a citizen who lost theirs, after their identity was checked."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from shared.casework import cases, parking, review, staff
from shared.casework.authority import Role
from shared.casework.opened import open_case
from shared.errors import CannotOpen
from shared.records.code import show_code
from tests.kiosk.conftest import PASSWORD, House

Sign = Callable[..., Page]


def _renew(page: Page, kiosk: str, reference: str) -> None:
    page.goto(f"{kiosk}/?record={reference}")
    page.get_by_role("button", name="新しいコードにする").click()
    page.locator("label[data-testid=stRadioOption]", has_text="写真つきの証明書 1点").click()
    page.locator(f".st-key-renew_do_{reference} button").click()
    page.wait_for_selector("text=新しいコードにしました。")


def _text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_a_new_code_opens_the_case_and_the_old_one_does_not(house: House, kiosk: str, sign_in: Sign) -> None:
    filed = house.filed(applicant_mei="無子")
    reference, old = filed.case.reference, filed.case.code
    parking.hold(house.clerk("mori"), filed.case)  # still in hand when the visitor comes back
    page = sign_in("mori")
    _renew(page, kiosk, reference)
    new = open_case(house.office, reference).body.code
    with pytest.raises(CannotOpen):
        cases.case_by_code(house.office, old)
    again = cases.case_by_code(house.office, new)
    assert cases.unlock(house.office, again, "19830402").answers["applicant_mei"] == "無子"
    assert parking.held_case(house.clerk("mori"), reference) is None
    assert new not in page.content()
    assert show_code(new) not in page.content()  # the code is on the paper only
    link = page.get_by_role("link", name="受付票を印刷する（80mm）").get_attribute("href")
    receipt = page.context.request.get(f"{kiosk}{link}")
    assert receipt.status == 200
    assert new[:4] in _text(receipt.body())
    assert old[:4] not in _text(receipt.body())


@pytest.mark.drill
def test_the_trail_says_who_checked_identity_and_how(house: House, kiosk: str, sign_in: Sign) -> None:
    reference = house.filed(applicant_mei="経子").case.reference
    before = datetime.now(UTC)
    page = sign_in("mori")
    _renew(page, kiosk, reference)
    rows = [row for row in review.trail(house.office, house.actor("mori"), reference) if row.at >= before]
    done = [(row.actor, row.action, row.detail) for row in rows if row.action != "read"]
    assert done == [("mori", "identity_checked", {"method": "A1"}), ("mori", "replace_code", {})]
    expect(page.locator(".mg-steps")).to_contain_text("本人を確かめました")


def test_no_new_code_without_a_check_of_identity(house: House, kiosk: str, sign_in: Sign) -> None:
    filed = house.filed(applicant_mei="確子")
    page = sign_in("mori")
    page.goto(f"{kiosk}/?record={filed.case.reference}")
    page.get_by_role("button", name="新しいコードにする").click()
    page.locator(f".st-key-renew_do_{filed.case.reference} button").click()
    page.wait_for_selector("text=本人を確かめた方法を選んでください。")
    assert open_case(house.office, filed.case.reference).body.code == filed.case.code


@pytest.mark.drill
def test_another_windows_case_in_hand_prints_the_new_receipt(house: House, kiosk: str, sign_in: Sign) -> None:
    filed = house.filed(applicant_mei="窓子")
    reference = filed.case.reference
    parking.hold(house.clerk("sato"), filed.case)
    _renew(sign_in("mori"), kiosk, reference)
    receipt = sign_in("sato").context.request.get(f"{kiosk}/receipt/{reference}.pdf")
    assert receipt.status == 200
    assert open_case(house.office, reference).body.code[:4] in _text(receipt.body())


def test_counter_staff_without_review_may_give_a_new_code_and_other_sections_may_not(
    house: House, kiosk: str, sign_in: Sign
) -> None:
    first = staff.add(house.office, "counteronly", "窓口 花", (Role.COUNTER,), ("shiminka",))
    token = staff.sign_in(house.office, "counteronly", first).token
    staff.change_password(house.office, token, first, PASSWORD)
    filed = house.filed(applicant_mei="役子")
    _renew(sign_in("counteronly"), kiosk, filed.case.reference)
    stranger = sign_in("ito")
    stranger.goto(f"{kiosk}/?record={filed.case.reference}")
    stranger.wait_for_selector("text=この申請は見つかりません")
    expect(stranger.get_by_role("button", name="新しいコードにする")).to_have_count(0)
