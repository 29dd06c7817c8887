"""家の画面と窓口の画面で、ためす: opens a rehearsal of proposed files, says how far it is, and leads to it."""

from collections.abc import Callable, Mapping
from datetime import date

import streamlit as st

from kiosk.visit import Visit
from kiosk.words_of_trouble import words_of
from shared.casework import parking, staff
from shared.casework.rehearsals import REHEARSALS, STILL, Opened
from shared.errors import MadoguchiError
from shared.language.wording import say
from shared.screens.fragments import note
from shared.screens.parts import in_new_tab, link_button, paragraph, tongue

LOOK_EVERY = 1.0  # seconds, while it is being started
FAILED = "rehearsal_failed"
HERE = ("localhost", "127.0.0.1")
Files = Callable[[], tuple[Mapping[str, str], str]]  # all texts by their names, and the name of the first


def draw_rehearsal(visit: Visit, files: Files, procedure_id: str, day: date) -> None:
    """What this person has open, and the button that opens it as the files are now. `files` is asked when pressed."""
    t = tongue("ja")
    st.html(f"<h3>{t('rehearsal.panel')}</h3>{paragraph(t('rehearsal.panel_words', minutes=STILL))}")
    if not _on_this_machine():
        st.html(note(paragraph(t("rehearsal.elsewhere")), "", "info"))
        return
    opened = REHEARSALS.of(visit.actor.name)
    failure = st.session_state.pop(FAILED, None)
    if isinstance(failure, str):
        st.html(note(paragraph(failure), "wait", "warn", role="alert"))
    if opened is not None and opened.state == "starting":
        _draw_starting(visit, opened)
    elif opened is not None and opened.state == "ready":
        _draw_ready(opened)
    st.button(
        say("rehearsal.again" if opened else "rehearsal.open"),
        key=f"rehearse_{procedure_id}",
        on_click=_open,
        args=(visit, files, procedure_id, day),
    )


@st.fragment(run_every=LOOK_EVERY)
def _draw_starting(visit: Visit, opened: Opened) -> None:
    """Looks by itself until both doors answer; then the whole page is drawn again."""
    signed_in = staff.actor_of(visit.office, visit.token) is not None
    if not signed_in or parking.is_covered(visit.office, visit.token):
        st.rerun()
    if opened.state == "ended":
        st.session_state[FAILED] = say("rehearsal.not_started")
    if opened.state != "starting":
        st.rerun()
    st.html(note(paragraph(tongue("ja")("rehearsal.starting")), "", "clock", role="status"))


def _draw_ready(opened: Opened) -> None:
    t = tongue("ja")
    places = (("portal", opened.portal, "house"), ("kiosk", opened.kiosk, "people"), ("paper", opened.paper, "print"))
    st.html(note(paragraph(t("rehearsal.ready")), "good", "ok", role="status"))
    for name, to, sign in places:
        st.html(in_new_tab(link_button(to, t(f"rehearsal.to_{name}"), "", sign)))
    st.button(say("rehearsal.close"), key="rehearsal_close", on_click=REHEARSALS.close, args=(opened.id,))


def _open(visit: Visit, files: Files, procedure_id: str, day: date) -> None:
    try:
        texts, first = files()
        REHEARSALS.open(visit.actor.name, texts, first, procedure_id, day)
    except MadoguchiError as refused:
        st.session_state[FAILED] = words_of(refused)


def _on_this_machine() -> bool:
    """Whether this browser could reach it: it listens on this machine alone."""
    host = st.context.headers.get("host", "")
    return host.rpartition(":")[0] in HERE or host in HERE
