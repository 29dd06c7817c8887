"""用紙: a procedure as a paper form, blank, or with what a case holds so far; large, with readings, in a language."""

from urllib.parse import urlencode

import streamlit as st

from kiosk.frame import draw_sheet, draw_top
from kiosk.printers import came_html
from kiosk.visit import Visit
from shared.casework import applying, printouts, ways
from shared.casework.cases import Case
from shared.casework.forms import Setting
from shared.casework.paper import orders
from shared.catalogue.procedure import Procedure
from shared.errors import MadoguchiError
from shared.language import clock
from shared.language.wording import LANGUAGES, say
from shared.screens.fragments import back_link, note
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, in_new_tab, link_button, paragraph, tongue
from shared.web.desks import FormAsked

CAME = "form_came"


def draw_blank(visit: Visit, procedure_id: str) -> None:
    """From the counter: an empty form of the procedure."""
    draw_sheet("desk", "ja")
    draw_top(visit, "counter")
    found = visit.catalogue.procedures.find(procedure_id)
    if found is None:
        st.html(back_link("/", "ja") + note(paragraph(tongue("ja")("kiosk.start_again"))))
        return
    with st.container(key="narrow"):
        draw_forms(visit, found.on(clock.today()), None)


def draw_forms(visit: Visit, procedure: Procedure, case: Case | None) -> None:
    """How the form is to be set, and its printing. A draft that goes out on paper is kept 90 days."""
    t = tongue("ja")
    if case is not None:
        applying.keep_longer(visit.office, case)
    back = f"/?case={case.reference}" if case is not None else "/"
    words = "forms_begun" if case is not None and case.answers else "forms_blank"
    title = paragraph((procedure.formal_title or procedure.title).html("ja"), "small")
    st.html(head(back_link(back, "ja"), title, heading(t("kiosk.forms_title")), paragraph(t(f"kiosk.{words}"), "hint")))
    if not ways.offered(procedure, "paper"):
        st.html(note(paragraph(t("kiosk.forms_none")), "wait", "warn"))
        return
    number = case.reference if case is not None else procedure.id
    draw_setting(visit, number, language=case.language if case is not None else "ja")
    lead_focus(f"forms/{number}")


def draw_setting(visit: Visit, number: str, *, envelope: bool = False, language: str = "ja") -> None:
    """The choices and the buttons. `number`: a procedure's id or a case's reference."""
    t = tongue("ja")
    st.html(f'<p class="mg-label" aria-hidden="true">{t("kiosk.forms_language")}</p>')
    st.radio(
        say("kiosk.forms_language"),
        LANGUAGES,
        index=LANGUAGES.index(language) if language in LANGUAGES else 0,
        key=f"form_language_{number}",
        format_func=lambda one: say(f"kiosk.forms_{one}"),
        label_visibility="collapsed",
    )
    with st.container(key=f"boxes_form_{number}", gap="small"):
        st.checkbox(say("kiosk.forms_large"), key=f"form_large_{number}")
        st.checkbox(say("kiosk.forms_envelope"), value=envelope, key=f"form_envelope_{number}")
    asked = _asked(number)
    flags = {"large": asked.large, "envelope": asked.envelope}
    query = {"language": asked.language, **{name: "1" for name, on in flags.items() if on}}
    printers = [one for one in visit.office.settings.printers if one.paper == "a4"]
    mood = "" if printers else "main"
    for address in printers:
        st.button(
            say("kiosk.forms_print_on", printer=address.name),
            type="primary",
            width="stretch",
            key=f"form_print_{address.name}_{number}",
            on_click=_print,
            args=(visit, number, address.name),
        )
    link = link_button(f"/form/{number}.pdf?{urlencode(query)}", t("kiosk.forms_print"), mood, "print")
    st.html(came_html(st.session_state.get(_came_key(number))) + in_new_tab(link))


def _asked(number: str) -> FormAsked:
    state = st.session_state
    return FormAsked(
        state.get(f"form_language_{number}") or "ja",
        bool(state.get(f"form_large_{number}")),
        bool(state.get(f"form_envelope_{number}")),
    )


def _print(visit: Visit, number: str, printer: str) -> None:
    came: object
    try:
        asked = _asked(number)
        setting = Setting(asked.language, asked.large)
        order = orders.order_for(visit.clerk, number, setting, envelope=asked.envelope)
        came = printouts.print_form(visit.office.settings, printer, order)
    except MadoguchiError as failure:
        came = failure
    st.session_state[_came_key(number)] = came


def _came_key(number: str) -> str:
    return f"{CAME}_{number}"
