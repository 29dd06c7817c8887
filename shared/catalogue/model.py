"""What every part of the catalogue is made of: frozen models, ids, days, periods."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError


class Frozen(BaseModel):
    """A part of the catalogue. Nothing unknown is taken, nothing is changed afterwards.

    A whole number is taken where text is wanted (`counter: 11`); the other way round it is refused.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        coerce_numbers_to_str=True,
        str_strip_whitespace=True,
        hide_input_in_errors=True,
    )

    def plain(self) -> dict[str, Any]:
        """The model as JSON-able values, as short as it can be: what has its default is left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)


def _whole(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticCustomError("whole_number_expected", "whole_number_expected")
    return value


def _flag(value: object) -> object:
    if not isinstance(value, bool):
        raise PydanticCustomError("true_or_false_expected", "true_or_false_expected")
    return value


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _day(value: object) -> date:
    if type(value) is date:
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("day_does_not_exist", "day_does_not_exist") from None
    raise PydanticCustomError("day_expected", "day_expected")


Whole = Annotated[int, BeforeValidator(_whole, json_schema_input_type=int)]
Flag = Annotated[bool, BeforeValidator(_flag, json_schema_input_type=bool)]
Day = Annotated[date, BeforeValidator(_day, json_schema_input_type=date)]
Words = Annotated[str, StringConstraints(min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Path = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}(\.[a-z][a-z0-9_-]{0,39})?$")]
Value = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.+-]{0,59}$")]


class Dated(Frozen):
    """Something that holds from one day to another, both included, days in Japan."""

    from_day: Day | None = Field(None, alias="from")
    until: Day | None = None

    def holds_on(self, day: date) -> bool:
        """True on the days of its period."""
        return in_period(self.from_day, self.until, day)


def in_period(first: date | None, last: date | None, day: date) -> bool:
    """True where `day` lies between both, ends included; a missing end is open."""
    return (first is None or first <= day) and (last is None or day <= last)
