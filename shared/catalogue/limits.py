"""Limits of dates as the catalogue writes them: `2026-04-01`, `today-400d`, `today+3bd`, `next_month`."""

import re
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from shared.language import open_days

# So many digits that every limit is a day of the calendar, and open days are quickly counted.
_RELATIVE = re.compile(r"today(?:([+-])(\d{1,5}(?=d)|\d{1,3}(?=bd|y)|\d{1,4}(?=m))(d|bd|m|y))?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_NAMED_MONTHS = {"this_month": 0, "next_month": 1}


def _is_day_limit(text: str) -> str:
    relative = _RELATIVE.fullmatch(text)
    if relative and not (relative[1] == "-" and relative[3] == "bd"):
        return text
    if _DAY.fullmatch(text):
        try:
            date.fromisoformat(text)
        except ValueError:
            raise PydanticCustomError("day_does_not_exist", "day_does_not_exist") from None
        return text
    raise PydanticCustomError("day_limit_form", "day_limit_form")


def _is_month_limit(text: str) -> str:
    if text in _NAMED_MONTHS or _MONTH.fullmatch(text):
        return text
    raise PydanticCustomError("month_limit_form", "month_limit_form")


DayLimit = Annotated[str, AfterValidator(_is_day_limit)]
MonthLimit = Annotated[str, AfterValidator(_is_month_limit)]


def limit_day(limit: str, today: date) -> date:
    """The day a limit means today: `d` days, `bd` open days, `m` months (31 + 1m: the last), `y` years."""
    relative = _RELATIVE.fullmatch(limit)
    if relative is None:
        return date.fromisoformat(limit)
    if relative[1] is None:
        return today
    amount = int(relative[1] + relative[2])
    if relative[3] == "bd":
        return open_days.add_open_days(today, amount)
    if relative[3] == "d":
        return today + timedelta(days=amount)
    return _months_later(today, amount * (12 if relative[3] == "y" else 1))


def limit_month(limit: str, today: date) -> str:
    """The month a limit means today, `2027-04`."""
    if limit not in _NAMED_MONTHS:
        return limit
    return _months_later(today.replace(day=1), _NAMED_MONTHS[limit]).isoformat()[:7]


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError("a month has at least 28 days")
