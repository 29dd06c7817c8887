"""Staff, sessions, tries, parked cases, the list of protected persons, and what the office knows of itself."""

import os
from dataclasses import replace
from datetime import date, timedelta

import pytest
from office_samples import NOW, TODAY, Office
from sqlalchemy import Engine

from shared.records.store import people, protected, upkeep
from shared.records.store.people import SessionRow, StaffRow
from shared.records.store.protected import Measure
from shared.records.store.upkeep import Rehearsal, UnopenedRow

HOUR = timedelta(hours=1)
SUZUKI = StaffRow("suzuki", "鈴木", "$argon2id$…", ("counter", "reviewer"), ("shiminka",), NOW, must_change=True)


@pytest.fixture
def office(office_engine: Engine) -> Office:
    return Office(office_engine)


def test_staff_are_kept_as_they_are_now(office: Office) -> None:
    office.store.run(people.put_staff, SUZUKI)
    office.store.run(people.put_staff, replace(SUZUKI, name="abe", number=True, disabled_at=NOW))
    later = replace(SUZUKI, must_change=False, password="$new", sections=("shiminka", "kokuho"))
    office.store.run(people.put_staff, replace(later, created_at=NOW + HOUR))
    assert office.store.read(people.staff, "suzuki") == later
    assert office.store.read(people.staff, "nobody") is None
    assert [row.name for row in office.store.read(people.all_staff)] == ["abe", "suzuki"]


def test_a_session_lives_until_it_is_ended(office: Office) -> None:
    row = SessionRow(os.urandom(32), "suzuki", NOW, NOW, NOW + 8 * HOUR)
    office.store.run(people.start_session, row)
    office.store.run(people.session_seen, row.hash, NOW + HOUR)
    assert office.store.read(people.session, row.hash) == replace(row, seen_at=NOW + HOUR)
    office.store.run(people.end_session, row.hash)
    assert office.store.read(people.session, row.hash) is None


def test_a_clock_that_goes_back_does_not_lengthen_a_session(office: Office) -> None:
    row = SessionRow(os.urandom(32), "suzuki", NOW, NOW, NOW + 8 * HOUR)
    office.store.run(people.start_session, row)
    office.store.run(people.session_seen, row.hash, NOW - HOUR)
    assert office.store.read(people.session, row.hash) == row


def test_all_sessions_of_one_person_end_at_once(office: Office) -> None:
    for who in ("suzuki", "suzuki", "sato"):
        office.store.run(people.start_session, SessionRow(os.urandom(32), who, NOW, NOW, NOW + HOUR))
    assert office.store.run(people.end_sessions_of, "suzuki") == 2
    office.store.run(people.forget_sessions, NOW + 2 * HOUR)
    assert office.rows("staff_session") == 0


def test_tries_are_counted_by_who_and_since_when(office: Office) -> None:
    for minutes in (0, 10, 20):
        office.store.run(people.add_try, b"suzuki", NOW + timedelta(minutes=minutes))
    office.store.run(people.add_try, b"sato", NOW)
    assert office.store.read(people.tries_since, b"suzuki", NOW + timedelta(minutes=5)) == 2
    office.store.run(people.clear_tries, b"suzuki")
    assert office.rows("sign_in_try") == 1
    office.store.run(people.forget_tries, NOW + HOUR)
    assert office.rows("sign_in_try") == 0


def test_a_parked_case_is_there_for_whoever_entered_it(office: Office) -> None:
    office.store.run(people.park, "suzuki", "B1", b"first", NOW)
    office.store.run(people.park, "suzuki", "B2", b"second", NOW + HOUR)
    office.store.run(people.park, "suzuki", "B1", b"first again", NOW + 2 * HOUR)
    kept = office.store.read(people.parked_of, "suzuki")
    assert [(row.reference, row.sealed) for row in kept] == [("B1", b"first again"), ("B2", b"second")]
    assert office.store.read(people.parked_of, "sato") == []
    office.store.run(people.unpark, "sato", "B1")
    office.store.run(people.unpark, "suzuki", "B2")
    assert [row.reference for row in office.store.read(people.parked_of, "suzuki")] == ["B1"]


