"""開けない封筒: envelopes that wait because they do not open."""

from html import escape

import streamlit as st

from kiosk.frame import draw_sheet, draw_top
from kiosk.visit import Visit
from shared.language.dates import show_instant
from shared.language.wording import say
from shared.records.store import upkeep
from shared.screens.fragments import note, reference_number
from shared.screens.leading import lead_focus
from shared.screens.parts import heading, paragraph, tongue
from shared.screens.sheets import table_html


def draw_unopened(visit: Visit) -> None:
    """Envelopes that do not open: they wait, the rest goes on."""
    t = tongue("ja")
    draw_sheet("desk", "ja")
    draw_top(visit, "desk")
    rows = [
        (
            reference_number(row.reference),
            escape(show_instant(row.received_at, "ja")),
            escape(", ".join(row.key_ids)),
            escape(say(f"errors.{row.why}", key_id=", ".join(row.key_ids))),
        )
        for row in visit.office.store.read(upkeep.unopened)
    ]
    titles = [say(f"kiosk.unopened_{name}") for name in ("reference", "at", "keys", "why")]
    body = table_html(titles, rows) if rows else note(paragraph(t("kiosk.unopened_none")), "good", "ok")
    st.html(heading(t("kiosk.unopened_heading")) + paragraph(t("kiosk.unopened_words"), "hint") + body)
    lead_focus("unopened")
