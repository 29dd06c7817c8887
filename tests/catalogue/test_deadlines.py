"""Until when people have to apply, and until when the office has to answer."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from shared.catalogue.catalogue import Catalogue
from shared.catalogue.deadlines import due_on, last_day_of
from shared.catalogue.procedure import Procedure

from .samples import DAY

JAPAN = timezone(timedelta(hours=9))


def with_rules(small: Catalogue, **rules: Any) -> Procedure:
    return Procedure.from_asked({**small.procedure("waste").as_asked(DAY), "deciding_day": "start", **rules})


def received(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=JAPAN).astimezone(UTC)


@pytest.mark.parametrize(
    ("count", "days", "event", "last"),
    [
        ("exclude_first_day", 14, "2026-11-09", date(2026, 11, 24)),  # the 23rd is a holiday
        ("exclude_first_day", 14, "2026-11-10", date(2026, 11, 24)),
        ("include_first_day", 14, "2026-11-12", date(2026, 11, 25)),
        ("exclude_first_day", 14, "2026-12-15", date(2027, 1, 4)),  # 29 December to 3 January is closed
    ],
)
def test_a_deadline_counts_from_its_event(small: Catalogue, count: str, days: int, event: str, last: date) -> None:
    rule = {"days": days, "count": count, "from_question": "moved", "text": {"ja": "x"}}

    assert last_day_of(with_rules(small, deadline=rule), {"moved": event}) == last


@pytest.mark.parametrize("answers", [{}, {"moved": "2026"}, {"moved": ""}, {"moved": 3}, {"moved": "2026-02-31"}])
def test_without_a_day_there_is_no_last_day(waste: Procedure, answers: dict[str, Any]) -> None:
    assert last_day_of(waste, answers) is None


def test_a_deadline_in_words_only_has_no_last_day(small: Catalogue) -> None:
    assert last_day_of(with_rules(small, deadline={"text": {"ja": "早めに"}}), {"moved": "2026-11-09"}) is None
    assert last_day_of(small.procedure("copy"), {}) is None


def test_a_deadline_may_start_later(waste: Procedure) -> None:
    answers = {"moved": "2026-11-09", "contact": {"c_birth": "2026-09-01"}}

    assert last_day_of(waste, answers) == date(2026, 12, 15)  # 1 September + 91 days = 1 December, + 14


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (received(2026, 11, 2), date(2026, 11, 17)),  # skips 3 November and two weekends
        (received(2026, 11, 2, 23, 59), date(2026, 11, 17)),  # arrives at any hour
        (received(2026, 11, 1), date(2026, 11, 17)),  # a Sunday: work begins on Monday
        (received(2026, 11, 3, 0, 0), date(2026, 11, 18)),  # a holiday
        (received(2026, 12, 29), date(2027, 1, 19)),  # work begins on 4 January; the 11th is a holiday
    ],
)
def test_open_days_count_from_the_first_open_day(small: Catalogue, at: datetime, due: date) -> None:
    assert due_on(with_rules(small, standard_days={"days": 10}), at) == due


def test_no_days_means_the_first_open_day(small: Catalogue) -> None:
    copy = small.procedure("copy")

    assert due_on(copy, received(2026, 11, 24, 23, 59)) == date(2026, 11, 24)
    assert due_on(copy, received(2026, 11, 28)) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (received(2026, 11, 2), date(2026, 12, 2)),
        (received(2026, 11, 1), date(2026, 12, 1)),  # a Sunday counts: it has arrived
        (received(2026, 11, 5), date(2026, 12, 7)),  # the 5th is a Saturday
    ],
)
def test_calendar_days_count_from_arrival_and_roll_off_closed_days(waste: Procedure, at: datetime, due: date) -> None:
    assert due_on(waste, at) == due
