"""Days and times on paper: long with the era where they count, short with the weekday where they are near."""

from datetime import date, datetime
from typing import Final

from shared.language import dates, wording
from shared.printing.content import DayIs
from shared.printing.words import SECOND_LANGUAGES, Piece, Said, label

MEANT: Final[dict[DayIs, str]] = {
    "on": "receipt.on_day",
    "about": "receipt.about_day",
    "by": "receipt.by_day",
}


def instant(at: datetime, language: str) -> Said:
    """令和8年（2026年）11月22日（日）14:41, and in the second language. `at` is UTC."""
    return _both(dates.show_instant(at, "ja"), dates.show_instant(at, language), language)


def whole_day(day: date, language: str) -> Said:
    """令和9年12月22日（2027年）, and in the second language."""
    return _both(dates.show_date(day.isoformat(), "ja"), dates.show_date(day.isoformat(), language), language)


def near_day(day: date, meant: DayIs, year: int, language: str) -> Said:
    """12月22日（火）ごろ; with the western year where it is not `year`."""
    shown = label(
        "sheet.day" if day.year == year else "sheet.day_of_year",
        language,
        year=str(day.year),
        month=_both(_named("months", day.month - 1, "ja"), _named("months", day.month - 1, language), language),
        day=str(day.day),
        weekday=_both(_named("weekdays", day.weekday(), "ja"), _named("weekdays", day.weekday(), language), language),
    )
    return label(MEANT[meant], language, day=shown)


def _named(names: str, number: int, language: str) -> str:
    return wording.say(f"printing.sheet.{names}", language).split(" ")[number]


def _both(ja: str, second: str, language: str) -> Said:
    with_second = language in SECOND_LANGUAGES and second != ja
    return Said((Piece(ja),), (Piece(second),) if with_second else ())
