"""From which day: one field that takes a day as people write it, or 「いますぐ」."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from shared.errors import ValueRefused
from shared.language import clock
from shared.language.dates import read_date, show_date
from shared.language.wording import say

FROM, AT_ONCE = "from", "at_once"


def next_april() -> date:
    """When most of what a city asks changes."""
    today = clock.today()
    return date(today.year + (today >= date(today.year, 4, 1)), 4, 1)


def draw_day(key: str) -> None:
    """The choice and the field; `day_in` reads them."""
    st.radio(
        say("editing.when"),
        (FROM, AT_ONCE),
        format_func=lambda one: say(f"editing.when_{one}"),
        key=f"{key}_when",
        horizontal=True,
    )
    st.text_input(
        say("editing.day"),
        value=show_date(next_april().isoformat(), "ja"),
        key=f"{key}_day",
        autocomplete="off",
        help=None,
    )


def draw_end(key: str, name: str, keep: Callable[..., None], *args: object) -> None:
    """The end of a form: from which day, and the button that calls `keep` with `args`."""
    draw_day(key)
    st.form_submit_button(say(f"editing.write_{name}"), key=f"write_{name}", type="primary", on_click=keep, args=args)


def day_in(key: str) -> date | None:
    """The day, None for at once. Raises ValueRefused for what is no day."""
    if st.session_state.get(f"{key}_when") == AT_ONCE:
        return None
    return day_of(str(st.session_state.get(f"{key}_day") or ""))


def day_of(typed: str) -> date:
    """Raises ValueRefused."""
    stored = read_date(typed).stored
    if not isinstance(stored, str):
        raise ValueRefused("blank")
    return date.fromisoformat(stored)
