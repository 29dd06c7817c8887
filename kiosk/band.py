"""代わりに入力しています: the sunset band on top of every screen of a visitor's case. It never scrolls away."""

from datetime import datetime

import streamlit as st

from kiosk.away import away_html
from kiosk.holding import keep_typed, part
from kiosk.visit import Visit
from shared.casework.cases import Case
from shared.casework.counter import PHONE
from shared.casework.paper.by_letter import POST
from shared.casework.persons import persons_of
from shared.errors import MadoguchiError
from shared.language import clock
from shared.language.wording import say
from shared.screens.components.hotkeys import listen_for_end
from shared.screens.parts import icon, tongue


def draw_band(visit: Visit, case: Case) -> None:
    """Who is here, what was agreed, since when, and the way to the next person."""
    t, language = tongue(visit.language), visit.language
    key = "kiosk.band_for" if case.draft is not None else "kiosk.band_sent"
    there = case.channel in (PHONE, POST) and case.draft is not None and not case.correcting
    who = t("kiosk.band_there" if there else "kiosk.band_who", who=_who(case, language))
    words = [f"<b>{icon('people')} {t(key)}</b>", f"<span>{who}</span>"]
    consent = _consent(case, language)
    if consent:
        words.append(f"<span>{consent}</span>")
    if case.draft is not None:
        minutes = max(0, int((clock.now() - case.draft.started_at).total_seconds() // 60))
        if minutes < 24 * 60:
            words.append(f'<span class="mg-num kio-since">{t("kiosk.band_since", minutes=minutes)}</span>')
    away = away_html(visit)
    if away:
        words.append(f'<div class="kio-away" role="status">{icon("warn")}{away}</div>')
    with st.container(key="band", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<div class="kio-band" role="region" aria-label="{t(key)}">{"".join(words)}</div>', width="stretch")
        st.button(say("kiosk.band_end", language), key="band_end", type="tertiary", on_click=_end, args=(visit, case))
    listen_for_end()


def _end(visit: Visit, case: Case) -> None:
    """A filed case is simply left; an unfinished one asks first. What is typed is kept either way."""
    if case.draft is None:
        part(visit, case.reference)
        return
    keep_typed(visit)
    st.query_params.from_dict({"case": case.reference, "end": "yes"})


def _who(case: Case, language: str) -> str:
    """The visitor as far as they are known by now."""
    try:
        person, agent = persons_of(case.procedure, case.answers, case.language)
    except MadoguchiError:  # a sent case whose inside is closed
        return say("kiosk.band_nobody", language)
    if agent is not None:
        return say(
            "kiosk.band_agent", language, name=agent.name, other=person.name or say("kiosk.band_nobody", language)
        )
    return say("kiosk.band_self", language, name=person.name) if person.name else say("kiosk.band_nobody", language)


def _consent(case: Case, language: str) -> str:
    consent = case.draft.consent if case.draft else None
    if not consent or "how" not in consent:
        return ""
    at = clock.in_japan(datetime.fromisoformat(str(consent["at"])))
    how = say(f"kiosk.short_{consent['how']}", language)
    return tongue(language)("kiosk.band_consent", how=how, time=f"{at:%H:%M}")
