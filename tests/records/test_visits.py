"""Tickets and booked times as both engines keep them: no number twice, no gap, no place twice, under load."""

import secrets
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from office_samples import Office
from sqlalchemy import Engine

from shared.errors import ActionNotAllowed
from shared.records.blobs import BlobFolder
from shared.records.front.visits import BoardRow, BookedTime
from shared.records.letterbox import DatabaseLetterbox
from shared.records.store import tickets
from shared.records.store.tickets import Caller, Chosen, LineCount, Turn

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
HOUR = timedelta(hours=1)


@pytest.fixture
def office(office_engine: Engine) -> Office:
    return Office(office_engine)


@pytest.fixture
def letterbox(front_engine: Engine, tmp_path: Path) -> DatabaseLetterbox:
    return DatabaseLetterbox(front_engine, BlobFolder(tmp_path / "blobs", least_free=0))


def together(count: int, do: Callable[[int], Any]) -> list[Any]:
    """Everybody at once; what they got, or the error's code."""
    gate = threading.Barrier(count)

    def one(number: int) -> Any:
        gate.wait()
        try:
            return do(number)
        except ActionNotAllowed as refused:
            return refused.code

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def issue(office: Office, line: str = "papers", at: datetime = NOW, booked_for: datetime | None = None) -> Turn:
    token = secrets.token_hex(16)
    return office.store.run(tickets.issue, token, line, lambda n: f"{line[0].upper()}-{n:03d}", at, TODAY, booked_for)


def first(waiting: Sequence[Turn], counts: dict[str, LineCount]) -> Chosen | None:
    return Chosen(waiting[0], False) if waiting else None


def call(office: Office, staff: str, lines: Sequence[str] = ("papers",), at: datetime = NOW) -> Turn | None:
    return office.store.run(tickets.call_next, TODAY, lines, first, Caller(staff, "1"), at)


# ── numbers


def test_numbers_of_a_line_begin_at_one_every_day_and_each_line_has_its_own(office: Office) -> None:
    assert [issue(office).label, issue(office).label, issue(office, "moving").label] == ["P-001", "P-002", "M-001"]
    tomorrow = TODAY + timedelta(days=1)
    token = secrets.token_hex(16)
    following = office.store.run(
        tickets.issue, token, "papers", lambda n: f"P-{n:03d}", NOW + 24 * HOUR, tomorrow, None
    )
    assert following.label == "P-001"


def test_forty_people_at_once_get_forty_numbers_without_gap_or_double(office: Office) -> None:
    labels = together(40, lambda number: issue(office).label)
    assert sorted(labels) == [f"P-{n:03d}" for n in range(1, 41)]


def test_what_breaks_off_leaves_no_gap(office: Office) -> None:
    token = secrets.token_hex(16)

    def broken(n: int) -> str:
        raise ValueError("torn paper")

    with pytest.raises(ValueError, match="torn"):
        office.store.run(tickets.issue, token, "papers", broken, NOW, TODAY, None)
    assert issue(office).label == "P-001"


# ── calling


def test_thirty_visitors_are_each_called_by_one_of_ten_clerks(office: Office) -> None:
    waiting = [issue(office, at=NOW + timedelta(seconds=n)).label for n in range(30)]

    def work(number: int) -> list[str]:
        mine = []
        while turn := call(office, f"clerk{number}"):
            mine.append(turn.label)
            office.store.run(tickets.move, replace(turn, state="finished", ended_at=NOW), ("called",))
        return mine

    called = [label for labels in together(10, work) for label in labels]
    assert sorted(called) == waiting


def test_a_clerk_who_presses_twice_has_the_same_visitor(office: Office) -> None:
    for _ in range(3):
        issue(office)
    together(8, lambda number: call(office, "sato"))
    assert [turn.label for turn in office.store.read(tickets.called_by, TODAY, "sato")] == ["P-001"]


def test_clerks_of_several_lines_never_wait_for_each_other(office: Office) -> None:
    for line in ("papers", "moving") * 10:
        issue(office, line)
    orders = (("papers", "moving"), ("moving", "papers"))
    called = together(20, lambda number: call(office, f"clerk{number}", orders[number % 2]))
    assert len({(turn.line, turn.label) for turn in called}) == 20


def test_a_deed_on_a_wait_that_somebody_else_ended_is_refused(office: Office) -> None:
    issue(office)
    turn = call(office, "sato")
    assert turn is not None
    ends = [replace(turn, state=state, ended_at=NOW) for state in ("finished", "absent")]
    outcomes = together(2, lambda number: office.store.run(tickets.move, ends[number], ("called",)))
    assert sorted(str(one) for one in outcomes) == ["None", "ticket_not_now"]


def test_a_wait_comes_back_from_the_store_as_it_was_put(office: Office) -> None:
    given = issue(office, booked_for=NOW + HOUR)
    assert office.store.read(tickets.latest, TODAY, given.label) == given
    called = call(office, "sato", at=NOW + HOUR)
    assert called is not None
    assert office.store.read(tickets.turn_of, called.token, 1) == called
    assert (called.state, called.counter, called.staff, called.called_at) == ("called", "1", "sato", NOW + HOUR)


def test_who_is_handed_on_keeps_the_number_and_the_place_of_its_first_hour(office: Office) -> None:
    early = issue(office, at=NOW)
    issue(office, "moving", at=NOW + HOUR)
    turn = call(office, "sato", at=NOW + HOUR)
    assert turn is not None
    ended = replace(turn, state="handed", ended_at=NOW + 2 * HOUR)
    following = office.store.run(tickets.hand_on, ended, "moving", "B3N8RT0W7", b"root")
    assert (following.label, following.n, following.line, following.place_at) == (early.label, 2, "moving", NOW)
    waiting = office.store.read(tickets.in_lines, TODAY, ("moving",), ("waiting",))
    assert [(one.label, one.reference, one.sealed) for one in waiting] == [
        ("P-001", "B3N8RT0W7", b"root"),
        ("M-001", None, None),
    ]
    with pytest.raises(ActionNotAllowed, match="ticket_not_now"):
        office.store.run(tickets.hand_on, ended, "moving", None, None)


