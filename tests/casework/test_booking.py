"""来庁予約: offered, booked by code, changed, given back, over; and honoured at the counter."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.casework import applying
from shared.casework.booking import Visits
from shared.casework.cases import Case
from shared.casework.tickets import desk
from shared.errors import ActionNotAllowed, CodeSlip
from shared.language import clock as clock_module

from .town import Clock, Town

TUESDAY = date(2026, 11, 24)  # the Monday before is a holiday
FIRST = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # 9:00
HALF = timedelta(minutes=30)


def visits(town: Town) -> Visits:
    return Visits(town.home.letterbox, town.home.catalogue())


def begun(town: Town, procedure: str = "tenkyo-todoke") -> Case:
    return applying.start(town.home, procedure)


def test_open_days_are_offered_from_the_lead_time_on_with_every_time_and_its_places(town: Town) -> None:
    booking, case = visits(town), begun(town)
    line = booking.line_for(case)
    assert line is not None
    days = booking.offer(line)
    assert (line.id, len(days), days[0].day, days[0].free) == ("todokede", 15, TUESDAY, 30)
    assert [(time.starts_at, time.free) for time in days[0].times[:2]] == [(FIRST, 2), (FIRST + HALF, 2)]


def test_a_procedure_whose_line_has_no_times_offers_none(town: Town) -> None:
    assert visits(town).line_for(begun(town, "juminhyo-copy")) is None
    with pytest.raises(ActionNotAllowed, match="slot_not_offered"):
        visits(town).book(begun(town, "juminhyo-copy"), FIRST)


def test_a_booked_time_is_found_again_by_the_code_and_one_place_less_is_free(town: Town) -> None:
    booking, case = visits(town), begun(town)
    booking.book(case, FIRST)
    found = booking.booked(case)
    assert found is not None
    assert (found.line.id, found.starts_at, found.day) == ("todokede", FIRST, TUESDAY)
    assert booking.offer(found.line)[0].times[0].free == 1
    assert booking.booked(begun(town)) is None


def test_the_last_place_is_given_once_and_who_comes_later_chooses_another(town: Town) -> None:
    booking = visits(town)
    for _ in range(2):
        booking.book(begun(town), FIRST)
    with pytest.raises(ActionNotAllowed, match="slot_taken"):
        booking.book(begun(town), FIRST)
    booking.book(begun(town), FIRST + HALF)


def test_forty_people_at_once_for_two_places_are_two(any_town: Town) -> None:
    booking, cases = visits(any_town), [begun(any_town) for _ in range(40)]

    def take(case: Case) -> str:
        try:
            booking.book(case, FIRST)
        except ActionNotAllowed as refused:
            return refused.code
        return "booked"

    with ThreadPoolExecutor(40) as pool:
        assert Counter(pool.map(take, cases)) == {"booked": 2, "slot_taken": 38}


def test_a_booking_is_changed_and_given_back(town: Town) -> None:
    booking, case = visits(town), begun(town)
    booking.book(case, FIRST)
    changed = booking.book(case, FIRST + HALF)
    assert [time.free for time in booking.offer(changed.line)[0].times[:2]] == [2, 1]
    assert (booking.give_back(case), booking.give_back(case), booking.booked(case)) == (True, False, None)
    assert booking.offer(changed.line)[0].times[1].free == 2


@pytest.mark.parametrize(
    "at",
    [
        FIRST + timedelta(minutes=10),  # between two times
        FIRST - HALF,  # before the booking hours
        FIRST.replace(hour=7, minute=30),  # 16:30: it would end after them
        FIRST - timedelta(days=1),  # a holiday
        FIRST - timedelta(days=4),  # today
        FIRST + timedelta(days=60),  # too far
    ],
)
def test_what_is_not_offered_is_refused(town: Town, at: datetime) -> None:
    with pytest.raises(ActionNotAllowed, match="slot_not_offered"):
        visits(town).book(begun(town), at)


def test_a_booking_is_over_with_its_day(town: Town, clock: Clock) -> None:
    booking, case = visits(town), begun(town)
    booking.book(case, FIRST)
    clock.turn_to(FIRST + timedelta(hours=12))
    assert booking.booked(case) is not None
    clock.turn_to(FIRST + timedelta(hours=16))
    assert booking.booked(case) is None


def test_the_letterbox_holds_no_person_and_no_procedure_of_a_booking(town: Town) -> None:
    case = begun(town)
    visits(town).book(case, FIRST)
    with town.home.letterbox.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM booking").mappings().all()
    assert [sorted(row) for row in rows] == [["line", "locator", "made_at", "starts_at"]]
    assert rows[0]["locator"] == case.row.locator


# ── at the counter


def test_who_booked_shows_the_code_and_is_called_at_the_time(town: Town, clock: Clock) -> None:
    case = begun(town)
    assert case.draft is not None
    visits(town).book(case, FIRST)
    clock.turn_to(FIRST - timedelta(minutes=20))
    clerk = town.clerk()
    walk_in = desk.issue(clerk, "todokede")
    given = desk.issue_for_code(clerk, case.draft.code)
    booked = given.turn
    assert (given.how, booked.label, booked.booked_for) == ("booked", "B-002", FIRST)
    clock.turn_to(FIRST - timedelta(minutes=4))
    first, second = (desk.call_next(town.clerk(name), "4", ("todokede",)) for name in ("abe", "ito"))
    assert first is not None and second is not None
    assert (first.token, second.token) == (booked.token, walk_in.token)


def test_who_shows_a_code_on_another_day_waits_as_a_walk_in_of_the_right_line(town: Town) -> None:
    case = begun(town)
    assert case.draft is not None
    visits(town).book(case, FIRST)
    given = desk.issue_for_code(town.clerk(), case.draft.code)
    assert (given.how, given.booked_at) == ("other_day", FIRST)
    assert (given.turn.line, given.turn.booked_for) == ("todokede", None)
    with pytest.raises(CodeSlip):
        desk.issue_for_code(town.clerk(), case.draft.code[:-1])


def test_a_code_is_enough_while_the_letterbox_is_away(town: Town, clock: Clock) -> None:
    case = begun(town)
    assert case.draft is not None
    visits(town).book(case, FIRST)
    town.office.letterbox.pull_mirror()
    town.office.letterbox.remote.engine.dispose()
    path = town.settings.front_var / "letterbox.db"
    path.rename(path.with_suffix(".away"))
    clock.turn_to(FIRST)
    given = desk.issue_for_code(town.clerk(), case.draft.code)
    assert (given.how, given.turn.line, given.turn.booked_for) == ("unknown", "todokede", None)
    assert clock_module.today() == TUESDAY
