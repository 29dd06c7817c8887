"""Rules of a procedure that are reckoned: fee, deadline, standard days."""

from typing import Literal

from pydantic import Field

from shared.catalogue.conditions import Condition
from shared.catalogue.model import Dated, Flag, Frozen, Path, Value, Whole
from shared.catalogue.texts import Text

PaidWhere = Literal["counter", "online", "post", "none"]


class Paid(Frozen):
    """Where the fee is paid, by way in."""

    counter: PaidWhere = "counter"
    online: PaidWhere = "counter"
    paper: PaidWhere = "counter"
    post: PaidWhere = "counter"


class ByOption(Frozen):
    """Another amount for some options of a question, in yen."""

    question: Path
    amounts: dict[Value, Whole] = Field(min_length=1)


class ExtraFee(Frozen):
    """Added to the fee where its condition holds, in yen."""

    amount: Whole = Field(ge=0)
    per: Path | None = None
    ask_if: Condition | None = None
    words: Text | None = None


class FeeRule(Dated):
    """What a procedure costs in yen: `amount` (or the option's) × `per`, freed by `free_if`, plus `extra`."""

    amount: Whole = Field(ge=0)
    per: Path | None = None
    by: ByOption | None = None
    free_if: Condition | None = None
    extra: tuple[ExtraFee, ...] = ()
    words: Text | None = None
    paid: Paid = Paid()


class EarliestStart(Frozen):
    """A deadline starts no earlier than the answer to `question` + `days`."""

    question: Path
    days: Whole = Field(ge=0, le=3660)


class DeadlineRule(Dated):
    """Until when one has to apply. Without `days` and `from_question` it is only said in words."""

    text: Text
    days: Whole | None = Field(None, ge=1, le=3660)
    count: Literal["exclude_first_day", "include_first_day"] = "exclude_first_day"
    from_question: Path | None = None
    no_earlier_than: EarliestStart | None = None


class StandardDays(Frozen):
    """How long the office takes. `applies` is False where no standard period (標準処理期間) is published."""

    days: Whole = Field(ge=0, le=3660)
    count: Literal["open_days", "calendar_days"] = "open_days"
    applies: Flag = True
