"""来庁予約 as screens and the counter tell it: who may book, late, missed, today's list, and the number for a code."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.casework import applying, counter, receipts
from shared.casework.booking import Visits, book_visit
from shared.casework.cases import Case, again
from shared.casework.counter_visits import visit_of
from shared.casework.tickets import desk
from shared.casework.tickets.booked import booked_today
from shared.errors import ActionNotAllowed, StoreUnavailable
from shared.records.front.visits import BookedTime
from shared.records.store import tickets

from .town import Clock, Town, answers_of, letterbox_away, staff_answers_of

FIRST = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # Tuesday 9:00, the first time that can be booked
HALF = timedelta(minutes=30)
SAMPLE = "tenkyo-todoke/family"


def visits(town: Town) -> Visits:
    return Visits(town.home.letterbox, town.home.catalogue())


def booked(town: Town, at: datetime = FIRST, sample: str = SAMPLE) -> Case:
    """A pre-entry that is written and booked; as it is kept afterwards."""
    case = town.drafted(sample)
    book_visit(town.home, case, at)
    return again(town.home, case)


def given(town: Town, case: Case) -> desk.Given:
    return desk.issue_for_code(town.clerk(), case.code)


@pytest.mark.parametrize("sample", ["tenkyo-todoke/family", "tenshutsu-todoke/with-card", "kokuho-kanyu/newborn"])
def test_a_pre_entry_that_is_written_to_its_end_may_be_booked(town: Town, sample: str) -> None:
    standing = visits(town).standing(town.drafted(sample))
    assert (standing.state, standing.visit) == ("none", None)
    assert standing.line is not None


def test_what_is_not_written_not_a_pre_entry_or_sent_may_not(town: Town) -> None:
    begun = applying.start(town.home, "tenkyo-todoke")
    for case in (begun, town.drafted("shotoku-kazei-shomei/self"), town.apply()):
        assert visits(town).standing(case).line is None
        with pytest.raises(ActionNotAllowed, match="slot_not_offered"):
            book_visit(town.home, case, FIRST)


def test_what_was_written_is_kept_for_a_month_after_the_visit(town: Town) -> None:
    assert booked(town).row.expires_on == date(2026, 11, 24) + applying.DRAFT_LIFE


def test_a_tab_that_saved_meanwhile_is_no_hindrance(town: Town) -> None:
    case = town.drafted(SAMPLE)
    saved = applying.save(town.home, case, applying.draft_of(case))
    book_visit(town.home, case, FIRST)
    kept = again(town.home, saved)
    assert (kept.row.expires_on, kept.answers) == (date(2026, 11, 24) + applying.DRAFT_LIFE, saved.answers)


@pytest.mark.parametrize(
    ("passed", "state"),
    [
        (-timedelta(hours=1), "coming"),
        (timedelta(minutes=14), "coming"),
        (timedelta(minutes=16), "late"),
        (timedelta(hours=14, minutes=59), "late"),
        (timedelta(hours=15, minutes=1), "missed"),
    ],
)
def test_a_visit_is_ahead_late_or_missed(town: Town, clock: Clock, passed: timedelta, state: str) -> None:
    case = booked(town)
    clock.turn_to(FIRST + passed)
    standing = visits(town).standing(case)
    assert standing.state == state
    assert standing.line is not None, "another time can be booked"


def test_who_was_at_the_counter_is_not_told_of_a_missed_time_later(town: Town, clock: Clock) -> None:
    case = town.apply()
    visits(town).letterbox.book(case.row.locator, BookedTime("todokede", FIRST), 2)
    assert visits(town).standing(case).state == "coming"
    clock.turn_to(FIRST + timedelta(hours=5))
    assert visits(town).standing(case).state == "none"


def test_the_sheet_of_a_pre_entry_shows_the_visit_and_what_to_bring(town: Town) -> None:
    case = booked(town)
    sheet = receipts.receipt_content(case, "https://example.jp", visit=visits(town).booked(case))
    assert sheet.visit is not None
    assert (sheet.visit.starts_at, sheet.visit.counters) == (FIRST, ("4", "5", "6"))
    kinds = ["honnin-kakunin", "mynumber-card", "zairyu-card"]  # who comes in person brings no mandate
    titles = [one.title.ja for one in case.procedure.documents if one.kind in kinds]
    assert [words.ja.startswith(title) for words, title in zip(sheet.bring, titles, strict=True)] == [True] * 3


# ── at the counter


def filed_here(town: Town, case: Case) -> Case:
    """The pre-entry, gone on with and filed at the counter today."""
    clerk = town.clerk()
    adopted = counter.go_on(clerk, case.code, counter.consent(clerk, counter.AGREED_ALOUD))
    named = counter.staff_named(clerk, adopted.procedure)
    answers = {**answers_of(SAMPLE), **staff_answers_of(SAMPLE), **named}
    return counter.file(clerk, applying.answer_all(town.office, adopted, answers, "staff")).case


def test_who_is_served_on_an_earlier_day_frees_the_booked_time(town: Town) -> None:
    case = booked(town)
    assert filed_here(town, case).sent
    assert visits(town).letterbox.taken("todokede", [FIRST]) == {}


def test_a_time_of_today_stays_on_the_clerks_list_when_the_case_is_filed(town: Town, clock: Clock) -> None:
    case = booked(town)
    clock.turn_to(FIRST + timedelta(minutes=10))
    given(town, case)
    filed_here(town, case)
    assert [(row.booked, row.came) for row in booked_today(town.clerk(), ("todokede",))] == [(1, 1)]


def test_filing_never_waits_for_the_booking_of_a_letterbox_that_is_away(town: Town) -> None:
    case = booked(town)
    town.office.letterbox.pull_mirror()
    with letterbox_away(town):
        assert filed_here(town, case).sent
        assert visit_of(town.office, case) is None
    assert visits(town).letterbox.taken("todokede", [FIRST]) == {FIRST: 1}


def test_who_comes_at_the_booked_time_has_a_number_for_it(town: Town, clock: Clock) -> None:
    case = booked(town)
    clock.turn_to(FIRST - timedelta(minutes=20))
    number = given(town, case)
    assert (number.how, number.turn.line, number.turn.booked_for) == ("booked", "todokede", FIRST)


@pytest.mark.parametrize(
    ("at", "how"),
    [
        (FIRST + timedelta(minutes=16), "late"),
        (FIRST + timedelta(days=1), "late"),
        (FIRST - timedelta(days=3), "other_day"),
    ],
)
def test_who_comes_at_another_time_waits_as_a_walk_in_and_staff_know_why(
    town: Town, clock: Clock, at: datetime, how: str
) -> None:
    case = booked(town)
    clock.turn_to(at)
    number = given(town, case)
    assert (number.how, number.booked_at, number.turn.booked_for) == (how, FIRST, None)
    assert number.turn.line == "todokede"


def test_the_code_of_a_sent_case_gives_a_number_of_its_line(town: Town) -> None:
    number = given(town, town.apply())
    assert (number.how, number.turn.line) == ("walk_in", "shomei")


def test_staff_see_the_times_of_today_and_who_is_here_but_no_person(town: Town, clock: Clock) -> None:
    first, second, _ = booked(town), booked(town), booked(town, FIRST + HALF, "kokuho-kanyu/newborn")
    booked(town, FIRST + timedelta(days=1))
    clerk = town.clerk()
    assert booked_today(clerk, ("todokede", "hoken")) == []
    clock.turn_to(FIRST - timedelta(minutes=10))
    given(town, first)
    rows = booked_today(clerk, ("todokede", "hoken"))
    assert [(row.line, row.starts_at, row.booked, row.came, row.over) for row in rows] == [
        ("todokede", FIRST, 2, 1, False),
        ("hoken", FIRST + HALF, 1, 0, False),
    ]
    given(town, second)
    clock.turn_to(FIRST + timedelta(minutes=16))
    assert [(row.came, row.over) for row in booked_today(clerk, ("todokede",))] == [(2, True)]


def test_who_is_handed_on_counts_once(town: Town, clock: Clock) -> None:
    case = booked(town)
    clock.turn_to(FIRST)
    given(town, case)
    clerk = town.clerk()
    turn = desk.call_next(clerk, "4", ("todokede",))
    assert turn is not None
    desk.hand_on(clerk, turn, "hoken")
    assert [row.came for row in booked_today(clerk, ("todokede", "hoken"))] == [1]


def test_the_list_says_that_nobody_can_see_it_now(town: Town, clock: Clock) -> None:
    booked(town)
    clock.turn_to(FIRST)
    clerk = town.clerk()
    with letterbox_away(town), pytest.raises(StoreUnavailable):
        booked_today(clerk, ("todokede",))


def test_a_morning_full_of_bookings_leaves_walk_ins_every_second_call(town: Town, clock: Clock) -> None:
    cases = [booked(town, FIRST + HALF * (number // 2)) for number in range(6)]
    clock.turn_to(FIRST)
    clerk = town.clerk()
    walk_ins = {desk.issue(clerk, "todokede").label for _ in range(6)}
    for case in cases:
        given(town, case)
    clock.turn_to(FIRST + HALF * 2)
    called = []
    for number in range(8):
        turn = desk.call_next(town.clerk(f"mado{number}"), "4", ("todokede",))
        assert turn is not None
        called.append("walk-in" if turn.label in walk_ins else "booked")
    assert called == ["booked", "walk-in"] * 4
    assert len(town.office.store.read(tickets.in_lines, clock.now().date(), ("todokede",), ("waiting",))) == 4
