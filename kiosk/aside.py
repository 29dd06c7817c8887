"""What stands at the right of the visitor's case: what to ask, who writes, the fee, the limit, other sections."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from kiosk.clerks_notes import notes_html, related_html
from kiosk.door import paid_key, query_of
from kiosk.second_face_panel import draw_face_panel
from kiosk.visit import Visit
from kiosk.visit_booking import booking_link
from shared.casework import ways
from shared.casework.cases import Case
from shared.casework.paper import by_letter
from shared.casework.way_notes import agreed_words
from shared.catalogue import deadlines, fees
from shared.catalogue.procedure import Step
from shared.language import clock
from shared.language.dates import show_date
from shared.language.wording import say
from shared.screens.door import Place
from shared.screens.fragments import bring_html, note, when_words
from shared.screens.parts import icon, paragraph, tongue


def draw_aside(visit: Visit, case: Case, step: Step | None, *, whole: bool = False) -> None:
    """Panels for staff; the fee is ticked on the last page. `whole`: the notes stand beside the lines already."""
    letter = by_letter.is_begun(case)
    if case.draft is not None and not letter:
        draw_face_panel(visit, case)
    notes = notes_html(case, step) if step is not None and not whole else ""
    panels = f"{_panels(case, step)}{_booking_html(visit, case)}"
    st.html(f'<aside class="kio-aside">{notes}{panels}{related_html(visit, case)}</aside>')
    if step is None and not letter:
        _draw_fee(case)


def _panels(case: Case, step: Step | None) -> str:
    t, procedure = tongue("ja"), case.procedure
    parts = []
    if case.draft and case.draft.origin == "portal" and not case.correcting:
        parts.append(note(paragraph(t("kiosk.from_home", when=when_words(case.draft.started_at, "ja"))), "", "house"))
    if step is not None and not step.staff_only and not by_letter.is_begun(case):
        query = urlencode(query_of(case.reference, Place(step=step.id), "visitor"))
        words = f"<h2>{t('kiosk.hand_title')}</h2>{paragraph(t('kiosk.hand_words'), 'hint')}"
        link = f'<a class="mg-btn wide" href="/?{query}">{icon("aa")}{t("kiosk.hand_do")}</a>'
        parts.append(f'<div class="mg-panel">{words}<p class="mg-way">{link}</p></div>')
    lines = []
    bring = bring_html(procedure, case.answers)
    if bring:
        lines.append(f"<dt>{t('kiosk.fact_bring')}</dt><dd>{'<br>'.join(bring)}</dd>")
    lines.append(f"<dt>{t('kiosk.fact_fee')}</dt><dd>{_fee_words(case)}</dd>")
    last = deadlines.last_day_of(procedure, case.answers)
    if last is not None:
        lines.append(f"<dt>{t('kiosk.fact_last_day')}</dt><dd>{escape(show_date(last.isoformat(), 'ja'))}</dd>")
    parts.append(_agreed_html(case))
    parts.append(_paper_html(case))
    parts.append(
        f'<div class="mg-panel"><h2>{t("kiosk.facts_title")}</h2><dl class="kio-facts">{"".join(lines)}</dl></div>'
    )
    return "".join(parts)


def _paper_html(case: Case) -> str:
    """The paper form with what is known so far, for whoever would rather write."""
    if case.correcting or not ways.offered(case.procedure, "paper"):
        return ""
    address = escape(f"/?case={case.reference}&forms=yes")
    words = f"{icon('print')}{tongue('ja')('kiosk.forms_do')}"
    return f'<div class="mg-panel"><p class="mg-way"><a class="mg-btn wide" href="{address}">{words}</a></p></div>'


def _booking_html(visit: Visit, case: Case) -> str:
    """A day and time for who calls, or cannot finish today."""
    link = booking_link(visit, case)
    if not link:
        return ""
    t = tongue("ja")
    return (
        f'<div class="mg-panel"><h2>{t("kiosk.visit.title")}</h2>{paragraph(t("kiosk.visit.hint"), "hint")}{link}</div>'
    )


def _agreed_html(case: Case) -> str:
    """What was agreed, and the way to write it anew: an agent may turn out to be here later."""
    t = tongue("ja")
    consent = case.draft.consent if case.draft and not case.correcting else {}
    if "how" not in consent:
        return ""
    words = "".join(f"<li>{escape(one)}</li>" for one in agreed_words(consent))
    link = f'<a href="/?case={escape(case.reference)}&amp;agree=again">{t("kiosk.agree_again")}</a>'
    body = f'<ul class="mg-plain">{words}</ul><p class="mg-s">{link}</p>'
    return f'<div class="mg-panel"><h2>{t("kiosk.agree_title")}</h2>{body}</div>'


def _fee_words(case: Case) -> str:
    fee = fees.fee_of(case.procedure, case.answers, case.channel, clock.today())
    return fee.words.html("ja")


def _draw_fee(case: Case) -> None:
    fee = fees.fee_of(case.procedure, case.answers, case.channel, clock.today())
    if fee.amount_yen and not case.correcting:
        with st.container(key=f"boxes_{paid_key(case.reference)}"):
            st.checkbox(say("kiosk.paid_tick", amount=f"{fee.amount_yen:,}"), key=paid_key(case.reference))
