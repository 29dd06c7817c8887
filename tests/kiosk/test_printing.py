"""Receipts and number tickets come out of the counter's printer by one key, and what it refuses is told."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from shared.casework import counter, parking
from shared.casework.cases import Case
from shared.casework.tickets import desk
from shared.language import clock
from shared.records.proof import code_url
from shared.records.store import tickets
from shared.records.store.visibility import THE_OFFICE
from tests.kiosk.conftest import House
from tests.kiosk.walking import settle
from tests.printing import reader
from tests.printing.roll_printer import RollPrinter

Sign = Callable[..., Page]
A_WHILE = 30_000  # milliseconds: making dots takes long on a busy machine


@pytest.fixture(scope="module")
def roll() -> Iterator[RollPrinter]:
    machine = RollPrinter()
    yield machine
    machine.stop()


@pytest.fixture(scope="module")
def printing_kiosk(open_kiosk: Callable[..., str], roll: RollPrinter) -> str:
    """A kiosk with one printer at its counter."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "MADOGUCHI_PRINTERS", f"窓口1=escpos://127.0.0.1:{roll.port}")
        return open_kiosk()


def filed(house: House, page: Page, address: str) -> Case:
    """A case just filed by the one who is signed in; its page after sending."""
    case = house.filed().case
    parking.hold(house.clerk(), case)
    page.goto(f"{address}/?case={case.reference}&view=done")
    page.wait_for_selector("text=受け付けました")
    settle(page)
    return case


def rows(house: House, case: Case) -> list[str]:
    entries = house.office.store.trail(case.reference, THE_OFFICE)
    return [entry.action for entry in entries if "print" in entry.action]


@pytest.mark.requirement("KI-2")
def test_ki_2_one_key_prints_the_receipt_without_dialog_download_or_window(
    house: House, printing_kiosk: str, sign_in: Sign, roll: RollPrinter
) -> None:
    page = sign_in(address=printing_kiosk, own=True)
    beside: list[str] = []
    page.on("download", lambda download: beside.append("download"))
    page.context.on("page", lambda other: beside.append("window"))
    page.add_init_script("window.print = () => { window.asked = (window.asked || 0) + 1; }")
    case = filed(house, page, printing_kiosk)
    before = len(roll.sheets)

    page.keyboard.press("F9")
    expect(page.get_by_role("status").filter(has_text="印刷しました")).to_be_visible(timeout=A_WHILE)

    (sheet,) = roll.sheets[before:]
    assert code_url(house.office.settings.base_url, case.code) in reader.codes(sheet.convert("L"))
    assert (beside, page.evaluate("window.asked || 0")) == ([], 0)
    assert rows(house, case) == ["print_asked", "receipt_printed"]
    assert case.code[:4] not in page.content()


def test_without_paper_staff_are_told_what_to_do_and_print_again(
    house: House, printing_kiosk: str, sign_in: Sign, roll: RollPrinter
) -> None:
    page = sign_in(address=printing_kiosk)
    roll.paper.left = 0
    case = filed(house, page, printing_kiosk)
    before = len(roll.sheets)
    press = page.get_by_role("button", name="受付票を印刷する（窓口1）")

    press.click()
    said = page.get_by_role("alert").filter(has_text="紙がありません")
    expect(said).to_contain_text("紙を入れてから、もういちど印刷してください。", timeout=A_WHILE)
    assert (len(roll.sheets) - before, rows(house, case)) == (0, ["print_asked", "print_failed"])

    roll.new_roll()
    press.click()
    expect(page.get_by_role("status").filter(has_text="印刷しました")).to_be_visible(timeout=A_WHILE)
    expect(said).to_have_count(0)
    assert len(roll.sheets) - before == 1


def test_two_quick_presses_print_one_sheet(house: House, printing_kiosk: str, sign_in: Sign, roll: RollPrinter) -> None:
    page = sign_in(address=printing_kiosk)
    case = filed(house, page, printing_kiosk)
    before = len(roll.sheets)

    page.get_by_role("button", name="受付票を印刷する（窓口1）").dblclick()
    expect(page.get_by_role("status").filter(has_text="印刷しました")).to_be_visible(timeout=A_WHILE)
    settle(page)

    assert (len(roll.sheets) - before, rows(house, case)) == (1, ["print_asked", "receipt_printed"])


