"""Which public page an address asks for: a procedure, a list, or the first page."""

from dataclasses import dataclass

from portal.finding import all_html, counters_html, event_html, found_html, not_here_html, proof_html
from portal.home import home_html
from portal.news import notice_html, notice_named
from portal.procedure import procedure_html
from portal.shelves import category_html, kana_html, section_html
from portal.together import together_html
from portal.visit import Visit
from portal.waysin import WAYS, way_html, ways_html
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure
from shared.language import clock
from shared.language.wording import say
from shared.web.together import TOGETHER

_SHELVES = {  # key of the address → what is drawn, and the page's name
    "event": (event_html, "portal.life_events_title"),
    "category": (category_html, "portal.by_category"),
    "kana": (kana_html, "portal.by_kana"),
    "section": (section_html, "portal.by_section"),
}


@dataclass(frozen=True)
class PublicPage:
    """A page without anybody's data but the list of this device's cases."""

    title: str
    html: str
    wide: bool = False
    sensitive: bool = False


def public_page(visit: Visit, catalogue: Catalogue) -> PublicPage:
    """The page of the address; the first page for an address that asks for nothing we know."""
    asked = visit.query.get("procedure", "")
    procedure = catalogue.procedures.find(asked)
    if procedure is not None:
        return _procedure_page(catalogue, procedure.on(clock.today()), visit)
    if visit.query.get("case"):
        return PublicPage(say("portal.not_here_title", visit.language), not_here_html(visit.language))
    return _list_page(visit, catalogue) or PublicPage(
        say("portal.home_title", visit.language),
        home_html(catalogue, visit.cases, visit.language),
        wide=True,
    )


def _procedure_page(catalogue: Catalogue, procedure: Procedure, visit: Visit) -> PublicPage:
    language, way = visit.language, visit.query.get("way", "")
    if way in WAYS:
        html = way_html(procedure, way, language)
    else:
        html = procedure_html(
            catalogue, procedure, ways_html(procedure, language, card=visit.id_cards is not None), language
        )
    return PublicPage(procedure.title.say(language), html, sensitive=procedure.sensitive)


def _list_page(visit: Visit, catalogue: Catalogue) -> PublicPage | None:
    language, words, listed = visit.language, visit.query.get("q", "").strip()[:100], visit.query.get("list", "")
    if words:
        return PublicPage(say("portal.search_label", language), found_html(catalogue, words, language))
    if listed == TOGETHER:
        html = together_html(catalogue, visit.query.get(TOGETHER, ""), visit.query.get("event", ""), language)
        return PublicPage(say("portal.together_title", language), html)
    if shelf := _shelf(visit, catalogue):
        return shelf
    notice = notice_named(catalogue, visit.query.get("notice", ""))
    if notice is not None:
        return PublicPage(notice.title.say(language), notice_html(catalogue, notice, language))
    if listed == "all":
        return PublicPage(say("portal.all_procedures", language), all_html(catalogue, language))
    if listed == "counters":
        return PublicPage(say("portal.way_counters", language), counters_html(catalogue, language))
    if listed == "proof":
        return PublicPage(say("portal.way_proof", language), proof_html(language))
    return None


def _shelf(visit: Visit, catalogue: Catalogue) -> PublicPage | None:
    """What stands together: a life event, a shelf, a row of readings, a section."""
    language, query = visit.language, visit.query
    for key, (drawn, name) in _SHELVES.items():
        html = drawn(catalogue, query.get(key, ""), language)
        if html is not None:
            return PublicPage(say(name, language), html)
    return None
