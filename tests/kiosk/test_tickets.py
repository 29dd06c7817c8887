"""番号札 at the kiosk: give, call, hold, hand on with the case, and the monitor that follows."""

import io
from collections.abc import Callable, Iterator

import pypdfium2
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from shared.casework import applying, counter, parking
from shared.casework.booking import Visits, book_visit
from shared.language import clock
from shared.records.store import tickets
from tests.kiosk.conftest import House
from tests.kiosk.walking import settle


@pytest.fixture(autouse=True)
def empty_lines(house: House) -> Iterator[None]:
    """Every test begins with number one."""
    house.office.store.run(tickets.forget_before, clock.today().replace(year=2999))
    yield
    for name in ("suzuki", "sato", "ito"):
        for held in parking.held(house.clerk(name)):
            parking.give_back(house.clerk(name), held.reference)


def open_room(page: Page, address: str, desk: str = "4") -> None:
    page.goto(f"{address}/?tickets={desk}")
    page.get_by_role("heading", level=1, name="番号札").wait_for()
    settle(page)


def give(page: Page, line: str) -> None:
    page.get_by_role("button", name=line).click()
    settle(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settle(page)


def calling(page: Page) -> str:
    return page.locator(".kio-ticket").inner_text()


def test_a_number_is_given_called_and_ended(sign_in: Callable[..., Page], kiosk: str) -> None:
    page = sign_in()
    open_room(page, kiosk)
    give(page, "引っ越し")
    expect(page.get_by_text("B-001 を出しました。前に 0人います。")).to_be_visible()
    give(page, "引っ越し")
    expect(page.get_by_text("B-002 を出しました。前に 1人います。")).to_be_visible()
    press(page, "つぎの人をよぶ")
    expect(page.locator(".kio-ticket")).to_have_text("B-001")
    press(page, "用事が終わった")
    press(page, "つぎの人をよぶ")
    expect(page.locator(".kio-ticket")).to_have_text("B-002")


def test_the_ticket_is_printed_with_the_address_of_its_page(
    sign_in: Callable[..., Page], kiosk: str, house: House
) -> None:
    page = sign_in()
    open_room(page, kiosk)
    give(page, "引っ越し")
    link = page.get_by_role("link", name="番号札を印刷する（B-001）")
    expect(link).to_be_visible()
    answer = page.request.get(f"{kiosk}{link.get_attribute('href')}")
    words = pypdfium2.PdfDocument(io.BytesIO(answer.body()))[0].get_textpage().get_text_range()
    assert ("B-001" in words, "つぎに、およびします" in words) == (True, True)
    assert page.request.get(f"{kiosk}/ticket/Z-999.pdf").status == 404


def test_nobody_prints_a_ticket_without_signing_in(
    new_context: Callable[..., BrowserContext], sign_in: Callable[..., Page], kiosk: str
) -> None:
    page = sign_in()
    open_room(page, kiosk)
    give(page, "引っ越し")
    stranger = new_context()
    assert stranger.request.get(f"{kiosk}/ticket/B-001.pdf").status == 404


def test_two_clerks_at_two_counters_call_two_visitors(sign_in: Callable[..., Page], kiosk: str) -> None:
    one, other = sign_in("suzuki"), sign_in("sato")
    open_room(one, kiosk, "4")
    for _ in range(2):
        give(one, "引っ越し")
    open_room(other, kiosk, "5")
    press(one, "つぎの人をよぶ")
    press(other, "つぎの人をよぶ")
    expect(one.locator(".kio-ticket")).to_have_text("B-001")
    expect(other.locator(".kio-ticket")).to_have_text("B-002")


@pytest.mark.drill
def test_a_clerk_sees_the_counters_of_the_own_sections_only(sign_in: Callable[..., Page], kiosk: str) -> None:
    page = sign_in("ito")
    open_room(page, kiosk, "choose")
    counters = page.get_by_role("navigation", name="どの窓口ですか").get_by_role("link").all_inner_texts()
    assert counters == ["14"]
    expect(page.get_by_text("窓口を選んでください")).to_be_visible()


@pytest.mark.drill
def test_who_is_held_or_did_not_come_is_listed_and_comes_back(sign_in: Callable[..., Page], kiosk: str) -> None:
    page = sign_in()
    open_room(page, kiosk)
    for _ in range(2):
        give(page, "引っ越し")
    press(page, "つぎの人をよぶ")
    press(page, "いったん待ってもらう")
    expect(page.get_by_text("B-001 待ってもらっています")).to_be_visible()
    press(page, "つぎの人をよぶ")
    expect(page.locator(".kio-ticket")).to_have_text("B-002")
    press(page, "来なかった")
    expect(page.get_by_text("B-002 来ませんでした")).to_be_visible()
    page.locator("[class*=st-key-rest_]", has_text="B-001").get_by_role("button", name="来た").click()
    settle(page)
    expect(page.locator(".kio-ticket")).to_have_text("B-001")


def test_a_visitor_goes_on_with_the_case_to_the_next_section(
    sign_in: Callable[..., Page], kiosk: str, house: House
) -> None:
    clerk = house.clerk("sato")
    case = counter.start(clerk, "tenkyo-todoke", counter.consent(clerk, "aloud"))
    parking.hold(clerk, case)
    page, other = sign_in("sato"), sign_in("ito")
    open_room(page, kiosk)
    give(page, "引っ越し")
    press(page, "つぎの人をよぶ")
    page.locator(".st-key-hand_line button").last.click()
    page.get_by_role("option", name="介護保険").click()
    settle(page)
    press(page, "この窓口へ案内する")
    expect(page.get_by_text("B-001 を「介護保険」に案内しました。")).to_be_visible()
    assert parking.held(clerk) == []
    open_room(other, kiosk, "14")
    press(other, "つぎの人をよぶ")
    expect(other.locator(".kio-ticket")).to_have_text("B-001")
    other.get_by_role("link", name="この人の手続を開く").click()
    other.get_by_text("代わりに入力しています").wait_for()
    assert case.reference in other.url


@pytest.mark.drill
def test_a_visitors_code_gives_a_number_of_the_right_line(
    sign_in: Callable[..., Page], kiosk: str, house: House
) -> None:
    draft = house.written_at_home().draft
    assert draft is not None
    page = sign_in()
    open_room(page, kiosk)
    page.get_by_label("コード（16文字）").fill(draft.code)
    press(page, "コードで番号を出す")
    expect(page.get_by_text("A-001 を出しました。前に 0人います。")).to_be_visible()
    page.get_by_label("コード（16文字）").fill("AAAA")
    press(page, "コードで番号を出す")
    expect(page.get_by_role("alert")).to_be_visible()
    assert draft.code not in page.content()


@pytest.mark.drill
@pytest.mark.timeout(300)
def test_the_monitor_follows_the_counter_without_a_sign_in(
    sign_in: Callable[..., Page], new_context: Callable[..., BrowserContext], kiosk: str
) -> None:
    page = sign_in()
    open_room(page, kiosk)
    give(page, "引っ越し")
    press(page, "つぎの人をよぶ")
    expect(page.locator(".kio-ticket")).to_have_text("B-001")
    monitor = new_context(1920, 1080).new_page()
    monitor.goto(f"{kiosk}/board")
    expect(monitor.get_by_text("B-001")).to_be_visible()
    expect(monitor.get_by_text("4番の窓口")).to_be_visible()
    press(page, "用事が終わった")
    expect(monitor.get_by_text("B-001")).to_be_hidden(timeout=15_000)


@pytest.mark.drill
@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1280, 800)])
def test_the_room_fits_the_screens_of_the_counter(
    sign_in: Callable[..., Page], kiosk: str, width: int, height: int
) -> None:
    page = sign_in(width=width, height=height)
    open_room(page, kiosk)
    give(page, "引っ越し")
    press(page, "つぎの人をよぶ")
    expect(page.locator(".kio-ticket")).to_have_text("B-001")
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    end = page.get_by_role("button", name="用事が終わった").bounding_box()
    assert end is not None
    assert end["y"] + end["height"] <= height


def test_who_booked_for_another_day_gets_a_number_and_staff_know_what_to_say(
    sign_in: Callable[..., Page], kiosk: str, house: House
) -> None:
    answers = house.sample("tenkyo-todoke", "family").answers
    case = applying.answer_all(house.front, applying.start(house.front, "tenkyo-todoke"), answers, "citizen")
    visits = Visits(house.front.letterbox, house.front.catalogue())
    line = visits.line_for(case)
    assert line is not None
    booked = book_visit(house.front, case, visits.offer(line)[2].times[1].starts_at)
    page = sign_in(width=1024, height=768)
    open_room(page, kiosk)
    expect(page.get_by_role("heading", name="きょうの予約")).to_be_visible()
    page.get_by_label("コード（16文字）").fill(case.code)
    press(page, "コードで番号を出す")
    said = page.get_by_role("status").filter(has_text="B-001 を出しました。")
    expect(said).to_contain_text(f"{booked.day.month}月{booked.day.day}日")
    expect(said).to_contain_text("きょうは、予約なしの順番でお呼びします。")
    assert case.code not in page.content()