def test_who_leaves_before_sending_gets_the_code_from_the_same_printer(
    house: House, printing_kiosk: str, sign_in: Sign, roll: RollPrinter
) -> None:
    page = sign_in(address=printing_kiosk)
    clerk = house.clerk()
    case = counter.start(clerk, "juminhyo-copy", counter.consent(clerk, "aloud"))
    parking.hold(clerk, case)
    before = len(roll.sheets)
    page.goto(f"{printing_kiosk}/?case={case.reference}&view=leave")

    page.get_by_role("button", name="つづきのコードを印刷する（窓口1）").click()
    expect(page.get_by_role("status").filter(has_text="印刷しました")).to_be_visible(timeout=A_WHILE)

    (sheet,) = roll.sheets[before:]
    assert reader.codes(sheet.convert("L")) == {code_url(house.office.settings.base_url, case.code)}


def test_giving_a_number_prints_its_ticket_and_without_paper_says_that_it_is_not_out(
    house: House, printing_kiosk: str, sign_in: Sign, roll: RollPrinter
) -> None:
    house.office.store.run(tickets.forget_before, clock.today().replace(year=2999))
    page = sign_in(address=printing_kiosk, width=1024, height=768)
    page.goto(f"{printing_kiosk}/?tickets=4")
    page.get_by_role("heading", level=1, name="番号札").wait_for()
    settle(page)
    before = len(roll.sheets)

    page.get_by_role("button", name="引っ越し").dblclick()
    expect(page.get_by_role("status").filter(has_text="印刷しました")).to_be_visible(timeout=A_WHILE)
    settle(page)
    (sheet,) = roll.sheets[before:]  # of two quick presses, too
    content = desk.ticket_of(house.clerk(), "B-001")
    assert content is not None
    assert reader.codes(sheet.convert("L")) == {content.page}
    assert desk.ticket_of(house.clerk(), "B-002") is None

    roll.paper.left = 0
    page.get_by_role("button", name="引っ越し").click()
    said = page.get_by_role("alert").filter(has_text="紙がありません")
    expect(said).to_be_visible(timeout=A_WHILE)
    expect(page.get_by_text("B-002 の番号札は、まだ出ていません。")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="印刷しました")).to_have_count(0)
    settle(page)
    roll.new_roll()
    page.keyboard.press("F9")
    expect(page.get_by_role("status").filter(has_text="印刷しました")).to_be_visible(timeout=A_WHILE)
    expect(said).to_have_count(0)
    assert len(roll.sheets) - before == 2
    assert desk.ticket_of(house.clerk(), "B-003") is None


def test_where_no_printer_is_set_the_browser_prints(house: House, kiosk: str, sign_in: Sign) -> None:
    page = sign_in()
    case = filed(house, page, kiosk)

    ways = page.locator(".mg-ways a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    start = f"/print/{case.reference}"
    assert ways == [f"{start}?paper=80mm", start, f"/answers/{case.reference}.pdf"]


@pytest.mark.requirement("KI-2")
@pytest.mark.parametrize(("query", "size"), [("?paper=80mm", (80.0, None)), ("", (210.0, 297.0))])
def test_ki_2_the_page_for_the_browser_prints_itself_once_on_one_sheet_of_its_paper(
    house: House, kiosk: str, sign_in: Sign, query: str, size: tuple[float, float | None]
) -> None:
    page = sign_in(own=True)
    case = filed(house, page, kiosk)
    page.add_init_script("window.print = () => { window.asked = (window.asked || 0) + 1; }")

    answer = page.goto(f"{kiosk}/print/{case.reference}{query}")
    page.wait_for_load_state("load")
    assert answer is not None and "no-store" in answer.headers["cache-control"]
    assert page.evaluate("window.asked") == 1
    page.get_by_role("button", name="もういちど印刷する").click()
    assert page.evaluate("window.asked") == 2

    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    width, height = (length / 72 * 25.4 for length in reader.size(pdf))
    assert reader.page_count(pdf) == 1
    assert (round(width), round(height)) == (size[0], size[1] or round(height))
    assert code_url(house.office.settings.base_url, case.code) in reader.codes(reader.picture(pdf, 203))
    assert rows(house, case) == ["receipt_printed"]


def test_the_page_for_the_browser_is_for_who_is_signed_in(
    house: House, kiosk: str, new_context: Callable[..., BrowserContext]
) -> None:
    answer = new_context().request.get(f"{kiosk}/print/{house.filed().case.reference}", max_redirects=0)

    assert (answer.status, answer.headers["location"]) == (303, "/signin")
