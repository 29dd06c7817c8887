"""What all kinds of question have in common, and what goes in and out of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from pydantic import JsonValue, field_validator
from pydantic_core import PydanticCustomError

from shared.catalogue.conditions import Condition
from shared.catalogue.model import Dated, Flag, Id, Path
from shared.catalogue.texts import Text
from shared.errors import ValueRefused

Prefill = Literal["name", "family_name", "given_name", "address", "birth", "sex"]

LONGEST = 20_000  # characters; more is refused before any rule looks at it


@dataclass(frozen=True)
class Asking:
    """The situation in which an answer is given.

    `channel` is "online", "counter", "paper", "post" or "phone"; `around` are the answers given so far, for
    conditions inside groups.
    """

    today: date
    language: str = "ja"
    channel: str = "online"
    around: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True)
class Parsed:
    """What is kept of an answer, and codes to confirm: of groups `child:code`, of repeats `0.child:code`."""

    stored: JsonValue
    flags: tuple[str, ...] = ()


class QuestionBase(Dated):
    """One field. Subclasses have `kind` and say everything that is particular to it.

    `read` and `show` are what every kind has; `empty`, `accept`, `shown_lines`, `missing` where it differs.
    """

    kind: str
    id: Id
    label: Text
    hint: Text | None = None
    example: Text | None = None
    required: bool | Literal["online"] = False
    ask_if: Condition | None = None
    staff_only: Flag = False
    double_entry: Flag = False  # of paper: typed again by somebody else
    shared: Path | None = None  # the fact it asks for: what two procedures share is asked once in a bundle
    for_staff: Text | None = None
    prefill: Prefill | None = None  # which basic fact of a My Number card fills it

    @field_validator("required", mode="before")
    @classmethod
    def _required_form(cls, value: object) -> object:
        if isinstance(value, bool) or value == "online":
            return value
        raise PydanticCustomError("required_form", "required_form")

    def needed(self, channel: str) -> bool:
        """True where an answer is required by this way in."""
        return self.required is True or (self.required == "online" and channel == "online")

    def empty(self, raw: object) -> bool:
        """True for a raw or stored answer that says nothing: nothing, blanks only, an empty list."""
        return raw is None or (isinstance(raw, str) and not raw.strip()) or raw in ([], {})

    def parse(self, raw: object, asking: Asking) -> Parsed:
        """What is kept of a raw answer (str, int, bool, list, dict).

        Raises ValueRefused; groups and repeats raise AnswersRefused, paths beginning with this question's id.
        """
        if self.empty(raw):
            raise ValueRefused("required")
        return self.read(raw, asking)

    def accept(self, raw: object, asking: Asking) -> Parsed | None:
        """As `parse`; None where nothing was answered and nothing had to be."""
        if self.empty(raw) and not self.needed(asking.channel):
            return None
        return self.parse(raw, asking)

    def read(self, raw: object, asking: Asking) -> Parsed:
        """As `parse`, of an answer that is not empty."""
        raise NotImplementedError(f"{self.kind} has no way to read an answer")

    def show(self, stored: JsonValue, language: str = "ja") -> str:
        """A stored answer in words that people read. Never raises."""
        return stored if isinstance(stored, str) else str(stored)

    def shown_lines(self, stored: JsonValue, language: str = "ja") -> list[tuple[str, str]]:
        """A stored answer as (label with its ruby marks, value); groups and repeats give several."""
        return [(self.label.marked(language), "" if self.empty(stored) else self.show(stored, language))]

    def missing(self, stored: JsonValue, around: Mapping[str, JsonValue], channel: str) -> bool:
        """True where something required is not there yet."""
        return self.needed(channel) and self.empty(stored)

    def boxes(self) -> int | None:
        """Boxes for one character each that a printed form draws; None for a line."""
        return None

    def json_schema(self) -> dict[str, Any]:
        """JSON Schema of what is stored."""
        return {"type": "string"}


def typed(raw: object) -> str:
    """What was typed, as text. Raises ValueRefused for what is no text, not Unicode, or far too long."""
    if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < 10**18:
        return str(raw)
    if not isinstance(raw, str):
        raise ValueRefused("not_text")
    if len(raw) > LONGEST:
        raise ValueRefused("too_long", most=LONGEST)
    if any("\ud800" <= character <= "\udfff" for character in raw):
        raise ValueRefused("broken_character")
    return raw
