"""Japanese eras (元号): when each began and ended, and which year of which era a day is in.

Days are those of the ordinances that changed the era. The two eras of a day of change (1912-07-30,
1926-12-25) are both right for that day. Japan took the Gregorian calendar on 1873-01-01 (明治6年): what was
written with an era before is a day of the old calendar and cannot be turned into a date here.
"""

from dataclasses import dataclass
from datetime import date

FIRST_GREGORIAN_DAY = date(1873, 1, 1)


@dataclass(frozen=True)
class Era:
    """An era with Gregorian days; `last` is None while it lasts. `marks` are the ways people write it."""

    name: str
    first: date
    last: date | None
    marks: tuple[str, ...]

    @property
    def year_zero(self) -> int:
        """What is added to a year of the era to get the Western year."""
        return self.first.year - 1


ERAS = (
    Era("reiwa", date(2019, 5, 1), None, ("令和", "令", "R")),
    Era("heisei", date(1989, 1, 8), date(2019, 4, 30), ("平成", "平", "H")),
    Era("showa", date(1926, 12, 25), date(1989, 1, 7), ("昭和", "昭", "S")),
    Era("taisho", date(1912, 7, 30), date(1926, 12, 25), ("大正", "大", "T")),
    Era("meiji", date(1868, 1, 25), date(1912, 7, 30), ("明治", "明", "M")),
)
BY_NAME = {era.name: era for era in ERAS}
BY_MARK = {mark: era for era in ERAS for mark in era.marks}
INITIALS = frozenset(era.marks[2] for era in ERAS) | frozenset(era.marks[1] for era in ERAS)
# Eras before: the Western year of their first year, to say how long ago that is.
OLD_ERAS = {
    "慶応": 1865,
    "慶應": 1865,
    "元治": 1864,
    "文久": 1861,
    "万延": 1860,
    "安政": 1854,
    "嘉永": 1848,
    "弘化": 1844,
    "天保": 1830,
    "文政": 1818,
    "文化": 1804,
}


def era_of(day: date) -> Era | None:
    """The era a day is written with: on a day of change the new one. None before the Gregorian calendar."""
    if day < FIRST_GREGORIAN_DAY:
        return None
    return next(era for era in ERAS if era.first <= day)


def eras_of_year(year: int) -> list[Era]:
    """The eras that have days in a Western year, the older first; [] before 1873."""
    if year < FIRST_GREGORIAN_DAY.year:
        return []
    found = [era for era in ERAS if era.first.year <= year and (era.last is None or year <= era.last.year)]
    return found[::-1]
