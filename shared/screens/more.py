"""ほかに受けられるもの (もらい忘れゼロ): first the question, then the fact where it is needed, then the list."""

from collections.abc import Sequence
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
    def sent_together(self, case: Case) -> Sequence[Case]: ...
    def begin(self, procedure_id: str) -> Case: ...


def draw_more_question(door: Door, follower: Follower, case: Case) -> None:
    """Below the receipt. Until it is answered nothing that was written is looked at."""
    possible = following.possible(follower.catalogue(), follower.sent_together(case))
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
    sent = follower.sent_together(case)
    found = following.found(follower.catalogue(), sent)
    efforts = [following.effort(one.procedure, sent) for one in found.suggested]
    st.html(above + found_html(efforts, door.language))
    for one, effort in zip(found.suggested, efforts, strict=True):
        _draw_suggested(door, follower, case, one, effort)
    if found.days:
        st.html(days_html(found, door.language))
    if found.suggested or found.days:
        st.html(papers_html(case, found, door.language))


def found_html(efforts: Sequence[following.Effort], language: str) -> str:
    """How many were found, and how many of them are written already."""
    t, free = tongue(language), sum(one.new == 0 for one in efforts)
    words = t("screens.more_found", count=len(efforts)) if efforts else t("screens.more_none")
    words += t("screens.more_free", count=free) if free else ""
    return paragraph(f"<b>{words}</b>") + (paragraph(t("screens.more_sure"), "small") if efforts else "")


def days_html(found: Following, language: str) -> str:
    """The days of the coming year."""
    lines = "".join(f"<li>{_day(one, language)}</li>" for one in found.days)
    return section(tongue(language)("screens.more_days"), f'<ul class="mg-bring">{lines}</ul>') if lines else ""


def effort_words(effort: following.Effort, language: str) -> str:
    """How much of it is to be written."""
    t = tongue(language)
    return t("screens.more_known", known=effort.known, new=effort.new) if effort.new else t("screens.more_no_new")


def _draw_suggested(door: Door, follower: Follower, case: Case, one: Suggested, effort: following.Effort) -> None:
    language, title = door.language, one.procedure.title
    t = tongue(language)
    why = paragraph(one.suggestion.why.html(language))
    if not one.from_home:
        see = link_button(f"/?procedure={one.procedure.id}", t("screens.more_see", title=title.html(language)))
        st.html(section(title.html(language), why, see))
        return
    st.html(section(title.html(language), why, paragraph(effort_words(effort, language), "small")))
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


def papers_html(case: Case, found: Following, language: str, *, calendar: bool = True, sheet_in: str = "") -> str:
    """Forms, so that what was found is in no address. `calendar`: at home, for the person's own device; `sheet_in`:
    the visitor's language, at the counter.
    """
    t = tongue(language)
    procedures = " ".join(one.procedure.id for one in found.suggested)
    days = " ".join(one.yearly.id for one in found.days)
    kept = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in (("procedures", procedures), ("days", days), ("language", sheet_in))
    )

    opens = ' target="_blank"' if sheet_in else ""  # the visitor's page stays where it is

    def form(paper: str, icon_name: str, words: str) -> str:
        return (
            f'<form class="mg-open" method="post" action="/following/{case.reference}/{paper}"{opens}>{kept}'
            f'<button type="submit" class="mg-btn wide">{icon(icon_name)}<span>{words}</span></button></form>'
        )

    papers = form("sheet", "print", t("screens.more_sheet"))
    if calendar and found.days:
        papers += form("calendar", "clock", t("screens.more_calendar"))
        papers += paragraph(t("screens.more_calendar_words"), "small")
    return f'<div class="mg-stack">{papers}</div>'


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
        sent = follower.sent_together(case)
        opened_already(begun, following.best_known(begun.procedure, sent))
        door.go(begun, Place(view=CARRY))


def _yes_key(case: Case) -> str:
    """The consent, in this process's memory and for this visit only."""
    return f"more_yes_{case.reference}"
