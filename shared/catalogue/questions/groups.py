"""Kinds that hold other questions: group (once) and repeat (several times)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from pydantic import Field, JsonValue

from shared.catalogue.conditions import holds
from shared.catalogue.model import Flag, Whole
from shared.catalogue.questions.question import Asking, Parsed, QuestionBase
from shared.catalogue.questions.simple import SimpleQuestion
from shared.catalogue.texts import Text
from shared.errors import AnswerProblem, AnswersRefused, ValueRefused
from shared.language import wording

_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")
MANY = 100  # items; more is refused before any is read

Children = tuple[SimpleQuestion, ...]


class GroupQuestion(QuestionBase):
    """Several questions about one thing. Stored: {child: answer} without what was not asked or left open."""

    kind: Literal["group"]
    questions: Children = Field(min_length=1)

    def empty(self, raw: object) -> bool:
        return super().empty(raw) or (isinstance(raw, Mapping) and _says_nothing(self.questions, raw))

    def accept(self, raw: object, asking: Asking) -> Parsed | None:
        # Of a required group that is empty each required child is told, not the group as a whole.
        if self.empty(raw) and self.needed(asking.channel):
            return self.read({}, asking)
        return super().accept(raw, asking)

    def read(self, raw: object, asking: Asking) -> Parsed:
        stored, flags = _read_children(self.questions, raw, asking, self.id)
        if not stored:
            raise ValueRefused("required")
        return Parsed(stored, flags)

    def show(self, stored: JsonValue, language: str = "ja") -> str:
        return _joined(self.shown_lines(stored, language), language)

    def shown_lines(self, stored: JsonValue, language: str = "ja") -> list[tuple[str, str]]:
        return _child_lines(self.questions, stored, language)

    def missing(self, stored: JsonValue, around: Mapping[str, JsonValue], channel: str) -> bool:
        if self.empty(stored) and not self.needed(channel):
            return False
        return _child_missing(self.questions, stored, around, channel)

    def json_schema(self) -> dict[str, Any]:
        return _schema_of(self.questions)


class RepeatQuestion(QuestionBase):
    """The same questions about several persons or things. Stored: a list of {child: answer}."""

    kind: Literal["repeat"]
    questions: Children = Field(min_length=1)
    min_items: Whole = Field(0, ge=0, le=MANY)
    max_items: Whole = Field(10, ge=1, le=MANY)
    item: Text | None = None
    ordered: Flag = False

    def empty(self, raw: object) -> bool:
        if isinstance(raw, list | tuple):
            return all(isinstance(one, Mapping) and _says_nothing(self.questions, one) for one in raw)
        return super().empty(raw)

    def read(self, raw: object, asking: Asking) -> Parsed:
        if not isinstance(raw, list | tuple):
            raise ValueRefused("not_a_list")
        if len(raw) > MANY:
            raise ValueRefused("too_many_items", most=self.max_items)
        items: list[JsonValue] = []
        flags: list[str] = []
        problems: list[AnswerProblem] = []
        for index, one in enumerate(raw):
            if isinstance(one, Mapping) and _says_nothing(self.questions, one):
                continue  # a row that was opened and left blank
            try:
                stored, found = _read_children(self.questions, one, asking, f"{self.id}.{index}")
            except AnswersRefused as refused:
                problems.extend(refused.errors)
                continue
            flags.extend(f"{len(items)}.{flag}" for flag in found)
            items.append(stored)
        if problems:
            raise AnswersRefused(problems)
        self._count(len(items))
        return Parsed(items, tuple(flags))

    def _count(self, count: int) -> None:
        if count < self.min_items:
            raise ValueRefused("too_few_items", least=self.min_items)
        if count > self.max_items:
            raise ValueRefused("too_many_items", most=self.max_items)

    def show(self, stored: JsonValue, language: str = "ja") -> str:
        items = stored if isinstance(stored, list) else []
        return "\n".join(_joined(_child_lines(self.questions, one, language), language) for one in items)

    def shown_lines(self, stored: JsonValue, language: str = "ja") -> list[tuple[str, str]]:
        items = stored if isinstance(stored, list) else []
        name = (self.item or self.label).marked(language)
        lines = []
        for number, one in enumerate(items, start=1):
            for label, value in _child_lines(self.questions, one, language):
                lines.append((wording.say("catalogue.item", language, name=name, number=number, label=label), value))
        return lines or [(self.label.marked(language), "")]

    def missing(self, stored: JsonValue, around: Mapping[str, JsonValue], channel: str) -> bool:
        items = stored if isinstance(stored, list) else []
        if not items:
            return self.needed(channel)
        return any(_child_missing(self.questions, one, around, channel) for one in items)

    def json_schema(self) -> dict[str, Any]:
        limits = {"minItems": self.min_items, "maxItems": self.max_items}
        return {"type": "array", "items": _schema_of(self.questions), **limits}


def asked_children(questions: Children, given: Mapping[str, Any], around: Mapping[str, JsonValue]) -> Children:
    """Children whose conditions hold: siblings are looked at first, then the answers outside."""
    asked: list[SimpleQuestion] = []
    known: dict[str, JsonValue] = {key: value for key, value in around.items() if key not in _ids(questions)}
    for question in questions:
        if holds(question.ask_if, known):
            asked.append(question)
            if question.id in given:
                known[question.id] = given[question.id]
    return tuple(asked)


def _read_children(
    questions: Children, raw: object, asking: Asking, path: str
) -> tuple[dict[str, JsonValue], tuple[str, ...]]:
    """Answers of one item and flags `child:code`. Raises AnswersRefused with every problem of the item."""
    if not isinstance(raw, Mapping):
        raise AnswersRefused([AnswerProblem(path, "not_a_group")])
    ids = _ids(questions)
    problems = [unknown_answer(f"{path}.", key) for key in raw if key not in ids][:MANY]
    known: dict[str, JsonValue] = {key: value for key, value in asking.around.items() if key not in ids}
    stored: dict[str, JsonValue] = {}
    flags: list[str] = []
    for question in questions:
        if not holds(question.ask_if, known):
            continue
        try:
            parsed = question.accept(raw.get(question.id), replace(asking, around=known))
        except ValueRefused as refused:
            problems.append(AnswerProblem(f"{path}.{question.id}", refused.code, refused.params))
            continue
        if parsed is not None:
            known[question.id] = stored[question.id] = parsed.stored
            flags.extend(f"{question.id}:{flag}" for flag in parsed.flags)
    if problems:
        raise AnswersRefused(problems)
    return stored, tuple(flags)


def unknown_answer(path: str, key: object) -> AnswerProblem:
    """An answer that no question asks for. Its name is said only where it looks like an id."""
    named = key if isinstance(key, str) and _ID.fullmatch(key) else "?"
    return AnswerProblem(f"{path}{named}", "unknown_question")


def _ids(questions: Children) -> frozenset[str]:
    return frozenset(question.id for question in questions)


def _says_nothing(questions: Children, item: Mapping[Any, Any]) -> bool:
    ids = {question.id: question for question in questions}
    return all(key in ids and ids[key].empty(value) for key, value in item.items())


def _child_lines(questions: Children, stored: JsonValue, language: str) -> list[tuple[str, str]]:
    item = stored if isinstance(stored, dict) else {}
    lines: list[tuple[str, str]] = []
    for question in questions:
        if question.id in item:
            lines.extend(question.shown_lines(item[question.id], language))
    return lines


def _child_missing(questions: Children, stored: JsonValue, around: Mapping[str, JsonValue], channel: str) -> bool:
    item = stored if isinstance(stored, dict) else {}
    asked = asked_children(questions, item, around)
    return any(question.missing(item.get(question.id), item, channel) for question in asked)


def _joined(lines: list[tuple[str, str]], language: str) -> str:
    return wording.say("catalogue.comma", language).join(value for _, value in lines if value)


def _schema_of(questions: Children) -> dict[str, Any]:
    properties = {question.id: question.json_schema() for question in questions}
    needed = [question.id for question in questions if question.required is True and question.ask_if is None]
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}
