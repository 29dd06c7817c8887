"""窓口: the first screen after signing in. Begin for a visitor, go on by their code, or take up what was put aside."""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote, urlencode

import streamlit as st

from kiosk.door import query_of
from kiosk.frame import draw_sheet, draw_top, draw_warnings
from kiosk.several import MORE, kept_html, more_html, start_of, with_more
from kiosk.taking import FAILED, take
from kiosk.visit import Visit
from kiosk.words_of_trouble import failure_html
from shared.casework import parking
from shared.casework.parking import Held
from shared.catalogue import search
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.guides import choices
from shared.catalogue.guides.finding import for_life_event, for_words
from shared.catalogue.guides.guide import Guide
from shared.catalogue.kana_index import ROWS, by_kana
from shared.catalogue.office import Category, LifeEvent
from shared.catalogue.procedure import Procedure
from shared.errors import CannotOpen, MadoguchiError
from shared.language.wording import say
from shared.screens.components.camera import scanned_by_camera
from shared.screens.components.scanner import scanned
from shared.screens.door import Place
from shared.screens.fragments import Way, note, reference_number, ways, when_words
from shared.screens.leading import lead_focus
from shared.screens.parts import event_icon, head, heading, hidden, icon, paragraph, section, tongue

TYPED = "code_typed"
LONG = 12  # lines that are still seen at once


def draw_counter(visit: Visit) -> None:
    """The start screen."""
    draw_sheet("desk", "ja")
    draw_top(visit, "counter")
    draw_warnings(visit)
    code = scanned("scan")
    if code and take(visit, code):
        st.rerun()
    left, right = st.columns([1.9, 1], gap="large")
    with left:
        more = visit.query.get(MORE, "")
        said = more_html(visit.catalogue, more)
        st.html(head(heading(tongue("ja")("kiosk.counter_title")), said) + _search_html(visit.query.get("q", ""), more))
        st.html(_found_html(visit))
    with right:
        _draw_code(visit)
        st.html(_held_html(visit))
    lead_focus("/".join(["counter", *(visit.query.get(each, "") for each in ("q", "kana", "event", "category"))]))


def _draw_code(visit: Visit) -> None:
    t, failure = tongue("ja"), st.session_state.get(FAILED)
    with st.container(key="panel_code"):
        st.html(f"<h2>{icon('look')} {t('kiosk.code_title')}</h2>{paragraph(t('kiosk.code_hint'), 'hint')}")
        if isinstance(failure, MadoguchiError):
            st.html(failure_html(failure))
        with st.form("code_form", border=False, clear_on_submit=True):
            st.text_input(say("kiosk.code_label"), key=TYPED, autocomplete="off")
            st.form_submit_button(say("kiosk.code_do"), key="code_do", width="stretch", on_click=_typed, args=(visit,))
        seen = scanned_by_camera("camera")
        if seen and take(visit, seen):
            st.rerun()
        st.html(paragraph(t("kiosk.code_lost"), "hint"))


def _typed(visit: Visit) -> None:
    take(visit, str(st.session_state.get(TYPED) or ""))


def _search_html(words: str, more: str) -> str:
    """A plain form: procedures are nobody's secret, so the words may stand in the address."""
    label, example = escape(say("kiosk.search_label")), escape(say("kiosk.search_example"))
    return (
        '<form class="mg-search" role="search" action="/" method="get">'
        f'<input type="search" name="q" aria-label="{label}" placeholder="{example}" value="{escape(words)}" '
        f'maxlength="100" autocomplete="off">{kept_html(more)}<button type="submit">{icon("search")}'
        f"{tongue('ja')('kiosk.search_do')}</button></form>"
    )


def _found_html(visit: Visit) -> str:
    """What fits the words, the kana row or the life event; else kana rows and life events to choose from."""
    t, catalogue, query = tongue("ja"), visit.catalogue, visit.query
    words, more = query.get("q", "").strip()[:100], query.get(MORE, "")
    index = _sheet_html(catalogue, query.get("guide", "")) + _kana_html(query.get("kana", ""), more)
    if words:
        return index + _guides_html(for_words(catalogue, words)) + _hits(search.find(catalogue, words), more)
    if query.get("kana") in ROWS:
        return index + _hits(by_kana(catalogue, query["kana"]), more)
    if query.get("event"):
        event = query["event"]
        guides = _guides_html(for_life_event(catalogue, event))
        return index + guides + _shelved(catalogue, search.by_life_event(catalogue, event), more)
    if query.get("category"):
        found = search.by_category(catalogue, query["category"])
        return index + _categories(catalogue, query["category"], more) + _hits(found, more)
    return (
        index
        + ("" if more else _guides_html(catalogue.guides))  # a guide leads away from what is chosen
        + section(t("kiosk.events_title"), _tiles(catalogue, more))
        + _categories(catalogue, "", more)
    )


def _categories(catalogue: Catalogue, chosen: str, more: str) -> str:
    """The shelves: behind one of them stand a few of the many."""
    shelves = [each for each in catalogue.categories if search.by_category(catalogue, each.id)]
    links = "".join(_category(each, each.id == chosen, more) for each in shelves)
    title = tongue("ja")("kiosk.categories_title")
    return section(title, f'<nav class="kio-kana kio-guides" aria-label="{title}">{links}</nav>')


