"""公簿での確認: what the citizen let the office look up, what was seen, and the form that ticks it."""

from html import escape

import streamlit as st

from kiosk.deeds import attempt
from kiosk.visit import Visit
from shared.casework import lookups, review, staff
from shared.casework.authority import Deed, may
from shared.casework.lookups import Lookup
from shared.casework.opened import LONGEST_REASON, OpenedCase
from shared.language import clock
from shared.language.wording import say
from shared.records.submission import TrailEntry
from shared.screens.fragments import note
from shared.screens.parts import paragraph, tongue


def draw_lookups(visit: Visit, case: OpenedCase) -> None:
    """Nothing where nothing was consented to."""
    asked = lookups.consented(case.procedure, case.body.answers)
    if not asked:
        return
    t, reference = tongue("ja"), case.submission.reference
    names = {account.name: account.shown_name for account in staff.accounts(visit.office)}
    ticked = lookups.done(review.entries_of(visit.office, case, visit.actor))
    with st.container(key=f"panel_lookups_{reference}", gap="small"):
        st.html(f"<h2>{t('kiosk.lookup_title')}</h2>{paragraph(t('kiosk.lookup_hint'), 'hint')}")
        for one in asked:
            row = ticked.get(one.question)
            st.html(_what(one) + (_seen(row, names.get(row.actor, row.actor)) if row else ""))
            if row is None and may(visit.actor, Deed.APPROVE, case.scope):
                _draw_form(visit, case, one)


def _what(one: Lookup) -> str:
    return f"<p><b>{one.label.html('ja')}</b><br>{one.held.html('ja')}</p>"


def _seen(row: TrailEntry, who: str) -> str:
    """Who looked it up, when, and what was seen."""
    said = say("kiosk.lookup_done", name=who, time=f"{clock.in_japan(row.at):%m/%d %H:%M}")
    seen = str((row.detail or {}).get("reason", ""))
    return note(f"<p><b>{escape(said)}</b></p><p>{escape(seen)}</p>", "good", "ok")


def _draw_form(visit: Visit, case: OpenedCase, one: Lookup) -> None:
    key = f"lookup_{one.question}_{case.submission.reference}"
    with st.form(f"form_{key}", border=False):  # what is typed and the press arrive together
        st.text_area(say("kiosk.lookup_seen"), key=key, max_chars=LONGEST_REASON, height=80)
        st.form_submit_button(
            say("kiosk.lookup_do"),
            key=f"do_{key}",
            width="stretch",
            on_click=_tick,
            args=(visit, case, one.question, key),
        )


def _tick(visit: Visit, case: OpenedCase, question: str, key: str) -> None:
    reference, seen = case.submission.reference, str(st.session_state.get(key) or "")
    pressed = (question, case.submission.revision)
    attempt(
        reference,
        pressed,
        lookups.LOOKED_UP,
        lambda: lookups.tick(visit.office, visit.actor, reference, question, seen),
    )
