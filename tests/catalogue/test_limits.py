"""Limits of dates: fixed, relative to today, in open days, in months."""

from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.catalogue.limits import DayLimit, MonthLimit, limit_day, limit_month

from .samples import DAY

DAYS: TypeAdapter[str] = TypeAdapter(DayLimit)
MONTHS: TypeAdapter[str] = TypeAdapter(MonthLimit)


@pytest.mark.parametrize(
    ("limit", "day"),
    [
        ("2026-04-01", date(2026, 4, 1)),
        ("today", DAY),
        ("today-400d", date(2025, 10, 20)),
        ("today+30d", date(2026, 12, 24)),
        ("today+3bd", date(2026, 11, 27)),
        ("today+0bd", DAY),
        ("today+2m", date(2027, 1, 24)),
        ("today-1m", date(2026, 10, 24)),
        ("today-16y", date(2010, 11, 24)),
    ],
)
def test_a_limit_means_a_day(limit: str, day: date) -> None:
    assert limit_day(DAYS.validate_python(limit), DAY) == day


@pytest.mark.parametrize(
    ("today", "limit", "day"),
    [
        (date(2027, 1, 31), "today+1m", date(2027, 2, 28)),
        (date(2028, 1, 31), "today+1m", date(2028, 2, 29)),
        (date(2028, 2, 29), "today+1y", date(2029, 2, 28)),
        (date(2026, 10, 31), "today+1m", date(2026, 11, 30)),
    ],
)
def test_a_month_that_is_shorter_gives_its_last_day(today: date, limit: str, day: date) -> None:
    assert limit_day(limit, today) == day


@pytest.mark.parametrize(
    ("limit", "month"), [("this_month", "2026-11"), ("next_month", "2026-12"), ("2027-04", "2027-04")]
)
def test_a_limit_means_a_month(limit: str, month: str) -> None:
    assert limit_month(MONTHS.validate_python(limit), DAY) == month


def test_next_month_of_december_is_january() -> None:
    assert limit_month("next_month", date(2026, 12, 31)) == "2027-01"


@pytest.mark.parametrize(
    "limit", ["", "tomorrow", "today+1", "today-3bd", "today+99999y", "2026-02-30", "2026/04/01", "today+1000bd"]
)
def test_other_words_are_no_limit_of_a_day(limit: str) -> None:
    with pytest.raises(ValidationError):
        DAYS.validate_python(limit)


@pytest.mark.parametrize(
    "limit", ["today-99999d", "today+99999d", "today+999y", "today-999y", "today+9999m", "today-9999m"]
)
def test_the_farthest_limits_are_days_of_the_calendar(limit: str) -> None:
    assert isinstance(limit_day(DAYS.validate_python(limit), DAY), date)


@pytest.mark.parametrize("limit", ["", "today", "2027-13", "2027", "last_month"])
def test_other_words_are_no_limit_of_a_month(limit: str) -> None:
    with pytest.raises(ValidationError):
        MONTHS.validate_python(limit)
