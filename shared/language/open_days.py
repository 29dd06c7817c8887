"""Days on which the office works, and what is counted in them.

Closed: Saturdays, Sundays, national holidays (`jpholiday`), 29 December to 3 January (地方自治法4条の2 and
the city's ordinance after it; facts §0.6).
"""

from datetime import date, timedelta
from functools import lru_cache

import jpholiday

SATURDAY = 5
COUNTS = ("exclude_first_day", "include_first_day")


@lru_cache(maxsize=4096)
def is_open(day: date) -> bool:
    """True where the office works on that day."""
    if day.weekday() >= SATURDAY or _is_turn_of_year(day):
        return False
    return not jpholiday.is_holiday(day)


def next_open_day(day: date) -> date:
    """The day itself where the office works on it, else the first open day after it."""
    while not is_open(day):
        day += timedelta(days=1)
    return day


def add_open_days(day: date, n: int) -> date:
    """The `n`th open day after `day` (`day` itself is not counted); for 0 `next_open_day(day)`.

    Raises ValueError for a negative `n`.
    """
    if n < 0:
        raise ValueError("open days are counted forwards")
    if n == 0:
        return next_open_day(day)
    for _ in range(n):
        day = next_open_day(day + timedelta(days=1))
    return day


def fiscal_year(day: date) -> int:
    """The fiscal year (年度): 2026 from 2026-04-01 to 2027-03-31."""
    return day.year if day.month >= 4 else day.year - 1


def last_day(event: date, days: int, count: str) -> date:
    """The last day of a period of `days` after an event; a closed last day gives way to the next open day.

    `count` "exclude_first_day": from the day after (民法140条; moving in, 14 days). "include_first_day": the
    day of the event is the first (戸籍法43条; birth, 14 days; death, 7 days). Raises ValueError for another
    `count` or for less than one day.
    """
    if count not in COUNTS or days < 1:
        raise ValueError("count is exclude_first_day or include_first_day, days at least 1")
    first = event if count == "include_first_day" else event + timedelta(days=1)
    return next_open_day(first + timedelta(days=days - 1))


def _is_turn_of_year(day: date) -> bool:
    return (day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3)
