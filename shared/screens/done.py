"""市役所にとどきました: number, code, sheets to keep, and what happens next."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from shared.casework.cases import Case
from shared.errors import ActionNotAllowed
from shared.language import clock, open_days
from shared.language.dates import show_date_html, show_instant_html
from shared.language.wording import marked_html
from shared.records.folder import Front, SectionSign
from shared.screens.codes import code_card
from shared.screens.door import Door, Place
from shared.screens.fragments import Moment, moments, note, reference_number
from shared.screens.leading import lead_focus
from shared.screens.parts import heading, icon, link_button, paragraph, section, tongue


def draw_done(door: Door, case: Case, base_url: str, together: Sequence[Case] = ()) -> None:
    """The receipt on the screen. Shown again whenever the sent case is reached by way back or reload. `together`:
    the cases of its bundle, this one included.
    """
    front, language = case.front, door.language
    if front is None or front.received_at is None:
        raise ActionNotAllowed("not_sent", status="draft")
    t = tongue(language)
    said = f"{show_instant_html(front.received_at, language)}<br>{'' if together else title_of(front, language)}"
    number = f"<h2>{t('screens.reference_title')}</h2>{_numbers(front, together, language)}"
    coming = moments(_coming(front, language), language) + note(_what_to_expect(front, language))
    st.html(
        '<div class="mg-done"><i class="mg-sun" aria-hidden="true"></i>'
        f"{heading(t('screens.done_title'))}{paragraph(said, 'small')}</div>"
        f'<section class="mg-card mg-number">{number}</section>'
        f"{code_card(case, base_url, language, sheet_links(front.reference, language))}"
        f"{section(t('screens.after_title'), coming)}"
        f"{link_button(door.address(case, Place()), t('screens.see_standing'))}"
    )
    lead_focus(f"{case.reference}/done")


def _numbers(front: Front, together: Sequence[Case], language: str) -> str:
    """The number; of a bundle each one's, with its title."""
    if not together:
        return f"<p>{reference_number(front.reference)}</p>"
    fronts = [case.front for case in together if case.front]
    lines = [f"<p>{title_of(one, language)}<br>{reference_number(one.reference)}</p>" for one in fronts]
    return paragraph(tongue(language)("screens.together_count", count=len(fronts)), "small") + "".join(lines)


def sheet_links(reference: str, language: str) -> str:
    """The receipt to keep, as PDF and as a page. Our own route: it asks for the pass of this device."""
    t = tongue(language)
    return (
        f'<p class="mg-way"><a class="mg-btn wide" href="/receipt/{reference}.pdf" target="_blank">'
        f"{icon('print')}<span>{t('screens.receipt_pdf')}</span></a></p>"
        f'<p class="mg-center"><a href="/receipt/{reference}">{t("screens.receipt_page")}</a></p>'
    )


def title_of(front: Front, language: str) -> str:
    """The procedure's title in this language, as HTML; nothing for a sensitive one."""
    return "" if front.sensitive else by_language(front.title, language)


def section_name(sign: SectionSign, language: str) -> Markup:
    """The section's name in this language, as HTML."""
    return by_language(sign.name, language)


def by_language(words: dict[str, str], language: str) -> Markup:
    """Words of a folder, as they were when the case was sent, with their readings. As HTML."""
    chosen = words.get(language) or (words.get("easy") if language == "en" else None) or words.get("ja", "")
    return marked_html(chosen, language)


def _coming(front: Front, language: str) -> list[Moment]:
    t, received = tongue(language), front.received_at or clock.now()
    first_day = open_days.next_open_day(clock.in_japan(received).date())
    begins = t("screens.about_day", day=show_date_html(first_day.isoformat(), language))
    line = [
        Moment(t("screens.moment_arrived"), show_instant_html(received, language), "done"),
        Moment(t("screens.moment_section", section=section_name(front.section, language)), begins, "now"),
        *(Moment(marked_html(text, language)) for text in front.next),
    ]
    return line


def _what_to_expect(front: Front, language: str) -> str:
    t, news = tongue(language), paragraph(tongue(language)("screens.news_here"))
    if front.due_on is None:
        return news
    day = show_date_html(front.due_on.isoformat(), language)
    return paragraph(f"<b>{t('screens.until_about', day=day)}</b>") + news
