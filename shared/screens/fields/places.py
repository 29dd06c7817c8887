"""The field of a postal code: it offers the places of the code, and never writes over what was typed."""

from typing import ClassVar

import streamlit as st

from shared.catalogue.questions.contact import PostalQuestion
from shared.errors import ValueRefused
from shared.language.postal import Place, places, read_postal
from shared.language.wording import say_bracketed, say_html
from shared.screens.fields.field import OnChange, plain_markdown, widget_key
from shared.screens.fields.words import WordsField

OFFERED = 12  # places of one code that stand as buttons; the longest list of Matsue has fewer


class PostalField(WordsField[PostalQuestion]):
    """A postal code with a button for its address."""

    kinds: ClassVar[tuple[str, ...]] = ("postal",)

    @property
    def address_key(self) -> str:
        """The widget that the places help to fill."""
        start = self.path.rpartition(".")[0]
        path = f"{start}.{self.question.fills}" if start else str(self.question.fills)
        return widget_key(self.setting.case.reference, path)

    def at_once(self) -> OnChange:
        return "rerun" if self.question.fills else super().at_once()

    def draw(self) -> None:
        self._draw_input()
        if not self.question.fills:
            return
        found = self._found()
        typed = str(st.session_state.get(self.address_key) or "").strip()
        if not any(f"{place.city}{place.town}" in typed for place in found):
            self._draw_offers(found, bool(typed))

    def fill_only_place(self) -> None:
        """Puts the one place of a code in where no address is typed yet. To be called before the fields are drawn."""
        found = self._found() if self.question.fills else []
        if len(found) == 1 and not str(st.session_state.get(self.address_key) or "").strip():
            self._use(_written(found[0]))

    def _draw_offers(self, offers: list[Place], typed: bool) -> None:
        if not offers:
            return
        key = "screens.postal_replace" if typed else "screens.postal_offer"
        st.html(f'<p class="mg-hint" role="status">{say_html(key, self.language)}</p>')
        with st.container(key=f"places_{self.key}", gap="xsmall"):
            for index, place in enumerate(offers[:OFFERED]):
                words = plain_markdown(_written(place))
                st.button(
                    say_bracketed("screens.postal_use", self.language, place=words),
                    key=f"{self.key}_place{index}",
                    on_click=self._use,
                    args=(_written(place),),
                    width="stretch",
                )

    def _use(self, words: str) -> None:
        st.session_state[self.address_key] = words

    def _found(self) -> list[Place]:
        try:
            return places(read_postal(str(self.raw())).stored)
        except ValueRefused:
            return []


def _written(place: Place) -> str:
    return f"{place.prefecture}{place.city}{place.town}"
