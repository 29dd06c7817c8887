"""One case on the desk: read, decide, the next one; and who may not."""

from collections.abc import Callable

import pytest
import streamlit as st
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from kiosk.deeds import DONE, FAILED
from shared.casework import afterwards, cases, review
from shared.casework.opened import open_case, read_case
from shared.casework.review import Order
from shared.errors import NotAuthorised, SubmissionChanged
from shared.records.status import Action, Status
from shared.records.submission import FeeState
from tests.kiosk.conftest import House
from tests.kiosk.walking import headed, scan

Sign = Callable[..., Page]


def _open(page: Page, kiosk: str, reference: str) -> None:
    page.goto(f"{kiosk}/?record={reference}")
    page.wait_for_selector("text=つぎにすること")


def _status(house: House, reference: str) -> Status:
    return open_case(house.office, reference).submission.status


def _filed(house: House, **other: str) -> str:
    return house.filed(**other).case.reference


def test_a_case_is_taken_up_approved_and_completed_then_the_next(house: House, kiosk: str, sign_in: Sign) -> None:
    reference, following = _filed(house, applicant_mei="承子"), _filed(house, applicant_mei="次子")
    page = sign_in("mori")
    _open(page, kiosk, reference)
    page.get_by_role("button", name="担当する").click()
    page.wait_for_selector("text=担当になりました。")
    page.get_by_role("button", name="認める", exact=True).click()
    page.wait_for_selector("text=認めました。")
    page.get_by_role("button", name="完了にする").click()
    page.wait_for_selector("text=完了にしました。")
    assert _status(house, reference) is Status.COMPLETED
    page.get_by_role("link", name="つぎの件を開く").click()
    page.wait_for_selector("text=担当する")
    assert reference not in page.url
    assert following  # some other case of the section is there


def test_a_correction_names_its_questions_and_its_reason(house: House, kiosk: str, sign_in: Sign) -> None:
    filed = house.filed(applicant_mei="直子")
    reference = filed.case.reference
    review.act(house.office, house.actor("mori"), reference, Order(Action.TAKE_UP))
    page = sign_in("mori")
    _open(page, kiosk, reference)
    page.get_by_role("button", name="補正をお願いする").click()
    page.locator(f".st-key-pick_{reference}_applicant_tel label").click()
    page.get_by_role("button", name="補正をお願いする").last.click()
    page.wait_for_selector("text=理由を書いてください")  # nothing was sent
    assert _status(house, reference) is Status.IN_REVIEW
    page.locator(f".st-key-reason_{reference} textarea").fill("電話番号が通じませんでした。")
    page.get_by_role("button", name="補正をお願いする").last.click()
    page.wait_for_selector("text=補正をお願いしました。")
    told = cases.case_by_root(house.office, filed.case.root)
    assert afterwards.progress(told).asked_back == ("applicant_tel",)
    unlocked = cases.unlock(house.office, told, "19830402")
    assert [note.text for note in afterwards.messages(unlocked)] == ["電話番号が通じませんでした。"]


def test_rejecting_needs_a_reason_and_tells_it(house: House, kiosk: str, sign_in: Sign) -> None:
    reference = _filed(house, applicant_mei="却子")
    review.act(house.office, house.actor("mori"), reference, Order(Action.TAKE_UP))
    page = sign_in("mori")
    _open(page, kiosk, reference)
    page.get_by_role("button", name="却下する（理由がいります）").click()
    page.locator(f".st-key-reason_{reference} textarea").fill("対象ではありません。")
    page.get_by_role("button", name="却下する", exact=True).click()
    page.wait_for_selector("text=却下しました。")
    assert _status(house, reference) is Status.REJECTED
    expect(page.locator(".mg-steps")).to_contain_text("対象ではありません。")


def test_handing_over_moves_the_case_to_the_other_section(house: House, kiosk: str, sign_in: Sign) -> None:
    reference = _filed(house, applicant_mei="渡子")
    page = sign_in("mori")
    _open(page, kiosk, reference)
    page.get_by_role("button", name="引き継ぐ").click()
    page.locator(f".st-key-section_{reference} button").last.click()
    page.get_by_role("option", name="介護保険課").click()
    page.get_by_role("button", name="引き継ぐ").last.click()
    page.wait_for_selector("text=引き継ぎました。")
    assert open_case(house.office, reference).submission.section == "kaigo"


def test_the_fee_is_ticked_once(house: House, kiosk: str, sign_in: Sign) -> None:
    reference = _filed(house, applicant_mei="払子")
    page = sign_in("mori")
    _open(page, kiosk, reference)
    page.get_by_role("button", name="手数料 300円を受けとった").click()
    page.wait_for_selector("text=手数料を受けとりました。")
    expect(page.get_by_role("button", name="手数料 300円を受けとった")).to_have_count(0)
    assert open_case(house.office, reference).submission.fee_state is FeeState.PAID


