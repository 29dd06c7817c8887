"""What follows from a procedure: others that this person can have as well, and days of each year to keep in mind."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError

from shared.catalogue.conditions import Condition
from shared.catalogue.model import Frozen, Id, Words
from shared.catalogue.texts import Text

_COMMON_YEAR = 2001  # a day of every year is no 29 February


def _month_day(value: str) -> str:
    try:
        date.fromisoformat(f"{_COMMON_YEAR}-{value}")
    except ValueError:
        raise PydanticCustomError("month_day_form", "month_day_form") from None
    return value


MonthDay = Annotated[Words, AfterValidator(_month_day)]


class Suggestion(Frozen):
    """A procedure that may be of use to whoever filed this one. `why` is one sentence to the citizen."""

    procedure: Id
    why: Text
    ask_if: Condition | None = None


class YearlyDate(Frozen):
    """Something of every year: on the day `begins`, or from then to `ends`. `06-01` is 1 June."""

    id: Id
    title: Text
    begins: MonthDay
    ends: MonthDay | None = None
    ask_if: Condition | None = None
    procedure: Id | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "YearlyDate":
        if self.ends is not None and self.ends < self.begins:
            raise PydanticCustomError("month_day_order", "month_day_order")
        return self

    def first_day(self, year: int) -> date:
        """Its first day in that year."""
        return date.fromisoformat(f"{year}-{self.begins}")

    def last_day(self, year: int) -> date:
        """Its last day in that year, as it is written."""
        return date.fromisoformat(f"{year}-{self.ends or self.begins}")
