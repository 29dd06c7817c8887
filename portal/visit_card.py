"""来る日: what stands of a booked visit on the page that ends a pre-entry, and the two ways to come."""

from html import escape

from portal.procedure import facts_of
from shared.casework.booking import VisitStanding
from shared.casework.cases import Case
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.waiting import Line
from shared.language.dates import show_instant
from shared.screens.fragments import note
from shared.screens.parts import icon, link_button, paragraph, section, tongue
from shared.screens.sheets import Fact, facts_html
from shared.web.visit_view import line_html, place_html

CODE_ANCHOR = "code"


def visit_html(standing: VisitStanding, case: Case, catalogue: Catalogue, language: str) -> str:
    """The booked time with place and what to bring, or both ways to come; nothing where no times are offered."""
    t = tongue(language)
    if standing.visit is not None:
        inside = _booked(standing, case, language) + _facts(standing.visit.line, case, catalogue, language)
        key = "again" if standing.state == "missed" else "change"
        inside += link_button(_address(case), t(f"visits.book.{key}"))
    elif standing.line is not None:
        inside = _two_ways(case, catalogue, language) + _facts(standing.line, case, catalogue, language)
    else:
        return ""
    return section(t("visits.book.title"), inside)


def _booked(standing: VisitStanding, case: Case, language: str) -> str:
    t, visit = tongue(language), standing.visit
    assert visit is not None
    coming = standing.state == "coming"
    words = (
        f"<p><b>{t(f'visits.book.{standing.state}')}</b></p>"
        f'<p class="mg-visit">{escape(show_instant(visit.starts_at, language))}</p>'
        f"{paragraph(t(f'visits.book.{standing.state}_more'))}"
    )
    if coming:
        words += paragraph(f'<a href="/visit/{case.reference}.ics">{t("visits.book.calendar")}</a>')
    return note(words, "good" if coming else "wait", "ok" if coming else "clock")


def _two_ways(case: Case, catalogue: Catalogue, language: str) -> str:
    """Alike in size and colour: who books and who does not are served the same."""
    t = tongue(language)
    ways = ((_address(case), "clock", "book"), (f"#{CODE_ANCHOR}", "people", "walk"))
    links = "".join(
        f'<a class="mg-btn wide" href="{escape(address)}">{icon(sign)}<span>{t(f"visits.book.way_{way}")}'
        f"<small>{t(f'visits.book.way_{way}_hint')}</small></span></a>"
        for address, sign, way in ways
    )
    share = paragraph(t("visits.book.share", share=catalogue.waiting.walk_in_share), "hint")
    return f'<div class="mg-two">{links}</div>{share}'


def _facts(line: Line, case: Case, catalogue: Catalogue, language: str) -> str:
    where = f"{place_html(line, catalogue, language)}<br>{line_html(line, language)}"
    place = Fact("pin", tongue(language)("visits.book.where"), where)
    return facts_html([place, *facts_of(case.procedure, language, only=("bag",))])


def _address(case: Case) -> str:
    return f"/visit?case={case.reference}"
