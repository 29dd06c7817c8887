"""電話 and 手紙: filled in during a call or from a letter, sent to be signed; and paper forms from the counter."""

import io
from collections.abc import Callable

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from shared.casework import applying, parking
from shared.casework.paper import signing
from tests.kiosk.conftest import House
from tests.kiosk.walking import reference_in, settle

pytestmark = pytest.mark.browser


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_a_call_is_typed_printed_and_waits_for_its_signature(
    sign_in: Callable[..., Page], kiosk: str, house: House
) -> None:
    page = sign_in(width=1024, height=768)
    page.goto(f"{kiosk}/?start=juminhyo-copy")
    page.get_by_role("link", name="電話の人").click()
    page.wait_for_selector("text=電話で、口頭で")
    settle(page)
    page.locator("label[data-testid=stRadioOption]", has_text="電話で、口頭で").click()
    page.get_by_role("button", name="入力を始める").click()
    page.wait_for_selector(".st-key-dense")
    settle(page)
    assert page.get_by_text("職員が確かめること").count() == 0  # nobody can show a document
    reference, clerk = reference_in(page.url), house.clerk()
    held = parking.held_case(clerk, reference)
    assert held is not None
    case = parking.case_of(clerk, held)
    assert case.channel == "phone"
    applying.answer_all(house.office, case, house.sample().answers, "citizen")
    page.goto(f"{kiosk}/?case={reference}&view=check")
    press = page.get_by_role("button", name="署名してもらう紙を作る")
    press.wait_for()
    settle(page)
    press.click()
    page.get_by_role("heading", name="署名待ちに入れました").wait_for()
    settle(page)
    assert Axe().run(page).response["violations"] == []
    assert reference in [one.reference for one in signing.out_to_sign(clerk)]
    link = page.get_by_role("link", name="印刷する紙を開く").get_attribute("href")
    assert link is not None and "envelope=1" in link
    answer = page.request.get(f"{kiosk}{link}")
    assert (answer.status, "見本" in text_of(answer.body())) == (200, True)
    page.get_by_role("link", name="署名待ちを終わりにできます").click()
    page.get_by_role("heading", name="署名待ちを終わりにする").wait_for()
    settle(page)
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="署名待ちを終わりにする").click()
    page.get_by_role("alert").filter(has_text="わけを選んでください").wait_for()
    settle(page)
    page.locator("label[data-testid=stRadioOption]", has_text="連絡もつかない").click()
    settle(page)
    page.get_by_role("button", name="署名待ちを終わりにする").click()
    page.get_by_text("わけを記録しました").wait_for()
    assert reference not in [one.reference for one in signing.out_to_sign(clerk)]


@pytest.mark.drill
def test_a_letter_is_typed_as_far_as_it_goes_and_its_paper_goes_out(
    sign_in: Callable[..., Page], kiosk: str, house: House
) -> None:
    page = sign_in(width=1024, height=768)
    page.goto(f"{kiosk}/?start=juminhyo-copy")
    page.get_by_role("link", name="手紙の人").click()
    page.get_by_role("heading", name="手紙で頼まれた手続の紙を作る").wait_for()
    settle(page)
    page.locator("label[data-testid=stRadioOption]", has_text="とどいた手紙").click()
    settle(page)
    wrong = [one["id"] for one in Axe().run(page).response["violations"]]
    assert wrong in ([], ["presentation-role-conflict"])  # Streamlit's own, in its file uploader
    page.get_by_role("button", name="入力を始める").click()
    page.wait_for_selector(".st-key-dense")
    settle(page)
    reference, clerk = reference_in(page.url), house.clerk()
    for question, words in (("applicant_sei", "見本"), ("applicant_address", "松江市殿町1番地")):
        line = page.locator(f".st-key-q_{reference}_{question} input")
        line.fill(words)
        line.press("Tab")
        settle(page)
    page.get_by_role("button", name="ここまでで紙を作る").click()
    page.get_by_role("heading", name="署名待ちに入れました").wait_for()
    settle(page)
    case = signing.case_of(clerk, reference)
    assert (case.channel, dict(case.answers)) == (
        "post",
        {"applicant_sei": "見本", "applicant_address": "松江市殿町1番地"},
    )  # nothing presumed
    assert case.draft is not None and case.draft.consent["how"] == "letter"
    link = page.get_by_role("link", name="印刷する紙を開く").get_attribute("href")
    words = text_of(page.request.get(f"{kiosk}{link}").body())
    assert ("見本 様" in words, "松江市殿町1番地" in words) == (True, True)


def test_a_paper_form_is_three_presses_from_the_counter(sign_in: Callable[..., Page], kiosk: str) -> None:
    page = sign_in(width=1024, height=768)
    page.locator("a[href='/?category=gomi-kankyo']").click()
    page.locator("a[href='/?forms=sodai-gomi']").click()
    page.get_by_role("heading", name="用紙を印刷する").wait_for()
    settle(page)
    page.locator("label", has_text="大きな字").click()
    link = page.get_by_role("link", name="印刷する紙を開く")
    expect(link).to_have_attribute("href", "/form/sodai-gomi.pdf?language=ja&large=1")
    assert Axe().run(page).response["violations"] == []
    answer = page.request.get(f"{kiosk}/form/sodai-gomi.pdf?language=ja&large=1")
    assert (answer.status, "粗大ごみ" in text_of(answer.body())) == (200, True)
    assert page.request.get(f"{kiosk}/form/no-such.pdf").status == 404
