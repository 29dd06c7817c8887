"""来庁予約: a time at a line's counters, booked with the code of a case and nothing else.

The letterbox keeps the folder's locator, the line and the time: whoever reads it learns when somebody comes, never who
or for what. One booking a case; who books another time gives the first one back in the same step.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from shared.casework import applying, online
from shared.casework.cases import Case, again
from shared.casework.sides import FrontSide, Side
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.waiting import Line
from shared.errors import ActionNotAllowed, FolderChanged
from shared.language import clock
from shared.records.front.visits import BookedTime
from shared.records.letterbox import DatabaseLetterbox

# coming: ahead, or may still be called as booked; late: its day is today, its time is past; missed: its day is past.
VisitState = Literal["none", "coming", "late", "missed"]
HAND = "citizen"  # a pre-entry is written at home
TRIES = 5


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
class VisitStanding:
    """How a case stands with its visit. `line`: where a time can be booked now, None where none can."""

    state: VisitState = "none"
    visit: Visit | None = None
    line: Line | None = None


@dataclass(frozen=True)
class Visits:
    """The bookings as one side reaches them."""

    letterbox: DatabaseLetterbox
    catalogue: Catalogue

    def line_for(self, case: Case) -> Line | None:
        """Where the case's visit can be booked; None where its line offers no times."""
        line = self.catalogue.waiting.line_for(case.procedure.section, case.procedure.id)
        return line if line is not None and line.booking is not None else None

    def may_book(self, case: Case) -> bool:
        """Whether the case ends at a counter that takes bookings: what home may not send, written to its end."""
        draft = case.draft
        if draft is None or case.sent or draft.channel != "online" or online.may_send(case):
            return False
        return case.next_step(HAND) is None and self.line_for(case) is not None

    def may_be_booked(self, case: Case) -> bool:
        """Whether staff can book for a case that is being written: they finish it with the visitor who comes."""
        return case.draft is not None and not case.sent and self.line_for(case) is not None

    def standing(self, case: Case, *, by_staff: bool = False) -> VisitStanding:
        """What is booked, whether it is over, and whether a time can be booked. Raises StoreUnavailable."""
        allowed = self.may_be_booked(case) if by_staff else self.may_book(case)
        line = self.line_for(case) if allowed else None
        visit = self._visit_of(self.letterbox.booked(case.row.locator))
        if visit is None or (case.sent and visit.starts_at <= clock.now()):  # who was there needs no word about it
            return VisitStanding(line=line)
        return VisitStanding(self._state_of(visit), visit, line)

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
        visit = self._visit_of(self.letterbox.booked(locator))
        return None if visit is None or visit.day < clock.today() else visit

    def _state_of(self, visit: Visit) -> VisitState:
        if visit.day < clock.today():
            return "missed"
        return "late" if self.catalogue.waiting.is_late(visit.starts_at, clock.now()) else "coming"

    def _visit_of(self, found: BookedTime | None) -> Visit | None:
        if found is None:
            return None
        try:
            return Visit(self.catalogue.waiting.line(found.line), found.starts_at)
        except KeyError:
            return None

    def _offered(self, line: Line, starts_at: datetime) -> bool:
        day, waiting = clock.in_japan(starts_at).date(), self.catalogue.waiting
        bookable = waiting.days(line, clock.today())
        return day in bookable and starts_at in waiting.times(line, day) and starts_at > clock.now()


def book_visit(side: FrontSide, case: Case, starts_at: datetime) -> Visit:
    """A time for a pre-entry, in exchange for the one it had. What was written is kept until long after the visit.

    Raises ActionNotAllowed as `Visits.book` does: then what was booked before stays. StoreUnavailable.
    """
    visits = Visits(side.letterbox, side.catalogue())
    if not visits.may_book(case):
        raise ActionNotAllowed("slot_not_offered")
    visit = visits.book(case, starts_at)
    keep_until_after(side, case, visit)
    return visit


def keep_until_after(side: Side, case: Case, visit: Visit) -> None:
    """Moves the draft's last day on. Another tab that saves in between moves it on a little itself: then again."""
    life = visit.day - clock.today() + applying.DRAFT_LIFE
    for _ in range(TRIES):
        if case.row.expires_on >= clock.today() + life:
            return
        try:
            applying.save(side, case, applying.draft_of(case), life)
        except FolderChanged:
            case = again(side, case)
