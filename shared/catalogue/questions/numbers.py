"""Kinds that are numbers: number, money, digits, my_number, corporate_number, bank_number."""

from typing import Any, Literal

from pydantic import Field, JsonValue

from shared.catalogue.model import Flag, Whole
from shared.catalogue.questions.question import Asking, Parsed, QuestionBase, typed
from shared.catalogue.texts import Text
from shared.errors import ValueRefused
from shared.language import banks, corporate, my_number, numbers, wording
from shared.language.reading import Reading

SEALED = "●●●● ●●●● ●●●●"  # stands where a My Number was taken out into its own box
_MOST = 10**15


class AmountBase(QuestionBase):
    """A whole number between two limits, kept as a number."""

    min: Whole = Field(0, ge=-_MOST, le=_MOST)
    max: Whole | None = Field(None, ge=-_MOST, le=_MOST)

    def read(self, raw: object, asking: Asking) -> Parsed:
        reading = self.rule(typed(raw))
        amount, most = int(reading.stored), _MOST if self.max is None else self.max
        if amount < self.min:
            raise ValueRefused("number_too_small", least=self.min)
        if amount > most:
            raise ValueRefused("number_too_large", most=most)
        return Parsed(amount, reading.flags)

    def rule(self, text: str) -> Reading:
        """The rule of this kind. Raises ValueRefused."""
        return numbers.read_whole_number(text)

    def json_schema(self) -> dict[str, Any]:
        most = {} if self.max is None else {"maximum": self.max}
        return {"type": "integer", "minimum": self.min, **most}


class NumberQuestion(AmountBase):
    """How many. `unit` is said after it: 通, cm."""

    kind: Literal["number"]
    unit: Text | None = None
    default: Whole | None = None

    def show(self, stored: JsonValue, language: str = "ja") -> str:
        if self.unit is None:
            return str(stored)
        return wording.say("catalogue.amount", language, amount=stored, unit=self.unit.say(language))


class MoneyQuestion(AmountBase):
    """An amount in yen."""

    kind: Literal["money"]

    def rule(self, text: str) -> Reading:
        return numbers.read_money(text)

    def show(self, stored: JsonValue, language: str = "ja") -> str:
        amount = f"{stored:,}" if isinstance(stored, int) else str(stored)
        return wording.say("catalogue.yen", language, amount=amount)


class DigitsQuestion(QuestionBase):
    """A number that is a name: leading zeros stay."""

    kind: Literal["digits"]
    length: Whole | None = Field(None, ge=1, le=60)
    min_length: Whole = Field(1, ge=1, le=60)
    max_length: Whole = Field(40, ge=1, le=60)

    def read(self, raw: object, asking: Asking) -> Parsed:
        reading = numbers.read_digits(typed(raw), self.length)
        if len(reading.stored) < self.min_length:
            raise ValueRefused("too_few_digits", least=self.min_length)
        if len(reading.stored) > (self.length or self.max_length):
            raise ValueRefused("too_many_digits", most=self.max_length)
        return Parsed(reading.stored, reading.flags)

    def boxes(self) -> int | None:
        return self.length

    def json_schema(self) -> dict[str, Any]:
        least, most = (self.length, self.length) if self.length else (self.min_length, self.max_length)
        return {"type": "string", "pattern": rf"^\d{{{least},{most}}}$"}


class MyNumberQuestion(QuestionBase):
    """個人番号. Never shown, printed or searched; asked on the portal only where `online` says so."""

    kind: Literal["my_number"]
    online: Flag = False

    def read(self, raw: object, asking: Asking) -> Parsed:
        reading = my_number.read_my_number(typed(raw))
        return Parsed(reading.stored, reading.flags)

    def show(self, stored: JsonValue, language: str = "ja") -> str:
        return SEALED

    def boxes(self) -> int | None:
        return 12

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{12}$"}


class CorporateNumberQuestion(QuestionBase):
    """法人番号, 13 digits."""

    kind: Literal["corporate_number"]

    def read(self, raw: object, asking: Asking) -> Parsed:
        reading = corporate.read_corporate_number(typed(raw))
        return Parsed(reading.stored, reading.flags)

    def boxes(self) -> int | None:
        return 13

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{13}$"}


class BankNumberQuestion(QuestionBase):
    """Number of a bank account, 7 digits."""

    kind: Literal["bank_number"]

    def read(self, raw: object, asking: Asking) -> Parsed:
        reading = banks.read_account_number(typed(raw))
        return Parsed(reading.stored, reading.flags)

    def boxes(self) -> int | None:
        return 7

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{7}$"}
