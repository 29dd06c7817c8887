"""ほかに受けられるもの at the counter: staff ask aloud, and only after a yes what was written is looked at."""

from collections.abc import Sequence

import streamlit as st

from kiosk.visit import Visit
from shared.casework import following
from shared.casework.cases import Case
from shared.catalogue.suggesting import Suggested
from shared.language.wording import say
from shared.screens.more import days_html, effort_words, found_html, papers_html
from shared.screens.parts import link_button, paragraph, section, tongue


def draw_more(visit: Visit, case: Case) -> None:
    """Below the receipt, while the case is open in this visit. The answer holds for this visit only."""
    sent = following.sent_together(visit.office, case)
    possible = following.possible(visit.catalogue, sent)
    if case.inside is None or not (possible.suggested or possible.days):
        return
    t = tongue("ja")
    if not st.session_state.get(_yes_key(case)):
        st.html(section(t("screens.more_title"), paragraph(t("kiosk.more_ask"))))
        st.button(say("kiosk.more_yes"), key=_button_key(case), on_click=_say_yes, args=(case,), width="stretch")
        return
    _draw_found(visit, sent)


def _draw_found(visit: Visit, sent: Sequence[Case]) -> None:
    found = following.found(visit.catalogue, sent)
    efforts = [following.effort(one.procedure, sent) for one in found.suggested]
    each = "".join(_suggested(one, effort) for one, effort in zip(found.suggested, efforts, strict=True))
    papers = ""
    if found.suggested or found.days:
        papers = papers_html(sent[0], found, "ja", calendar=False, sheet_in=sent[0].language)
    above = section(tongue("ja")("screens.more_title"), found_html(efforts, "ja"))
    st.html(above + papers + each + days_html(found, "ja"))


def _suggested(one: Suggested, effort: following.Effort) -> str:
    """Why, how much is to be written, and the way to begin it: agreed to anew."""
    procedure, t = one.procedure, tongue("ja")
    body = paragraph(one.suggestion.why.html("ja"))
    if procedure.channels.counter:
        begin = t("kiosk.related_begin", title=procedure.title.say("ja"))
        body += paragraph(effort_words(effort, "ja"), "small") + link_button(f"/?start={procedure.id}", begin)
    return section(procedure.title.html("ja"), body)


def _say_yes(case: Case) -> None:
    st.session_state[_yes_key(case)] = True


def _yes_key(case: Case) -> str:
    return f"more_yes_{case.reference}"


def _button_key(case: Case) -> str:
    return f"more_{case.reference}"
