"""Fields of the dense form: days in one line, and what a choice is called by on the keyboard."""

from typing import ClassVar

import streamlit as st
from pydantic import JsonValue

from shared.catalogue.questions.choices import ChoiceQuestion
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.question import Asking, QuestionBase
from shared.errors import AnswersRefused, ValueRefused
from shared.language import clock
from shared.language.initials import initial_keys
from shared.language.wording import read_aloud, say
from shared.screens.fields.choices import ChoiceField
from shared.screens.fields.days import era_parts
from shared.screens.fields.field import Field, Setting, keep_typed
from shared.screens.fields.groups import AnyField, GroupField, field_of

CARDS = 30  # options that stand side by side; more are searched in a list
DAYS = ("date", "birth_date", "month")


class DayLine(Field[QuestionBase]):
    """A day as staff type it: S22.4.1, 昭和22年4月1日, 19470401. How it was read stands behind it."""

    kinds: ClassVar[tuple[str, ...]] = DAYS

    def fill(self, stored: JsonValue) -> None:
        keep_typed(self.key, written_day(stored))

    def draw(self) -> None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.text_input(
                self.spoken_label,
                key=self.key,
                label_visibility="collapsed",
                autocomplete="off",
                on_change=self.at_once(),
                width=190,
            )
            st.html(f'<span class="kio-read" role="status">{self._as_read()}</span>', width="stretch")

    def raw(self) -> object:
        return str(st.session_state.get(self.key, "")).strip()

    def _as_read(self) -> str:
        """The day in both calendars; nothing where it can't be read (the message says why, once one goes on)."""
        if not self.raw():
            return ""
        asking = Asking(today=clock.today(), language="ja", channel=self.setting.case.channel)
        try:
            parsed = self.question.accept(self.raw(), asking)
        except (ValueRefused, AnswersRefused):
            return say("dense.day_unread")
        return self.question.show(parsed.stored) if parsed is not None else ""


class DenseGroup(GroupField):
    """A group whose days are typed in one line."""

    def fields(self) -> list[AnyField]:
        return [_at_hand(field) for field in super().fields()]


def dense_field(question: Question, setting: Setting) -> AnyField:
    """The field of a question on the dense form. Lists have a screen of their own."""
    if question.kind == "group":
        return DenseGroup(question, setting)
    return _at_hand(field_of(question, setting))


def written_day(stored: JsonValue) -> str:
    """A kept day as one would type it: "1947-04-01" → "昭和22年4月1日"; unknown parts are left out."""
    if not isinstance(stored, str) or not stored:
        return ""
    era, *parts = era_parts(stored, western=False)
    named = "" if era == "western" else say(f"screens.era_{era}", "ja")
    return named + "".join(f"{part}{mark}" for part, mark in zip(parts, "年月日", strict=True) if part)


def readings(field: AnyField) -> list[str]:
    """By which keys each option of a choice is chosen, in the order of the options; [] for any other field."""
    question = field.question
    if isinstance(question, ChoiceQuestion):
        return [initial_keys(read_aloud(option.label.marked("ruby"))) for option in question.options]
    if question.kind == "yes_no":
        return [initial_keys(say(f"catalogue.{answer}", "ja")) for answer in ("yes", "no")]
    return []


def _at_hand(field: AnyField) -> AnyField:
    return at_hand(field, _kept(field))


def at_hand(field: AnyField, stored: JsonValue) -> AnyField:
    """Days in one line; options in sight, where a digit or a letter finds them."""
    if isinstance(field, ChoiceField):
        field.cards = CARDS
    if field.question.kind not in DAYS:
        return field
    line = DayLine(field.question, field.setting, field.path)
    line.fill(stored)
    return line


def _kept(field: AnyField) -> JsonValue:
    """The kept answer at the field's path."""
    kept: JsonValue = dict(field.setting.case.answers)
    for name in field.path.split("."):
        kept = kept.get(name) if isinstance(kept, dict) else None
    return kept
