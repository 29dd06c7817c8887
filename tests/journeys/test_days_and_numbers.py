"""When something has arrived, by when it is due, and which number it gets (facts §0.5–6, R-05)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.casework import applying, cases, counter, installation, sending
from shared.casework.cases import Case
from shared.language.open_days import add_open_days
from tests.casework.town import Clock, Town, answers_of, at_once, letterbox_away, rows_of

SAMPLE = "juminhyo-copy/self-by-post"
DOG = "inu-toroku/puppy"


def in_japan(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+09:00").astimezone(UTC)


def sent_at(town: Town, clock: Clock, moment: str, door: str = "home", sample: str = SAMPLE) -> Case:
    """Filled in a little earlier, sent at this moment by the clocks of Japan."""
    clock.turn_to(in_japan(moment) - timedelta(minutes=30))
    installation.publish(town.settings)  # the front's signing key lives 35 days
    draft = town.drafted(sample)
    if door == "counter":
        clerk = town.clerk()
        adopted = counter.go_on(clerk, draft.code, counter.consent(clerk, "aloud"))
        clock.turn_to(in_japan(moment))
        return counter.file(clerk, adopted, hand="citizen").case
    clock.turn_to(in_japan(moment))
    sent = sending.submit(town.home, draft)
    town.receive()
    return sent


@pytest.mark.parametrize("door", ["home", "counter"])
@pytest.mark.parametrize(
    ("moment", "first_day"),
    [
        ("2026-11-20T23:59:58", date(2026, 11, 20)),  # Friday, two seconds before midnight
        ("2026-11-21T00:00:00", date(2026, 11, 24)),  # Saturday; Monday is 勤労感謝の日
        ("2026-11-24T08:00:00", date(2026, 11, 24)),  # before the doors open, all the same
        ("2026-12-28T23:59:58", date(2026, 12, 28)),  # 御用納め
        ("2026-12-29T00:00:00", date(2027, 1, 4)),  # closed until 3 January
        ("2027-01-01T00:00:00", date(2027, 1, 4)),
    ],
)
def test_it_has_arrived_when_it_is_stored_and_is_due_in_open_days_from_the_first_one(
    town: Town, clock: Clock, door: str, moment: str, first_day: date
) -> None:
    sent = sent_at(town, clock, moment, door, DOG)
    record = town.record(sent.reference)
    days = town.catalogue.procedure("inu-toroku").standard_days.days
    arrived = in_japan(moment)
    assert timedelta() <= record.received_at - arrived < timedelta(seconds=2 if moment.endswith("58") else 60)
    assert (record.due_on, sent.front and sent.front.due_on) == (add_open_days(first_day, days),) * 2


def test_when_it_was_opened_changes_nothing_of_when_it_has_arrived(town: Town, clock: Clock) -> None:
    sent = town.apply(DOG)
    assert sent.front is not None
    clock.pass_by(days=5)
    town.receive()
    record = town.record(sent.reference)
    assert (record.received_at, record.due_on, record.attention) == (sent.front.received_at, sent.front.due_on, ())


@pytest.mark.requirement("R-05")
def test_the_fiscal_year_of_the_register_turns_on_the_first_of_april_in_japan(town: Town, clock: Clock) -> None:
    clock.turn_to(in_japan("2027-03-31T09:00:00"))
    installation.publish(town.settings)
    numbers = []
    for moment in ("2027-03-31T23:59:57", "2027-04-01T00:00:00", "2027-04-01T09:00:00"):
        sent = sent_at(town, clock, moment)
        numbers.append(town.record(sent.reference).register_number)
    assert numbers == ["市民-2026-000001", "市民-2027-000001", "市民-2027-000002"]


def test_what_arrived_in_march_and_was_opened_in_april_belongs_to_march(town: Town, clock: Clock) -> None:
    clock.turn_to(in_japan("2027-03-31T23:00:00"))
    installation.publish(town.settings)
    sent = town.apply()
    clock.pass_by(hours=12)
    town.receive()
    assert town.record(sent.reference).register_number == "市民-2026-000001"


@pytest.mark.requirement("R-05")
@pytest.mark.parametrize("rounds", [4, pytest.param(60, marks=pytest.mark.drill)])
def test_register_numbers_have_no_gap_whichever_doors_write_them(any_town: Town, rounds: int) -> None:
    """Home and counter at once, a pull in between, and some that are refused on the way."""
    town, clerk, raw = any_town, any_town.clerk(), answers_of(SAMPLE)

    def at_the_counter() -> object:
        return counter.file_answers(clerk, "juminhyo-copy", raw)

    def at_home() -> object:
        return town.apply()

    def refused() -> object:
        return counter.file_answers(clerk, "juminhyo-copy", {**raw, "applicant_birth": "りんご"})

    for _ in range(rounds):
        at_once(at_the_counter, at_home, town.receive, at_the_counter, refused, at_home)
    town.receive()
    town.file(DOG)
    engine = town.office.store.engine
    found = rows_of(engine, "SELECT section, register_serial FROM submission ORDER BY section, register_serial")
    own = [serial for section, serial in found if section == "shiminka"]
    others = [serial for section, serial in found if section != "shiminka"]
    assert (own, others) == (list(range(1, 4 * rounds + 1)), [1])


def test_numbers_have_no_gap_where_the_letterbox_was_away(town: Town, clock: Clock) -> None:
    town.file()
    with letterbox_away(town):
        town.file()
    clock.pass_by(seconds=11)
    town.apply()
    town.receive()
    found = rows_of(town.office.store.engine, "SELECT register_serial FROM submission ORDER BY register_serial")
    assert [serial for (serial,) in found] == [1, 2, 3]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_the_machines_own_zone_changes_nothing(
    town: Town, clock: Clock, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    import time

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        sent = sent_at(town, clock, "2026-11-21T00:00:00", sample=DOG)
        days = town.catalogue.procedure("inu-toroku").standard_days.days
        assert town.record(sent.reference).due_on == add_open_days(date(2026, 11, 24), days)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_draft_of_a_day_that_has_gone_is_read_again_as_of_today_when_it_is_sent(town: Town, clock: Clock) -> None:
    draft = town.drafted("sodai-gomi/chest-and-bedding")  # to be fetched on 20 January
    clock.turn_to(in_japan("2027-01-25T10:00:00"))
    installation.publish(town.settings)
    later = applying.start(town.home, "sodai-gomi", key="later")
    assert later.sent is False and draft.row.expires_on < date(2027, 1, 25)
    with pytest.raises(Exception) as gone:
        cases.case_by_code(town.home, draft.code)
    assert str(gone.value) == "cannot_open"
