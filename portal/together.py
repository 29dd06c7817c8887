"""Several procedures written together: which ones, what else goes with them, and the button that begins."""

from collections.abc import Sequence
from html import escape

from portal.shelves import SHORT
from portal.waysin import open_form
from shared.casework.online import takes_online
from shared.catalogue import search
from shared.catalogue.bundle import MOST
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure
from shared.screens.fragments import Way, back_link, note, ways
from shared.screens.parts import head, heading, icon, link_button, paragraph, section, tongue
from shared.web.together import TOGETHER, together_address

SEVERAL = (TOGETHER,)  # names that may stand in an address more than once


def together_html(catalogue: Catalogue, wanted: str, event: str, language: str) -> str:
    """The page. `wanted`: ids as they stand in the address, parted by commas; unknown ones are passed over."""
    t = tongue(language)
    known = {procedure.id: procedure for procedure in catalogue.procedures}
    chosen = [known[each] for each in dict.fromkeys(wanted.split(",")) if each in known][:MOST]
    here = [each for each in chosen if takes_online(each)]
    way = here or [each for each in chosen if each.channels.online != "none"]
    left = [each for each in chosen if each not in way]
    above = head(
        back_link(f"/?event={event}" if event else "/", language),
        heading(t("portal.together_title")),
        paragraph(t("portal.together_words")),
    )
    return above + _chosen(way, event, language) + _left(left, language) + _more(catalogue, chosen, event, language)


def _chosen(chosen: Sequence[Procedure], event: str, language: str) -> str:
    """What was chosen, and the button; one alone can't be begun here."""
    if not chosen:
        return ""
    t, ids = tongue(language), [procedure.id for procedure in chosen]
    lines = "".join(_line(procedure, ids, event, language) for procedure in chosen)
    listed = f'<ul class="mg-chosen">{lines}</ul>'
    if len(chosen) == 1:
        return section(t("portal.together_chosen"), listed, paragraph(t("portal.together_one"), "hint"))
    pre_entry = not takes_online(chosen[0])
    said = note(paragraph(t("portal.pre_entry_words")), "wait", "desk") if pre_entry else ""
    words = t("portal.together_start", count=len(chosen))
    begin = open_form(",".join(ids), words, "pen", language)
    return section(t("portal.together_chosen"), listed, said, begin, _on_paper(chosen, language))


def _on_paper(chosen: Sequence[Procedure], language: str) -> str:
    """For whoever writes by hand: the forms of all of them as one PDF."""
    ids = [each.id for each in chosen if each.channels.paper]
    if len(ids) < 2:
        return ""
    t, address = tongue(language), f"/form/{','.join(ids)}.pdf?language={language}"
    links = link_button(address, t("portal.together_forms", count=len(ids)), "", "print")
    links += link_button(f"{address}&large=1", t("portal.form_large"), "", "print")
    return f'<div class="mg-stack">{paragraph(t("portal.together_forms_words"), "hint")}{links}</div>'


def _line(procedure: Procedure, ids: Sequence[str], event: str, language: str) -> str:
    t = tongue(language)
    others = together_address([each for each in ids if each != procedure.id], event)
    hidden = f'<span class="mg-hide">{procedure.title.html(language)}</span>'
    title = f'<a href="/?procedure={procedure.id}">{procedure.title.html(language)}</a>'
    remove = f'<a class="mg-remove" href="{escape(others)}">{t("portal.together_remove")}{hidden}</a>'
    return f"<li>{title}{remove}</li>"


def _left(left: Sequence[Procedure], language: str) -> str:
    """Chosen, but not possible in this sending: each has its own page that says how it goes."""
    lines = [Way(f"/?procedure={each.id}", each.title.html(language), each.summary.html(language)) for each in left]
    return section(tongue(language)("portal.together_left"), ways(lines)) if lines else ""


def _more(catalogue: Catalogue, chosen: Sequence[Procedure], event: str, language: str) -> str:
    """What else can be written with them. A plain form: it works without JavaScript, and the address can be kept."""
    t, ids = tongue(language), [procedure.id for procedure in chosen]
    offered = [each for each in _beside(catalogue, chosen, event) if each.id not in ids]
    if not offered or len(chosen) >= MOST:
        return ""
    boxes = _boxes(catalogue, offered, language)
    kept = {"list": TOGETHER, TOGETHER: ",".join(ids), "event": event}
    hidden = "".join(f'<input type="hidden" name="{k}" value="{escape(v)}">' for k, v in kept.items() if v)
    button = f'<button type="submit" class="mg-btn wide">{icon("doc")}<span>{t("portal.together_add")}</span></button>'
    form = f'<form class="mg-open" action="/" method="get">{hidden}{boxes}<p class="mg-sure">{button}</p></form>'
    return section(t("portal.together_more" if chosen else "portal.together_choose"), form)


def _boxes(catalogue: Catalogue, offered: Sequence[Procedure], language: str) -> str:
    """A box for each; many of them by their names alone, shelf by shelf."""
    if len(offered) <= SHORT:
        return "".join(_box(each, each.summary.html(language), language) for each in offered)
    shelves = [(shelf, [each for each in offered if each.category == shelf.id]) for shelf in catalogue.categories]
    return "".join(
        f'<fieldset class="mg-boxes"><legend>{shelf.title.html(language)}</legend>'
        f"{''.join(_box(each, '', language) for each in on_it)}</fieldset>"
        for shelf, on_it in shelves
        if on_it
    )


def _box(procedure: Procedure, summary_html: str, language: str) -> str:
    small = f"<small>{summary_html}</small>" if summary_html else ""
    return (
        f'<label class="mg-tick"><input type="checkbox" name="{TOGETHER}" value="{procedure.id}">'
        f"<span>{procedure.title.html(language)}{small}</span></label>"
    )


def _beside(catalogue: Catalogue, chosen: Sequence[Procedure], event: str) -> list[Procedure]:
    """Those of the same events in life that can go the same way; without any event, all."""
    events = {event} if event else {each for procedure in chosen for each in procedure.life_events}
    near = [each for name in sorted(events) for each in search.by_life_event(catalogue, name)]
    every = list({each.id: each for each in near or catalogue.procedures}.values())
    ways = [each.channels.online for each in chosen if each.channels.online != "none"]
    if ways:
        wanted = "full" if "full" in ways else ways[0]
        return [each for each in every if each.channels.online == wanted]
    return sorted((each for each in every if each.channels.online != "none"), key=lambda each: each.channels.online)
