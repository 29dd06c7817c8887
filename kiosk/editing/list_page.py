"""The first page: what is proposed, and the procedures to choose from."""

from collections import defaultdict
from html import escape

import streamlit as st

from kiosk.editing.addresses import file_address, procedure_address, proposal_address
from kiosk.visit import Visit
from shared.casework.proposals import files, proposals
from shared.language.dates import show_date
from shared.language.wording import say
from shared.records.store.proposals import ProposalHead, State
from shared.screens.fragments import Mood, chip, note
from shared.screens.leading import lead_focus
from shared.screens.parts import heading, icon, paragraph, tongue
from shared.screens.sheets import table_html

_MOODS: dict[State, Mood] = {
    State.DRAFT: "",
    State.WAITING: "wait",
    State.APPROVED: "go",
    State.PUBLISHED: "good",
    State.REFUSED: "bad",
}
_SIGNS = {State.DRAFT: "pen", State.WAITING: "clock", State.APPROVED: "clock", State.PUBLISHED: "ok"}


def draw_list(visit: Visit) -> None:
    """Everything that is open, then the shelves."""
    t = tongue("ja")
    found = proposals.listed(visit.office, visit.actor)
    st.html(heading(t("editing.title")) + paragraph(t("editing.lead"), "sub"))
    left, right = st.columns([1.2, 1], gap="medium")
    with left:
        st.html(f'<section class="mg-sec kio-shelves"><h2>{t("editing.choose")}</h2>{_shelves(visit)}</section>')
    with right:
        st.html(f'<section class="mg-sec"><h2>{t("editing.proposals")}</h2>{_table(found)}</section>')
        st.html(f'<section class="mg-sec"><h2>{t("editing.files")}</h2>{_files(visit)}</section>')
    lead_focus("editing/list")


def state_chip(one: ProposalHead) -> str:
    """Where it is, as a word and a sign."""
    words = tongue("ja")(f"editing.state_{one.state.value}")
    mood = "bad" if one.trouble else _MOODS.get(one.state, "")
    return chip(words, mood, "warn" if one.trouble else _SIGNS.get(one.state, "info"))


def named(number: int) -> str:
    return say("editing.number", number=number)


def _table(found: list[ProposalHead]) -> str:
    if not found:
        return note(paragraph(tongue("ja")("editing.no_proposals")), "", "info")
    rows = [
        (
            f'<a href="{proposal_address(one.number)}">{escape(named(one.number))}</a>',
            state_chip(one),
            escape(show_date(one.publish_on.isoformat(), "ja"))
            if one.state not in (State.DRAFT, State.REFUSED)
            else "",
            escape(one.note or "、".join(one.authors)),
        )
        for one in found
    ]
    titles = [say(f"editing.column_{name}") for name in ("number", "state", "day", "note")]
    return f'<div class="kio-scroll kio-queue" tabindex="0">{table_html(titles, rows)}</div>'


def _shelves(visit: Visit) -> str:
    """Procedures by category, each shelf closed at first."""
    shelves: dict[str, list[str]] = defaultdict(list)
    for one in visit.catalogue.procedures:
        link = f'<li><a href="{escape(procedure_address(one.id))}">{escape(one.title.say("ja"))}</a></li>'
        shelves[one.category].append(link)
    return "".join(
        f'<details class="kio-more"><summary>{icon("doc")}{escape(category.title.say("ja"))}'
        f'（{len(shelves[category.id])}）</summary><ul class="mg-list">{"".join(shelves[category.id])}</ul></details>'
        for category in visit.catalogue.categories
        if shelves[category.id]
    )


def _files(visit: Visit) -> str:
    t = tongue("ja")
    names = files.on_disk(visit.office.settings.catalogue)
    lines = "".join(f'<li><a href="{escape(file_address(name))}">{escape(name)}</a></li>' for name in names)
    listed = f'<summary>{t("editing.files_see", count=len(names))}</summary><ul class="mg-list">{lines}</ul>'
    return f'{paragraph(t("editing.files_hint"), "hint")}<details class="kio-more">{listed}</details>'
