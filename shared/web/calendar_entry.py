"""A booked visit for a calendar (RFC 5545). Calendars lie in clouds: no procedure, no number, no code is in it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from shared.casework.booking import Visit
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.suggesting import DayOfYear
from shared.language import clock
from shared.language.wording import say

LINE_BYTES: Final = 73  # 75 with the line's end


def calendar_entry(visit: Visit, catalogue: Catalogue, locator: bytes, language: str) -> str:
    """The file. The same booking has the same UID, so that taking it twice makes one entry."""
    section, rule = catalogue.section(visit.line.section), visit.line.booking
    office = catalogue.city.office.say(language)
    desks = say(
        "visits.book.line", language, line=visit.line.title.say(language), counters="・".join(visit.line.counters)
    )
    where = [office, *([section.floor.say(language)] if section.floor else []), desks]
    end = visit.starts_at + timedelta(minutes=rule.minutes if rule else 0)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//madoguchi//visit//JA",
        "BEGIN:VEVENT",
        f"UID:{uuid5(NAMESPACE_OID, locator.hex())}",
        f"DTSTAMP:{_instant(clock.now())}",
        f"DTSTART:{_instant(visit.starts_at)}",
        f"DTEND:{_instant(end)}",
        f"SUMMARY:{_text(say('visits.book.calendar_title', language, office=office))}",
        f"LOCATION:{_text(' '.join(where))}",
        f"DESCRIPTION:{_text(say('visits.book.calendar_more', language))}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def year_calendar(days: Iterable[DayOfYear], language: str) -> str:
    """Days of the year as whole days. The same day of the same year has the same UID, for everybody."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//madoguchi//year//JA"]
    for one in days:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uuid5(NAMESPACE_OID, f'{one.yearly.id}/{one.begins}/{one.until}')}",
            f"DTSTAMP:{_instant(clock.now())}",
            f"DTSTART;VALUE=DATE:{one.begins:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.until + timedelta(days=1):%Y%m%d}",  # the day behind the last
            f"SUMMARY:{_text(one.yearly.title.say(language))}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _instant(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    for mark in ("\\", ";", ","):
        words = words.replace(mark, f"\\{mark}")
    return words


def _folded(line: str) -> str:
    """Long lines go on in the next one behind a blank; no character is cut in two."""
    rows, row = [], ""
    for character in line:
        if len((row + character).encode()) > LINE_BYTES:
            rows.append(row)
            row = " "
        row += character
    return "\r\n".join([*rows, row])
