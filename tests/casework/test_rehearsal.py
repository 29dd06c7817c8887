"""ためし: a house for a catalogue, on any of its days; nothing leads out of it, and no other house takes a day."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shared.casework import applying, cases, moving_over, practice, rehearsal, sending, staff
from shared.casework.cases import Case
from shared.casework.office import open_office
from shared.casework.rehearsal import Rehearsal
from shared.casework.sides import FrontSide, open_front
from shared.cli import rehearsing
from shared.errors import SettingsError, ValueRefused
from shared.language import clock
from shared.records.proof import read_proof
from shared.records.writer import close_writers
from shared.settings import PRACTICE, PRACTICE_MARK, REHEARSAL, Settings, read_settings
from tests.house.project import ROOMS, inside, modules

from .fixtures import close
from .test_practice import REAL, paths_of
from .turning import APRIL, MARCH, NEW, OLD, YEAR, turning


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """One rehearsal's house, on March 31st."""
    folder = tmp_path_factory.mktemp("rehearsal")
    file = turning(tmp_path_factory.mktemp("catalogue"))
    environ = practice.environment({**os.environ, **REAL}, folder, REHEARSAL) | {"MADOGUCHI_CATALOGUE": str(file)}
    rehearsing.furnish(folder, environ, MARCH)
    return read_settings(environ)


@pytest.fixture
def home(furnished: Settings) -> Iterator[FrontSide]:
    """Its portal, in a process that lives on its day."""
    assert rehearsal.follow(furnished) is not None
    try:
        tried(furnished).show(MARCH)
        side = open_front(furnished)
        yield side
        close_writers()
        close(side)
    finally:
        clock.rehearse(None)


def tried(settings: Settings) -> Rehearsal:
    found = rehearsal.of(settings)
    assert found is not None
    return found


def begun(home: FrontSide) -> Case:
    return applying.answer_all(home, applying.start(home, "pass"), OLD, "citizen")


def test_the_days_go_by_as_the_switch_says_and_the_time_of_day_is_the_real_one(
    home: FrontSide, furnished: Settings
) -> None:
    assert clock.today() == MARCH
    tried(furnished).show(date(YEAR, 2, 28))
    assert clock.today() == date(YEAR, 2, 28)
    real = datetime.now(UTC)
    assert abs(clock.in_japan(clock.now()).replace(year=2000, month=1, day=1) - same_day(real)) < timedelta(minutes=1)


def same_day(instant: datetime) -> datetime:
    return clock.in_japan(instant).replace(year=2000, month=1, day=1)


def test_a_draft_of_march_is_told_in_april_what_changed(home: FrontSide, furnished: Settings) -> None:
    case = begun(home)
    tried(furnished).show(APRIL)
    now = moving_over.up_to_date(home, cases.case_by_code(home, case.code))
    assert now.draft is not None and now.draft.moved is not None
    assert (now.draft.moved.since, "fee" in {one.what for one in now.draft.moved.told}) == (APRIL, True)


def test_the_cases_of_a_browser_stay_open_on_a_far_day(home: FrontSide, furnished: Settings) -> None:
    case = begun(home)
    pass_ = cases.remember(home, case)
    again = rehearsal.cases_across(home, pass_)
    tried(furnished).show(tried(furnished).last)
    assert cases.cases_of_pass(home, pass_) == []  # as it is for people, after a day
    again()
    assert [one.reference for one in cases.cases_of_pass(home, pass_)] == [case.reference]
    rehearsal.cases_across(home, None)()


def test_receipts_are_signed_on_each_of_its_days_forwards_and_backwards(home: FrontSide, furnished: Settings) -> None:
    house = tried(furnished)
    days = [house.first, house.last, MARCH, house.first + timedelta(days=28), house.last - timedelta(days=400)]
    for day in days:
        house.show(day)
        case = applying.start(home, "pass")
        raw = {**(NEW if day >= APRIL else OLD), "moved": (day - timedelta(days=3)).isoformat()}
        sent = sending.submit(home, applying.answer_all(home, case, raw, "citizen"))
        assert sent.front is not None and sent.front.received_at is not None
        assert clock.in_japan(sent.front.received_at).date() == day
        assert read_proof(sent.front.proof, home.public).verdict == "front"


def test_the_kiosks_one_account_opens_with_what_the_house_holds(home: FrontSide, furnished: Settings) -> None:
    office = open_office(furnished)
    signed = staff.sign_in(office, *tried(furnished).clerk)
    assert (signed.must_change, signed.actor.serves("anything")) == (False, True)
    tried(furnished).show(APRIL)
    assert staff.actor_of(office, signed.token) is None  # why the switch signs in anew
    close(office)


def test_everything_of_it_lies_below_its_own_folder(furnished: Settings) -> None:
    top = str(furnished.rehearsal)
    assert [place for place in paths_of(furnished) if not place.startswith(f"{top}/") and place != top] == []
    assert (furnished.practice, furnished.printers, furnished.base_url) == (True, (), practice.NOWHERE)


@pytest.mark.parametrize("day", [timedelta(days=-400), timedelta(days=1200)])
def test_a_day_without_keys_is_refused_with_the_days_there_are(
    home: FrontSide, furnished: Settings, day: timedelta
) -> None:
    with pytest.raises(ValueRefused) as refusal:
        tried(furnished).show(tried(furnished).first + rehearsal.BACK + day)
    assert refusal.value.code == "rehearsal_day"
    assert clock.today() == MARCH


def test_no_other_house_follows_a_day(tmp_path: Path) -> None:
    for environ in ({}, {PRACTICE: "yes"}):
        folder = tmp_path / str(len(environ))
        folder.mkdir()
        if environ:
            (folder / PRACTICE_MARK).touch()
        house = Rehearsal(folder)
        house.open(clock.today(), clock.today() + timedelta(days=9))  # even with such a file in it
        settings = read_settings({**environ, "MADOGUCHI_VAR": str(folder)})
        assert rehearsal.follow(settings) is None
        assert clock.today() == clock.in_japan(datetime.now(UTC)).date()


def test_an_ordinary_folder_cannot_be_rehearsed_on_nor_a_practice_folder_without_days(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as ordinary:
        read_settings({"MADOGUCHI_VAR": str(tmp_path), PRACTICE: REHEARSAL})
    (tmp_path / PRACTICE_MARK).touch()
    with pytest.raises(SettingsError) as bare:
        rehearsal.follow(read_settings({"MADOGUCHI_VAR": str(tmp_path), PRACTICE: REHEARSAL}))
    assert (ordinary.value.code, bare.value.code) == ("practice_folder", "rehearsal_unfurnished")


def test_the_clock_is_turned_in_these_places_only() -> None:
    turning = {inside(path) for path in modules(*ROOMS) if "clock.rehearse(" in path.read_text(encoding="utf-8")}
    assert turning == {"shared/casework/rehearsal.py", "shared/cli/rehearsing.py"}
