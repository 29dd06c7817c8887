"""Lists: what a search found, what a life event brings, every procedure, and where the counters are."""

from collections.abc import Sequence

from portal.home import search_html
from shared.catalogue import search
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.guides.finding import for_life_event, for_words
from shared.catalogue.guides.guide import Guide
from shared.catalogue.office import Section
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
        lines = _lines(found, language)
        return head(above, count) + (guides + section(t("guides.each"), lines) if guides else lines)
    advice = note_with_title(t("portal.found_none"), t("portal.found_none_todo"))
    return head(above, advice) + _shelves(catalogue, language)


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
        words = tongue(language)("portal.together_many")
        several = link_button(together_address(event=event.id), words, "", "doc") if len(found) > 1 else ""
        lines = _lines(found, language) + several
        return above + (guides + section(tongue(language)("guides.each"), lines) if guides else lines)
    return above + guides + note(paragraph(tongue(language)("portal.event_empty", telephone=catalogue.city.telephone)))


def all_html(catalogue: Catalogue, language: str) -> str:
    """Every procedure, shelf by shelf."""
    title = heading(tongue(language)("portal.all_procedures"))
    several = link_button(together_address(), tongue(language)("portal.together_many"), "", "doc")
    above = head(back_link("/", language), title, search_html("", language), several)
    return above + _shelves(catalogue, language)


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
    return above + section(t("portal.counters_title"), facts_html(places))


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
    lines = [Way(f"/guide/{one.id}", one.title.html(language), tongue(language)("guides.way")) for one in guides]
    return section(tongue(language)("guides.name"), ways(lines))


def _shelves(catalogue: Catalogue, language: str) -> str:
    shelves = [(each, search.by_category(catalogue, each.id)) for each in catalogue.categories]
    return "".join(section(each.title.html(language), _lines(found, language)) for each, found in shelves if found)


def _lines(procedures: Sequence[Procedure], language: str) -> str:
    lines = [Way(f"/?procedure={p.id}", p.title.html(language), p.summary.html(language)) for p in procedures]
    return ways(lines)


def _place(sign: Section, language: str) -> Fact:
    t = tongue(language)
    where = [t("screens.counter_number", number=sign.counter)] if sign.counter else []
    where += [sign.floor.html(language)] if sign.floor else []
    return Fact("", sign.name.html(language), " ".join(where) + "<br>" + telephone_link(sign.telephone))