NAME, BIRTH = ("name", b"n" * 16), ("birth", b"b" * 16)


def look(office: Office, *tokens: tuple[str, bytes], day: date = TODAY) -> tuple[str, ...]:
    return office.store.read(protected.protected_by, tokens, day)


def test_a_protected_person_is_found_by_name_and_birth_date_together(office: Office) -> None:
    office.store.run(protected.put_protected, "e1", [NAME, BIRTH], TODAY, ["sato", "suzuki"])
    assert look(office, NAME, BIRTH, ("name", b"x" * 16)) == ("sato", "suzuki")
    assert look(office, NAME) == ()
    assert look(office, NAME, ("birth", b"other birth date")) == ()
    assert look(office) == ()


def test_protection_ends_with_its_last_day(office: Office) -> None:
    office.store.run(protected.put_protected, "e1", [NAME], TODAY, ["suzuki"])
    tomorrow = TODAY + timedelta(days=1)
    assert (look(office, NAME), look(office, NAME, day=tomorrow)) == (("suzuki",), ())
    assert office.store.run(protected.forget_protected, tomorrow) == 1


def test_viewers_of_all_protected_persons_of_a_case_may_see_it(office: Office) -> None:
    office.store.run(protected.put_protected, "mother", [NAME], TODAY, ["suzuki"])
    office.store.run(protected.put_protected, "child", [BIRTH], TODAY, ["sato"])
    assert look(office, NAME, BIRTH) == ("sato", "suzuki")
    assert office.store.run(protected.drop_protected, "child") == 1
    assert look(office, NAME, BIRTH) == ("suzuki",)
    assert office.store.read(protected.measures) == [Measure("mother", TODAY, ("suzuki",), 1)]


def test_a_measure_is_one_line_however_many_persons_and_ways_it_has(office: Office) -> None:
    for way in ("0|name", "0|kana", "1|name"):
        office.store.run(protected.put_protected, f"e1|{way}", [NAME, BIRTH], TODAY, ["suzuki"])
    office.store.run(protected.put_protected, "e10|0|name", [NAME], TODAY, ["sato"])
    assert office.store.read(protected.measures) == [
        Measure("e1", TODAY, ("suzuki",), 2),
        Measure("e10", TODAY, ("sato",), 1),
    ]
    assert office.store.run(protected.drop_protected, "e1") == 6
    assert [one.entry for one in office.store.read(protected.measures)] == ["e10"]


def test_an_entry_that_would_hide_cases_from_everybody_is_refused(office: Office) -> None:
    for tokens, viewers in (([NAME], []), ([], ["suzuki"])):
        with pytest.raises(ValueError, match="tokens and viewers"):
            office.store.run(protected.put_protected, "e1", tokens, TODAY, viewers)


def test_the_last_rehearsal_is_known(office: Office) -> None:
    assert office.store.read(upkeep.last_rehearsal) is None
    for n in range(2):
        office.store.run(upkeep.add_rehearsal, Rehearsal(NOW + n * HOUR, NOW - HOUR, 10 + n, 3))
    assert office.store.read(upkeep.last_rehearsal) == Rehearsal(NOW + HOUR, NOW - HOUR, 11, 3)


def test_envelopes_that_do_not_open_are_listed_until_they_do(office: Office) -> None:
    first = UnopenedRow("a" * 32, "A1", ("office-1", "recovery-1"), NOW, NOW, "key_missing")
    second = UnopenedRow("b" * 32, "A2", (), NOW - HOUR, NOW, "box_closed")
    for row in (first, second, replace(first, first_tried_at=NOW + HOUR, why="box_closed")):
        office.store.run(upkeep.note_unopened, row)
    assert office.store.read(upkeep.unopened) == [second, replace(first, why="box_closed")]
    office.store.run(upkeep.now_opened, [second.envelope_id])
    assert [row.reference for row in office.store.read(upkeep.unopened)] == ["A1"]


def test_settings_are_remembered(office: Office) -> None:
    assert office.store.read(upkeep.setting, "mirror") is None
    for value in ("first", "second"):
        office.store.run(upkeep.put_setting, "mirror", value)
    assert office.store.read(upkeep.setting, "mirror") == "second"
