"""Fields that several forms have: a text in three languages, and whole numbers of yen."""

from collections.abc import Mapping

import streamlit as st

from shared.catalogue.editing.texts import LANGUAGES
from shared.errors import ValueRefused
from shared.language.wording import say

LONGEST = 600


def draw_words(key: str, words: Mapping[str, str], label: str) -> None:
    """One field for each language; `words_in` reads them."""
    for language in LANGUAGES:
        st.text_input(
            say(f"editing.words_{language}", label=label),
            value=words.get(language, ""),
            key=f"{key}_{language}",
            max_chars=LONGEST,
            autocomplete="off",
        )


def words_in(key: str) -> dict[str, str]:
    """What was written, without languages that were left empty."""
    found = {language: str(st.session_state.get(f"{key}_{language}") or "").strip() for language in LANGUAGES}
    return {language: word for language, word in found.items() if word}


def draw_whole(key: str, label: str, value: int) -> None:
    """A whole number; `whole_in` reads it."""
    st.text_input(label, value=str(value), key=key, autocomplete="off")


def whole_in(key: str) -> int:
    """Raises ValueRefused("not_whole") for anything but a whole number of at most seven digits."""
    word = str(st.session_state.get(key) or "").replace(",", "").replace("，", "").replace("円", "").strip()
    if not word.isdecimal() or len(word) > 7:
        raise ValueRefused("proposal_number", text=word)
    return int(word)
