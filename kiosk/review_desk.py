"""審査: one list over all procedures and ways in, for the sections that one serves."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from kiosk.frame import draw_sheet, draw_top, draw_warnings
from kiosk.lists import CHANNELS, COUNTED, Asked, Figure, asked_of, figures, page_of
from kiosk.queue_table import attention_html, table
from kiosk.side import current, side_html
from kiosk.taking import FAILED, take
from kiosk.visit import Visit
from kiosk.words_of_trouble import failure_html
from shared.casework import review
from shared.errors import MadoguchiError
from shared.language.wording import say
from shared.screens.components.scanner import scanned
from shared.screens.fragments import note
from shared.screens.leading import lead_focus
from shared.screens.parts import heading, paragraph, tongue

SEARCH, AFTER = "desk_search", "desk_after"


def draw_desk(visit: Visit) -> None:
    """The list."""
    asked = asked_of(visit)
    draw_sheet("desk", "ja")
    draw_top(visit, "desk")
    draw_warnings(visit)
    code = scanned("scan")
    if code and take(visit, code):
        st.rerun()
    failure = st.session_state.get(FAILED)
    if isinstance(failure, MadoguchiError):
        st.html(failure_html(failure))
    left, right = st.columns([1, 5.4], gap="medium")
    with left:
        counted = figures(visit, asked.section)
        st.html(side_html(visit, asked, counted))
    with right:
        _draw_list(visit, asked, counted)
    lead_focus(f"desk/{asked.key}")


def _draw_list(visit: Visit, asked: Asked, counted: Mapping[str, Figure]) -> None:
    search = str(st.session_state.get(SEARCH) or "").strip()
    kept = st.session_state.get(AFTER)
    trail = list(kept[1]) if isinstance(kept, tuple) and kept[0] == (asked.key, search) else []
    page = page_of(visit, asked, search, trail[-1] if trail else "")
    narrowed = bool(search or asked.channel or asked.procedure)
    seen = len(trail) * review.PAGE + len(page.rows)
    figure = Figure(seen, bool(page.after)) if narrowed else counted[asked.chosen]
    _draw_head(visit, asked, figure, search)
    t = tongue("ja")
    if not page.rows:
        empty = "kiosk.search_none" if search else f"kiosk.empty_{asked.chosen}"
        st.html(note(paragraph(t(empty)), "", "info"))
        return
    st.html(attention_html(page.rows) + table(page.rows, visit))
    first, cut = len(trail) * review.PAGE + 1, len(page.rows) == COUNTED and not page.after
    with st.container(key="pager", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        rest = t("kiosk.first_only") if cut else ""
        st.html(paragraph(t("kiosk.rows", first=first, last=first + len(page.rows) - 1) + rest, "small"))
        if trail:
            st.button(say("kiosk.page_back"), key="page_back", on_click=_to, args=(asked, search, trail[:-1]))
        if page.after:
            words = say("kiosk.page_next", count=review.PAGE)
            st.button(words, key="page_next", on_click=_to, args=(asked, search, [*trail, page.after]))


def _draw_head(visit: Visit, asked: Asked, figure: Figure, search: str) -> None:
    t = tongue("ja")
    words = t("kiosk.searched", words=search) if search else t(f"kiosk.list_{asked.chosen}")
    count = figure.words if figure.more else f"{figure.words}{t('kiosk.count_unit')}"
    order = t("kiosk.order_newest" if asked.chosen in ("done", "today") else "kiosk.order_due")
    with st.container(key="deskhead", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.html(heading(f"{words} <small>{count}・{order}</small>"), width="stretch")
        with st.form("search_form", border=False, width="content"), st.container(horizontal=True, gap="small"):
            st.text_input(
                say("kiosk.desk_search"),
                key=SEARCH,
                label_visibility="collapsed",
                placeholder=say("kiosk.desk_search"),
                autocomplete="off",
                width=300,
            )
            st.form_submit_button(say("kiosk.search_do"), key="search_do")
        if search:
            st.button(say("kiosk.search_end"), key="search_end", on_click=_end_search)
    st.html(_filters_html(visit, asked))


def _filters_html(visit: Visit, asked: Asked) -> str:
    """Plain links: an address holds no name and can be gone back to."""
    t = tongue("ja")
    channels = [("", t("kiosk.any_channel"))] + [(one, t(f"kiosk.channel_{one}")) for one in CHANNELS]
    ways = "".join(_pick(asked.address(channel=value), words, value == asked.channel) for value, words in channels)
    sections = (asked.section,) if asked.section else review.sections_of(visit.office, visit.actor)
    here = [one for one in visit.catalogue.procedures if one.section in sections]
    picks = [("", t("kiosk.any_procedure"))] + [(one.id, one.title.html("ja")) for one in here]
    kinds = "".join(_pick(asked.address(procedure=value), words, value == asked.procedure) for value, words in picks)
    chosen = next((words for value, words in picks if value == asked.procedure), "")
    listed = f"<summary>{t('kiosk.by_procedure')}：{chosen}</summary><div>{kinds}</div>"
    channel_nav = f'<nav aria-label="{t("kiosk.by_channel")}">{ways}</nav>'
    return f'<div class="kio-filters">{channel_nav}<details class="kio-more">{listed}</details></div>'


def _pick(address: str, words_html: str, chosen: bool) -> str:
    return f'<a class="kio-pick" href="{escape(address)}"{current(chosen)}>{words_html}</a>'


def _to(asked: Asked, search: str, trail: list[str]) -> None:
    st.session_state[AFTER] = ((asked.key, search), tuple(trail))


def _end_search() -> None:
    st.session_state[SEARCH] = ""
