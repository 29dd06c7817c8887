"""What a search found, what a life event brings, where the counters are, and how a receipt is checked."""

from collections.abc import Sequence

from portal.home import search_html
from portal.shelves import SHORT, lines_html, readings_html, shelved_html, shelves_html
from shared.catalogue import search
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.guides.finding import for_life_event, for_words
from shared.catalogue.guides.guide import Guide
from shared.catalogue.office import LifeEvent, Section
from shared.catalogue.procedure import Procedure
from shared.screens.fragments import Way, back_link, note, note_with_title, ways
from shared.screens.parts import head, heading, link_button, paragraph, section, telephone_link, tongue, woven
from shared.screens.sheets import Fact, facts_html
from shared.web.together import together_address


def found_html(catalogue: Catalogue, words: str, language: str) -> str:
    """What fits the words; when nothing does, what else one can do."""
    t = tongue(language)
    found = search.find(catalogue, words)
    above = back_link("/", language) + heading(t("portal.found_title", words=words)) + search_html(words, language)
    if found:
        count = paragraph(t("portal.found_count", count=len(found)), "sub")
        guides = guide_lines(for_words(catalogue, words), language)
        lines = lines_html(found, language)
        return head(above, count) + (guides + section(t("guides.each"), lines) if guides else lines)
    advice = note_with_title(t("portal.found_none"), t("portal.found_none_todo"))
    return head(above, advice) + shelves_html(catalogue, language)


def event_html(catalogue: Catalogue, event_id: str, language: str) -> str | None:
    """What a life event brings; None for an unknown one."""
    event = next((event for event in catalogue.life_events if event.id == event_id), None)
    if event is None:
        return None
    found = search.by_life_event(catalogue, event.id)
    hint = paragraph(event.hint.html(language), "sub") if event.hint else ""
    above = head(back_link("/", language), heading(event.title.html(language)), hint)
    guides = guide_lines(for_life_event(catalogue, event.id), language)
    if found:
        return above + guides + _of_event(catalogue, event, found, language, beside=bool(guides))
    return above + guides + note(paragraph(tongue(language)("portal.event_empty", telephone=catalogue.city.telephone)))


def all_html(catalogue: Catalogue, language: str) -> str:
    """The ways to all procedures: shelves, readings, sections; and several at once."""
    t = tongue(language)
    above = head(back_link("/", language), heading(t("portal.all_procedures")), search_html("", language))
    places = ways([Way("/?list=counters", t("portal.by_section"), t("portal.by_section_hint"))])
    several = link_button(together_address(), t("portal.together_many"), "", "doc")
    return (
        above
        + shelves_html(catalogue, language)
        + readings_html(language)
        + section(t("portal.more_ways"), places, several)
    )


def _of_event(
    catalogue: Catalogue, event: LifeEvent, found: Sequence[Procedure], language: str, *, beside: bool
) -> str:
    """Its procedures, and the way to several of them at once; `beside`: below its guides."""
    t = tongue(language)
    words = link_button(together_address(event=event.id), t("portal.together_many"), "", "doc")
    several = words if len(found) > 1 else ""
    if len(found) > SHORT:
        return several + shelved_html(catalogue, found, language)
    lines = lines_html(found, language)
    return (section(t("guides.each"), lines) if beside else lines) + several


def counters_html(catalogue: Catalogue, language: str) -> str:
    """窓口・電話・郵送: for everybody who would rather not do it here."""
    t, city = tongue(language), catalogue.city
    open_now = {procedure.section for procedure in catalogue.procedures}
    places = [_place(each, language) for each in catalogue.sections if each.id in open_now]
    telephone, hours = telephone_link(city.telephone), city.hours.html(language)
    general = woven("portal.counters_general", language, telephone=telephone, hours=hours)
    above = head(
        back_link("/", language),
        heading(t("portal.way_counters")),
        paragraph(t("portal.counters_words")),
        note(paragraph(general), "", "phone"),
    )
    return above + section(t("portal.counters_title"), f'<div class="mg-places">{facts_html(places)}</div>')


def proof_html(language: str) -> str:
    """受付票の確認: how one sees whether a receipt is genuine."""
    t = tongue(language)
    words = "".join(f"<li>{t(f'portal.proof_{number}')}</li>" for number in (1, 2, 3))
    above = head(back_link("/", language), heading(t("portal.way_proof")), f'<ol class="mg-plain">{words}</ol>')
    return above + note(paragraph(t("portal.proof_note")))


def not_here_html(language: str) -> str:
    """For an address of a case that this device may not open (any more)."""
    t = tongue(language)
    words = head(back_link("/", language), heading(t("portal.not_here_title")), paragraph(t("portal.not_here_words")))
    return words + link_button("/code", t("portal.way_code"), "main")


def guide_lines(guides: Sequence[Guide], language: str) -> str:
    """The guides that lead through what was looked for, before its procedures."""
    if not guides:
        return ""
    lines = [Way(f"/guide/{one.id}", one.title.html(language), one.summary.html(language)) for one in guides]
    return section(tongue(language)("guides.way"), ways(lines))


def _place(sign: Section, language: str) -> Fact:
    t = tongue(language)
    where = [t("screens.counter_number", number=sign.counter)] if sign.counter else []
    where += [sign.floor.html(language)] if sign.floor else []
    name = f'<a href="/?section={sign.id}">{sign.name.html(language)}</a>'
    return Fact("", name, " ".join(where) + "<br>" + telephone_link(sign.telephone))
