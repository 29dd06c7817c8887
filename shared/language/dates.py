"""Dates: what is taken, and in which words they are shown.

Stored as ISO; "1947" or "1947-03" where the rest is unknown.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime

from markupsafe import Markup

from shared.errors import ValueRefused
from shared.language import clock, eras, numerals, wording, written_dates
from shared.language.reading import Reading
from shared.language.written_dates import NO_ERA, WESTERN, Written

OLDEST = 150  # years; nobody alive was born before
FARTHEST = 100  # years ahead; more is a slip of the finger
Sayer = Callable[..., str]  # as `wording.say`
_YEARS_AHEAD = 10  # how far ahead a year without an era is taken as one of the present era


def read_date(text: str, language: str = "ja", today: date | None = None) -> Reading:
    """A whole date, past or future.

    Flags: "era_initial" (R8), "era_missing" (8.11.22: taken as the present era), "after_era" (平成31年5月1日:
    converted), "day_month_order", "weekday_differs". Raises ValueRefused, among others "before_era" with the
    year that may be meant, "no_such_day", "date_incomplete", "date_too_far".
    """
    written = written_dates.read_written(text, language)
    return _whole(written, language, today or clock.today())


def read_birth_date(text: str, language: str = "ja", today: date | None = None) -> Reading:
    """A date of birth: not ahead, not more than 150 years ago ("over_150_years").

    Month and day may be unknown (flag "date_partial"); then only the year, or year and month, are stored.
    """
    written = written_dates.read_written(text, language)
    return _birth(written, language, today or clock.today())


def read_month(text: str, language: str = "ja", today: date | None = None) -> Reading:
    """A month of a year, stored as "2026-11". Raises ValueRefused."""
    written = written_dates.read_written(text, language)
    if written.month is None or written.day is not None:
        raise ValueRefused("month")
    stored, flags = _placed(written, language, today or clock.today(), ahead=_YEARS_AHEAD)
    return Reading(stored, flags)


def read_parts(era: str, year: str, month: str, day: str, birth: bool = False, language: str = "ja") -> Reading:
    """A date from separate fields. `era` is "reiwa" … "meiji" or "western"; year 元 is 1. For a birth date
    month and day may be left empty or be 不詳. Raises ValueRefused as `read_date` and `read_birth_date` do.
    """
    if not (year + month + day).strip():
        raise ValueRefused("blank")
    if era != WESTERN and era not in eras.BY_NAME:
        raise ValueRefused("era_missing")
    written = Written(era, _field(year) or 0, _field(month), _field(day))
    if not written.year or (written.day and not written.month):
        raise ValueRefused("date_incomplete")
    read = _birth if birth else _whole
    return read(written, language, clock.today())


def show_date(iso: str, language: str, say: Sayer = wording.say) -> str:
    """A stored date in words: 令和8年11月22日（2026年）, 22 November 2026; also "1947" and "1947-03". `say` puts
    each part in words.
    """
    year, month, day = _parts(iso)
    if month is None:
        key = "dates.year_only" if eras.eras_of_year(year) else "dates.year_only_western"
        return say(key, language, western=year, era_year=_years(year, language, say))
    first = date(year, month, day or monthrange(year, month)[1])
    return _said("day" if day else "month_only", first, language, say)


def show_date_html(iso: str, language: str) -> Markup:
    """The same as HTML, with its readings where the language has them."""
    return Markup(show_date(iso, language, wording.say_markup))


def show_month(iso: str, language: str) -> str:
    """A stored month in words: 令和8年11月（2026年）, November 2026."""
    year, month, _ = _parts(iso)
    return _said("month", date(year, month or 1, 1), language, wording.say)


def show_instant(utc: datetime, language: str, seconds: bool = False, say: Sayer = wording.say) -> str:
    """An instant by the clocks of Japan: 令和8年（2026年）11月22日（日）14:41. `say` as in `show_date`."""
    here = clock.in_japan(utc)
    time = here.strftime("%H:%M:%S" if seconds else "%H:%M")
    weekday = say(f"dates.weekday_{here.isoweekday()}", language)
    return _said("instant", here.date(), language, say, weekday=weekday, time=time)


def show_instant_html(utc: datetime, language: str) -> Markup:
    """The same as HTML, with its readings where the language has them."""
    return Markup(show_instant(utc, language, say=wording.say_markup))


def show_time(utc: datetime) -> str:
    """The time of an instant by the clocks of Japan: 14:41."""
    return f"{clock.in_japan(utc):%H:%M}"


def _field(text: str) -> int | None:
    """The number of a field, None where it is empty or said to be unknown."""
    if not text.strip():
        return None
    plain = numerals.half_width(text).rstrip("年月日")
    if plain in ("元", "不詳", "不明", ""):
        return 1 if plain == "元" else None
    number = numerals.whole_number(plain)
    if number is None or number > 9999:
        raise ValueRefused("date_unreadable")
    return number or None


def _birth(written: Written, language: str, today: date) -> Reading:
    if today.year - _western_year(written, today, ahead=0) > OLDEST:
        raise ValueRefused("over_150_years")
    if written.day:
        reading = _whole(written, language, today, ahead=0)
        if reading.stored > today.isoformat():
            raise ValueRefused("date_future")
        return reading
    stored, flags = _placed(written, language, today, ahead=0)
    if stored > today.isoformat()[: len(stored)]:
        raise ValueRefused("date_future")
    return Reading(stored, (*flags, "date_partial"), suggestion=show_date(stored, language))


def _whole(written: Written, language: str, today: date, ahead: int = _YEARS_AHEAD) -> Reading:
    if written.day is None or written.month is None:
        raise ValueRefused("date_incomplete")
    stored, flags = _placed(written, language, today, ahead)
    day = date.fromisoformat(stored)
    if written.weekday not in (None, day.weekday()):
        flags += ("weekday_differs",)
    return Reading(stored, flags, suggestion=show_date(stored, language) if flags else "")


def _placed(written: Written, language: str, today: date, ahead: int) -> tuple[str, tuple[str, ...]]:
    """The ISO form of what was written, and its flags."""
    year = _western_year(written, today, ahead)
    first, last = _span(year, written.month, written.day)
    if last < eras.FIRST_GREGORIAN_DAY:
        raise ValueRefused("before_1873")
    if year > today.year + FARTHEST:
        raise ValueRefused("date_too_far")
    if any(_western_year(Written(*other), today, ahead) != year for other in written.other_years):
        raise ValueRefused("years_differ")
    if written.era == NO_ERA and last < eras.ERAS[0].first:
        raise ValueRefused("era_missing")
    flags = written.flags + ("era_missing",) * (written.era == NO_ERA)
    era = eras.BY_NAME.get(written.era)
    if era and last < era.first:
        raise ValueRefused("before_era", **_before_era(era, last, language))
    if era and era.last and first > era.last:
        flags += ("after_era",)
    wanted = 10 if written.day else (7 if written.month else 4)
    return first.isoformat()[:wanted], flags


def _western_year(written: Written, today: date, ahead: int) -> int:
    if written.era == WESTERN:
        return written.year
    if written.year < 1:
        raise ValueRefused("no_such_day")
    if written.era in eras.OLD_ERAS:
        return eras.OLD_ERAS[written.era] + written.year - 1
    if written.era != NO_ERA:
        return eras.BY_NAME[written.era].year_zero + written.year
    present = eras.ERAS[0]
    if written.year > today.year - present.year_zero + ahead:
        raise ValueRefused("era_missing")
    return present.year_zero + written.year


def _span(year: int, month: int | None, day: int | None) -> tuple[date, date]:
    """First and last day of what is known. Raises ValueRefused where the calendar has no such day."""
    try:
        first = date(year, month or 1, day or 1)
        return first, date(year, month or 12, day or monthrange(year, month or 12)[1])
    except (ValueError, OverflowError):
        raise ValueRefused("no_such_day") from None


def _before_era(era: eras.Era, day: date, language: str) -> dict[str, object]:
    right = eras.era_of(day)
    assert right is not None  # days before 1873 were refused already
    return {
        "era": wording.say(f"dates.era_{era.name}", language),
        "first": show_date(era.first.isoformat(), language),
        "suggested": _year_of(right, day.year, language),
    }


def _said(key: str, day: date, language: str, say: Sayer, **more: object) -> str:
    """One of the texts dates.<key>, or dates.<key>_western for a day before the eras we write."""
    era = eras.era_of(day)
    month = say(f"dates.month_{day.month}", language)
    if era is None:
        key += "_western"
    else:
        more["era_year"] = _year_of(era, day.year, language, say)
    return say(f"dates.{key}", language, western=day.year, month=month, day=day.day, **more)


def _years(year: int, language: str, say: Sayer) -> str:
    found = [_year_of(era, year, language, say) for era in eras.eras_of_year(year)]
    return say("dates.or", language).join(found)


def _year_of(era: eras.Era, year: int, language: str, say: Sayer = wording.say) -> str:
    number = year - era.year_zero
    shown = say("dates.first_year", language) if number == 1 else str(number)
    return say("dates.era_year", language, era=say(f"dates.era_{era.name}", language), year=shown)


def _parts(iso: str) -> tuple[int, int | None, int | None]:
    year, month, day = (*map(int, iso.split("-")), None, None)[:3]
    assert year is not None
    return year, month, day
