"""Kinds that are days: date, birth_date, month, open_day."""

import re
from datetime import date
from typing import Any, Literal

from pydantic import Field, JsonValue

from shared.catalogue.limits import DayLimit, MonthLimit, limit_day, limit_month
from shared.catalogue.model import Whole
from shared.catalogue.questions.question import Asking, Parsed, QuestionBase, typed
from shared.errors import ValueRefused
from shared.language import dates, open_days

_MONTH = re.compile(r"[1-9]\d{3}-(?:0[1-9]|1[0-2])")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_ISO = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


class DayBase(QuestionBase):
    """A day between two limits, both included."""

    min: DayLimit | None = None
    max: DayLimit | None = None

    def within(self, stored: str, asking: Asking) -> None:
        """Raises ValueRefused where the day lies outside; of a partly unknown date the known parts count."""
        for limit, code in ((self.min, "date_too_early"), (self.max, "date_too_late")):
            if limit is None:
                continue
            day = limit_day(limit, asking.today)
            known = day.isoformat()[: len(stored)]
            if stored < known if code == "date_too_early" else stored > known:
                raise ValueRefused(code, day=dates.show_date(day.isoformat(), asking.language))

    def show(self, stored: JsonValue, language: str = "ja") -> str:
        return _shown(stored, language)

    def json_schema(self) -> dict[str, Any]:
        return dict(_ISO)


class DateQuestion(DayBase):
    """A day, in Japanese eras or Western."""

    kind: Literal["date"]

    def read(self, raw: object, asking: Asking) -> Parsed:
        reading = dates.read_date(typed(raw), language=asking.language, today=asking.today)
        self.within(reading.stored, asking)
        return Parsed(reading.stored, reading.flags)


class BirthDateQuestion(DayBase):
    """A day of birth; day, or month and day, may be unknown (facts d20)."""

    kind: Literal["birth_date"]
    max: DayLimit | None = "today"

    def read(self, raw: object, asking: Asking) -> Parsed:
        reading = dates.read_birth_date(typed(raw), language=asking.language, today=asking.today)
        self.within(reading.stored, asking)
        return Parsed(reading.stored, reading.flags)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}


class OpenDayQuestion(QuestionBase):
    """A day on which the office works, at least `after_open_days` open days from today."""

    kind: Literal["open_day"]
    after_open_days: Whole = Field(0, ge=0, le=250)
    max: DayLimit | None = None

    def earliest(self, today: date) -> date:
        """The first day that can be chosen."""
        return open_days.add_open_days(today, self.after_open_days)

    def read(self, raw: object, asking: Asking) -> Parsed:
        reading = dates.read_date(typed(raw), language=asking.language, today=asking.today)
        day, first = date.fromisoformat(reading.stored), self.earliest(asking.today)
        if day < first:
            raise ValueRefused("date_too_early", day=dates.show_date(first.isoformat(), asking.language))
        last = limit_day(self.max, asking.today) if self.max else None
        if last and day > last:
            raise ValueRefused("date_too_late", day=dates.show_date(last.isoformat(), asking.language))
        if not open_days.is_open(day):
            following = open_days.next_open_day(day).isoformat()
            raise ValueRefused("closed_day", day=dates.show_date(following, asking.language))
        return Parsed(reading.stored, reading.flags)

    def show(self, stored: JsonValue, language: str = "ja") -> str:
        return _shown(stored, language)

    def json_schema(self) -> dict[str, Any]:
        return dict(_ISO)


class MonthQuestion(QuestionBase):
    """A month of a year, `2027-04`."""

    kind: Literal["month"]
    min: MonthLimit | None = None
    max: MonthLimit | None = None

    def read(self, raw: object, asking: Asking) -> Parsed:
        reading = dates.read_month(typed(raw), language=asking.language, today=asking.today)
        self._within(reading.stored, asking)
        return Parsed(reading.stored, reading.flags)

    def _within(self, stored: str, asking: Asking) -> None:
        first = limit_month(self.min, asking.today) if self.min else stored
        last = limit_month(self.max, asking.today) if self.max else stored
        if stored < first:
            raise ValueRefused("date_too_early", day=dates.show_month(first, asking.language))
        if stored > last:
            raise ValueRefused("date_too_late", day=dates.show_month(last, asking.language))

    def show(self, stored: JsonValue, language: str = "ja") -> str:
        text = str(stored)
        return _shown(text, language) if not _MONTH.fullmatch(text) else dates.show_month(text, language)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{4}-\d{2}$"}


def _shown(stored: JsonValue, language: str) -> str:
    text = str(stored)
    try:
        return dates.show_date(text, language) if _DATE.fullmatch(text) else text
    except ValueError:  # 30 February, year 0: from no parse of ours, shown as it is
        return text
