"""The cover: drawn instead of whatever was there, until the same person gives their password again."""

import streamlit as st

from kiosk.frame import draw_sheet
from kiosk.visit import Visit
from shared.casework import parking
from shared.errors import SignInRefused
from shared.language.wording import say
from shared.screens.components.focus import focus
from shared.screens.fragments import field_error
from shared.screens.parts import tongue

PASSWORD = "cover_password"
_REFUSED = "cover_refused"


def draw_cover(visit: Visit) -> None:
    """The lake, and the field for whoever sits here. Names nobody's case."""
    t = tongue("ja")
    draw_sheet("desk", "ja")
    st.html('<div class="mg-cover kio-cover" aria-hidden="true"><i class="mg-lake"></i></div>')
    refused = bool(st.session_state.get(_REFUSED))
    with st.container(key="cover", gap=None):
        st.html(
            '<i class="mg-mark" aria-hidden="true"></i>'
            f'<h1 id="top" tabindex="-1">{t("kiosk.cover_title")}</h1><p class="mg-sub">{t("kiosk.cover_body")}</p>'
        )
        with st.form("cover_form", border=False):
            label = say("kiosk.cover_password", name=visit.actor.shown)
            st.html(
                f'<p class="mg-label" aria-hidden="true">{t("kiosk.cover_password", name=visit.actor.shown)}</p>'
                + (field_error(say("kiosk.cover_refused"), PASSWORD) if refused else "")
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
        st.html(
            f'<form method="post" action="/signout"><button class="mg-btn quiet" type="submit">{t("kiosk.cover_leave")}'
            "</button></form>"
        )
    focus(f"cover/{refused}", f".st-key-{PASSWORD} input" if not refused else f"#error-{PASSWORD}")


def _uncover(visit: Visit) -> None:
    try:
        parking.uncover(visit.office, visit.token, visit.actor, str(st.session_state.get(PASSWORD) or ""))
    except SignInRefused:
        st.session_state[_REFUSED] = True
    else:
        st.session_state.pop(_REFUSED, None)
    st.session_state.pop(PASSWORD, None)
