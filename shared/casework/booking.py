"""来庁予約: a time at a line's counters, booked with the code of a case and nothing else.

The letterbox keeps the folder's locator, the line and the time: whoever reads it learns when somebody comes, never who
or for what. One booking a case; who books another time gives the first one back in the same step.
"""

from dataclasses import dataclass
from datetime import date, datetime

from shared.casework.cases import Case
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.waiting import Line
from shared.errors import ActionNotAllowed
from shared.language import clock
from shared.records.front.visits import BookedTime
from shared.records.letterbox import DatabaseLetterbox


@dataclass(frozen=True)
class OfferedTime:
    """A beginning (UTC) and how many places are free."""

    starts_at: datetime
    free: int


@dataclass(frozen=True)
class OfferedDay:
    """One open day (Japan) and its times, first to last."""

    day: date
    times: tuple[OfferedTime, ...]

    @property
    def free(self) -> int:
        """Places that are free on the whole day."""
        return sum(time.free for time in self.times)


@dataclass(frozen=True)
class Visit:
    """A booked visit: where and when (UTC)."""

    line: Line
    starts_at: datetime

    @property
    def day(self) -> date:
        """In Japan."""
        return clock.in_japan(self.starts_at).date()


@dataclass(frozen=True)
class Visits:
    """The bookings as one side reaches them."""

    letterbox: DatabaseLetterbox
    catalogue: Catalogue

    def line_for(self, case: Case) -> Line | None:
        """Where the case's visit can be booked; None where its line offers no times."""
        line = self.catalogue.waiting.line_for(case.procedure.section, case.procedure.id)
        return line if line is not None and line.booking is not None else None

    def offer(self, line: Line) -> list[OfferedDay]:
        """The days that can be booked now, each with all its times, full ones too. Raises StoreUnavailable."""
        rule = line.booking
        if rule is None:
            return []
        waiting, now = self.catalogue.waiting, clock.now()
        times = {day: [at for at in waiting.times(line, day) if at > now] for day in waiting.days(line, clock.today())}
        taken = self.letterbox.taken(line.id, [at for day in times.values() for at in day])
        return [
            OfferedDay(day, tuple(OfferedTime(at, max(rule.places - taken.get(at, 0), 0)) for at in found))
            for day, found in times.items()
            if found
        ]

    def book(self, case: Case, starts_at: datetime) -> Visit:
        """One place of an offered time, in exchange for what the case had.

        Raises ActionNotAllowed: "slot_taken" where it is full, "slot_not_offered" where it is none of the offer.
        """
        line = self.line_for(case)
        if line is None or line.booking is None or not self._offered(line, starts_at):
            raise ActionNotAllowed("slot_not_offered")
        self.letterbox.book(case.row.locator, BookedTime(line.id, starts_at), line.booking.places)
        return Visit(line, starts_at)

    def give_back(self, case: Case) -> bool:
        """The time is free for others; False where there was none."""
        return self.letterbox.give_back_booking(case.row.locator) is not None

    def booked(self, case: Case) -> Visit | None:
        """What is booked with the case's code and not over; None also where its line is no more."""
        return self.booked_by(case.row.locator)

    def booked_by(self, locator: bytes) -> Visit | None:
        """The same by the folder's locator. A visit counts until its day is over."""
        found = self.letterbox.booked(locator)
        if found is None or clock.in_japan(found.starts_at).date() < clock.today():
            return None
        try:
            return Visit(self.catalogue.waiting.line(found.line), found.starts_at)
        except KeyError:
            return None

    def _offered(self, line: Line, starts_at: datetime) -> bool:
        day, waiting = clock.in_japan(starts_at).date(), self.catalogue.waiting
        bookable = waiting.days(line, clock.today())
        return day in bookable and starts_at in waiting.times(line, day) and starts_at > clock.now()
