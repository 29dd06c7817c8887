"""マイナンバー: opened for a reason, with the password again, and shown for a minute.

The digits are a local variable of one run: they stand in no session state, and any other run of the page (a press,
another page, the cover, the end of the minute) draws the panel without them.
"""

from datetime import datetime, timedelta
from html import escape

import streamlit as st

from kiosk.visit import Visit
from shared.casework import my_numbers
from shared.casework.authority import Deed, may
from shared.casework.number_window import Request, number_of
from shared.casework.opened import LONGEST_REASON, OpenedCase
from shared.errors import MadoguchiError
from shared.language import clock
from shared.language.wording import say, texts
from shared.screens.fragments import note
from shared.screens.parts import paragraph, tongue

SHOWN_FOR = timedelta(seconds=60)
LOOK_EVERY = timedelta(seconds=2)
SHOWN_AT = "number_shown_at"  # when, never what


def draw_number_panel(visit: Visit, case: OpenedCase) -> None:
    """The panel; nothing for whoever may not, and where the case holds no number."""
    questions = my_numbers.asked(case.procedure, case.body.answers)
    if not questions or not may(visit.actor, Deed.SEE_NUMBER, case.scope):
        return
    t, reference = tongue("ja"), case.submission.reference
    labels = {one: case.procedure.question(one).label.say("ja") for one in questions}
    with st.container(key=f"panel_number_{reference}", gap="small"):
        st.html(f"<h2>{t('kiosk.number_title')}</h2>{paragraph(t('kiosk.number_words'), 'hint')}")
        with st.form(f"number_form_{reference}", border=False, clear_on_submit=True):
            chosen = questions[0] if len(questions) == 1 else _draw_choice(labels)
            reason = st.text_area(say("kiosk.number_reason"), max_chars=LONGEST_REASON, height=90)
            password = st.text_input(say("kiosk.number_password"), type="password", autocomplete="off")
            asked = st.form_submit_button(say("kiosk.number_do"), key=f"number_do_{reference}", width="stretch")
        if asked:
            _open(Request(reference, chosen, reason, visit.actor.name, password), labels[chosen])


def _draw_choice(labels: dict[str, str]) -> str:
    return st.selectbox(say("kiosk.number_which"), list(labels), format_func=lambda one: labels[one])


def _open(request: Request, label: str) -> None:
    try:
        digits = number_of(request)
    except MadoguchiError as refused:
        key = f"errors.{refused.code}"
        words = say(key, "ja", **refused.params) if key in texts("ja") else say("kiosk.number_refused")
        st.html(note(f"<p><b>{escape(words)}</b></p>", "wait", "warn", role="alert"))
        return
    grouped = " ".join(digits[n : n + 4] for n in range(0, len(digits), 4))
    shown = f'<p class="mg-num kio-number">{escape(grouped)}</p>'
    hint = paragraph(say("kiosk.number_shown", seconds=int(SHOWN_FOR.total_seconds())), "hint")
    st.html(f'<div class="kio-opened" role="status"><b>{escape(label)}</b>{shown}{hint}</div>')
    st.session_state[SHOWN_AT] = clock.now()
    _mask_later()


@st.fragment(run_every=LOOK_EVERY)
def _mask_later() -> None:
    """Draws the page anew when the minute is over; the style sheet hides the digits at the same moment."""
    at = st.session_state.get(SHOWN_AT)
    if isinstance(at, datetime) and clock.now() - at >= SHOWN_FOR:
        del st.session_state[SHOWN_AT]
        st.rerun()
