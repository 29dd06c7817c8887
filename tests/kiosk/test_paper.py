"""紙と郵送 in the browser: taken in with three touches, typed beside its picture, typed again by another."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from shared.casework.paper import entry, second, worklist
from shared.casework.paper.arrival import Sheet, arrive
from shared.catalogue.procedure import asked_hash
from shared.language import clock
from shared.records.form_token import FormToken, form_url, new_form_id
from shared.records.store.visibility import THE_OFFICE
from tests.kiosk.conftest import House
from tests.kiosk.walking import settle

pytestmark = pytest.mark.browser


def open_at(page: Page, kiosk: str, query: str, words: str) -> None:
    page.goto(f"{kiosk}/?paper={query}")
    page.get_by_text(words).first.wait_for()
    settle(page)


STREAMLITS_OWN = {"presentation-role-conflict"}  # best practice, in its file uploader


def violations(page: Page) -> list[str]:
    found = [one["id"] for one in Axe().run(page).response["violations"]]
    return [one for one in found if one not in STREAMLITS_OWN]


def choose(page: Page, words: str) -> None:
    page.get_by_role("combobox").first.click()
    page.keyboard.type(words)
    page.get_by_role("option", name=words).first.click()
    settle(page)


def take_in(page: Page, house: House) -> None:
    """The scan is chosen, and the sheet is taken in."""
    page.set_input_files("input[type=file]", house.picture("png"))
    page.get_by_text("picture.png").wait_for()
    settle(page)
    page.get_by_role("button", name="受け取る", exact=True).click()
    page.get_by_role("heading", name="受け取りました").wait_for()
    settle(page)


def press_while_it_comes(page: Page, button: Locator, late: list[Route]) -> None:
    """On a slow machine what leads the focus comes while the button is down: it must not move from under the press."""
    for _ in range(200):
        if len({one.request.url for one in late}) == 2:  # one of them may be asked for twice
            break
        page.wait_for_timeout(50)
    assert len({one.request.url for one in late}) == 2
    button.hover()
    page.mouse.down()
    for pause in (300, 0):
        while late:
            late.pop().continue_()
        page.wait_for_timeout(pause)
    page.mouse.up()


def typed_once(house: House, who: str = "suzuki") -> str:
    """A sheet whose first turn is done; its reference."""
    clerk, sample = house.clerk(who), house.sample()
    came = arrive(clerk, Sheet("juminhyo-copy", scans=(("scan.png", house.picture("png").read_bytes()),)), sample.name)
    sheet = entry.entry_of(clerk, came.reference)
    entry.finish(clerk, entry.put(clerk, sheet, sample.answers))
    return came.reference


@pytest.mark.parametrize(("width", "height"), [(1280, 800), pytest.param(1024, 768, marks=pytest.mark.drill)])
def test_a_sheet_is_taken_in_and_its_receipt_printed(
    sign_in: Callable[..., Page], kiosk: str, house: House, width: int, height: int
) -> None:
    page = sign_in(width=width, height=height)
    open_at(page, kiosk, "in", "どの手続ですか")
    assert violations(page) == []
    choose(page, "住民票")
    take_in(page, house)
    reference = page.locator(".kio-number").inner_text().replace(" ", "")
    receipt = page.request.get(f"{kiosk}/receipt/{reference}.pdf")
    assert (receipt.status, receipt.body()[:5]) == (200, b"%PDF-")
    assert reference in [one.reference for one in worklist.waiting(house.clerk())]
    open_at(page, kiosk, "list", "入力する")
    assert violations(page) == []
    page.locator(f"a[href*='{reference}']").click()
    page.locator(".st-key-dense").wait_for()
    settle(page)
    picture = page.locator(".kio-scan img").first
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("one => one.naturalWidth") > 0
    box, form = page.locator(".kio-scan").bounding_box(), page.locator(".st-key-dense").bounding_box()
    assert box is not None and form is not None
    assert box["x"] + box["width"] <= form["x"]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(page) == []


def test_a_sheet_without_a_procedure_is_sorted_beside_its_picture(
    sign_in: Callable[..., Page], kiosk: str, house: House
) -> None:
    page = sign_in()
    open_at(page, kiosk, "in", "どの手続ですか")
    choose(page, "あとで")
    take_in(page, house)
    reference = page.locator(".kio-number").inner_text().replace(" ", "")
    assert page.request.get(f"{kiosk}/receipt/{reference}.pdf").status == 200
    open_at(page, kiosk, f"sort&sheet={reference}", "この手続にする")
    assert violations(page) == []
    choose(page, "犬")
    page.get_by_role("button", name="この手続にする").click()
    page.get_by_role("heading", name="受け取りました").wait_for()
    assert {one.reference: one.procedure_id for one in worklist.waiting(house.clerk())}[reference] == "inu-toroku"


def test_another_types_it_again_and_what_differs_is_decided(
    sign_in: Callable[..., Page], kiosk: str, house: House
) -> None:
    reference = typed_once(house)
    page = sign_in("sato")
    open_at(page, kiosk, f"second&sheet={reference}", "2回目の入力")
    assert violations(page) == []
    sheet = entry.entry_of(house.clerk("sato"), reference)
    for one in second.again(sheet):
        field = page.locator(f".st-key-again_{reference}_{one.path.replace('.', '_')} input")
        field.fill("2" if one.path == "copies" else str(one.first or ""))
    page.get_by_role("button", name="入力を終える").click()
    page.get_by_text("2回の入力にちがいがあります").wait_for()
    open_at(page, kiosk, f"decide&sheet={reference}", "2回の入力のちがい")
    assert violations(page) == []
    page.locator("label[data-testid=stRadioOption]", has_text="2回目").click()
    settle(page)
    page.get_by_role("button", name="これで決める").click()
    page.get_by_text("入力が終わりました").wait_for()
    record, _ = house.office.store.opened(reference, THE_OFFICE)
    assert record.body is not None and record.body.answers["copies"] == 2


def test_a_scanned_form_leads_to_its_procedure(sign_in: Callable[..., Page], kiosk: str, house: House) -> None:
    asked = house.office.catalogue().procedure("sodai-gomi").as_asked(clock.today())
    form = form_url("https://city.example", FormToken("sodai-gomi", asked_hash(asked)[:4], new_form_id(), 1, 2))
    page = sign_in()
    page.locator(".st-key-code_typed input").fill(form)
    page.get_by_role("button", name="開く").first.click()
    page.get_by_role("heading", name="紙を受け取る").wait_for()
    settle(page)
    expect(page.get_by_role("combobox").first).to_have_value("粗大ごみを取りに来てもらう")


def test_the_first_turn_ends_when_the_sheet_is_agreed_to(
    sign_in: Callable[..., Page], kiosk: str, house: House
) -> None:
    clerk, sample = house.clerk(), house.sample()
    came = arrive(clerk, Sheet("juminhyo-copy"), "first-turn")
    written = {key: value for key, value in sample.answers.items() if key != "consent"}
    entry.put(clerk, entry.entry_of(clerk, came.reference), written)
    page = sign_in()
    late: list[Route] = []
    for script in ("focus", "hotkeys"):
        page.route(f"**/{script}*.js", lambda route: late.append(route))
    open_at(page, kiosk, f"type&sheet={came.reference}", "読み取った画像はありません")
    go_on = page.get_by_role("button", name="確認へ進む")
    press_while_it_comes(page, go_on, late)
    page.get_by_text("紙の同意や署名の欄を見て").first.wait_for()
    settle(page)
    page.locator("label", has_text="印か署名がある").click()
    settle(page)
    go_on.click()
    page.get_by_text("1回目の入力が終わりました").wait_for()
    assert [one.stage for one in worklist.waiting(clerk) if one.reference == came.reference] == ["second"]


def test_an_empty_press_leads_to_what_is_missing(sign_in: Callable[..., Page], kiosk: str, house: House) -> None:
    clerk = house.clerk()
    came = arrive(clerk, Sheet("sodai-gomi"), "empty-press")
    page = sign_in()
    open_at(page, kiosk, f"type&sheet={came.reference}", "読み取った画像はありません")
    page.get_by_role("button", name="確認へ進む").click()
    page.locator("#errors, .mg-note.bad, [role=alert]").first.wait_for()
    assert [one.stage for one in worklist.waiting(clerk) if one.reference == came.reference] == ["first"]