def test_old_tickets_are_forgotten(office: Office) -> None:
    issue(office)
    office.store.run(tickets.forget_before, TODAY)
    assert office.rows("ticket") == 1
    office.store.run(tickets.forget_before, TODAY + timedelta(days=1))
    assert [office.rows(table) for table in ("ticket", "ticket_turn", "ticket_line")] == [0, 0, 0]


# ── boards and booked times


def test_the_newest_look_of_a_line_stays(letterbox: DatabaseLetterbox) -> None:
    row = BoardRow("papers", TODAY, '{"a":1}', NOW)
    letterbox.put_boards([row, replace(row, line="moving")])
    letterbox.put_boards([replace(row, shown='{"a":0}', made_at=NOW - HOUR)])
    newer = replace(row, shown='{"a":2}', made_at=NOW + HOUR)
    letterbox.put_boards([newer])
    assert letterbox.boards(TODAY) == [replace(row, line="moving"), newer]
    assert letterbox.boards(TODAY + timedelta(days=1)) == []


TEN = BookedTime("moving", NOW)


def test_ten_places_for_two_hundred_people_at_once_are_ten(letterbox: DatabaseLetterbox) -> None:
    people = [secrets.token_bytes(16) for _ in range(200)]
    outcomes = together(200, lambda number: letterbox.book(people[number], TEN, 10))
    assert Counter(str(one) for one in outcomes) == {"None": 10, "slot_taken": 190}
    assert letterbox.taken("moving", [NOW]) == {NOW: 10}
    assert sum(letterbox.booked(locator) == TEN for locator in people) == 10


def test_a_time_is_changed_in_one_step_and_the_old_place_is_free(letterbox: DatabaseLetterbox) -> None:
    mine, later = secrets.token_bytes(16), BookedTime("moving", NOW + HOUR)
    letterbox.book(mine, TEN, 1)
    letterbox.book(mine, TEN, 1)
    letterbox.book(mine, later, 1)
    assert (letterbox.booked(mine), letterbox.taken("moving", [NOW, NOW + HOUR])) == (later, {NOW + HOUR: 1})


def test_who_wants_a_time_that_is_full_keeps_what_they_have(letterbox: DatabaseLetterbox) -> None:
    mine, other = secrets.token_bytes(16), secrets.token_bytes(16)
    full = BookedTime("moving", NOW + HOUR)
    letterbox.book(other, full, 1)
    letterbox.book(mine, TEN, 1)
    with pytest.raises(ActionNotAllowed, match="slot_taken"):
        letterbox.book(mine, full, 1)
    assert (letterbox.booked(mine), letterbox.taken("moving", [NOW])) == (TEN, {NOW: 1})


def test_changes_of_one_booking_at_once_leave_one_place_taken(letterbox: DatabaseLetterbox) -> None:
    mine = secrets.token_bytes(16)
    times = [BookedTime("moving", NOW + n * HOUR) for n in range(6)]
    letterbox.book(mine, TEN, 3)
    together(24, lambda number: letterbox.book(mine, times[number % 6], 3))
    booked = letterbox.booked(mine)
    assert booked is not None
    assert letterbox.taken("moving", [one.starts_at for one in times]) == {booked.starts_at: 1}


def test_people_who_exchange_their_times_never_wait_for_each_other(letterbox: DatabaseLetterbox) -> None:
    people = [secrets.token_bytes(16) for _ in range(10)]
    times = (TEN, BookedTime("moving", NOW + HOUR))
    for number, locator in enumerate(people):
        letterbox.book(locator, times[number % 2], 10)
    together(10, lambda number: letterbox.book(people[number], times[(number + 1) % 2], 10))
    assert letterbox.taken("moving", [NOW, NOW + HOUR]) == {NOW: 5, NOW + HOUR: 5}


def test_a_place_that_is_given_back_is_free_once(letterbox: DatabaseLetterbox) -> None:
    mine, other = secrets.token_bytes(16), secrets.token_bytes(16)
    letterbox.book(mine, TEN, 2)
    letterbox.book(other, TEN, 2)
    given = together(8, lambda number: letterbox.give_back_booking(mine))
    assert sorted(str(one) for one in given) == sorted([str(TEN), *["None"] * 7])
    assert (letterbox.booked(mine), letterbox.taken("moving", [NOW])) == (None, {NOW: 1})


def test_what_is_over_is_forgotten_and_a_folder_that_goes_frees_its_place(letterbox: DatabaseLetterbox) -> None:
    mine, other = secrets.token_bytes(16), secrets.token_bytes(16)
    letterbox.put_boards([BoardRow("papers", TODAY, "{}", NOW)])
    letterbox.book(mine, TEN, 2)
    letterbox.book(other, replace(TEN, starts_at=NOW + 48 * HOUR), 2)
    letterbox.purge(NOW + 25 * HOUR)
    assert (letterbox.booked(mine), letterbox.boards(TODAY)) == (None, [])
    assert letterbox.taken("moving", [NOW, NOW + 48 * HOUR]) == {NOW + 48 * HOUR: 1}
    letterbox.drop_folder(other)
    assert letterbox.taken("moving", [NOW + 48 * HOUR]) == {}