def test_the_slower_of_two_reviewers_is_told(house: House, kiosk: str, sign_in: Sign) -> None:
    reference = _filed(house, applicant_mei="競子")
    review.act(house.office, house.actor("mori"), reference, Order(Action.TAKE_UP))
    slow, slower = sign_in("sato"), sign_in("mori")
    _open(slow, kiosk, reference)
    _open(slower, kiosk, reference)
    slow.get_by_role("button", name="却下する（理由がいります）").click()
    slow.locator(f".st-key-reason_{reference} textarea").fill("おそい理由。")
    review.act(house.office, house.actor("sato"), reference, Order(Action.APPROVE))
    slow.get_by_role("button", name="却下する", exact=True).click()
    slow.wait_for_selector("text=ほかの職員が先に進めました")
    slower.get_by_role("button", name="認める", exact=True).click()
    slower.wait_for_selector("text=ほかの職員が先に進めました")
    assert _status(house, reference) is Status.APPROVED


def _pressing() -> None:
    import streamlit as st

    from kiosk.deeds import attempt
    from shared.casework.review import Order
    from shared.records.status import Action
    from tests.kiosk.test_case import taken_up_once

    for revision in (4, 5):
        order = Order(Action.TAKE_UP, revision=revision)
        st.button("take up", key=f"take_{revision}", on_click=attempt, args=("B1", order, "take_up", taken_up_once()))


def taken_up_once() -> Callable[[], None]:
    """As `review.act`: done once, refused from then on."""
    kept = st.session_state.setdefault("done", [])

    def take_up() -> None:
        if kept:
            raise SubmissionChanged("submission_changed")
        kept.append("taken up")

    return take_up


def test_a_second_press_on_the_same_screen_is_told_what_the_first_one_did() -> None:
    """Not that somebody else was quicker; that is told to who presses on another screen."""
    page = AppTest.from_function(_pressing).run()
    for _ in range(2):
        page.button(key="take_4").click().run()
        assert (page.session_state[DONE], FAILED in page.session_state) == (("B1", "take_up"), False)
    page.button(key="take_5").click().run()
    assert (DONE in page.session_state, page.session_state[FAILED][1].code) == (False, "submission_changed")


def test_the_answers_stand_as_they_were_asked_with_files_and_without_my_number(
    house: House, kiosk: str, sign_in: Sign
) -> None:
    reference = house.filed("juminhyo-copy", "some-by-agent").case.reference
    page = sign_in("sato")
    _open(page, kiosk, reference)
    expect(page.locator(".kio-answers")).to_contain_text("見本 次郎")
    picture = page.locator(".kio-files img").first
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    assert picture.evaluate("one => one.naturalWidth") == 600
    assert "/media/" not in page.content()


def test_another_sections_case_is_refused_at_every_address(house: House, kiosk: str, sign_in: Sign) -> None:
    reference = house.filed("juminhyo-copy", "some-by-agent").case.reference
    stranger, owner = sign_in("ito"), sign_in("sato")
    papers = [f"{kiosk}/{paper}" for paper in (f"receipt/{reference}.pdf", f"answers/{reference}.pdf")]
    papers.append(f"{kiosk}/file/{reference}/1/1")
    assert [stranger.context.request.get(paper).status for paper in papers] == [404] * 3
    assert [owner.context.request.get(paper).status for paper in papers] == [200] * 3
    stranger.goto(f"{kiosk}/?record={reference}")
    stranger.wait_for_selector("text=この申請は見つかりません")
    assert "見本" not in stranger.content()
    with pytest.raises(NotAuthorised):
        read_case(house.office, house.actor("ito"), reference)
    refused = [
        entry.actor for entry in review.trail(house.office, house.actor("sato"), reference) if entry.action == "refused"
    ]
    assert set(refused) == {"ito"}


def test_a_case_that_is_none_looks_like_one_that_may_not_be_read(kiosk: str, sign_in: Sign) -> None:
    page = sign_in("ito")
    for nonsense in ("A00000000", "ぬ", "%00"):
        page.goto(f"{kiosk}/?record={nonsense}")
        page.wait_for_selector("text=この申請は見つかりません")


def test_the_receipts_proof_opens_the_case_at_the_desk(house: House, kiosk: str, sign_in: Sign) -> None:
    filed = house.filed(applicant_mei="証子")
    assert filed.case.front is not None
    page = sign_in("sato")
    scan(page, f"HTTP://LOCALHOST:8501/R/{filed.case.front.proof}")
    page.wait_for_selector("text=つぎにすること")
    headed(page, "証子")
