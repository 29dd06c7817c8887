"""Rules that form_values.yaml states as sentences: ages, deadlines, standard periods.

Any date and any number works, in English or Japanese.
"""

import re
from datetime import date, timedelta

from shared.errors import ValueRefused
from shared.language import ages, clock, dates, numerals, open_days
from shared.language.reading import Reading

_DATE = re.compile(
    r"(?:令和|平成|昭和|大正|明治|(?<![A-Z])[RHSTM])?\s*(?:元|\d{1,4})\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?",
    re.IGNORECASE,
)
_COUNT = re.compile(r"(\d+)\s*(営業日|開庁日|(?:business|working|open)\s+days?|日|(?:calendar\s+)?days?|週間|weeks?)")
_FIRST_COUNTS = re.compile(
    r"\b(?:born|birth|died|death)\b|出生|生まれ|死亡|初日を?算入|当日を含|includ\w* (?:the )?first day",
    re.IGNORECASE,
)
_FIRST_DOES_NOT = re.compile(r"翌日|(?:next|following) day|exclud\w*|不算入", re.IGNORECASE)
_TIME = re.compile(r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?![\d:])")


def read_age(text: str) -> Reading:
    """Of "born 2019-04-01" the day the sixth year is complete and the day school begins; with a second date
    the age on that day; of "20歳" 20. Raises ValueRefused.
    """
    days = [_day(found) for found in _DATE.findall(numerals.half_width(text))]
    if len(days) == 2 and days[1] >= days[0]:
        return Reading(f"age {ages.age_on(*days)}")
    if len(days) == 1:
        reached, entry = ages.reaches(days[0], 6), ages.school_entry(days[0])
        return Reading(f"6 at the end of {reached}, school from {entry}")
    years = re.fullmatch(r"(?:満|age\s*)?(\d{1,3})(?:歳|才| years?(?: old)?)?", numerals.half_width(text), re.I)
    if days or not years or int(years.group(1)) > dates.OLDEST:
        raise ValueRefused("age")
    return Reading(years.group(1).lstrip("0") or "0")


def read_deadline(text: str) -> Reading:
    """Of "moved in on 2026-11-09, 14 days" the last day, 2026-11-24; births and deaths count their own day.

    Of "filing at 23:59:59" the day it arrives and the day it is worked on from. Raises ValueRefused.
    """
    plain = numerals.half_width(text)
    event = _DATE.search(plain)
    times = [tuple(int(part or 0) for part in found) for found in _TIME.findall(plain)]
    count = _COUNT.search(_DATE.sub(" ", plain))
    if not count and (times or event):
        return Reading(_arrivals(_day(event.group()) if event else clock.today(), times))
    if not event or not count:
        raise ValueRefused("deadline")
    included = bool(_FIRST_COUNTS.search(plain)) and not _FIRST_DOES_NOT.search(plain)
    last = _last(_day(event.group()), count, "include_first_day" if included else "exclude_first_day")
    return Reading(f"last day {last}")


def read_standard_period(text: str) -> Reading:
    """Of "10 business days from 2026-11-02" the last day, 2026-11-17.

    Days of a standard period are open days unless calendar days are said; they run from the first open day on
    or after the arrival (facts §0.5–6). Raises ValueRefused.
    """
    plain = numerals.half_width(text)
    event, count = _DATE.search(plain), _COUNT.search(_DATE.sub(" ", plain))
    if not event or not count:
        raise ValueRefused("deadline")
    start = open_days.next_open_day(_day(event.group()))
    if "calendar" in count.group(2) or "週" in count.group(2) or "week" in count.group(2) or "暦日" in plain:
        return Reading(_last(start, count, "exclude_first_day").isoformat())
    return Reading(open_days.add_open_days(start, _number(count)).isoformat())


def _last(event: date, count: re.Match[str], first_day: str) -> date:
    if re.search("営業|開庁|business|working|open", count.group(2)):
        return open_days.add_open_days(event, _number(count))
    weeks = "週" in count.group(2) or "week" in count.group(2)
    return open_days.last_day(event, _number(count) * (7 if weeks else 1), first_day)


def _number(count: re.Match[str]) -> int:
    number = int(count.group(1))
    if not 1 <= number <= 10_000:
        raise ValueRefused("deadline")
    return number


def _day(text: str) -> date:
    return date.fromisoformat(dates.read_date(text).stored)


def _arrivals(day: date, times: list[tuple[int, ...]]) -> str:
    """Each record in the server file has arrived on its own day, open or not; a time that is earlier than the
    one before it is on the next day.
    """
    if not times:
        return f"arrived {day}, worked on from {open_days.next_open_day(day)}"
    said = []
    before: tuple[int, ...] = ()
    for time in times:
        day += timedelta(days=time < before)
        before = time
        clocked = ":".join(f"{part:02}" for part in time)
        said.append(f"arrived {day} {clocked}, worked on from {open_days.next_open_day(day)}")
    return " / ".join(said)
