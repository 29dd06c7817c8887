"""Kinds that say where a person is: postal, address, building, phone, email."""

from typing import Any, Literal

from pydantic import Field, JsonValue

from shared.catalogue.model import Id, Whole
from shared.catalogue.questions.question import Asking, Parsed, QuestionBase, typed
from shared.catalogue.questions.words import WordsBase
from shared.language import addresses, mail, phones, postal
from shared.language.reading import Reading


class PostalQuestion(QuestionBase):
    """A postal code. `fills` names the address that its places help to fill, never over what was typed."""

    kind: Literal["postal"]
    fills: Id | None = None

    def read(self, raw: object, asking: Asking) -> Parsed:
        reading = postal.read_postal(typed(raw))
        return Parsed(reading.stored, reading.flags)

    def show(self, stored: JsonValue, language: str = "ja") -> str:
        text = str(stored)
        return f"{text[:3]}-{text[3:]}"

    def boxes(self) -> int | None:
        return 7

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{7}$"}


class AddressQuestion(WordsBase):
    """A town and lot number, kept as typed."""

    kind: Literal["address"]
    max_length: Whole = Field(100, ge=1, le=400)

    def rule(self, text: str) -> Reading:
        return addresses.read_address(text, self.max_length)


class BuildingQuestion(WordsBase):
    """A building and room, or 「○○様方」 (方書)."""

    kind: Literal["building"]
    max_length: Whole = Field(60, ge=1, le=400)

    def rule(self, text: str) -> Reading:
        return addresses.read_building(text, self.max_length)


class PhoneQuestion(QuestionBase):
    """A Japanese telephone number, digits only."""

    kind: Literal["phone"]

    def read(self, raw: object, asking: Asking) -> Parsed:
        reading = phones.read_phone(typed(raw))
        return Parsed(reading.stored, reading.flags)

    def show(self, stored: JsonValue, language: str = "ja") -> str:
        return phones.show_phone(str(stored))

    def boxes(self) -> int | None:
        return 11

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^0\d{9,10}$"}


class EmailQuestion(QuestionBase):
    """An e-mail address."""

    kind: Literal["email"]

    def read(self, raw: object, asking: Asking) -> Parsed:
        reading = mail.read_email(typed(raw))
        return Parsed(reading.stored, reading.flags)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": 254}
