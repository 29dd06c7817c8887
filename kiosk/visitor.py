"""The visitor writes themselves, at the tablet: large, one question a screen, in their language.

The band stays on top, so nobody takes it for applying alone. What staff are asked is not shown here.
"""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from kiosk.band import draw_band
from kiosk.door import KioskDoor, query_of
from kiosk.frame import draw_sheet
from kiosk.visit import Visit
from shared.casework import applying
from shared.casework.cases import Case
from shared.language.wording import LANGUAGES, say
from shared.screens.course import step_at
from shared.screens.door import Place
from shared.screens.leading import lead_focus
from shared.screens.moved import draw_moved
from shared.screens.parts import head, heading, icon, link_button, paragraph, tongue
from shared.screens.step import draw_step


def draw_visitor(visit: Visit, case: Case) -> None:
    """The screen for the visitor's hand."""
    case = _in_chosen_language(visit, case)
    language = case.language
    door = KioskDoor(visit)
    step = step_at(case, visit.place, door.hand)
    draw_sheet("kiosk", language)
    st.html(_masthead(case, language))
    draw_band(visit, case)
    if case.draft is not None and case.draft.moved is not None:
        draw_moved(door, case, case.draft.moved, door.note_read)
    elif step is None or step.staff_only or visit.place.view:
        _draw_hand_back(case, language)
    else:
        draw_step(door, case, step)


def _in_chosen_language(visit: Visit, case: Case) -> Case:
    chosen = visit.query.get("language", "")
    if chosen not in LANGUAGES or chosen == case.language:
        return case
    kept = applying.set_language(visit.office, case, chosen)
    visit.__dict__["case"] = kept
    return kept


def _masthead(case: Case, language: str) -> str:
    t, query = tongue(language), query_of(case.reference, Place(), "visitor")
    brand = (
        '<span class="mg-brand"><i class="mg-mark" aria-hidden="true"></i>'
        f"<span>{t('screens.brand')}<small>{t('kiosk.visitor_place')}</small></span></span>"
    )
    others = "".join(_language_link({**query, "language": one}, one) for one in LANGUAGES if one != language)
    words = f"{icon('aa')}<span>{t('kiosk.visitor_larger')}</span>"
    larger = f'<button type="button" class="mg-tool" data-mg-set="size:1">{words}</button>'
    return f'<div class="mg-mast kio-visitor">{brand}<div class="mg-tools">{larger}{others}</div></div>'


def _language_link(query: dict[str, str], language: str) -> str:
    return f'<a class="mg-tool" href="/?{urlencode(query)}">{escape(say(f"screens.language_{language}", language))}</a>'


def _draw_hand_back(case: Case, language: str) -> None:
    """Nothing more to write: back to staff."""
    t = tongue(language)
    back = f"/?{urlencode(query_of(case.reference, Place()))}"
    words = head(heading(t("kiosk.back_to_staff")), paragraph(t("kiosk.back_to_staff_words")))
    st.html(words + link_button(back, t("kiosk.back_to_staff_do"), "main"))
    lead_focus(f"{case.reference}/back")
