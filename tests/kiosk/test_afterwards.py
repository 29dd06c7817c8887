"""The visitor comes back: puts right what was asked, or takes the application back, at the counter."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from shared.casework import applying, counter, review
from shared.casework.cases import Case
from shared.casework.opened import open_case
from shared.casework.review import Order
from shared.records.status import Action, Status
from tests.kiosk.conftest import House
from tests.kiosk.walking import fill, headed, press_on, settle

Sign = Callable[..., Page]
BIRTH = "19830402"
CHECKED = {"id_method": 0, "id_doc1": 0, "readback_done": True}


def _filed_with_word(house: House, word: str) -> Case:
    sample = house.sample()
    case = counter.start(house.clerk(), sample.procedure, counter.consent(house.clerk(), "aloud"))
    answered = applying.answer_all(house.office, case, house.answers(sample, applicant_mei="自子"), "staff")
    return counter.file(house.clerk(), answered, own_word=word).case


def _asked_back(house: House) -> Case:
    case = house.filed(applicant_mei="正子").case
    reviewer = house.actor("sato")
    review.act(house.office, reviewer, case.reference, Order(Action.TAKE_UP))
    order = Order(Action.ASK_CORRECTION, reason="電話番号が通じませんでした。", questions=("applicant_tel",))
    review.act(house.office, reviewer, case.reference, order)
    return case


def _come_back(page: Page, case: Case, fact: str) -> None:
    """The code is typed, help agreed to, the fact said."""
    page.locator(".st-key-code_typed input").fill(case.code)
    page.get_by_role("button", name="開く", exact=True).click()
    page.locator("label[data-testid=stRadioOption]", has_text="口頭で").click()
    page.get_by_role("button", name="つづきから始める").click()
    page.wait_for_selector("text=来た人の手続を見ています")
    settle(page)
    page.locator(f".st-key-q_{case.reference}_fact input").fill(fact)
    page.locator(f".st-key-unlock_{case.reference} button").click()
    page.wait_for_selector("text=お知らせ")
    settle(page)


def _who(house: House, reference: str, action: str) -> list[str]:
    rows = review.trail(house.office, house.actor("suzuki"), reference)
    return [row.actor for row in rows if row.action == action]


@pytest.mark.parametrize("word", ["", "あまがえる"])
def test_an_application_is_taken_back_at_the_counter(house: House, kiosk: str, sign_in: Sign, word: str) -> None:
    case = _filed_with_word(house, word) if word else house.filed(applicant_mei="戻子").case
    page = sign_in("mori")
    _come_back(page, case, word or BIRTH)
    page.get_by_role("link", name="この申請を取り下げる").click()
    page.locator(f".st-key-q_{case.reference}_withdraw_reason textarea").fill("引っ越しがなくなりました。")
    page.locator(f".st-key-danger_withdraw_{case.reference} button").click()
    expect(page.locator(".mg-chip").first).to_contain_text("取り下げ")
    settle(page)
    assert open_case(house.office, case.reference).submission.status is Status.WITHDRAWN
    assert _who(house, case.reference, "withdraw") == ["mori"]
    page.goto(f"{kiosk}/?desk=today")
    expect(page.locator(f".kio-queue a[href='/?record={case.reference}']")).to_have_count(1)


def test_a_correction_at_the_counter_is_in_the_queue_with_the_new_answer(
    house: House, kiosk: str, sign_in: Sign
) -> None:
    case = _asked_back(house)
    reference = case.reference
    page = sign_in("mori")
    _come_back(page, case, BIRTH)
    page.wait_for_selector("text=電話番号が通じませんでした。")
    page.locator(f".st-key-correct_{reference} button").click()
    page.wait_for_selector(f".st-key-q_{reference}_applicant_tel")
    settle(page)
    fill(page, reference, {"applicant_tel": "0852-55-9999"})
    press_on(page)
    headed(page, "職員が確かめること")  # whoever stands here is checked again
    assert "家で書いたもの" not in page.content()
    fill(page, reference, CHECKED)
    press_on(page)
    page.get_by_role("button", name="直して送る").click()
    page.wait_for_selector("text=受け付けました")
    record = open_case(house.office, reference)
    assert (record.submission.status, record.body.answers["applicant_tel"]) == (Status.IN_REVIEW, "0852559999")
    assert record.submission.attention == ()
    assert _who(house, reference, "correct") == ["mori"]
    page.goto(f"{kiosk}/?record={reference}")
    expect(page.locator(".kio-answers")).to_contain_text("0852-55-9999")
    expect(page.locator(".mg-steps")).to_contain_text("補正がとどきました")


def test_a_wrong_fact_opens_nothing_and_says_how_many_tries_are_left(house: House, sign_in: Sign) -> None:
    case = house.filed(applicant_mei="違子").case
    page = sign_in("mori")
    page.locator(".st-key-code_typed input").fill(case.code)
    page.get_by_role("button", name="開く", exact=True).click()
    page.locator("label[data-testid=stRadioOption]", has_text="口頭で").click()
    page.get_by_role("button", name="つづきから始める").click()
    page.wait_for_selector("text=来た人の手続を見ています")
    settle(page)
    page.locator(f".st-key-q_{case.reference}_fact input").fill("19991231")
    page.locator(f".st-key-unlock_{case.reference} button").click()
    expect(page.locator(".mg-errs")).to_contain_text("4")
    assert "違子" not in page.content()
