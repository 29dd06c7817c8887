"""The kiosk's script: asks at every run who sits here, and draws the screen that fits."""

import logging

import streamlit as st

from kiosk import second_face
from kiosk.assisted import draw_assisted
from kiosk.board import draw_board
from kiosk.case_sheet import draw_case_sheet
from kiosk.consent import draw_consent
from kiosk.counter import draw_counter
from kiosk.cover import draw_cover
from kiosk.devices import is_sent_away
from kiosk.editing.room import draw_editing
from kiosk.ending import draw_gone
from kiosk.frame import draw_end, draw_sheet, draw_top
from kiosk.holding import OVER
from kiosk.paper_forms import draw_blank
from kiosk.paper_photos import forget_elsewhere
from kiosk.paper_room import draw_paper
from kiosk.practice_room import draw_practice
from kiosk.review_desk import draw_desk
from kiosk.rooms import office_side
from kiosk.signed_out import draw_sent_away, draw_signed_out
from kiosk.tickets_room import draw_tickets
from kiosk.unopened_list import draw_unopened
from kiosk.visit import Visit
from kiosk.words_of_trouble import failure_html
from shared.casework import parking, staff
from shared.casework.office import OfficeSide
from shared.errors import MadoguchiError, StoreUnavailable
from shared.language.wording import say
from shared.screens.parts import heading
from shared.web.replies import STAFF_COOKIE

log = logging.getLogger("madoguchi.kiosk")


def draw() -> None:
    """One run of the page. Device and session are asked anew each time: a websocket outlives them (AU-3)."""
    office = office_side()
    title = "practice.page_title" if office.settings.practice else "kiosk.page_title"
    st.set_page_config(page_title=say(title), layout="wide")
    token = st.context.cookies.get(STAFF_COOKIE, "")
    try:
        _draw_for(office, token)
    except StoreUnavailable as away:  # nobody can say who sits here
        log.warning("not drawn: %s", away.code)
        draw_sheet("desk", "ja")
        st.html(heading(say("kiosk.trouble_title")) + failure_html(away))


def _draw_for(office: OfficeSide, token: str) -> None:
    if is_sent_away(office):
        second_face.end(token)
        draw_sent_away()
        return
    actor = staff.actor_of(office, token) if token else None
    if actor is None or staff.must_change(office, token):
        second_face.end(token)
        draw_signed_out()
        return
    visit = Visit(office, actor, token, dict(st.query_params))
    if st.session_state.get(OVER):
        second_face.end(token)
        draw_gone()
    elif parking.is_covered(office, token):
        second_face.end(token)
        draw_cover(visit)
    else:
        second_face.attend(visit)
        _draw_screen(visit)
        draw_end(visit)


def _draw_screen(visit: Visit) -> None:
    forget_elsewhere(visit)
    try:
        if visit.case is not None:
            draw_assisted(visit, visit.case)
        else:
            _draw_room(visit)
    except MadoguchiError as failure:
        log.warning("not drawn: %s", failure.code)
        draw_sheet("desk", "ja")
        draw_top(visit, "counter")
        st.html(heading(say("kiosk.trouble_title")) + failure_html(failure))


def _draw_room(visit: Visit) -> None:
    """What the address names first; without anything the counter."""
    rooms = {
        "record": draw_case_sheet,
        "desk": lambda visit, _: _draw_review(visit),
        "paper": draw_paper,
        "tickets": draw_tickets,
        "forms": draw_blank,
        "start": draw_consent,
        "editing": draw_editing,
    }
    for name, draw_it in rooms.items():
        if visit.query.get(name):
            draw_it(visit, visit.query[name])
            return
    draw_counter(visit)


def _draw_review(visit: Visit) -> None:
    """A list of the review desk, the board, what does not open, or the exercises of practice."""
    draws = {"unopened": draw_unopened, "board": draw_board}
    if visit.query["desk"] == "practice" and visit.office.settings.practice:
        draw_sheet("desk", "ja")
        draw_top(visit, "counter")
        draw_practice(visit)
        return
    draws.get(visit.query["desk"], draw_desk)(visit)


draw()
