"""A booked visit and the free times as the HTML pages show them: words and days only, nothing of the answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from markupsafe import Markup

from shared.casework.booking import OfferedDay, OfferedTime, VisitStanding
from shared.casework.cases import Case
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.waiting import Line
from shared.language import clock
from shared.language.dates import show_instant, show_time
from shared.language.wording import say, say_markup

FEW: Final = 4  # free places of a whole day, and fewer: 「のこりわずか」
NOON: Final = 12
NOTHING: Final = Markup()

Room = Literal["free", "few", "full"]


@dataclass(frozen=True)
class VisitSeen:
    """How a case stands with its visit. `when`: day with era and weekday, and time; "" where nothing is booked."""

    state: str
    may_book: bool
    when: str = ""
    line_words: Markup = NOTHING
    place: Markup = NOTHING
    minutes: int = 0
    share: int = 0


@dataclass(frozen=True)
class DaySeen:
    """One open day to choose. `iso` is for the address."""

    iso: str
    shown: str
    weekday: str
    room: Room


@dataclass(frozen=True)
class TimeSeen:
    """One time to choose. `value` is for the form: the beginning in UTC; `mine`: this is the booked one."""

    value: str
    shown: str
    free: bool
    mine: bool


@dataclass(frozen=True)
class TimesSeen:
    """The times of one day: the day in words, then `morning` or `afternoon` with their times."""

    iso: str
    shown: str
    parts: Sequence[tuple[str, Sequence[TimeSeen]]]


def visit_seen(standing: VisitStanding, catalogue: Catalogue, language: str) -> VisitSeen:
    """Where, when, and what holds at this line."""
    visit = standing.visit
    line = visit.line if visit else standing.line
    if line is None:
        return VisitSeen(standing.state, may_book=False)
    return VisitSeen(
        state=standing.state,
        may_book=standing.line is not None,
        when=show_instant(visit.starts_at, language) if visit else "",
        line_words=line_html(line, language),
        place=place_html(line, catalogue, language),
        minutes=line.booking.minutes if line.booking else 0,
        share=catalogue.waiting.walk_in_share,
    )


def days_seen(days: Sequence[OfferedDay], language: str) -> list[DaySeen]:
    """Every open day, full ones too: who looks for their day sees why it can't be had."""
    return [
        DaySeen(one.day.isoformat(), _short(one.day, language), _weekday(one.day, language), _room(one)) for one in days
    ]


def times_seen(day: OfferedDay, mine: datetime | None, language: str) -> TimesSeen:
    """The times of a day, in halves."""
    halves: dict[str, list[TimeSeen]] = {"morning": [], "afternoon": []}
    for one in day.times:
        half = "morning" if clock.in_japan(one.starts_at).hour < NOON else "afternoon"
        halves[half].append(_time(one, mine))
    shown = say("visits.book.day", language, day=_short(day.day, language), weekday=_weekday(day.day, language))
    return TimesSeen(day.day.isoformat(), shown, [(half, times) for half, times in halves.items() if times])


def instant_value(at: datetime) -> str:
    """An instant as a form sends it back."""
    return at.isoformat()


def instant_of_value(value: str) -> datetime | None:
    """The instant that a form sent; None for what is none."""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def title_of(case: Case, language: str) -> str:
    """The procedure's name; of a sensitive one, and of what the code does not open, nothing."""
    if case.draft is None or case.procedure.sensitive:
        return ""
    return case.procedure.title.say(language)


def _time(one: OfferedTime, mine: datetime | None) -> TimeSeen:
    shown = show_time(one.starts_at)
    return TimeSeen(instant_value(one.starts_at), shown, one.free > 0, one.starts_at == mine)


def _room(day: OfferedDay) -> Room:
    if not day.free:
        return "full"
    return "few" if day.free <= FEW else "free"


def place_html(line: Line, catalogue: Catalogue, language: str) -> Markup:
    """The building and the floor where a line waits."""
    section = catalogue.section(line.section)
    parts = [catalogue.city.office, *([section.floor] if section.floor else [])]
    return Markup(" ").join(Markup(part.html(language)) for part in parts)


def line_html(line: Line, language: str) -> Markup:
    """The line's name, with its readings, and its counters."""
    title = Markup(line.title.html(language))
    return say_markup("visits.book.line", language, line=title, counters="・".join(line.counters))


def _short(day: date, language: str) -> str:
    month = say(f"dates.month_{day.month}", language)
    return say("visits.book.day_of_month", language, month=month, day=day.day)


def _weekday(day: date, language: str) -> str:
    return say(f"dates.weekday_{day.isoweekday()}", language)
