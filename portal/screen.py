"""Looks at the address and at what this device may open, and draws the one screen that fits."""

import logging
from collections.abc import Mapping, Sequence

import streamlit as st

from portal.door import PortalDoor
from portal.id_card import card_html, offer_html
from portal.public import public_page
from portal.visit import Visit
from portal.visit_card import visit_html
from shared.casework import cases
from shared.casework.booking import Visits
from shared.casework.cases import Case
from shared.casework.id_card.desk import IdCardDesk
from shared.casework.sides import FrontSide
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.moving import Moved
from shared.errors import KeepingError, MadoguchiError
from shared.language.wording import say
from shared.screens.carry import draw_carry
from shared.screens.check import draw_check
from shared.screens.course import step_at
from shared.screens.done import draw_done
from shared.screens.explained import away_html, failure_html
from shared.screens.frame import draw_foot, draw_top
from shared.screens.inside import draw_inside
from shared.screens.leading import lead_focus
from shared.screens.leaving import draw_leaving
from shared.screens.more import draw_more, draw_more_question
from shared.screens.moved import draw_moved
from shared.screens.signing import signing_html
from shared.screens.standing import draw_standing
from shared.screens.step import draw_step
from shared.screens.trouble import clear_trouble, has_failure

log = logging.getLogger("madoguchi.portal")


def draw_screen(
    side: FrontSide, query: Mapping[str, str], cookies: Mapping[str, str], id_cards: IdCardDesk | None = None
) -> None:
    """One run of the page. `query` and `cookies` are the browser's."""
    visit = Visit(side, query, cookies, id_cards)
    catalogue = side.catalogue()
    language = visit.chosen_language or "ja"
    try:
        case, language = visit.case, visit.language
    except MadoguchiError as failure:
        draw_top(catalogue.city, language)
        _draw_failure(failure, catalogue, language)
    else:
        try:
            _draw_found(visit, case, catalogue)
        except MadoguchiError as failure:
            _draw_failure(failure, catalogue, language)
    draw_foot(catalogue.city, language)


def _draw_found(visit: Visit, case: Case | None, catalogue: Catalogue) -> None:
    if case is None:
        _draw_public(visit, catalogue)
    else:
        _draw_case(visit, case, catalogue)


def _draw_failure(failure: MadoguchiError, catalogue: Catalogue, language: str) -> None:
    log.warning("not drawn: %s", failure.code)
    st.html(failure_html(failure, language, catalogue.city.telephone))


def _draw_public(visit: Visit, catalogue: Catalogue) -> None:
    """What is the same for everybody, and the cases of this device on the first page."""
    page = public_page(visit, catalogue)
    _name_page(page.title, visit.language)
    draw_top(catalogue.city, visit.language, "page" if page.wide else "", page.sensitive)
    away = away_html(visit.language, catalogue.city.telephone) if visit.away else ""
    st.html(away + page.html)
    lead_focus("/".join(f"{name}={value}" for name, value in sorted(visit.query.items())))


def _draw_case(visit: Visit, case: Case, catalogue: Catalogue) -> None:
    door, base_url = PortalDoor(visit), visit.side.settings.base_url
    step = step_at(case, visit.place, door.hand) if case.draft else None
    title = step.title.say(visit.language) if step else say("screens.brand", visit.language)
    _name_page(title, visit.language)
    sensitive = case.front.sensitive if case.front else case.procedure.sensitive
    draw_top(catalogue.city, visit.language, closing=sensitive)
    if visit.away and not has_failure(case):
        st.html(away_html(visit.language, catalogue.city.telephone))
    if card := card_html(visit, case, on_check=step is None):
        st.html(card)
    if signing := signing_html(case, visit.language):
        st.html(signing)
    if case.draft is None:
        _draw_sent(door, case, base_url, cases.sent_with(visit.side, case))
    elif visit.place.view == "leave":
        visit.end_card()
        draw_leaving(door, case, base_url, _day_of_visit(visit, case, catalogue))
    else:
        _draw_draft(door, case, case.draft.moved)
        if step is not None and case.draft.moved is None and (offer := offer_html(visit, case)):
            st.html(offer)


def _draw_draft(door: PortalDoor, case: Case, moved: Moved | None) -> None:
    """A case that is being written: first what changed meanwhile, if anything did."""
    if moved is not None:
        draw_moved(door, case, moved, door.note_read)
    elif door.place().view == "carry" and not case.sent:
        draw_carry(door, door, case)
    elif (step := step_at(case, door.place(), door.hand)) is not None:
        draw_step(door, case, step)
    else:
        draw_check(door, case)


def _day_of_visit(visit: Visit, case: Case, catalogue: Catalogue) -> str:
    """What is booked. While the store is away the code is still shown, and what is away is said above it."""
    try:
        standing = Visits(visit.side.letterbox, catalogue).standing(case)
    except KeepingError:
        return ""
    return visit_html(standing, case, catalogue, visit.language)


def _draw_sent(door: PortalDoor, case: Case, base_url: str, together: Sequence[Case]) -> None:
    """A sent case. An old address of the form shows the receipt, never the form again."""
    place = door.place()
    if place.view in ("answers", "withdraw"):
        draw_inside(door, door, case, place.view)
    elif place.view == "more":
        draw_more(door, door, case)
    elif place.view or place.step or has_failure(case):  # the last: 「送る」 was pressed again while it was sent
        clear_trouble(case)
        draw_done(door, case, base_url, together)
        draw_more_question(door, door, case)
    else:
        draw_standing(door, door, case, together)


def _name_page(words: str, language: str) -> None:
    st.set_page_config(page_title=say("screens.page_title", language, title=words), layout="centered")
