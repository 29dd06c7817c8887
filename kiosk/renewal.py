"""新しいコード: for a citizen who lost theirs. Identity is checked first, and how is a row of the trail."""

import streamlit as st

from kiosk.visit import Visit
from kiosk.words_of_trouble import failure_html
from shared.casework import codes, identity, parking
from shared.casework.authority import Deed, may
from shared.casework.opened import OpenedCase
from shared.errors import CannotOpen, MadoguchiError
from shared.language.wording import say
from shared.screens.fragments import field_error
from shared.screens.fragments import note as banner
from shared.screens.parts import link_button, paragraph, tongue

ASKED, FAILED, RENEWED = "renew_asked", "renew_failed", "renewed"
MISSED = "missed"


def draw_renewal(visit: Visit, case: OpenedCase) -> None:
    """The panel; nothing for whoever may not do it."""
    if not may(visit.actor, Deed.REPLACE_CODE, case.scope):
        return
    t, reference = tongue("ja"), case.submission.reference
    with st.container(key=f"panel_renew_{reference}", gap="small"):
        st.html(f"<h2>{t('kiosk.renew_title')}</h2>")
        if st.session_state.get(RENEWED) == reference:
            _draw_renewed(reference)
        elif st.session_state.get(ASKED) == reference:
            _draw_form(visit, case)
        else:
            st.html(paragraph(t("kiosk.renew_words"), "hint"))
            st.button(
                say("kiosk.renew_ask"), key=f"renew_ask_{reference}", width="stretch", on_click=_ask, args=(reference,)
            )


def _draw_form(visit: Visit, case: OpenedCase) -> None:
    t, reference, failure = tongue("ja"), case.submission.reference, st.session_state.get(FAILED)
    st.html(paragraph(t("kiosk.renew_about"), "hint"))
    missed = failure == MISSED
    if isinstance(failure, CannotOpen):
        st.html(banner(paragraph(t("kiosk.renew_gone")), "wait", "warn", role="alert"))
    elif isinstance(failure, MadoguchiError):
        st.html(failure_html(failure))
    key = _method_key(reference)
    with st.container(key=f"{'bad' if missed else 'field'}_{key}", gap=None):
        label = f'<p class="mg-label" aria-hidden="true">{t("kiosk.renew_how")}</p>'
        wrong = f'<div role="alert">{field_error(say("kiosk.renew_missed"), key)}</div>' if missed else ""
        st.html(label + wrong)
        st.radio(
            say("kiosk.renew_how"),
            identity.SHOWN,
            index=None,
            key=key,
            format_func=lambda one: say(f"kiosk.identity_{one}"),
            label_visibility="collapsed",
        )
    st.button(
        say("kiosk.renew_do"),
        type="primary",
        key=f"renew_do_{reference}",
        width="stretch",
        on_click=_renew,
        args=(visit, reference),
    )
    st.button(say("kiosk.deed_not"), type="tertiary", key=f"renew_not_{reference}", on_click=_ask, args=("",))


def _draw_renewed(reference: str) -> None:
    """The code itself is on the paper only."""
    t = tongue("ja")
    slip = link_button(f"/receipt/{reference}.pdf?paper=80mm", t("kiosk.print_slip"), "", "print")
    sheet = link_button(f"/receipt/{reference}.pdf", t("kiosk.print_a4"), "", "print")
    done = banner(paragraph(t("kiosk.renew_done")), "good", "ok", role="status")
    links = f"{slip}{sheet}".replace("<a ", '<a target="_blank" ')
    st.html(f"{done}{links}{paragraph(t('kiosk.print_hint'), 'hint')}")


def _ask(reference: str) -> None:
    st.session_state.pop(FAILED, None)
    st.session_state[ASKED] = reference


def _renew(visit: Visit, reference: str) -> None:
    method = st.session_state.get(_method_key(reference))
    if method not in identity.SHOWN:
        st.session_state[FAILED] = MISSED
        return
    st.session_state.pop(FAILED, None)
    try:
        codes.replace_code(visit.office, visit.actor, reference, method)
    except MadoguchiError as failure:
        st.session_state[FAILED] = failure
        return
    parking.give_back(visit.clerk, reference)  # what was in hand was opened by the old code
    for name in (ASKED, _method_key(reference)):
        st.session_state.pop(name, None)
    st.session_state[RENEWED] = reference


def _method_key(reference: str) -> str:
    return f"renew_how_{reference}"
