"""The frame of the kiosk's pages: masthead with who works here, the warnings, the helper's band."""

from html import escape
from pathlib import Path
from typing import Literal

import streamlit as st

from kiosk import stillness
from kiosk.away import away_html
from kiosk.holding import hide
from kiosk.practice_room import practice_html
from kiosk.visit import Visit
from shared.casework.authority import Deed, may
from shared.catalogue.catalogue import problems_as_lines
from shared.catalogue.serving import refused
from shared.language.wording import say
from shared.records.store import upkeep
from shared.screens.components.idle import IdleRule, IdleWords, watch_idle
from shared.screens.links.links import bind_links
from shared.screens.parts import icon, tongue

OWN_SHEET = Path(__file__).with_name("sheet.css").read_text(encoding="utf-8")
Room = Literal["counter", "desk", "paper", "tickets", "editing"]
ASK_BEFORE = 20  # seconds
MISTAKES = 3  # lines of a broken procedures.yaml; `madoguchi catalogue check` lists all


def draw_sheet(surface: Literal["desk", "kiosk"], language: str) -> None:
    """What the page is: sizes, width, language."""
    st.html(f"<style>{OWN_SHEET}</style>")
    page = f'<i data-mg-page data-surface="{surface}" data-width="desk" data-language="{escape(language)}"></i>'
    st.html(page + practice_html())


def draw_top(visit: Visit, room: Room) -> None:
    """Masthead for staff: which room, who, 画面をかくす, 席をはなれる. Once a page: a room may be refused below it."""
    if "top" in visit.drawn:
        return
    visit.drawn.add("top")
    t = tongue("ja")
    brand = (
        '<a class="mg-brand" href="/"><i class="mg-mark" aria-hidden="true"></i>'
        f"<span>{t('screens.brand')}<small>{t(f'kiosk.room_{room}')}</small></span></a>"
    )
    rooms = [("counter", "/", "people"), ("desk", "/?desk=untouched", "doc"), ("paper", "/?paper=list", "mail")]
    if visit.catalogue.waiting.lines:
        rooms.append(("tickets", f"/?tickets={escape(visit.query.get('tickets', 'choose'))}", "bell"))
    if may(visit.actor, Deed.EDIT, None):
        rooms.append(("editing", "/?editing=list", "pen"))
    links = "".join(
        f'<a class="mg-tool" href="{href}"{" aria-current=true" if name == room else ""}>'
        f"{icon(sign)}{t(f'kiosk.room_{name}')}</a>"
        for name, href, sign in rooms
    )
    out = (
        f'<form method="post" action="/signout"><button class="mg-tool" type="submit">{t("kiosk.leave_seat")}</button>'
    )
    with st.container(key="mast", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(brand, width="content")
        st.html(f'<nav class="kio-rooms" aria-label="{t("kiosk.rooms")}">{links}</nav>', width="content")
        st.html(f'<p class="mg-sub mg-s">{_own_settings(visit)}</p>', width="stretch")
        st.button(say("kiosk.hide"), key="hide_screen", on_click=hide, args=(visit,))
        st.html(f"{out}</form>", width="content")
    away = away_html(visit)
    if away and visit.case is None:  # beside a case it stands in the band
        st.html(f'<div class="mg-note wait kio-warn" role="status">{icon("warn")}<div>{away}</div></div>')


def draw_end(visit: Visit) -> None:
    """Watches for stillness; last on every page that shows anything."""
    language = visit.language
    words = IdleWords(
        say("kiosk.idle_title", language),
        say("kiosk.idle_left", language, seconds="{seconds}"),  # the component fills them in
        say("kiosk.idle_go_on", language),
        say("kiosk.cover_title", language),
        say("kiosk.cover_body", language),
    )
    seconds = stillness.seconds_until_cover()
    rule = IdleRule(seconds=seconds, warn=min(ASK_BEFORE, seconds // 2), then="cover")
    watch_idle("idle", rule, words, lambda: hide(visit))
    bind_links()


def _own_settings(visit: Visit) -> str:
    """Who sits here; it leads to the PIN of the covered screen."""
    label = escape(say("kiosk.own_settings", who=visit.actor.shown))
    return f'<a class="kio-own" href="/pin" title="{label}">{escape(_who(visit))}</a>'


def _who(visit: Visit) -> str:
    sections = [s.name.say("ja") for s in visit.catalogue.sections if visit.actor.serves(s.id)]
    where = sections[0] if len(sections) == 1 else say("kiosk.several_sections", count=len(sections))
    return say("kiosk.who", name=visit.actor.shown, section=where)


def draw_warnings(visit: Visit) -> None:
    """What whoever runs the house should know: on the first screens of both rooms, never beside a visitor's case."""
    if visit.office.settings.practice or not may(visit.actor, Deed.OPERATE, None):
        return
    if visit.office.at_hand.store_away:
        return
    t, parts = tongue("ja"), []
    if visit.office.store.read(upkeep.last_rehearsal) is None:
        parts.append(f"<p><b>{t('kiosk.rehearse_title')}</b> {t('kiosk.rehearse_todo')}</p>")
    unopened = visit.office.store.read(upkeep.unopened)
    if unopened:
        link = f'<a href="/?desk=unopened">{t("kiosk.unopened_see")}</a>'
        parts.append(f"<p><b>{t('kiosk.unopened_title', count=len(unopened))}</b> {link}</p>")
    broken = refused(visit.office.settings.catalogue)
    if broken:
        lines = "<br>".join(escape(line) for line in problems_as_lines(broken)[:MISTAKES])
        parts.append(f"<p><b>{t('kiosk.catalogue_refused', count=len(broken))}</b> {lines}</p>")
    if parts:
        st.html(f'<div class="mg-note wait kio-warn" role="status">{icon("warn")}<div>{"".join(parts)}</div></div>')
