"""ほかに受けられるもの (もらい忘れゼロ): first the question, then the fact where it is needed, then the list."""

from html import escape
from typing import Protocol

import streamlit as st

from shared.casework import following
from shared.casework.cases import Case
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.suggesting import DayOfYear, Following, Suggested
from shared.errors import CaseError, KeepingError
from shared.language.dates import show_date_html
from shared.language.wording import say
from shared.screens.carry import CARRY, opened_already
from shared.screens.door import Door, Place
from shared.screens.fact import draw_fact, note_slip, slip_of, turn_of
from shared.screens.fragments import back_link, error_summary
from shared.screens.leading import lead_focus
from shared.screens.opener import Opener
from shared.screens.parts import head, heading, icon, link_button, paragraph, section, tongue


class Follower(Opener, Protocol):
    """Begins what is suggested. `begin` raises the errors of casework."""

    def catalogue(self) -> Catalogue: ...
    def begin(self, procedure_id: str) -> Case: ...


def draw_more_question(door: Door, follower: Follower, case: Case) -> None:
    """Below the receipt. Until it is answered nothing that was written is looked at."""
    possible = following.possible(follower.catalogue(), case)
    if possible.suggested or possible.days:
        t = tongue(door.language)
        st.html(section(t("screens.more_ask"), paragraph(t("screens.more_ask_words"))))
        _draw_yes(door, case)


def draw_more(door: Door, follower: Follower, case: Case) -> None:
    """The screen of its own: an address alone finds nothing, the question comes first."""
    t, language = tongue(door.language), door.language
    slip = slip_of(case, language)
    back = back_link(door.address(case, Place(view="done")), language)
    above = head(back, error_summary([slip], language) if slip else "", heading(t("screens.more_title")))
    if not st.session_state.get(_yes_key(case)):
        st.html(above + paragraph(t("screens.more_ask_words")))
        _draw_yes(door, case)
    elif case.inside is None:
        st.html(above)
        draw_fact(follower, case, language)
    else:
        _draw_found(door, follower, case, above)
    lead_focus(f"{case.reference}/more/{case.inside is not None}", turn_of(case), slip=slip)


def _draw_yes(door: Door, case: Case) -> None:
    st.button(
        say("screens.more_do", door.language),
        key=f"more_{case.reference}",
        on_click=_say_yes,
        args=(door, case),
        width="stretch",
    )


def _draw_found(door: Door, follower: Follower, case: Case, above: str) -> None:
    t, found = tongue(door.language), following.found(follower.catalogue(), case)
    efforts = [following.effort(one.procedure, case) for one in found.suggested]
    free = sum(one.new == 0 for one in efforts)
    words = t("screens.more_found", count=len(efforts)) if efforts else t("screens.more_none")
    if free:
        words += t("screens.more_free", count=free)
    sure = paragraph(t("screens.more_sure"), "small") if efforts else ""
    st.html(above + paragraph(f"<b>{words}</b>") + sure)
    for one, effort in zip(found.suggested, efforts, strict=True):
        _draw_suggested(door, follower, case, one, effort)
    if found.days:
        lines = "".join(f"<li>{_day(one, door.language)}</li>" for one in found.days)
        st.html(section(t("screens.more_days"), f'<ul class="mg-bring">{lines}</ul>'))
    if found.suggested or found.days:
        st.html(_papers(case, found, door.language))


def _draw_suggested(door: Door, follower: Follower, case: Case, one: Suggested, effort: following.Effort) -> None:
    language, title = door.language, one.procedure.title
    t = tongue(language)
    why = paragraph(one.suggestion.why.html(language))
    if not one.from_home:
        see = link_button(f"/?procedure={one.procedure.id}", t("screens.more_see", title=title.html(language)))
        st.html(section(title.html(language), why, see))
        return
    known = t("screens.more_known", known=effort.known, new=effort.new) if effort.new else t("screens.more_no_new")
    st.html(section(title.html(language), why, paragraph(known, "small")))
    st.button(
        say("screens.more_begin", language, title=title.say(language)),
        key=f"begin_{one.procedure.id}_{case.reference}",
        on_click=_begin,
        args=(door, follower, case, one.procedure.id),
        width="stretch",
    )


def _day(one: DayOfYear, language: str) -> str:
    begins, until = (show_date_html(day.isoformat(), language) for day in (one.begins, one.until))
    same = one.begins == one.until
    when = until if same else tongue(language)("screens.more_period", begins=begins, until=until)
    return f"<b>{when}</b><br>{one.yearly.title.html(language)}"


def _papers(case: Case, found: Following, language: str) -> str:
    """Forms, so that what was found is in no address."""
    t = tongue(language)
    procedures = " ".join(one.procedure.id for one in found.suggested)
    days = " ".join(one.yearly.id for one in found.days)
    kept = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in (("procedures", procedures), ("days", days))
    )

    def form(paper: str, icon_name: str, words: str) -> str:
        return (
            f'<form class="mg-open" method="post" action="/following/{case.reference}/{paper}">{kept}'
            f'<button type="submit" class="mg-btn wide">{icon(icon_name)}<span>{words}</span></button></form>'
        )

    calendar = form("calendar", "clock", t("screens.more_calendar")) + paragraph(
        t("screens.more_calendar_words"), "small"
    )
    sheet = form("sheet", "print", t("screens.more_sheet"))
    return f'<div class="mg-stack">{sheet}{calendar if found.days else ""}</div>'


def _say_yes(door: Door, case: Case) -> None:
    st.session_state[_yes_key(case)] = True
    door.go(case, Place(view="more"))


def _begin(door: Door, follower: Follower, case: Case, procedure_id: str) -> None:
    """Begins it, and leads to what can be carried over: each fact is seen and chosen before it is taken."""
    try:
        begun = follower.begin(procedure_id)
    except (CaseError, KeepingError) as failure:
        note_slip(case, failure)
    else:
        opened_already(begun, case)
        door.go(begun, Place(view=CARRY))


def _yes_key(case: Case) -> str:
    """The consent, in this process's memory and for this visit only."""
    return f"more_yes_{case.reference}"
