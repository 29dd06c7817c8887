"""Screens of a sent case that need the fact: the answers as they were sent, and taking the case back."""

import streamlit as st

from shared.casework.cases import Case
from shared.catalogue import journey
from shared.errors import CaseError, KeepingError
from shared.language.wording import say, say_bracketed
from shared.screens.door import Door, Place
from shared.screens.fact import clear_slip, draw_fact, note_slip, slip_of, turn_of
from shared.screens.fields.field import mark_html
from shared.screens.fragments import back_link, error_summary
from shared.screens.leading import lead_focus
from shared.screens.opener import Opener
from shared.screens.parts import head, heading, link_button, paragraph, tongue
from shared.screens.sheets import shown_html


def draw_inside(door: Door, opener: Opener, case: Case, view: str) -> None:
    """The screen `view` ("answers", "withdraw"); the fact is asked first where it was not given yet."""
    if case.inside is None:
        _draw_fact_first(door, opener, case)
    elif view == "withdraw":
        _draw_withdrawal(door, opener, case)
    else:
        _draw_answers(door, case)


def _draw_fact_first(door: Door, opener: Opener, case: Case) -> None:
    language = door.language
    slip = slip_of(case, language)
    summary = error_summary([slip], language) if slip else ""
    back = back_link(door.address(case, Place()), language)
    st.html(head(back, summary, heading(tongue(language)("screens.fact_needed"))))
    draw_fact(opener, case, language)
    lead_focus(f"{case.reference}/fact", turn_of(case), slip=slip)


def _draw_answers(door: Door, case: Case) -> None:
    language = door.language
    t, shown = tongue(language), journey.shown(case.procedure, case.answers, language, "citizen")
    back = link_button(door.address(case, Place()), t("screens.back_to_standing"))
    st.html(head(heading(t("screens.answers_title"))) + shown_html(case, shown, {}, language) + back)
    lead_focus(f"{case.reference}/answers")


def _draw_withdrawal(door: Door, opener: Opener, case: Case) -> None:
    language, key = door.language, f"q_{case.reference}_withdraw_reason"
    t, slip = tongue(language), slip_of(case, language)
    label = f'<p class="mg-label" aria-hidden="true">{t("screens.withdraw_reason")}{mark_html(False, language)}</p>'
    summary = error_summary([slip], language) if slip else ""
    st.html(head(summary, heading(t("screens.withdraw_title")), paragraph(t("screens.withdraw_words")), label))
    spoken = f"{say('screens.withdraw_reason', language)} {say('screens.may', language)}"
    st.text_area(spoken, key=key, label_visibility="collapsed", on_change="ignore")
    st.button(
        say_bracketed("screens.withdraw_do", language),
        key=f"danger_withdraw_{case.reference}",
        on_click=_withdraw,
        args=(door, opener, case, key),
        width="stretch",
    )
    st.html(link_button(door.address(case, Place()), t("screens.withdraw_not")))
    lead_focus(f"{case.reference}/withdraw", turn_of(case), slip=slip)


def _withdraw(door: Door, opener: Opener, case: Case, key: str) -> None:
    try:
        opener.withdraw(case, str(st.session_state.get(key) or "").strip())
    except (CaseError, KeepingError) as failure:
        note_slip(case, failure)
    else:
        clear_slip(case)
        door.go(case, Place())
