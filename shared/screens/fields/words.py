"""Fields in which one writes: words, names, numbers."""

from typing import ClassVar

import streamlit as st
from pydantic import JsonValue

from shared.catalogue.questions.question import QuestionBase
from shared.screens.fields.field import Asked, Attributes, Field, keep_typed

_SHOWN_AS_READ = ("phone", "postal")  # kept as digits, shown with their hyphens
_KEYBOARD = {
    "phone": "tel",
    "email": "email",
    "postal": "numeric",
    "number": "numeric",
    "money": "numeric",
    "digits": "numeric",
    "my_number": "numeric",
    "corporate_number": "numeric",
    "bank_number": "numeric",
}
_WIDTH = {
    "postal": 190,
    "number": 140,
    "money": 190,
    "bank_number": 190,
    "my_number": 270,
    "corporate_number": 280,
}
_BROWSER_KNOWS = {"phone": "tel", "email": "email", "postal": "postal-code"}
_NEVER_REMEMBERED = ("my_number", "bank_number")  # a browser would offer them to whoever comes next
_OWN = "applicant_"  # only of the person who writes does the browser know anything


class WordsField(Field[Asked]):
    """One line of text."""

    kinds: ClassVar[tuple[str, ...]] = (
        "text", "name", "alias", "kana", "address", "building", "phone", "email", "number", "money",
        "digits", "my_number", "corporate_number", "bank_name", "bank_branch", "bank_number", "bank_kana",
    )  # fmt: skip

    def fill(self, stored: JsonValue) -> None:
        if stored is None:
            stored = self.usual
        shown = self.question.show(stored, self.language) if self._shown_as_read(stored) else stored
        keep_typed(self.key, "" if shown is None else str(shown))

    def draw(self) -> None:
        unit = getattr(self.question, "unit", None)
        if unit is None:
            self._draw_input()
            return
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            self._draw_input()
            st.html(f'<span aria-hidden="true">{unit.html(self.language)}</span>', width="content")

    def raw(self) -> object:
        return st.session_state.get(self.key, "")

    def attributes(self) -> Attributes:
        mode = _KEYBOARD.get(self.question.kind)
        return {self.key: {"inputmode": mode}} if mode else {}

    def _draw_input(self) -> None:
        st.text_input(
            self.spoken_label,
            key=self.key,
            label_visibility="collapsed",
            autocomplete=self._autocomplete(),
            on_change=self.at_once(),
            width=_WIDTH.get(self.question.kind, "stretch"),
        )

    def _shown_as_read(self, stored: JsonValue) -> bool:
        return self.question.kind in _SHOWN_AS_READ and bool(stored)

    def _autocomplete(self) -> str:
        secret = self.question.kind in _NEVER_REMEMBERED
        if secret or not self.path.startswith(_OWN) or self.setting.door.hand == "staff":
            return "off"
        return _BROWSER_KNOWS.get(self.question.kind, "on")


class LongTextField(Field[QuestionBase]):
    """Several lines of text."""

    kinds: ClassVar[tuple[str, ...]] = ("long_text",)

    def fill(self, stored: JsonValue) -> None:
        keep_typed(self.key, "" if stored is None else str(stored))

    def draw(self) -> None:
        st.text_area(
            self.spoken_label,
            key=self.key,
            label_visibility="collapsed",
            height=150,
            on_change=self.at_once(),
        )

    def raw(self) -> object:
        return st.session_state.get(self.key, "")
