"""ここでやめて、あとでつづける: the code of a case that is not sent, and what losing it means."""

import streamlit as st

from shared.casework.cases import Case
from shared.casework.online import may_send
from shared.language.dates import show_date_html
from shared.screens.codes import code_card, keeping_ways
from shared.screens.course import open_step
from shared.screens.door import Door, Place
from shared.screens.fragments import note_with_title
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, icon, link_button, paragraph, section, telephone_link, tongue, woven


def draw_leaving(door: Door, case: Case, base_url: str, visit_html: str = "") -> None:
    """The code to go on with, at home or at the counter; for a finished pre-entry, the code to show there.

    `visit_html`: the day on which a finished pre-entry is brought to the counter.
    """
    language = door.language
    t = tongue(language)
    name = "pre_entry_done" if open_step(case, door.hand) is None and not may_send(case) else "leave"
    day = show_date_html(case.row.expires_on.isoformat(), language)
    unsent = note_with_title(t(f"screens.{name}_unsent"), t("screens.kept_until", day=day), "wait", "mail")
    st.html(
        head(heading(t(f"screens.{name}_title")), unsent, paragraph(t(f"screens.{name}_words")))
        + visit_html
        + f'<div class="mg-keep" id="code">{code_card(case, base_url, language, _sheet(case, name, language))}</div>'
        + keeping_ways(case, language)
        + section(t("screens.at_the_counter"), paragraph(_where(case, language)), _by_post(case, name, language))
        + section(t("screens.code_lost_title"), paragraph(t("screens.code_lost_draft")))
        + paragraph(t("screens.remembered_here"), "hint")
        + link_button(door.address(case, Place()), t("screens.back_to_writing"))
    )
    lead_focus(f"{case.reference}/leave")


def _sheet(case: Case, name: str, language: str) -> str:
    """The sheet of a finished pre-entry, with its code and its visit."""
    if name != "pre_entry_done":
        return ""
    words = f"{icon('print')}<span>{tongue(language)('visits.book.sheet')}</span>"
    address = f"/receipt/{case.reference}.pdf"
    return f'<p class="mg-way"><a class="mg-btn wide" href="{address}" target="_blank">{words}</a></p>'


def _by_post(case: Case, name: str, language: str) -> str:
    """For a finished pre-entry that may also go by post."""
    if name != "pre_entry_done" or not case.procedure.channels.post:
        return ""
    t = tongue(language)
    way = f"/?procedure={case.procedure.id}&way=post"
    return paragraph(t("screens.pre_entry_done_post")) + link_button(
        way, t("screens.pre_entry_done_post_do"), "", "mail"
    )


def _where(case: Case, language: str) -> str:
    sign = case.procedure.section_details
    counter = f" {tongue(language)('screens.counter_number', number=sign.counter)}" if sign.counter else ""
    place = sign.name.html(language) + counter
    return woven("screens.bring_code", language, place=place, telephone=telephone_link(sign.telephone))
