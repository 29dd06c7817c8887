"""/visit: chosen, changed, given back and refused, as forms without a script send it."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from playwright.sync_api import Browser, Page

from shared.casework import applying
from shared.casework.booking import OfferedTime, Visits
from shared.casework.cases import Case, remember
from tests.samples.sample_cases import samples
from tests.web.asking import Answer, ask, post
from tests.web.conftest import Portal

PROCEDURE = "tenkyo-todoke"


def written(portal: Portal, procedure: str = PROCEDURE) -> Case:
    """A pre-entry from home, answered to its end."""
    answers = next(s.answers for s in samples() if s.procedure == procedure and not s.files)
    case = applying.start(portal.side, procedure, "online", "ja")
    return applying.answer_all(portal.side, case, answers, "citizen")


class Visitor:
    """A browser with a pass for one case."""

    def __init__(self, portal: Portal, case: Case) -> None:
        self.portal, self.case = portal, case
        self.headers = {"cookie": f"__Host-case={remember(portal.side, case).hex()}"}

    def look(self, path: str) -> Answer:
        return ask(self.portal.address + path, headers=self.headers)

    def days(self, came_from: str = "") -> Answer:
        return self.look(f"/visit?case={self.case.reference}&from={came_from}")

    def decide(self, **fields: str) -> Answer:
        return post(f"{self.portal.address}/visit", {"case": self.case.reference, **fields}, self.headers)

    def book(self, at: OfferedTime, came_from: str = "") -> Answer:
        return self.decide(do="book", at=at.starts_at.isoformat(), **{"from": came_from})


@pytest.fixture
def visitor(portal: Portal) -> Visitor:
    return Visitor(portal, written(portal))


@pytest.fixture
def visits(portal: Portal) -> Visits:
    return Visits(portal.side.letterbox, portal.side.catalogue())


def times_of(visits: Visits, case: Case, day: int = 0) -> list[OfferedTime]:
    """The free times of one of the days that are offered."""
    line = visits.line_for(case)
    assert line is not None
    return [time for time in visits.offer(line)[day].times if time.free]


def words(answer: Answer) -> str:
    return unescape(re.sub(r"<[^>]+>", "", answer.text))


def test_a_finished_pre_entry_is_offered_open_days_and_the_times_of_one(visitor: Visitor) -> None:
    page = visitor.days()
    days = re.findall(r'href="(/visit\?[^"]*day=[\d-]+)"', page.text)
    assert (page.status, len(days)) == (200, 15)
    assert "予約しないで来る" in page.text
    chosen = visitor.look(unescape(days[0]))
    assert chosen.text.count('type="radio"') == 15
    assert "この時間で予約する" in chosen.text


def test_what_is_booked_stands_on_the_status_page_and_the_sheet_with_day_era_and_place(
    visitor: Visitor, visits: Visits
) -> None:
    time = times_of(visits, visitor.case, 2)[3]
    answer = visitor.book(time, "status")
    assert (answer.status, answer.headers["location"]) == (303, f"/status?case={visitor.case.reference}")
    for path in (f"/status?case={visitor.case.reference}", f"/receipt/{visitor.case.reference}"):
        shown = words(visitor.look(path))
        assert re.search(r"令和8年（2026年）1[12]月\d+日（[月火水木金]）10:30", shown)
        assert "4・5・6番窓口" in shown
        assert "まだ" in shown
    assert "本人確認の書類" in words(visitor.look(f"/receipt/{visitor.case.reference}"))


def test_who_came_from_the_portals_screens_goes_back_to_them(visitor: Visitor, visits: Visits) -> None:
    answer = visitor.book(times_of(visits, visitor.case)[0])
    assert answer.headers["location"] == f"/?case={visitor.case.reference}&view=leave"


def test_a_visit_is_changed_and_given_back_with_the_code_alone(visitor: Visitor, visits: Visits) -> None:
    first, second = times_of(visits, visitor.case, 1)[:2]
    visitor.book(first)
    visitor.book(second)
    booked = visits.booked(visitor.case)
    assert booked is not None
    assert booked.starts_at == second.starts_at
    given = visitor.decide(do="give_back", **{"from": "status"})
    assert given.status == 303
    assert "予約をやめました。書いたことは残っています。" in words(visitor.look(given.headers["location"]))
    assert visits.booked(visitor.case) is None


def test_a_time_that_was_taken_meanwhile_is_said_with_the_others_and_nothing_is_lost(
    portal: Portal, visitor: Visitor, visits: Visits
) -> None:
    mine, wanted = times_of(visits, visitor.case, 3)[:2]
    visitor.book(mine)
    for _ in range(wanted.free):
        visits.book(written(portal), wanted.starts_at)
    day = f"{wanted.starts_at:%Y-%m-%d}"
    refused = visitor.decide(do="book", at=wanted.starts_at.isoformat(), day=day)
    said = words(refused)
    assert refused.status == 409
    assert "その時間は、たった今いっぱいになりました。" in said
    assert "そのままです。" in said
    assert refused.text.count('type="radio"') == 15
    booked = visits.booked(visitor.case)
    assert booked is not None
    assert booked.starts_at == mine.starts_at


@pytest.mark.parametrize("at", ["", "tomorrow", "2026-11-24T00:00:00"])
def test_a_form_without_a_time_asks_for_one(visitor: Visitor, visits: Visits, at: str) -> None:
    refused = visitor.decide(do="book", at=at)
    assert (refused.status, "時間を選んでください。" in words(refused)) == (400, True)
    assert visits.booked(visitor.case) is None


def test_only_a_finished_pre_entry_can_be_booked(portal: Portal, visits: Visits, visitor: Visitor) -> None:
    begun = Visitor(portal, applying.start(portal.side, PROCEDURE, "online", "ja"))
    other = Visitor(portal, written(portal, "shotoku-kazei-shomei"))
    time = times_of(visits, visitor.case)[0]
    for one in (begun, other):
        assert one.days().status == 303
        assert one.book(time).status == 303 or visits.booked(one.case) is None
        assert visits.booked(one.case) is None


def test_nobody_books_for_a_case_that_this_browser_does_not_open(
    portal: Portal, visitor: Visitor, visits: Visits
) -> None:
    stranger = Visitor(portal, written(portal))
    stranger.case = visitor.case
    answer = stranger.book(times_of(visits, visitor.case)[0])
    assert (answer.status, answer.headers["location"]) == (303, "/status")
    assert visits.booked(visitor.case) is None
    foreign = ask(
        f"{portal.address}/visit", "POST", {**visitor.headers, "sec-fetch-site": "cross-site"}, b"do=give_back"
    )
    assert foreign.status == 403


def test_a_booked_pre_entry_is_kept_until_long_after_the_visit(
    portal: Portal, visitor: Visitor, visits: Visits
) -> None:
    time = times_of(visits, visitor.case, 14)[0]
    visitor.book(time)
    row = portal.side.letterbox.folder(visitor.case.row.locator)
    booked = visits.booked(visitor.case)
    assert row is not None
    assert booked is not None
    assert row.expires_on == booked.day + applying.DRAFT_LIFE


def test_the_visit_for_a_calendar_names_the_time_and_place_and_nothing_else(visitor: Visitor, visits: Visits) -> None:
    address = f"/visit/{visitor.case.reference}.ics"
    assert visitor.look(address).status == 303
    time = times_of(visits, visitor.case, 2)[3]
    visitor.book(time)
    answer = visitor.look(address)
    lines = answer.body.decode().split("\r\n")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert f"DTSTART:{time.starts_at:%Y%m%dT%H%M%SZ}" in lines
    assert max(len(line.encode()) for line in lines) <= 75
    entry = answer.text.replace("\r\n ", "")
    assert "LOCATION:松江市役所 1階 南 引っ越し・届出・印鑑（4・5・6番窓口）" in entry
    for secret in (visitor.case.code, visitor.case.reference, visitor.case.procedure.title.say("ja")):
        assert secret not in entry


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A telephone that runs no script."""
    context = chromium.new_context(java_script_enabled=False, locale="ja-JP", viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def test_without_a_script_a_day_and_a_time_are_chosen_and_given_back(
    page: Page, visitor: Visitor, visits: Visits
) -> None:
    page.goto(f"{visitor.portal.address}/code?next=/status")
    page.get_by_label("コード").fill(visitor.case.code)
    page.locator("main button[type=submit]").click()
    page.get_by_role("link", name="日と時間を予約して来る").click()
    page.locator("a.day").nth(4).click()
    page.locator("label.mg-choice:not(.off)").nth(2).click()
    page.get_by_role("button", name="この時間で予約する").click()
    page.get_by_text("予約しています").wait_for()
    assert visits.booked(visitor.case) is not None
    page.get_by_role("link", name="予約を変える・やめる").click()
    page.get_by_role("button", name="この予約をやめる").click()
    page.get_by_text("予約をやめました。").wait_for()
    assert visits.booked(visitor.case) is None
