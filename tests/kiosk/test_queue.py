"""審査: one list over all procedures and ways in."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from kiosk.queue_table import days_left, due_words
from shared.casework import applying, receiving, review, sending
from shared.records.keyring import load_opening_keys
from shared.records.reference import show_reference
from shared.records.status import Status
from shared.records.store import upkeep
from shared.records.store.pages import QueueFilter
from shared.records.store.upkeep import UnopenedRow
from tests.kiosk.conftest import House
from tests.kiosk.walking import headed, settle

Sign = Callable[..., Page]
MANY = 23


@pytest.fixture(scope="module")
def filled(house: House) -> House:
    """Cases of two sections, by two ways in."""
    for n in range(MANY):
        house.filed(applicant_mei=f"{'一二三四五六七八九十'[n % 10]}子", applicant_birth=f"19{60 + n}-04-02")
    house.filed("kaigo-nintei-shinki", "care-manager")
    case = house.written_at_home(applicant_sei="遠山", applicant_mei="郵子", applicant_kana="トオヤマ ユウコ")
    sending.submit(house.front, case)
    receiving.receive(house.office, load_opening_keys(house.office.settings.office_keys))
    return house


def _references(page: Page) -> list[str]:
    return page.locator(".kio-queue tbody tr td:first-child a").all_inner_texts()


def _desk(page: Page, kiosk: str, query: str = "desk=untouched") -> None:
    page.goto(f"{kiosk}/?{query}")
    page.wait_for_selector(".kio-queue, .st-key-deskhead ~ * .mg-note")
    settle(page)


def _search(page: Page, words: str) -> None:
    page.locator(".st-key-desk_search input").fill(words)
    page.get_by_role("button", name="さがす").click()


def _listed(house: House, name: str, asked: QueueFilter) -> list[str]:
    rows = review.queue(house.office, house.actor(name), asked, limit=200).rows
    return [show_reference(row.reference) for row in rows]


def test_both_ways_in_stand_in_one_list_and_are_told_apart(filled: House, kiosk: str, sign_in: Sign) -> None:
    page = sign_in("sato")
    _desk(page, kiosk, "desk=untouched&channel=online")
    expect(page.locator(".kio-queue tbody tr")).to_have_count(1)
    expect(page.locator(".kio-queue tbody tr")).to_contain_text("オンライン")
    expect(page.locator(".kio-queue tbody tr")).to_contain_text("遠山 郵子")
    page.get_by_role("link", name="窓口", exact=True).last.click()
    expect(page.locator(".kio-queue tbody tr")).to_have_count(20)
    expect(page.locator(".kio-queue tbody tr", has_text="オンライン")).to_have_count(0)


def test_pages_follow_each_other_without_gap_or_double(filled: House, kiosk: str, sign_in: Sign) -> None:
    page = sign_in("sato")
    _desk(page, kiosk, "desk=untouched&procedure=juminhyo-copy")
    seen = _references(page)
    expect(page.locator(".st-key-pager")).to_contain_text("1〜20件目")
    page.get_by_role("button", name="つぎの20件").click()
    expect(page.locator(".st-key-pager")).to_contain_text("21〜")
    settle(page)
    seen += _references(page)
    untouched = frozenset({Status.ARRIVED, Status.RECEIVED})
    asked = QueueFilter(("shiminka",), untouched, procedure_id="juminhyo-copy")
    assert seen == _listed(filled, "sato", asked)[:40]
    page.get_by_role("button", name="前の件").click()
    expect(page.locator(".st-key-pager")).to_contain_text("1〜20件目")
    settle(page)
    assert _references(page) == seen[:20]


@pytest.mark.parametrize("words", ["遠山", "トオヤマ", "とおやま", "遠山 郵子"])
def test_a_search_finds_by_name_and_kana_and_leaves_no_name_in_the_address(
    filled: House, kiosk: str, sign_in: Sign, words: str
) -> None:
    page = sign_in("sato")
    _desk(page, kiosk)
    _search(page, words)
    headed(page, f"「{words}」")
    expect(page.locator(".kio-queue tbody tr")).to_have_count(1)
    expect(page.locator(".kio-queue tbody tr")).to_contain_text("遠山 郵子")
    assert page.url == f"{kiosk}/?desk=untouched"


def test_another_sections_cases_are_not_in_the_list_nor_in_a_search(filled: House, kiosk: str, sign_in: Sign) -> None:
    page = sign_in("ito")
    _desk(page, kiosk, "desk=all")
    assert _references(page) == _listed(filled, "ito", QueueFilter(("kaigo",)))
    _desk(page, kiosk, "desk=all&section=shiminka")  # not served: as if it were not said
    assert _references(page) == _listed(filled, "ito", QueueFilter(("kaigo",)))
    _search(page, "遠山")
    page.wait_for_selector("text=見つかりませんでした")


def test_the_figures_at_the_side_count_what_the_lists_show(filled: House, kiosk: str, sign_in: Sign) -> None:
    page = sign_in("ito")
    _desk(page, kiosk, "desk=all")
    figures = dict(line.split("\n") for line in page.locator(".mg-side a").all_inner_texts() if "\n" in line)
    untouched = _listed(filled, "ito", QueueFilter(("kaigo",), frozenset({Status.ARRIVED, Status.RECEIVED})))
    everything = _listed(filled, "ito", QueueFilter(("kaigo",)))
    assert (figures["未着手"], figures["すべて"]) == (str(len(untouched)), str(len(everything)))


def test_whoever_runs_the_house_is_warned_until_a_restore_was_rehearsed(kiosk: str, sign_in: Sign) -> None:
    page = sign_in()
    expect(page.locator(".kio-warn")).to_contain_text("バックアップからの復元を、まだ一度もためしていません")


@pytest.fixture
def unopened(house: House) -> Iterator[UnopenedRow]:
    """An envelope whose key is not here."""
    now = house.filed(applicant_birth="1950-01-01").case.row.saved_at
    row = UnopenedRow("ab" * 16, "A00000000", ("office-9",), now, now, "key_not_here")
    house.office.store.run(upkeep.note_unopened, row)
    yield row
    house.office.store.run(upkeep.now_opened, [row.envelope_id])


def test_envelopes_that_do_not_open_are_listed(unopened: UnopenedRow, kiosk: str, sign_in: Sign) -> None:
    page = sign_in()
    page.get_by_role("link", name="一覧を見る").click()
    expect(page.locator(".mg-tbl tbody tr")).to_have_count(1)
    expect(page.locator(".mg-tbl tbody tr")).to_contain_text("office-9")


def test_the_limit_is_told_in_open_days() -> None:
    friday, tuesday = date(2026, 11, 20), date(2026, 11, 24)
    assert days_left(friday, tuesday) == 1  # Saturday, Sunday, a holiday on Monday
    assert due_words(tuesday, Status.CORRECTION) == ("止まっています", False)
    assert due_words(tuesday, Status.COMPLETED) == ("", False)


def test_a_case_written_by_a_code_is_not_yet_in_the_list(house: House) -> None:
    case = house.written_at_home()
    assert applying.draft_of(case).channel == "online"
    assert house.office.store.filed_as(case.envelope_id) is None
