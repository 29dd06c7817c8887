"""来庁予約 made by staff on the telephone: the same places and rules as at home, and a row for each deed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.casework import applying, counter, counter_visits, receipts
from shared.casework.authority import Role
from shared.casework.booking import Visits, book_visit
from shared.casework.cases import Case, again
from shared.casework.counter import Clerk
from shared.casework.tickets import desk
from shared.errors import ActionNotAllowed, NotAuthorised, StoreUnavailable

from .town import Clock, Town, at_once, letterbox_away, rows_of

FIRST = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # Tuesday 9:00, the first time that can be booked
NEXT = FIRST + timedelta(minutes=30)
PROCEDURE, SAMPLE = "tenkyo-todoke", "tenkyo-todoke/family"


def called(clerk: Clerk, procedure: str = PROCEDURE) -> Case:
    """A case begun on the telephone, hardly written."""
    agreed = counter.consent(clerk, "aloud")
    return counter.start(clerk, procedure, agreed, channel=counter.PHONE)


def shown_with_code(town: Town, clerk: Clerk) -> Case:
    """A pre-entry from home whose visitor calls and says the code."""
    return counter.go_on(clerk, town.drafted(SAMPLE).code, counter.consent(clerk, "aloud"))


def book(clerk: Clerk, case: Case, at: datetime = FIRST) -> Case:
    """Booked by this member of staff; the case as it is kept afterwards."""
    counter_visits.book(clerk.office, clerk.actor, case, at)
    return again(clerk.office, case)


def rows(town: Town, case: Case) -> list[tuple[str, str]]:
    """(who, what) of the case's rows about visits, in the office's chain."""
    found = rows_of(
        town.office.store.engine,
        "SELECT actor, action FROM trail WHERE reference = :reference AND action LIKE 'visit%' ORDER BY seq",
        reference=case.reference,
    )
    return [(str(actor), str(action)) for actor, action in found]


def test_a_case_from_the_telephone_is_booked_changed_and_given_back_with_a_row_each(any_town: Town) -> None:
    town, clerk = any_town, any_town.clerk()
    case = called(clerk)
    standing = counter_visits.standing(town.office, case)
    assert (standing.state, standing.visit, standing.line is not None) == ("none", None, True)

    case = book(clerk, case)
    seen = counter_visits.standing(town.office, case)
    assert seen.visit is not None
    assert (seen.state, seen.visit.starts_at) == ("coming", FIRST)
    case = book(clerk, case, NEXT)
    assert counter_visits.give_back(town.office, clerk.actor, case)
    assert not counter_visits.give_back(town.office, clerk.actor, case)

    assert counter_visits.standing(town.office, case).visit is None
    assert rows(town, case) == [("mado", "visit_booked"), ("mado", "visit_changed"), ("mado", "visit_given_back")]


def test_a_pre_entry_by_its_code_exchanges_the_time_that_its_writer_had_booked(town: Town) -> None:
    clerk, mine = town.clerk(), town.drafted(SAMPLE)
    book_visit(town.home, mine, FIRST)
    case = counter.go_on(clerk, mine.code, counter.consent(clerk, "aloud"))
    book(clerk, case, NEXT)
    visits = Visits(town.home.letterbox, town.home.catalogue())
    assert [one for one in (visits.booked(case),) if one and one.starts_at == NEXT] != []
    line = visits.line_for(case)
    assert line is not None
    assert town.home.letterbox.taken(line.id, [FIRST, NEXT]) == {NEXT: 1}
    assert rows(town, case) == [("mado", "visit_changed")]


def test_home_and_telephone_at_once_never_take_more_places_than_there_are(any_town: Town) -> None:
    town, clerk = any_town, any_town.clerk()
    visits = Visits(town.home.letterbox, town.home.catalogue())
    at_home = [town.drafted(SAMPLE) for _ in range(4)]
    by_phone = [called(clerk) for _ in range(4)]
    line = visits.line_for(by_phone[0])
    assert line is not None
    assert line.booking is not None
    ended = at_once(
        *(lambda case=case: book_visit(town.home, case, FIRST) for case in at_home),
        *(lambda case=case: counter_visits.book(town.office, clerk.actor, case, FIRST) for case in by_phone),
    )
    refused = [one for one in ended if isinstance(one, ActionNotAllowed)]
    assert (len(ended) - len(refused), {one.code for one in refused}) == (line.booking.places, {"slot_taken"})
    assert town.home.letterbox.taken(line.id, [FIRST]) == {FIRST: line.booking.places}
    noted = [row for case in by_phone for row in rows(town, case)]
    assert len(noted) == len([one for one in ended[4:] if not isinstance(one, Exception)])


def test_what_cannot_be_had_leaves_what_was_booked(town: Town, clock: Clock) -> None:
    clerk = town.clerk()
    case = book(clerk, called(clerk))
    for at in (FIRST - timedelta(days=4), FIRST + timedelta(minutes=7), FIRST + timedelta(days=300)):
        with pytest.raises(ActionNotAllowed, match="slot_not_offered"):
            book(clerk, case, at)
    visit = counter_visits.visit_of(town.office, case)
    assert visit is not None
    assert (visit.starts_at, rows(town, case)) == (FIRST, [("mado", "visit_booked")])


def test_what_was_sent_or_has_no_line_with_times_cannot_be_booked(town: Town) -> None:
    clerk = town.clerk()
    bookable = {line.section for line in town.catalogue.waiting.lines if line.booking}
    other = next(one.id for one in town.catalogue.procedures if one.section not in bookable and one.channels.counter)
    for case in (town.file().case, called(clerk, other)):
        assert counter_visits.standing(town.office, case).line is None
        with pytest.raises(ActionNotAllowed, match="slot_not_offered"):
            book(clerk, case)


def test_its_sheet_shows_the_time_and_its_code_is_called_as_booked(town: Town, clock: Clock) -> None:
    clerk = town.clerk()
    case = book(clerk, called(clerk))
    visit = counter_visits.visit_of(town.office, case)
    sheet = receipts.receipt_content(case, town.settings.base_url, visit=visit)
    assert sheet.visit is not None
    assert sheet.visit.starts_at == FIRST
    clock.turn_to(FIRST)
    given = desk.issue_for_code(clerk, case.code)
    assert (given.booked_at, given.turn.booked_for) == (FIRST, FIRST)


def test_what_was_written_is_kept_for_a_month_after_the_visit(town: Town) -> None:
    clerk = town.clerk()
    case = book(clerk, shown_with_code(town, clerk))
    assert case.row.expires_on == date(2026, 11, 24) + applying.DRAFT_LIFE


def test_who_finishes_before_the_visit_frees_the_time(town: Town) -> None:
    clerk = town.clerk()
    case = book(clerk, shown_with_code(town, clerk))
    line = counter_visits.visits_of(town.office).line_for(case)
    assert line is not None
    counter.file(clerk, case, hand="citizen")
    assert town.home.letterbox.taken(line.id, [FIRST]) == {}


def test_without_the_letterbox_nothing_is_booked_and_no_row_says_so(town: Town) -> None:
    clerk = town.clerk()
    case = called(clerk)
    with letterbox_away(town):
        with pytest.raises(StoreUnavailable):
            book(clerk, case)
        assert counter_visits.visit_of(town.office, case) is None
    assert rows(town, case) == []


def test_who_does_not_serve_at_the_counter_books_nothing(town: Town) -> None:
    clerk = town.clerk()
    case, admin = called(clerk), town.actor("kanri", roles=(Role.ADMIN,))
    with pytest.raises(NotAuthorised):
        counter_visits.book(town.office, admin, case, FIRST)
    with pytest.raises(NotAuthorised):
        counter_visits.give_back(town.office, admin, case)
