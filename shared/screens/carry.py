"""前に送ったことを使う: facts of an earlier case, opened by its code and its fact, taken over field by field."""

from collections.abc import Collection
from typing import Final, Protocol

import streamlit as st

from shared.casework.carrying import Offered, offered
from shared.casework.cases import Case
from shared.errors import CaseError, CodeSlip, KeepingError, ValueRefused
from shared.language.wording import say, say_bracketed, without_ruby
from shared.screens.door import Door, Place
from shared.screens.explained import words_of
from shared.screens.fields.field import plain_markdown
from shared.screens.fragments import Slip, back_link, error_summary
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, paragraph, tongue
from shared.screens.trouble import clear_trouble, note_trouble, trouble_at

CARRY: Final = "carry"


class Carrier(Protocol):
    """Opens the earlier case and takes over what was chosen. Methods raise the errors of casework."""

    def earlier(self, code: str, fact: str) -> Case: ...
    def take_over(self, case: Case, earlier: Case, chosen: Collection[str]) -> Case: ...


def draw_carry(door: Door, carrier: Carrier, case: Case) -> None:
    """First the code and the fact, then what is found, each with a box."""
    earlier = st.session_state.get(_earlier_key(case))
    if isinstance(earlier, Case):
        _draw_choice(door, carrier, case, earlier)
    else:
        _draw_opening(door, carrier, case)


def opened_already(case: Case, earlier: Case) -> None:
    """Of this case what to carry over is chosen at once: the earlier one is open in this visit."""
    st.session_state[_earlier_key(case)] = earlier


def _draw_opening(door: Door, carrier: Carrier, case: Case) -> None:
    language, trouble = door.language, trouble_at(case, CARRY)
    t, keys = tongue(language), (_key(case, "code"), _key(case, "fact"))
    slip = Slip(keys[0], "", words_of(trouble.failure, language)) if trouble.failure else None
    st.html(
        head(
            back_link(door.address(case, Place()), language),
            error_summary([slip], language) if slip else "",
            heading(t("screens.carry_title")),
            paragraph(t("screens.carry_words")),
        )
    )
    with st.form(f"carry_form_{case.reference}", border=False):
        for key, name in zip(keys, ("carry_code", "carry_fact"), strict=True):
            with st.container(key=f"field_{key}", gap=None):
                st.html(
                    f'<p class="mg-label" aria-hidden="true">{t(f"screens.{name}")}</p>'
                    f'<p class="mg-hint" id="hint-{key}">{t(f"screens.{name}_hint")}</p>'
                )
                label = say(f"screens.{name}", language)
                st.text_input(label, key=key, label_visibility="collapsed", autocomplete="off")
        st.form_submit_button(
            say_bracketed("screens.carry_open", language),
            type="primary",
            width="stretch",
            key=f"carry_open_{case.reference}",
            on_click=_open,
            args=(carrier, case),
        )
    lead_focus(f"{case.reference}/carry", trouble.turn, slip=slip)


def _draw_choice(door: Door, carrier: Carrier, case: Case, earlier: Case) -> None:
    language = door.language
    t, found = tongue(language), offered(case, earlier, door.language)
    words = "screens.carry_choose" if found else "screens.carry_nothing"
    back = back_link(door.address(case, Place()), language)
    st.html(head(back, heading(t("screens.carry_title")), paragraph(t(words))))
    if found:
        with st.form(f"carried_form_{case.reference}", border=False):
            for one in found:
                key = _key(case, f"take_{one.question}")
                st.session_state.setdefault(key, True)
                with st.container(key=f"boxes_{key}"):
                    st.checkbox(_label(one, language), key=key, width="stretch")
            st.form_submit_button(
                say_bracketed("screens.carry_take", language),
                type="primary",
                width="stretch",
                key=f"carry_take_{case.reference}",
                on_click=_take,
                args=(door, carrier, case, earlier, [one.question for one in found]),
            )
    lead_focus(f"{case.reference}/carried")


def _label(one: Offered, language: str) -> str:
    """「氏（名字）：見本」, a list's items one after another. What people typed is text, never Markdown."""
    lines = [
        say("screens.carry_line", language, label=without_ruby(label), value=value)
        for label, value in one.lines
        if value
    ]
    return plain_markdown(say("screens.carry_and", language).join(lines))


def _open(carrier: Carrier, case: Case) -> None:
    code, fact = (str(st.session_state.get(_key(case, name)) or "") for name in ("code", "fact"))
    try:
        earlier = carrier.earlier(code, fact)
    except (CodeSlip, ValueRefused, CaseError, KeepingError) as failure:
        note_trouble(case, CARRY, failure=failure)
    else:
        clear_trouble(case)
        st.session_state[_earlier_key(case)] = earlier


def _take(door: Door, carrier: Carrier, case: Case, earlier: Case, found: list[str]) -> None:
    chosen = [question for question in found if st.session_state.get(_key(case, f"take_{question}"))]
    try:
        saved = carrier.take_over(case, earlier, chosen)
    except (CaseError, KeepingError) as failure:
        note_trouble(case, CARRY, failure=failure)
    else:
        st.session_state.pop(_earlier_key(case), None)
        door.go(saved, Place())


def _key(case: Case, name: str) -> str:
    return f"q_{case.reference}_carry_{name}"


def _earlier_key(case: Case) -> str:
    """In this process's memory only, and only until something was taken over."""
    return f"carry_{case.reference}"
