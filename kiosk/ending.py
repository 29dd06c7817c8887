"""終わる・次の人へ: what becomes of a case that is not filed yet, and the page that is left clean."""

from urllib.parse import urlencode

import streamlit as st

from kiosk.door import query_of
from kiosk.holding import clear, part
from kiosk.printers import draw_printers
from kiosk.visit import Visit
from kiosk.visit_booking import booking_link
from shared.casework.cases import Case
from shared.language.dates import show_date
from shared.language.wording import say
from shared.screens.components.idle import IdleRule, IdleWords, watch_idle
from shared.screens.door import Place
from shared.screens.fragments import back_link, note_with_title
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, in_new_tab, link_button, paragraph, section, tongue


def draw_ending(visit: Visit, case: Case) -> None:
    """Nothing was filed yet: hand over the code, keep it for later, or go back."""
    t = tongue("ja")
    back = f"/?{urlencode(query_of(case.reference, Place()))}"
    day = show_date(case.row.expires_on.isoformat(), "ja")
    unsent = note_with_title(t("kiosk.end_unsent"), t("kiosk.end_kept", day=day), "wait", "mail")
    st.html(head(back_link(back, "ja"), heading(t("kiosk.end_title")), unsent))
    st.html(section(t("kiosk.end_code_title"), paragraph(t("kiosk.end_code_words"))))
    printed = _draw_code(visit, case)
    st.button(
        say("kiosk.end_do"),
        type="primary" if printed else "secondary",
        width="stretch",
        key="end_do",
        on_click=part,
        args=(visit, case.reference),
    )
    booking = booking_link(visit, case)
    if booking:
        st.html(section(t("kiosk.visit.title"), paragraph(t("kiosk.visit.hint")) + booking))
    st.html(section(t("kiosk.end_hold_title"), paragraph(t("kiosk.end_hold_words"))))
    st.button(say("kiosk.end_hold"), width="stretch", key="end_hold", on_click=clear)
    lead_focus(f"{case.reference}/end")


def _draw_code(visit: Visit, case: Case) -> bool:
    """The sheet with the code: on the counter's printer, or by the browser."""
    if visit.office.settings.printers:
        return draw_printers(visit, case.reference, "kiosk.end_print_on")
    words = tongue("ja")("kiosk.end_print")
    st.html(in_new_tab(link_button(f"/print/{case.reference}?paper=80mm", words, "", "print")))
    return True


def draw_gone() -> None:
    """Loads the page anew, over this one in the history: a new session for the next visitor (KI-3)."""
    st.html(f'<div class="mg-first"><p role="status">{tongue("ja")("kiosk.gone")}</p></div>')
    words = IdleWords(say("kiosk.gone"), "", say("kiosk.idle_go_on"))
    watch_idle("gone", IdleRule(seconds=0, warn=-1, then="leave", home="/"), words, _nothing)


def _nothing() -> None:
    """The session was emptied before; the browser leaves by itself."""