def _category(shelf: Category, chosen: bool, more: str) -> str:
    current = ' aria-current="true"' if chosen else ""
    address = escape(with_more({"category": shelf.id}, more))
    return f'<a class="mg-tool" href="{address}"{current}>{shelf.title.html("ja")}</a>'


def _shelved(catalogue: Catalogue, found: Sequence[Procedure], more: str) -> str:
    """A long list, shelf by shelf."""
    if len(found) <= LONG:
        return _hits(found, more)
    shelves = [(each, [one for one in found if one.category == each.id]) for each in catalogue.categories]
    return "".join(section(each.title.html("ja"), _lines(on_it, more)) for each, on_it in shelves if on_it)


def _hits(found: Sequence[Procedure], more: str) -> str:
    t = tongue("ja")
    return section(t("kiosk.found", count=len(found)), _lines(found, more) or note(paragraph(t("kiosk.none"))))


def _sheet_html(catalogue: Catalogue, scanned_sheet: str) -> str:
    """The list on the sheet of a guide that was scanned."""
    guide = choices.guide_named(catalogue.guides, scanned_sheet.partition("/")[0])
    if guide is None:
        return ""
    t = tongue("ja")
    line = Way(f"/G/{quote(scanned_sheet)}", guide.title.html("ja"), t("kiosk.guide_sheet_hint"))
    return section(t("kiosk.guide_sheet"), ways([line]))


def _guides_html(guides: Sequence[Guide]) -> str:
    """手続案内: for a visitor who says what happened. One question stands on a screen, in large letters."""
    if not guides:
        return ""
    lines = "".join(f'<a class="mg-tool" href="/guide/{one.id}">{one.title.html("ja")}</a>' for one in guides)
    title = tongue("ja")("kiosk.guides_title")
    return section(title, f'<nav class="kio-kana kio-guides" aria-label="{title}">{lines}</nav>')


def _kana_html(chosen: str, more: str) -> str:
    rows = "".join(_kana_link(row, row == chosen, more) for row in ROWS)
    title = tongue("ja")("kiosk.kana_title")
    return f'<nav class="kio-kana" aria-label="{title}"><span>{title}</span>{rows}</nav>'


def _kana_link(row: str, chosen: bool, more: str) -> str:
    current = ' aria-current="true"' if chosen else ""
    return f'<a class="mg-tool" href="{escape(with_more({"kana": row}, more))}"{current}>{row}</a>'


def _tiles(catalogue: Catalogue, more: str) -> str:
    filled = [event for event in catalogue.life_events if search.by_life_event(catalogue, event.id)]
    return f'<ul class="mg-tiles kio-tiles">{"".join(_tile(event, more) for event in filled)}</ul>'


def _tile(event: LifeEvent, more: str) -> str:
    words = f"{event_icon(event.icon)}<span>{event.title.html('ja')}</span>"
    return f'<li><a class="tile" href="{escape(with_more({"event": event.id}, more))}">{words}</a></li>'


def _lines(procedures: Sequence[Procedure], more: str) -> str:
    open_here = [one for one in procedures if one.channels.counter or one.channels.paper]
    return f'<ul class="mg-lines">{"".join(_line(one, more) for one in open_here)}</ul>' if open_here else ""


def _line(procedure: Procedure, more: str) -> str:
    """To begin; beside it the paper form, for whoever writes by hand."""
    begin = f'<a class="go" href="/?start={start_of(procedure.id, more)}"><span><b>{procedure.title.html("ja")}</b>'
    begin += f"<small>{_where(procedure)}</small></span>{icon('go')}</a>"
    words = f"{icon('print')} {tongue('ja')('kiosk.forms_short')}{hidden(procedure.title.say('ja'))}"
    form = f'<a class="kio-pick" href="/?forms={procedure.id}">{words}</a>' if procedure.channels.paper else ""
    return f'<li class="kio-line">{begin}{form}</li>'


def _where(procedure: Procedure) -> str:
    sign = procedure.section_details
    counter = f" {escape(say('screens.counter_number', number=sign.counter))}" if sign.counter else ""
    return sign.name.html("ja") + counter


def _held_html(visit: Visit) -> str:
    t = tongue("ja")
    lines = [line for one in parking.held(visit.clerk) for line in _held_line(visit, one)]
    body = ways(lines) if lines else paragraph(t("kiosk.held_none"), "sub")
    return section(t("kiosk.held_title"), body)


def _held_line(visit: Visit, one: Held) -> list[Way]:
    """What is in hand, without a name: the screen may be seen from the other side of the counter."""
    try:
        case = parking.case_of(visit.clerk, one)
    except CannotOpen:
        parking.give_back(visit.clerk, one.reference)  # its folder is gone
        return []
    title = case.procedure.title.html("ja") if case.draft else tongue("ja")("kiosk.held_sent")
    hint = f"{reference_number(one.reference)} {escape(when_words(one.at, 'ja'))}"
    return [Way(f"/?{urlencode(query_of(one.reference, Place()))}", title, hint)]
