"""Fields in which one chooses: one of several, some of several, yes or no, a box to tick."""

from typing import ClassVar

import streamlit as st
from pydantic import JsonValue

from shared.catalogue.questions.choices import ChoiceQuestion, ChoicesQuestion, Option, YesNoQuestion
from shared.catalogue.questions.question import QuestionBase
from shared.language.wording import say, say_bracketed
from shared.screens.fields.field import Field, keep_typed, listed_words, option_words, plain_markdown

CARDS = 8  # more than so many options stand in a list that can be searched


class ChoiceField(Field[ChoiceQuestion]):
    """One of several: cards, or a list where there are many."""

    kinds: ClassVar[tuple[str, ...]] = ("choice",)
    cards: int | None = None  # the most options that stand as cards, where a form wants more than usual

    def fill(self, stored: JsonValue) -> None:
        chosen = self.usual if stored is None else stored
        keep_typed(self.key, chosen if chosen in self._values() else None)

    def draw(self) -> None:
        many = len(self.question.options)
        if many > (self.cards or CARDS) or (self.question.search and self.cards is None):
            self._draw_list()
        else:
            self._draw_cards()

    def raw(self) -> object:
        return st.session_state.get(self.key) or ""

    def _draw_cards(self) -> None:
        options = self.question.options
        hints = [option_words(o.hint, self.language) if o.hint else "" for o in options]
        st.radio(
            self.spoken_label,
            self._values(),
            index=None,
            key=self.key,
            format_func=self._words,
            captions=hints if any(hints) else None,
            label_visibility="collapsed",
            on_change=self.at_once(),
        )

    def _draw_list(self) -> None:
        st.selectbox(
            self.spoken_label,
            self._values(),
            index=None,
            key=self.key,
            format_func=self._listed,
            placeholder=say_bracketed("screens.choose", self.language),
            label_visibility="collapsed",
            on_change=self.at_once(),
        )

    def _values(self) -> list[str]:
        return [option.value for option in self.question.options]

    def _option(self, value: str) -> Option:
        return next(option for option in self.question.options if option.value == value)

    def _words(self, value: str) -> str:
        return option_words(self._option(value).label, self.language)

    def _listed(self, value: str) -> str:
        return listed_words(self._option(value).label, self.language)


class YesNoField(Field[YesNoQuestion]):
    """Yes or no, as two cards."""

    kinds: ClassVar[tuple[str, ...]] = ("yes_no",)

    def fill(self, stored: JsonValue) -> None:
        keep_typed(self.key, stored or self.usual)

    def draw(self) -> None:
        st.radio(
            self.spoken_label,
            ["yes", "no"],
            index=None,
            key=self.key,
            format_func=lambda value: say(f"catalogue.{value}", self.language),
            label_visibility="collapsed",
            on_change=self.at_once(),
        )

    def raw(self) -> object:
        return st.session_state.get(self.key) or ""


class ChoicesField(Field[ChoicesQuestion]):
    """Some of several: a box for each."""

    kinds: ClassVar[tuple[str, ...]] = ("choices",)

    def box_key(self, value: str) -> str:
        """The key of one option's box."""
        return f"{self.key}_{value}"

    @property
    def focus_key(self) -> str:
        return self.box_key(self.question.options[0].value)

    def fill(self, stored: JsonValue) -> None:
        chosen = stored if isinstance(stored, list) else []
        presumed = stored is None and self.setting.presumes
        for option in self.question.options:
            keep_typed(self.box_key(option.value), option.value in chosen or (presumed and option.default))

    def draw(self) -> None:
        with st.container(key=f"boxes_{self.key}", gap="xsmall"):
            for option in self.question.options:
                if option.group:
                    st.html(f'<p class="mg-label">{option.group.html(self.language)}</p>')
                st.checkbox(
                    option_words(option.label, self.language),
                    key=self.box_key(option.value),
                    on_change=self.at_once(),
                    width="stretch",
                )
                if option.hint:
                    st.html(f'<p class="mg-hint">{option.hint.html(self.language)}</p>')

    def raw(self) -> object:
        return [o.value for o in self.question.options if st.session_state.get(self.box_key(o.value))]


class ConsentField(Field[QuestionBase]):
    """A box to tick; its words are the label."""

    kinds: ClassVar[tuple[str, ...]] = ("consent",)
    own_label: ClassVar[bool] = True

    def fill(self, stored: JsonValue) -> None:
        keep_typed(self.key, stored == "yes")

    def draw(self) -> None:
        with st.container(key=f"boxes_{self.key}"):
            st.checkbox(
                option_words(self.question.label, self.language),
                key=self.key,
                on_change=self.at_once(),
                width="stretch",
            )

    def raw(self) -> object:
        return "yes" if st.session_state.get(self.key) else ""


class StaffField(Field[QuestionBase]):
    """The name of the member of staff; the door knows it, nobody types it."""

    kinds: ClassVar[tuple[str, ...]] = ("staff",)

    def fill(self, stored: JsonValue) -> None:
        keep_typed(self.key, str(stored or self.setting.door.actor_name))

    def draw(self) -> None:
        st.html(f"<p>{plain_markdown(str(st.session_state[self.key]))}</p>")

    def raw(self) -> object:
        return st.session_state.get(self.key) or self.setting.door.actor_name
