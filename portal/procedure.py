"""A procedure's page: who, what to bring, what it costs, how long, where, and the ways in."""

from collections.abc import Sequence

from shared.catalogue import fees
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure
from shared.language import clock
from shared.screens.fragments import back_link, note
from shared.screens.parts import head, heading, icon, paragraph, telephone_link, tongue
from shared.screens.sheets import Fact, facts_html


def procedure_html(catalogue: Catalogue, procedure: Procedure, ways_html: str, language: str) -> str:
    """The page. `procedure` as asked today; `ways_html` are the ways in."""
    above = head(
        _shelf(catalogue, procedure, language),
        heading(procedure.title.html(language)),
        _formal(procedure, language),
        f'<p class="mg-lead">{procedure.summary.html(language)}</p>',
        _deadline(procedure, language),
    )
    return above + facts_html(facts_of(procedure, language)) + ways_html


def facts_of(procedure: Procedure, language: str, only: Sequence[str] = ()) -> list[Fact]:
    """Who, what to bring, fee, days, where; `only` some of them, by the names of their icons."""
    t = tongue(language)
    fee = fees.fee_of(procedure, {}, "counter", clock.today())
    facts = [
        Fact("people", t("portal.fact_who"), procedure.who.html(language)),
        Fact("bag", t("portal.fact_bring"), _bring(procedure, language)),
        Fact("yen", t("portal.fact_fee"), f"<b>{fee.words.html(language)}</b>"),
        Fact("clock", t("portal.fact_days"), _days(procedure, language)),
        Fact("pin", t("portal.fact_where"), _where(procedure, language)),
    ]
    return [fact for fact in facts if fact.words_html and (not only or fact.icon_name in only)]


def _shelf(catalogue: Catalogue, procedure: Procedure, language: str) -> str:
    """Where one probably came from: the first life event, else the first page."""
    event = next((event for event in catalogue.life_events if event.id in procedure.life_events), None)
    if event is None:
        return back_link("/", language)
    link = f'<a href="/?event={event.id}">{icon("back")}<span>{event.title.html(language)}</span></a>'
    return f'<p class="mg-back">{link}</p>'


def _formal(procedure: Procedure, language: str) -> str:
    if procedure.formal_title is None:
        return ""
    name = procedure.formal_title.html(language)
    return paragraph(tongue(language)("portal.formal_name") + name, "small")


def _deadline(procedure: Procedure, language: str) -> str:
    if procedure.deadline is not None:
        return note(paragraph(procedure.deadline.text.html(language)), "wait", "clock")
    if procedure.when is not None:
        return note(paragraph(procedure.when.html(language)), "", "clock")
    return ""


def _bring(procedure: Procedure, language: str) -> str:
    lines = []
    for document in procedure.documents:
        notes = [text.html(language) for text in (document.when, document.hint) if text is not None]
        small = f'<small class="mg-sub">{"<br>".join(notes)}</small>' if notes else ""
        lines.append(f"<li>{document.title.html(language)}{small}</li>")
    return f'<ul class="mg-bring">{"".join(lines)}</ul>' if lines else ""


def _days(procedure: Procedure, language: str) -> str:
    t, rule = tongue(language), procedure.standard_days
    return t("portal.days_same_day") if rule.days == 0 else t(f"portal.days_{rule.count}", days=rule.days)


def _where(procedure: Procedure, language: str) -> str:
    t, sign = tongue(language), procedure.section_details
    where = [sign.floor.html(language)] if sign.floor else []
    where += [t("screens.counter_number", number=sign.counter)] if sign.counter else []
    place = f"<br>{' '.join(where)}" if where else ""
    return f"{sign.name.html(language)}{place}<br>{telephone_link(sign.telephone)}"
