"""きょうの予約: times booked in the clerk's lines, and how many of these visitors are here. No name, no case."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from kiosk.visit import Visit
from shared.casework.tickets.booked import BookedNow, booked_today
from shared.errors import StoreUnavailable
from shared.language.dates import show_time
from shared.language.wording import say
from shared.screens.fragments import note
from shared.screens.parts import paragraph, section, tongue
from shared.screens.sheets import table_html

AFRESH = 60  # seconds until the letterbox is asked again


@st.fragment(run_every=AFRESH)
def draw_booked(visit: Visit, line_ids: Sequence[str]) -> None:
    """The list of today, for lines that can be booked."""
    rule = visit.catalogue.waiting
    lines = [line_id for line_id in line_ids if rule.line(line_id).booking is not None]
    if not lines:
        return
    t = tongue("ja")
    try:
        found = booked_today(visit.clerk, lines)
    except StoreUnavailable:
        st.html(section(t("tickets.booked_title"), note(paragraph(t("tickets.booked_away")), "wait", "warn")))
        return
    body = _table(visit, found) if found else paragraph(t("tickets.booked_none"), "sub")
    st.html(section(t("tickets.booked_title"), body, paragraph(t("tickets.booked_hint"), "hint")))


def _table(visit: Visit, found: Sequence[BookedNow]) -> str:
    rule = visit.catalogue.waiting
    titles = [say(f"tickets.booked_{name}") for name in ("time", "line", "people", "came")]
    rows = [
        (
            f'<b class="mg-num">{show_time(one.starts_at)}</b>',
            escape(rule.line(one.line).title.say("ja")),
            escape(say("tickets.booked_count", count=one.booked)),
            _came(one),
        )
        for one in found
    ]
    return table_html(titles, rows, say("tickets.booked_title"))


def _came(one: BookedNow) -> str:
    came = say("tickets.booked_count", count=one.came)
    return escape(f"{came}　{say('tickets.booked_over')}" if one.over and one.came < one.booked else came)
