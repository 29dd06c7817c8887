"""署名待ち: what was said by telephone or letter is printed, sent, and closed by its QR when the sheet comes back."""

from urllib.parse import urlencode

import streamlit as st

from kiosk.holding import part
from kiosk.paper_forms import draw_setting
from kiosk.visit import Visit
from shared.casework.cases import Case
from shared.casework.forms import citizen_address
from shared.casework.paper.by_letter import POST
from shared.language.wording import say
from shared.screens.fragments import note, reference_number
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, paragraph, section, tongue


def draw_out(visit: Visit, case: Case) -> None:
    """Nothing has arrived yet: print, send, wait for the sheet."""
    t = tongue("ja")
    number = f'<p class="kio-number">{reference_number(case.reference)}</p>'
    st.html(head(heading(t("kiosk.out_title")), note(number + paragraph(t("kiosk.out_words")), "wait", "mail")))
    if citizen_address(case.procedure, case.answers) is None:
        st.html(note(paragraph(t("kiosk.out_no_address")), "wait", "warn"))
    back = "back_letter" if case.channel == POST else "back"
    steps = "".join(f"<li>{t(f'kiosk.out_{one}')}</li>" for one in ("print", "post", back))
    st.html(section(t("kiosk.out_steps"), f"<ol>{steps}</ol>"))
    draw_setting(visit, case.reference, envelope=True, language=case.language)
    address = f"/?{urlencode({'paper': 'giveup', 'sheet': case.reference})}"
    st.html(paragraph(f'<a href="{address}">{t("kiosk.out_give_up")}</a>'))
    st.button(say("kiosk.next_person"), width="stretch", key="person_next", on_click=part, args=(visit, case.reference))
    lead_focus(f"{case.reference}/out")
