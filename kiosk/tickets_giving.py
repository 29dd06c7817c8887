"""番号札を出す: one press a line, or the visitor's code, and the ticket to print."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import streamlit as st

from kiosk.reading import read
from kiosk.tickets_printing import draw_choice, pressed_while_printing, want
from kiosk.visit import Visit
from shared.casework import printouts
from shared.casework.tickets import desk
from shared.errors import CodeSlip
from shared.language import clock
from shared.language.dates import show_instant, show_time
from shared.language.wording import say
from shared.records.store.tickets import Turn
from shared.screens.components.camera import scanned_by_camera
from shared.screens.parts import paragraph, tongue

TYPED = "ticket_code"
LAST: Final = "ticket_last_code"  # (mark of the code, when, what was said)
SAME_VISITOR: Final = timedelta(seconds=5)  # a scanner may read one code twice; nobody comes back as soon

Attempt = Callable[[Callable[[], str]], None]


def draw_giving(visit: Visit, attempt: Attempt) -> None:
    """Every line of the office: whoever sits at the entrance gives all numbers."""
    t = tongue("ja")
    with st.container(key="panel_give"):
        hint = "give_hint_print" if printouts.ticket_printers(visit.office.settings) else "give_hint"
        st.html(f"<h2>{t('tickets.give_title')}</h2>{paragraph(t(f'tickets.{hint}'), 'hint')}")
        for line in visit.catalogue.waiting.lines:
            st.button(
                f"{line.letter}　{line.title.say('ja')}",
                key=f"give_{line.id}",
                width="stretch",
                on_click=_give,
                args=(visit, line.id, attempt),
            )
        draw_choice(visit)
    with st.container(key="panel_ticket_code"):
        st.html(f"<h2>{t('tickets.by_code_title')}</h2>{paragraph(t('tickets.by_code_hint'), 'hint')}")
        code = scanned_by_camera("camera_ticket")
        if code:
            attempt(lambda: issue_by_code(visit, code))
            st.rerun()
        with st.form("ticket_code_form", border=False, clear_on_submit=True):
            st.text_input(say("tickets.by_code_label"), key=TYPED, autocomplete="off")
            st.form_submit_button(
                say("tickets.by_code_do"),
                key="ticket_code_do",
                width="stretch",
                on_click=_give_typed,
                args=(visit, attempt),
            )


def issue_by_code(visit: Visit, text: str) -> str:
    """A number for who shows a code. Raises CodeSlip for what is no code, CannotOpen."""
    found = read(text, visit.office.public)
    if found.kind != "code":
        raise CodeSlip("code_slip", group=0, groups=4)
    mark, now = hash(found.text), clock.now()
    last = st.session_state.get(LAST)
    if isinstance(last, tuple) and last[0] == mark and now - last[1] < SAME_VISITOR:
        return str(last[2])
    said = _issued(visit, found.text)
    st.session_state[LAST] = (mark, now, said)
    return said


def _issued(visit: Visit, code: str) -> str:
    given = desk.issue_for_code(visit.clerk, code)
    said = _given(visit, given.turn)
    if given.how in ("late", "other_day") and given.booked_at is not None:
        return said + say(f"tickets.given_{given.how}", when=show_instant(given.booked_at, "ja"))
    return said + (say("tickets.given_unknown") if given.how == "unknown" else "")


def _give_typed(visit: Visit, attempt: Attempt) -> None:
    """The first press empties the field: a second one with nothing in it is no question of its own."""
    text, last = str(st.session_state.get(TYPED) or ""), st.session_state.get(LAST)
    if text.strip() or not isinstance(last, tuple) or clock.now() - last[1] > SAME_VISITOR:
        attempt(lambda: issue_by_code(visit, text))


def _give(visit: Visit, line_id: str, attempt: Attempt) -> None:
    """Nothing where the press only waited behind a ticket: one visitor, one number."""
    if not pressed_while_printing(line_id):
        attempt(lambda: _given(visit, desk.issue(visit.clerk, line_id)))


def _given(visit: Visit, turn: Turn) -> str:
    """What to say while handing over the ticket. Of one that a printer makes only its number: is it out?"""
    want(turn.label, turn.line)
    words = "tickets.given_print" if printouts.ticket_printers(visit.office.settings) else "tickets.given"
    if turn.booked_for is not None:
        return say(f"{words}_booked", label=turn.label, time=show_time(turn.booked_for))
    return say(words, label=turn.label, ahead=desk.ahead_of(visit.clerk, turn))
