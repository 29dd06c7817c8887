"""Kinds that are words: text, long_text, name, alias, kana, staff, bank_name, bank_branch, bank_kana."""

from dataclasses import replace
from typing import Any, Literal

from pydantic import Field

from shared.catalogue.model import Whole
from shared.catalogue.questions.question import Asking, Parsed, QuestionBase, typed
from shared.errors import ValueRefused
from shared.language import kana, my_number, names, texts
from shared.language.reading import Reading


class WordsBase(QuestionBase):
    """Words of at most `max_length` characters, kept as their rule says."""

    max_length: Whole = Field(100, ge=1, le=4000)

    def read(self, raw: object, asking: Asking) -> Parsed:
        reading = self.rule(typed(raw))
        return Parsed(reading.stored, reading.flags)

    def rule(self, text: str) -> Reading:
        """The rule of this kind; of free words it also tells a My Number written in them. Raises ValueRefused."""
        return texts.read_text(text, self.max_length)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.max_length}


class TextQuestion(WordsBase):
    """One line of words."""

    kind: Literal["text"]


class LongTextQuestion(WordsBase):
    """Several lines of words."""

    kind: Literal["long_text"]
    max_length: Whole = Field(400, ge=1, le=4000)

    def rule(self, text: str) -> Reading:
        return texts.read_text(text, self.max_length, lines=True)


class NameQuestion(WordsBase):
    """A person's name, kept exactly as typed (facts §0.10)."""

    kind: Literal["name"]
    max_length: Whole = Field(60, ge=1, le=200)

    def rule(self, text: str) -> Reading:
        return names.read_name(text, self.max_length)


class AliasQuestion(WordsBase):
    """A registered alias (通称): only characters of a Japanese register."""

    kind: Literal["alias"]
    max_length: Whole = Field(60, ge=1, le=200)

    def rule(self, text: str) -> Reading:
        return names.read_alias(text, self.max_length)


class KanaQuestion(WordsBase):
    """A reading in full-width katakana; small letters are never changed."""

    kind: Literal["kana"]
    max_length: Whole = Field(80, ge=1, le=200)

    def rule(self, text: str) -> Reading:
        return kana.read_kana(text, self.max_length)

    def boxes(self) -> int | None:
        return 20


class StaffQuestion(WordsBase):
    """A member of staff, filled in by the kiosk."""

    kind: Literal["staff"]
    max_length: Whole = Field(60, ge=1, le=200)


class BankNameQuestion(WordsBase):
    """Name of a bank."""

    kind: Literal["bank_name"]
    max_length: Whole = Field(60, ge=1, le=200)


class BankBranchQuestion(WordsBase):
    """Name of a branch of a bank."""

    kind: Literal["bank_branch"]
    max_length: Whole = Field(60, ge=1, le=200)


class BankKanaQuestion(WordsBase):
    """Holder of an account in the letters that banks take."""

    kind: Literal["bank_kana"]
    max_length: Whole = Field(48, ge=1, le=48)

    def rule(self, text: str) -> Reading:
        reading = kana.read_bank_kana(text)
        if len(reading.stored) > self.max_length:
            raise ValueRefused("too_long", most=self.max_length)
        inside = ("my_number_inside",) * my_number.holds_my_number(reading.stored)
        return replace(reading, flags=(*reading.flags, *inside))

    def boxes(self) -> int | None:
        return 30
