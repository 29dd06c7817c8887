"""The cover: drawn instead of whatever was there, until the same person gives their PIN or their password."""

import streamlit as st

from kiosk.frame import draw_sheet
from kiosk.visit import Visit
from shared.casework import cover_pins, parking
from shared.errors import SignInRefused
from shared.language.wording import say
from shared.screens.components.focus import focus
from shared.screens.fragments import field_error
from shared.screens.parts import paragraph, tongue

PASSWORD = "cover_password"
_REFUSED, _TURN = "cover_refused", "cover_turn"  # the words of the last refusal; how many there were


def draw_cover(visit: Visit) -> None:
    """The lake, and the field for whoever sits here. Names nobody's case."""
    t = tongue("ja")
    draw_sheet("desk", "ja")
    st.html('<div class="mg-cover kio-cover" aria-hidden="true"><i class="mg-lake"></i></div>')
    refused = st.session_state.get(_REFUSED, "")
    pin = cover_pins.standing(visit.office, visit.actor.name)
    with st.container(key="cover", gap=None):
        st.html(
            '<i class="mg-mark" aria-hidden="true"></i>'
            f'<h1 id="top" tabindex="-1">{t("kiosk.cover_title")}</h1><p class="mg-sub">{t("kiosk.cover_body")}</p>'
        )
        with st.form("cover_form", border=False, clear_on_submit=True):
            asked = "kiosk.cover_pin" if pin == "open" else "kiosk.cover_password"
            label = say(asked, name=visit.actor.shown)
            st.html(
                f'<p class="mg-label" aria-hidden="true">{t(asked, name=visit.actor.shown)}</p>'
                + (field_error(refused, PASSWORD) if refused else "")
            )
            st.text_input(label, key=PASSWORD, type="password", label_visibility="collapsed", autocomplete="off")
            st.form_submit_button(
                say("kiosk.cover_go_on"),
                type="primary",
                width="stretch",
                key="cover_go_on",
                on_click=_uncover,
                args=(visit,),
            )
        hint = paragraph(t("kiosk.cover_pin_set"), "hint") if pin == "none" else ""
        leave = f'<button class="mg-btn quiet" type="submit">{t("kiosk.cover_leave")}</button>'
        st.html(f'{hint}<form method="post" action="/signout">{leave}</form>')
    focus(f"cover/{st.session_state.get(_TURN, 0)}", f".st-key-{PASSWORD} input")


def _uncover(visit: Visit) -> None:
    try:
        parking.uncover(visit.office, visit.token, visit.actor, str(st.session_state.get(PASSWORD) or ""))
    except SignInRefused as failure:
        key = f"errors.{failure.code}" if failure.code in ("pin_wrong", "pin_locked") else "kiosk.cover_refused"
        st.session_state[_REFUSED] = say(key, "ja", **failure.params)
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    else:
        st.session_state.pop(_REFUSED, None)
    st.session_state.pop(PASSWORD, None)
