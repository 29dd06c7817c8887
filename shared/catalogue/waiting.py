"""Waiting at the counters: lines with numbers, who is called when, and times that can be booked."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from shared.catalogue.model import Frozen, Id, Whole, Words
from shared.catalogue.texts import Text
from shared.language import clock, open_days

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def _time(value: object) -> object:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise PydanticCustomError("time_form", "time_form")
    return time.fromisoformat(value)


Time = Annotated[
    time,
    BeforeValidator(_time, json_schema_input_type=str),
    PlainSerializer(lambda at: at.strftime("%H:%M"), str, when_used="json"),
]
Letter = Annotated[str, Field(pattern=r"^[A-Z]$")]


class Bookable(Frozen):
    """Times that people may book at a line: every `minutes`, `places` visitors at a time.

    The first day is `lead_open_days` open days from today, the last one `furthest_open_days`.
    """

    minutes: Whole = Field(30, ge=5, le=240)
    places: Whole = Field(1, ge=1, le=50)
    lead_open_days: Whole = Field(1, ge=0, le=30)
    furthest_open_days: Whole = Field(15, ge=1, le=90)
    opens: Time | None = None
    closes: Time | None = None

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        if self.lead_open_days > self.furthest_open_days:
            raise PydanticCustomError("booking_has_no_day", "booking_has_no_day")
        return self


class Line(Frozen):
    """One line of visitors with numbers `A-001`, `A-002` … of the day.

    `counters`: the numbers on the desks that call it. `procedures`: what brings people into this line; without, all
    of the section's that no other line of it names.
    """

    id: Id
    letter: Letter
    section: Id
    title: Text
    counters: tuple[Words, ...] = Field(min_length=1)
    procedures: tuple[Id, ...] = ()
    booking: Bookable | None = None

    def label(self, number: int) -> str:
        """`A-012`."""
        return f"{self.letter}-{number:03d}"


class Waiting(Frozen):
    """What holds for every line.

    walk_in_share  per cent of the calls that walk-ins are sure of while both they and booked visitors wait
    early, late    minutes around the booked time within which its visitor is called as booked
    """

    opens: Time = time(8, 30)
    closes: Time = time(17, 15)
    walk_in_share: Whole = Field(50, ge=0, le=100)
    early: Whole = Field(5, ge=0, le=60)
    late: Whole = Field(15, ge=0, le=120)
    lines: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens >= self.closes:
            raise PydanticCustomError("closes_before_opens", "closes_before_opens")
        return self

    def line(self, line_id: str) -> Line:
        """The line of an id. Raises KeyError."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise KeyError(line_id)

    def line_for(self, section: str, procedure: str) -> Line | None:
        """Where people wait for a procedure: the line that names it, else the section's line that names none."""
        mine = [line for line in self.lines if line.section == section]
        named = [line for line in mine if procedure in line.procedures]
        return next(iter([*named, *(line for line in mine if not line.procedures)]), None)

    def is_late(self, starts_at: datetime, now: datetime) -> bool:
        """Whether who booked the time that begins at `starts_at` is no longer called as booked."""
        return now > starts_at + timedelta(minutes=self.late)

    def times(self, line: Line, day: date) -> list[datetime]:
        """Beginnings (UTC) of the times that can be booked at a line on a day; none where it can't or on closed days.

        A time ends before the counter closes.
        """
        rule = line.booking
        if rule is None or not open_days.is_open(day):
            return []
        at = datetime.combine(day, rule.opens or self.opens, clock.JAPAN)
        end = datetime.combine(day, rule.closes or self.closes, clock.JAPAN)
        length = timedelta(minutes=rule.minutes)
        found = []
        while at + length <= end:
            found.append(at.astimezone(UTC))
            at += length
        return found

    def days(self, line: Line, today: date) -> list[date]:
        """The days on which a visit can be booked today, first to last."""
        if line.booking is None:
            return []
        first = open_days.add_open_days(today, line.booking.lead_open_days)
        last = open_days.add_open_days(today, line.booking.furthest_open_days)
        return [day for day in _between(first, last) if open_days.is_open(day)]


def _between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=more) for more in range((last - first).days + 1)]
