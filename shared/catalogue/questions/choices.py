"""Kinds with given answers: choice, choices, yes_no, consent."""

from typing import Any, Literal

from pydantic import Field, JsonValue

from shared.catalogue.model import Dated, Flag, Value, Whole
from shared.catalogue.questions.question import Asking, Parsed, QuestionBase, typed
from shared.catalogue.texts import Text
from shared.errors import ValueRefused
from shared.language import wording

_YES = frozenset({"yes", "true", "はい"})
_NO = frozenset({"no", "false", "いいえ"})


class Option(Dated):
    """One given answer. `group`: a heading over the options from here on; `default`: chosen beforehand."""

    value: Value
    label: Text
    hint: Text | None = None
    group: Text | None = None
    default: Flag = False

    def called(self, word: str) -> bool:
        """True where the word is exactly the label in one of its languages."""
        return word in {self.label.say(language) for language in ("ja", "easy", "en")}


class OptionsBase(QuestionBase):
    """Chosen from `options`; a long list is drawn with a search field."""

    options: tuple[Option, ...] = Field(min_length=1)
    search: Flag = False

    def option(self, raw: object) -> Option:
        """The option of that value, else of that label. Raises ValueRefused."""
        word = typed(raw).strip()
        found = [option for option in self.options if option.value == word]
        found += [option for option in self.options if option.called(word)]
        if not found:
            raise ValueRefused("not_a_choice")
        return found[0]

    def label_of(self, value: JsonValue, language: str) -> str:
        """Label of a stored value; the value itself where it is none of the options."""
        for option in self.options:
            if option.value == value:
                return option.label.say(language)
        return str(value)


class ChoiceQuestion(OptionsBase):
    """One of several."""

    kind: Literal["choice"]

    @property
    def default(self) -> str | None:
        """Value of the option chosen beforehand."""
        return next((option.value for option in self.options if option.default), None)

    def read(self, raw: object, asking: Asking) -> Parsed:
        return Parsed(self.option(raw).value)

    def show(self, stored: JsonValue, language: str = "ja") -> str:
        return self.label_of(stored, language)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": [option.value for option in self.options]}


class ChoicesQuestion(OptionsBase):
    """Any of several; kept in the order of the options."""

    kind: Literal["choices"]
    min_items: Whole = Field(0, ge=0)
    max_items: Whole | None = Field(None, ge=1)

    def read(self, raw: object, asking: Asking) -> Parsed:
        given = raw if isinstance(raw, list | tuple) else [raw]
        chosen = {self.option(one).value for one in given}
        if len(chosen) < self.min_items:
            raise ValueRefused("too_few_items", least=self.min_items)
        if self.max_items is not None and len(chosen) > self.max_items:
            raise ValueRefused("too_many_items", most=self.max_items)
        return Parsed([option.value for option in self.options if option.value in chosen])

    def show(self, stored: JsonValue, language: str = "ja") -> str:
        values = stored if isinstance(stored, list) else [stored]
        return wording.say("catalogue.comma", language).join(self.label_of(value, language) for value in values)

    def json_schema(self) -> dict[str, Any]:
        values = [option.value for option in self.options]
        return {"type": "array", "items": {"type": "string", "enum": values}, "uniqueItems": True}


class YesNoQuestion(QuestionBase):
    """Yes or no; kept as `yes` or `no`."""

    kind: Literal["yes_no"]
    default: Literal["yes", "no"] | None = None
    held: Text | None = None  # after a yes the office looks this up itself: what, and where

    def read(self, raw: object, asking: Asking) -> Parsed:
        word = _answer_word(raw)
        if word in _YES:
            return Parsed("yes")
        if word in _NO:
            return Parsed("no")
        raise ValueRefused("not_yes_or_no")

    def show(self, stored: JsonValue, language: str = "ja") -> str:
        return wording.say("catalogue.yes" if stored == "yes" else "catalogue.no", language)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": ["yes", "no"]}


class ConsentQuestion(QuestionBase):
    """A box to tick; kept as `yes`. Not ticked is not answered."""

    kind: Literal["consent"]

    def empty(self, raw: object) -> bool:
        return super().empty(raw) or (isinstance(raw, str | bool) and _answer_word(raw) in _NO)

    def read(self, raw: object, asking: Asking) -> Parsed:
        if _answer_word(raw) in _YES:
            return Parsed("yes")
        raise ValueRefused("not_yes_or_no")

    def show(self, stored: JsonValue, language: str = "ja") -> str:
        return wording.say("catalogue.yes", language)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "const": "yes"}


def _answer_word(raw: object) -> str:
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    return raw.strip().casefold() if isinstance(raw, str) else ""
