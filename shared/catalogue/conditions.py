"""Conditions: whether a question, a step, a document, a fee concerns this person. Data, never expressions."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Discriminator, Field, JsonValue, Tag, model_validator
from pydantic_core import PydanticCustomError

from shared.catalogue.model import Day, Flag, Frozen, Path, Whole, Words

Answers = Mapping[str, JsonValue]

COMPARISONS = ("is", "in", "contains", "filled", "before", "after", "at_least", "at_most")


class Comparison(Frozen):
    """Compares one earlier answer. Several comparisons in one mapping must all hold."""

    question: Path
    is_value: Words | None = Field(None, alias="is")
    in_values: tuple[Words, ...] | None = Field(None, alias="in", min_length=1)
    contains: Words | None = None
    filled: Flag | None = None
    before: Day | None = None
    after: Day | None = None
    at_least: Whole | None = None
    at_most: Whole | None = None

    @model_validator(mode="after")
    def _compares(self) -> "Comparison":
        if len(self.model_fields_set) < 2:
            raise PydanticCustomError("comparison_missing", "comparison_missing")
        return self

    def holds(self, answers: Answers) -> bool:
        """True where every comparison holds for the answer."""
        answer = answer_at(answers, self.question)
        if self.filled is not None and self.filled is not is_filled(answer):
            return False
        return self._words_hold(answer) and self._amounts_hold(answer) and self._days_hold(answer)

    def _words_hold(self, answer: JsonValue) -> bool:
        word = str(answer) if isinstance(answer, str | int) else None
        if self.is_value is not None and word != self.is_value:
            return False
        if self.in_values is not None and word not in self.in_values:
            return False
        return self.contains is None or (isinstance(answer, list) and self.contains in answer)

    def _amounts_hold(self, answer: JsonValue) -> bool:
        if self.at_least is None and self.at_most is None:
            return True
        if isinstance(answer, bool) or not isinstance(answer, int):
            return False
        enough = self.at_least is None or answer >= self.at_least
        return enough and (self.at_most is None or answer <= self.at_most)

    def _days_hold(self, answer: JsonValue) -> bool:
        if self.before is None and self.after is None:
            return True
        if not isinstance(answer, str) or not answer:
            return False
        early = self.before is None or answer < self.before.isoformat()
        return early and (self.after is None or answer > self.after.isoformat())


class AllOf(Frozen):
    """Every one must hold."""

    all_of: tuple["Condition", ...] = Field(min_length=1)

    def holds(self, answers: Answers) -> bool:
        """True where all hold."""
        return all(part.holds(answers) for part in self.all_of)


class AnyOf(Frozen):
    """One is enough."""

    any_of: tuple["Condition", ...] = Field(min_length=1)

    def holds(self, answers: Answers) -> bool:
        """True where at least one holds."""
        return any(part.holds(answers) for part in self.any_of)


class Not(Frozen):
    """The opposite."""

    not_this: "Condition" = Field(alias="not")

    def holds(self, answers: Answers) -> bool:
        """True where the part does not hold."""
        return not self.not_this.holds(answers)


def _shape(value: Any) -> str:
    if isinstance(value, AllOf) or (isinstance(value, Mapping) and "all_of" in value):
        return "<all_of>"
    if isinstance(value, AnyOf) or (isinstance(value, Mapping) and "any_of" in value):
        return "<any_of>"
    if isinstance(value, Not) or (isinstance(value, Mapping) and "not" in value):
        return "<not>"
    return "<question>"


Condition = Annotated[
    Annotated[Comparison, Tag("<question>")]
    | Annotated[AllOf, Tag("<all_of>")]
    | Annotated[AnyOf, Tag("<any_of>")]
    | Annotated[Not, Tag("<not>")],
    Discriminator(_shape),
]

AllOf.model_rebuild()
AnyOf.model_rebuild()
Not.model_rebuild()


def holds(condition: Condition | None, answers: Answers) -> bool:
    """True where the condition holds for the answers; no condition always holds. Never raises."""
    return condition is None or condition.holds(answers)


def is_filled(answer: JsonValue) -> bool:
    """True for an answer that says something: not missing, not empty."""
    return answer is not None and answer not in ("", [], {})


def answer_at(answers: Answers, path: str) -> JsonValue:
    """The answer to `question`, or to `group.child`; None where there is none."""
    question, _, child = path.partition(".")
    answer = answers.get(question)
    if not child:
        return answer
    return answer.get(child) if isinstance(answer, dict) else None
