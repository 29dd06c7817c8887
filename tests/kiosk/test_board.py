"""The figures beside the lists, what was finished today, and the board."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from kiosk import lists
from kiosk.lists import Asked, Figure, figures, page_of
from kiosk.over_today import over_today
from kiosk.visit import Visit
from shared.casework import review
from shared.casework.review import Order
from shared.language import clock
from shared.records.reference import show_reference
from shared.records.status import BOARD, Action, Status
from shared.records.store.pages import QueueFilter
from tests.kiosk.conftest import House
from tests.kiosk.walking import headed, settle

Sign = Callable[..., Page]


def _visit(house: House, name: str) -> Visit:
    return Visit(house.office, house.actor(name), "", {})


def _done(house: House, **other: str) -> str:
    reference = house.filed(**other).case.reference
    for action in (Action.TAKE_UP, Action.APPROVE, Action.COMPLETE):
        review.act(house.office, house.actor("sato"), reference, Order(action))
    return reference


def _rows(house: House, name: str, statuses: frozenset[Status]) -> int:
    return len(review.queue(house.office, house.actor(name), QueueFilter((), statuses), limit=1000).rows)


def test_more_than_are_counted_is_said_and_never_cut_silently(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "COUNTED", 3)
    for n in range(5):
        reference = house.filed(applicant_mei="多子", applicant_birth=f"19{50 + n}-01-01").case.reference
        review.act(house.office, house.actor("suzuki"), reference, Order(Action.TAKE_UP))
    counted = figures(_visit(house, "suzuki"), "")
    assert (counted["mine"].words, counted["due"].words) == ("3件以上", "3件以上")
    assert len(page_of(_visit(house, "suzuki"), Asked("due")).rows) == 3


def test_what_is_counted_to_the_end_is_a_plain_number(house: House) -> None:
    counted = figures(_visit(house, "suzuki"), "")
    mine = QueueFilter((), assignee="suzuki")
    rows = review.queue(house.office, house.actor("suzuki"), mine, limit=1000).rows
    assert counted["mine"] == Figure(len(rows))
    everything = review.queue(house.office, house.actor("suzuki"), QueueFilter(()), limit=1000).rows
    assert counted["due"] == Figure(sum(lists.is_soon(row) for row in everything))
    assert counted["due"].words == str(counted["due"].count)


def test_near_limits_behind_many_doubts_are_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "COUNTED", 1)
    everything = review.queue(house.office, house.actor("suzuki"), QueueFilter(()), limit=1000).rows
    soon = [row.reference for row in everything if lists.is_soon(row)]
    found = [row.reference for row in lists._soon(_visit(house, "suzuki"), Asked("due"))]
    assert sorted(found) == sorted(soon)


def test_what_was_finished_today_is_listed_and_nothing_else(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = _done(house, applicant_mei="終子"), _done(house, applicant_mei="了子")
    open_still = house.filed(applicant_mei="未子").case.reference
    visit = _visit(house, "sato")
    assert over_today(visit)[:2] == (second, first)
    listed = [row.reference for row in page_of(visit, Asked("today")).rows]
    assert set(listed) == set(over_today(visit))
    assert open_still not in listed
    assert over_today(_visit(house, "ito")) == ()  # another section's
    tomorrow = clock.today() + timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    assert over_today(visit) == ()


def test_the_board_counts_what_stands_in_each_column(house: House, kiosk: str, sign_in: Sign) -> None:
    _done(house, applicant_mei="板子")
    for n in range(7):
        house.filed(applicant_mei="待子", applicant_birth=f"194{n}-01-01")
    page = sign_in("sato")
    page.goto(f"{kiosk}/?desk=board")
    page.wait_for_selector(".kio-board")
    settle(page)
    heads = [words.split() for words in page.locator(".kio-column h2").all_inner_texts()]
    wanted = {name: _rows(house, "sato", BOARD[name]) for name in ("untouched", "in_progress", "waiting")}
    assert heads == [
        ["未着手", str(wanted["untouched"]), "件"],
        ["処理中", str(wanted["in_progress"]), "件"],
        ["補正待ち", str(wanted["waiting"]), "件"],
        ["きょう終えた", str(len(over_today(_visit(house, "sato")))), "件"],
    ]
    shown = page.locator(".kio-column").first.locator("li").count()
    rest = page.locator(".kio-column").first.get_by_role("link", name=f"ほか {wanted['untouched'] - shown}件")
    expect(rest).to_have_attribute("href", "/?desk=untouched")
    rest.click()
    page.wait_for_selector(".kio-queue")
    headed(page, f"{wanted['untouched']}件")


def test_the_board_names_nobody_and_leads_to_the_case(house: House, kiosk: str, sign_in: Sign) -> None:
    reference = _done(house, applicant_mei="無名子")
    page = sign_in("sato")
    page.goto(f"{kiosk}/?desk=board")
    page.wait_for_selector(".kio-board")
    settle(page)
    assert "無名子" not in page.locator(".kio-board").inner_text()
    page.get_by_role("link", name=show_reference(reference)).click()
    page.wait_for_selector("text=つぎにすること")
    headed(page, "無名子")
