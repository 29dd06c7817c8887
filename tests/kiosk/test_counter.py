"""窓口: begin for a visitor, go on by their code, file, print, the next person."""

import io
from collections.abc import Callable

import pypdfium2
from playwright.sync_api import Page, expect

from shared.casework import parking
from shared.casework.opened import open_case
from shared.records.status import Status
from shared.records.submission import FeeState
from tests.kiosk.conftest import House
from tests.kiosk.walking import agree, begin, scan, walk

Sign = Callable[..., Page]


def _text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_a_visitor_is_helped_from_consent_to_receipt(house: House, kiosk: str, sign_in: Sign) -> None:
    page = sign_in()
    reference = begin(page, kiosk)
    expect(page.locator(".st-key-band")).to_contain_text("同意：口頭")
    walk(page, reference)
    expect(page.locator(".st-key-band")).to_contain_text("見本 花子さん（本人）")
    page.locator(f".st-key-paid_{reference} label").click()
    page.get_by_role("button", name="市役所に送る").click()
    page.wait_for_selector("text=受け付けました")
    receipt = page.context.request.get(f"{kiosk}/receipt/{reference}.pdf")
    assert (receipt.status, receipt.headers["content-type"]) == (200, "application/pdf")
    assert "no-store" in receipt.headers["cache-control"]
    assert "見○ 花○" in _text(receipt.body())
    case = open_case(house.office, reference)
    assert (case.submission.status, case.submission.fee_state) == (Status.RECEIVED, FeeState.PAID)
    assert (case.body.applicant.name, case.body.actor.role.value, case.body.channel) == (
        "見本 花子",
        "staff",
        "counter",
    )
    assert case.body.consent["helper"] == "鈴木 みどり"
    assert page.locator("text=" + case.body.code[:4]).count() == 0  # the code is on paper only


def test_a_code_from_home_is_gone_on_with_and_filed(house: House, kiosk: str, sign_in: Sign) -> None:
    home = house.written_at_home(applicant_mei="続子")
    page = sign_in()
    page.locator(".st-key-code_typed input").fill(home.code)
    page.get_by_role("button", name="開く", exact=True).click()
    page.wait_for_selector("text=家で書き始めた手続です")
    reference = agree(page, "つづきから始める")
    assert reference == home.reference
    assert walk(page, reference) == ["職員が確かめること", "送る前に、確かめてください"]
    page.get_by_role("button", name="市役所に送る").click()
    page.wait_for_selector("text=受け付けました")
    body = open_case(house.office, reference).body
    assert (body.applicant.given, body.origin, body.channel) == ("続子", "portal", "counter")


def test_a_scanner_is_heard_anywhere_on_the_page(house: House, kiosk: str, sign_in: Sign) -> None:
    home = house.written_at_home()
    page = sign_in()
    scan(page, f"HTTP://LOCALHOST:8501/C/{home.code}")
    page.wait_for_selector("text=家で書き始めた手続です")
    assert home.code not in page.url


def test_a_mistyped_code_names_the_group_and_looks_nothing_up(house: House, sign_in: Sign) -> None:
    code = house.written_at_home().code
    page = sign_in()
    page.locator(".st-key-code_typed input").fill(code[:5] + "U" + code[6:])  # no character of ours
    page.get_by_role("button", name="開く", exact=True).click()
    said = page.locator(".st-key-panel_code [role=alert]")
    expect(said).to_contain_text("コードの 2つ目のまとまりが、ちがうようです")
    page.locator(".st-key-code_typed input").fill(code[:5] + ("A" if code[5] != "A" else "B") + code[6:])
    page.get_by_role("button", name="開く", exact=True).click()
    expect(said).to_contain_text("どこかがちがうようです")


def test_nothing_begins_without_consent(house: House, kiosk: str, sign_in: Sign) -> None:
    page = sign_in()
    before = len(parking.held(house.clerk()))
    page.goto(f"{kiosk}/?start=juminhyo-copy")
    page.get_by_role("button", name="入力を始める").click()
    page.wait_for_selector(".mg-errs")
    assert len(parking.held(house.clerk())) == before


def test_procedures_are_found_by_words_by_kana_and_by_life_event(kiosk: str, sign_in: Sign) -> None:
    page = sign_in()
    page.fill(".mg-search input", "犬")
    page.keyboard.press("Enter")
    expect(page.locator(".mg-lines a.go b").first).to_have_text("犬を登録する")
    page.get_by_role("link", name="さ", exact=True).click()
    expect(page.locator("[href='/?start=inu-toroku']")).to_have_count(0)
    page.get_by_role("link", name="あ", exact=True).click()
    expect(page.locator("[href='/?start=inu-toroku']")).to_have_count(1)
    page.goto(f"{kiosk}/?event=hikkoshi")
    expect(page.locator("[href='/?start=tenkyo-todoke']")).to_have_count(1)
    page.goto(f"{kiosk}/?category=gomi-kankyo")
    expect(page.locator("[href='/?start=inu-toroku']")).to_have_count(1)


def test_the_visitor_writes_in_large_type_and_in_their_language(kiosk: str, sign_in: Sign) -> None:
    page = sign_in(width=1024, height=768)
    begin(page, kiosk)
    page.get_by_role("link", name="来た人の画面にする").click()
    page.wait_for_selector("text=職員といっしょに書く画面")
    page.get_by_role("link", name="English").click()
    page.wait_for_selector("text=Staff are filling this in with you")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "30px"
    heights = page.eval_on_selector_all(
        "[data-testid=stRadioGroup]>div,[data-testid^=stBaseButton-primary]",
        "all => all.map(one => one.getBoundingClientRect().height)",
    )
    assert heights
    assert min(heights) >= 72
    assert page.locator("text=for staff").count() == 0
