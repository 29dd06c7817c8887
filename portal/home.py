"""The first page: search, life events, cases to go on with, other ways in, news."""

from collections.abc import Sequence
from html import escape

from portal.news import notices_html
from shared.casework.cases import Case
from shared.catalogue import search
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.office import LifeEvent
from shared.language import clock
from shared.language.dates import show_date_html
from shared.language.wording import say
from shared.screens.course import open_step, steps_before_check
from shared.screens.done import title_of
from shared.screens.fragments import FEW, Way, chip, reference_number, ways, when_words
from shared.screens.parts import event_icon, heading, icon, link_button, paragraph, section, tongue
from shared.screens.standing import status_chip

HAND = "citizen"
# The catalogue names things, the sheet names its drawings.


def home_html(catalogue: Catalogue, cases: Sequence[Case], language: str) -> str:
    """The whole page between masthead and foot."""
    main = f'<div class="mg-main">{_life_events(catalogue, language)}{_other_ways(language)}</div>'
    news = notices_html(catalogue.notices_on(clock.today()), language)
    continuing = _continuing(cases, language) if cases else ""
    beside = " with-news" if news else ""
    beside += " with-aside" if continuing else ""
    return f'{_hero(language)}<div class="mg-cols{beside}">{continuing}{main}{news}</div>'


def search_html(words: str, language: str) -> str:
    """The search field. A plain form: it works with Enter, and the address can be kept."""
    label = escape(say("portal.search_label", language))
    example = escape(say("portal.search_example", language))
    return (
        '<form class="mg-search" role="search" action="/" method="get">'
        f'<input type="search" name="q" aria-label="{label}" placeholder="{example}" '
        f'value="{escape(words)}" maxlength="100" autocomplete="off">'
        f'<button type="submit">{icon("search")}{tongue(language)("portal.search_do")}</button></form>'
    )


def _hero(language: str) -> str:
    """The question, the search field, and the lake."""
    t = tongue(language)
    everything = paragraph(f'<a href="/?list=all">{t("portal.see_all")}</a>')
    return (
        f'<div class="mg-hero mg-bleed"><div class="in">{heading(t("portal.home_title"))}'
        f'{search_html("", language)}{everything}</div><i class="mg-lake" aria-hidden="true"></i></div>'
    )


def _life_events(catalogue: Catalogue, language: str) -> str:
    """Life events that bring at least one procedure; a tile that leads nowhere helps nobody."""
    events = [event for event in catalogue.life_events if search.by_life_event(catalogue, event.id)]
    tiles = "".join(_tile(event, language) for event in events)
    t = tongue(language)
    guides = ways([Way("/guide", t("guides.way"), t("guides.way_hint"))]) if catalogue.guides else ""
    return section(t("portal.life_events_title"), f'<ul class="mg-tiles">{tiles}</ul>{guides}')


def _tile(event: LifeEvent, language: str) -> str:
    hint = f"<small>{event.hint.html(language)}</small>" if event.hint else ""
    words = f"<span>{event.title.html(language)}{hint}</span>"
    return f'<li><a class="tile" href="/?event={event.id}">{event_icon(event.icon)}{words}</a></li>'


def _other_ways(language: str) -> str:
    t = tongue(language)
    lines = [
        Way("/code", t("portal.way_code"), t("portal.way_code_hint")),
        Way("/?list=proof", t("portal.way_proof"), t("portal.way_proof_hint")),
        Way("/?list=counters", t("portal.way_counters"), t("portal.way_counters_hint")),
    ]
    return section(t("portal.other_ways_title"), ways(lines))


def _continuing(cases: Sequence[Case], language: str) -> str:
    t = tongue(language)
    cards = "".join(_sent(case, language) if case.front else _draft(case, language) for case in cases)
    button = f'<button class="mg-btn quiet" type="submit">{t("portal.forget")}</button>'
    hint = paragraph(t("portal.forget_hint"), "hint")
    forget = f'<form class="mg-forget" method="post" action="/forget">{button}{hint}</form>'
    label = escape(say("portal.continue_title", language))
    return f'<div class="mg-aside" role="region" aria-label="{label}">{cards}{forget}</div>'


def _draft(case: Case, language: str) -> str:
    t = tongue(language)
    day = show_date_html(case.row.expires_on.isoformat(), language)
    kept = f'<span class="mg-sub mg-s">{t("portal.kept_until", day=day)}</span>'
    return (
        f'<div class="mg-cont"><p class="mg-signs">{chip(t("portal.unfinished"), "wait", "pen")}{kept}</p>'
        f"<h2>{t('portal.continue_title')}</h2>{paragraph(case.procedure.title.html(language))}"
        f"{paragraph(_how_far(case, language), 'small')}"
        f"{link_button(_address(case), t('portal.continue_draft'), 'main')}</div>"
    )


def _sent(case: Case, language: str) -> str:
    if case.front is None or case.status is None:
        return ""
    t = tongue(language)
    title = title_of(case.front, language) or t("portal.sent_case")
    return (
        f'<div class="mg-card"><p class="mg-signs">{status_chip(case.status, language)}</p>'
        f"<h2>{title}</h2>{paragraph(reference_number(case.reference), 'small')}"
        f"{link_button(_address(case), t('portal.see_case'))}</div>"
    )


def _address(case: Case) -> str:
    return f"/?case={case.reference}"


def _how_far(case: Case, language: str) -> str:
    """「6つのうち 2つまで（きょう 14:32）」."""
    ids = [step.id for step in steps_before_check(case, HAND)]
    left = open_step(case, HAND)
    done = ids.index(left.id) if left and left.id in ids else len(ids)
    when = when_words(case.row.saved_at, language)
    key = "portal.how_far_many" if len(ids) > FEW else "portal.how_far"
    return tongue(language)(key, done=done, count=len(ids), when=when)
