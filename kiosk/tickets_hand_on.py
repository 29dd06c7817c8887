"""ほかの窓口へ: the visitor goes on with the same number, and the case with them."""

from collections.abc import Callable

import streamlit as st

from kiosk.visit import Visit
from shared.casework import parking
from shared.casework.tickets import desk
from shared.errors import CannotOpen
from shared.language.wording import say
from shared.records.reference import show_reference
from shared.records.store.tickets import Turn
from shared.screens.parts import paragraph, tongue

LINE, CASE = "hand_line", "hand_case"


def draw_hand_on(visit: Visit, turn: Turn, attempt: Callable[..., None]) -> None:
    """Chooses the line and what goes along."""
    t, rule = tongue("ja"), visit.catalogue.waiting
    others = [line.id for line in rule.lines if line.id != turn.line]
    held = [one.reference for one in parking.held(visit.clerk)]
    if not others:
        return
    with st.container(key="panel_hand_on"):
        st.html(f"<h2>{t('tickets.hand_title')}</h2>{paragraph(t('tickets.hand_hint'), 'hint')}")
        st.selectbox(
            say("tickets.hand_line"),
            others,
            key=LINE,
            format_func=lambda one: f"{rule.line(one).letter} {rule.line(one).title.say('ja')}",
        )
        if held:
            st.selectbox(
                say("tickets.hand_case"),
                ["", *held],
                index=1,
                key=CASE,
                format_func=lambda one: show_reference(one) if one else say("tickets.hand_no_case"),
            )
        st.button(
            say("tickets.hand_do"),
            key=f"hand_do_{turn.token}",
            width="stretch",
            on_click=attempt,
            args=(lambda: _hand_on(visit, turn), ("hand_on", turn)),
        )


def _hand_on(visit: Visit, turn: Turn) -> str:
    line_id, reference = str(st.session_state[LINE]), str(st.session_state.get(CASE) or "")
    case = None
    if reference:
        case = parking.in_hand(visit.clerk, reference)
        if case is None:
            raise CannotOpen("cannot_open")
    desk.hand_on(visit.clerk, turn, line_id, case)
    return say("tickets.handed", label=turn.label, line=visit.catalogue.waiting.line(line_id).title.say("ja"))
