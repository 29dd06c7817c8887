"""A form filled without a mouse: Enter leads from line to line, a letter or a digit chooses an option."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from shared.screens.components.packaged import mount

_RUN = "hotkeys_run"


@dataclass(frozen=True)
class KeyRule:
    """`area`: key of the container that holds the lines.

    `options`: key of a choice → for each of its options the characters that choose it ("hハ"); the digits 1 to 9
    choose by place anyway. `must`: keys of what has to be filled. `decide`: keys of what other
    lines wait for; it is left when the page has been drawn again. `start`: id of the heading whose first line has the
    focus at the beginning; "": the first line that must still be filled.
    """

    area: str
    options: Mapping[str, Sequence[str]]
    must: Sequence[str] = ()
    decide: Sequence[str] = ()
    start: str = ""


def listen_for_end() -> None:
    """F8 presses the button whose key is `band_end`, on a page without lines."""
    mount("hotkeys", "mg-end", {})


def listen_keys(token: str, rule: KeyRule) -> None:
    """Enter: the next line that must still be filled, at last the main button (Shift+Enter: the line before; in long
    texts Ctrl+Enter). A digit, or a letter that only one option has, chooses and goes on. Ctrl+Enter: the main
    button. F8: the button whose key is `band_end`. Keys of an input method that is composing are its own.

    For each new `token` the focus goes where `rule.start` says.
    """
    st.session_state[_RUN] = int(st.session_state.get(_RUN, 0)) + 1
    data = {
        "token": token,
        "run": st.session_state[_RUN],
        "area": rule.area,
        "options": {key: list(words) for key, words in rule.options.items()},
        "must": list(rule.must),
        "decide": list(rule.decide),
        "start": rule.start,
    }
    mount("hotkeys", "mg-hotkeys", data)
