"""The field that holds others: a group, or one item of a list."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import streamlit as st
from pydantic import JsonValue

from shared.catalogue.questions.groups import Children, GroupQuestion, asked_children
from shared.catalogue.questions.kinds import Question
from shared.screens.fields.choices import ChoiceField, ChoicesField, ConsentField, StaffField, YesNoField
from shared.screens.fields.days import DateField, MonthField, OpenDayField
from shared.screens.fields.field import Attributes, Field, Setting
from shared.screens.fields.files import FileField
from shared.screens.fields.framed import Said, draw_framed
from shared.screens.fields.places import PostalField
from shared.screens.fields.words import LongTextField, WordsField

AnyField = Field[Any]

_SIMPLE: tuple[type[Field[Any]], ...] = (
    WordsField,
    LongTextField,
    PostalField,
    DateField,
    MonthField,
    OpenDayField,
    ChoiceField,
    YesNoField,
    ChoicesField,
    ConsentField,
    FileField,
    StaffField,
)


class GroupField(Field[GroupQuestion]):
    """Several questions about one thing."""

    kinds: ClassVar[tuple[str, ...]] = ("group",)

    def __init__(self, question: GroupQuestion, setting: Setting, path: str = "") -> None:
        super().__init__(question, setting, path)
        self._stored: Mapping[str, JsonValue] = {}
        self.said: Said = Said({}, {})

    @property
    def focus_key(self) -> str:
        return self.fields()[0].focus_key

    def fields(self) -> list[AnyField]:
        """The fields asked now, for what is typed so far."""
        return fields_inside(self.question.questions, self.setting, self.path, self._stored)

    def fill(self, stored: JsonValue) -> None:
        self._stored = stored if isinstance(stored, dict) else {}

    def draw(self) -> None:
        with st.container(key=f"group_{self.key}"):
            for field in self.fields():
                draw_framed(field, self.said)

    def raw(self) -> object:
        return {field.question.id: field.raw() for field in self.fields()}

    def attributes(self) -> Attributes:
        return {key: value for field in self.fields() for key, value in field.attributes().items()}


def lines_of(fields: Iterable[AnyField]) -> list[AnyField]:
    """The fields as they stand on the page, one after the other: of a group its own."""
    return [one for field in fields for one in (field.fields() if isinstance(field, GroupField) else [field])]


def fields_inside(questions: Children, setting: Setting, path: str, stored: Mapping[str, JsonValue]) -> list[AnyField]:
    """The fields of a group or an item, filled; conditions look at the siblings, then at the answers outside."""
    typed: dict[str, object] = {}
    for question in questions:
        field = simple_field(question, setting, f"{path}.{question.id}")
        field.fill(stored.get(question.id))
        typed[question.id] = field.raw()
    asked = asked_children(questions, typed, setting.case.answers)
    return [_filled(simple_field(q, setting, f"{path}.{q.id}"), stored.get(q.id)) for q in asked]


def simple_field(question: Question, setting: Setting, path: str = "") -> AnyField:
    """The field of a question that holds no others."""
    kind = next(field for field in _SIMPLE if question.kind in field.kinds)
    return kind(question, setting, path)


def field_of(question: Question, setting: Setting) -> AnyField:
    """The field of a question of a step; a list is drawn by `items`."""
    return GroupField(question, setting) if question.kind == "group" else simple_field(question, setting)


def _filled(field: AnyField, stored: JsonValue) -> AnyField:
    field.fill(stored)
    return field
