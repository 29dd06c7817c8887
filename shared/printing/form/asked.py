"""Which steps and questions a form shows: all of a blank one, and of a filled one what is or may yet be asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pydantic import JsonValue

from shared.catalogue.conditions import AllOf, AnyOf, Comparison, Condition, Not, holds
from shared.catalogue.procedure import Procedure, Step
from shared.catalogue.questions.files import FileQuestion
from shared.catalogue.questions.groups import Children
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.simple import SimpleQuestion


@dataclass(frozen=True)
class Known:
    """What the answers decide: `answers` on the route, `absent` ids of questions that are not asked."""

    answers: Mapping[str, JsonValue] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()

    def decides(self, condition: Condition | None) -> bool | None:
        """Whether it holds; None where what it asks for is not known yet."""
        match condition:
            case None:
                return True
            case Comparison():
                first = condition.question.partition(".")[0]
                known = first in self.answers or first in self.absent
                return condition.holds(self.answers) if known else None
            case AllOf():
                parts = [self.decides(part) for part in condition.all_of]
                return False if False in parts else None if None in parts else True
            case AnyOf():
                parts = [self.decides(part) for part in condition.any_of]
                return True if True in parts else None if None in parts else False
            case Not():
                part = self.decides(condition.not_this)
                return None if part is None else not part

    def having(self, question: str, answer: JsonValue) -> "Known":
        """With one more answer."""
        return replace(self, answers={**self.answers, question: answer})

    def without(self, question: str) -> "Known":
        """With one more question that is not asked."""
        return replace(self, absent=self.absent | {question})


@dataclass(frozen=True)
class Place:
    """A question on the form. `only_if`: its condition, where the answers do not decide it yet."""

    question: Question
    stored: JsonValue
    only_if: Condition | None


@dataclass(frozen=True)
class Part:
    """A step on the form, its questions for the person and, apart, those for staff. `number` counts from 1."""

    step: Step
    number: int
    only_if: Condition | None
    places: tuple[Place, ...]
    staff_places: tuple[Place, ...]


def parts(procedure: Procedure, answers: Mapping[str, JsonValue]) -> Iterator[Part]:
    """The steps in order. A number is given to every step that the person fills in, shown or not: the numbers of
    a filled form are those of the blank one.
    """
    known, number = Known(), 0
    for step in procedure.steps:
        number += is_written(step)
        asked = known.decides(step.ask_if)
        places: list[Place] = []
        for question in step.questions:
            also = False if asked is False else known.decides(question.ask_if)
            if also is False:
                known = known.without(question.id)
                continue
            stored = answers.get(question.id)
            if not question.empty(stored):
                known = known.having(question.id, stored)
            places.append(Place(question, stored, question.ask_if if also is None else None))
        if places:
            mine = tuple(place for place in places if not (step.staff_only or place.question.staff_only))
            staff = tuple(place for place in places if step.staff_only or place.question.staff_only)
            yield Part(step, number, step.ask_if if asked is None else None, mine, staff)


def is_written(step: Step) -> bool:
    """Whether a person writes something in it: files are papers to add, and some steps are for staff alone."""
    return not step.staff_only and any(
        not isinstance(question, FileQuestion) and not question.staff_only for question in step.questions
    )


def children(
    questions: Children, stored: JsonValue, around: Mapping[str, JsonValue]
) -> Iterator[tuple[SimpleQuestion, JsonValue, Condition | None]]:
    """Of a group or of one item of a repeat: question, answer, and the condition that is not decided yet."""
    item = stored if isinstance(stored, dict) else {}
    known = {**around, **item}
    for question in questions:
        if item and not holds(question.ask_if, known):
            continue
        yield question, item.get(question.id), None if item else question.ask_if
