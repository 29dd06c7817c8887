"""The ways in: here, at the counter, on paper, by post; and the form that opens a case."""

import secrets
from html import escape

from portal.id_card import before_html, ends_at_counter, useful
from portal.procedure import facts_of
from shared.casework.online import needs_card
from shared.catalogue.procedure import Procedure
from shared.screens.fragments import back_link, note
from shared.screens.parts import head, heading, icon, link_button, paragraph, section, telephone_link, tongue, woven
from shared.screens.sheets import facts_html
from shared.web.together import together_address

WAYS = ("counter", "paper", "post")


def ways_html(procedure: Procedure, language: str, *, card: bool = False) -> str:
    """The ways in of a procedure, under one heading; what is not possible here is said before the button.

    `card`: people may sign in by their My Number card.
    """
    parts = _online(procedure, language, card)
    channels = procedure.channels
    if channels.counter:
        parts.append(_link(procedure, "counter", "desk", language))
    if channels.paper and not channels.post:
        parts.append(_link(procedure, "paper", "doc", language))
    if channels.post:
        parts.append(_link(procedure, "post", "mail", language))
    if channels.online != "none":
        words = tongue(language)("portal.together_way")
        parts.append(link_button(together_address([procedure.id]), words, "", "doc"))
    if channels.online == "full":
        parts.append(paragraph(tongue(language)("portal.ways_same"), "hint"))
    return section(tongue(language)("portal.ways_title"), f'<div class="mg-stack">{"".join(parts)}</div>')


def way_html(procedure: Procedure, way: str, language: str) -> str:
    """How it goes at the counter, on paper or by post; what can be written beforehand is offered."""
    t, sign = tongue(language), procedure.section_details
    words = woven(
        f"portal.{way}_words",
        language,
        section=sign.name.html(language),
        telephone=telephone_link(sign.telephone),
        hours=procedure.city.hours.html(language),
    )
    above = head(
        back_link(f"/?procedure={procedure.id}", language),
        paragraph(procedure.title.html(language), "small"),
        heading(t(f"portal.{way}_title")),
        paragraph(words),
    )
    facts = facts_html(facts_of(procedure, language, only=("bag", "yen", "pin")))
    if way != "counter":
        return above + _forms(procedure, way, language) + f'<div class="mg-sec">{facts}</div>'
    if procedure.channels.online == "none":
        return above + facts
    form = open_form(procedure.id, t("portal.counter_first_do"), "pen", language)
    return above + facts + section(t("portal.counter_first"), paragraph(t("portal.counter_first_words")), form)


def _forms(procedure: Procedure, way: str, language: str) -> str:
    """The blank form to print, ordinary and in large print; for the post with an address sheet."""
    t, address = tongue(language), f"/form/{procedure.id}.pdf?language={language}"
    address += "&envelope=1" if way == "post" else ""
    links = link_button(address, t("portal.form_open"), "main", "doc")
    links += link_button(f"{address}&large=1", t("portal.form_large"), "", "doc")
    words = paragraph(t("portal.form_words"))
    return section(t("portal.form_title"), f'<div class="mg-stack">{words}{links}</div>')


def open_form(
    wanted: str, words_html: str, icon_name: str, language: str, after: str = "", *, main: bool = True
) -> str:
    """Opens a case. A form, because a case is never opened by following a link. `wanted`: ids, parted by commas;
    `after`: where it leads first.
    """
    hidden = {"procedure": wanted, "key": secrets.token_hex(16), "language": language}
    hidden |= {"next": after} if after else {}
    kept = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items())
    tick = _remember(language) if not after else ""
    return (
        f'<form class="mg-open" method="post" action="/open">{kept}'
        f'<button type="submit" class="mg-btn {"main wide" if main else "wide"}">'
        f"{icon(icon_name)}<span>{words_html}</span></button>{tick}</form>"
    )


def _remember(language: str) -> str:
    t = tongue(language)
    remember = f"<span>{t('portal.remember')}<small>{t('portal.remember_hint')}</small></span>"
    return f'<label class="mg-tick"><input type="checkbox" name="remember" value="yes">{remember}</label>'


def _online(procedure: Procedure, language: str, card: bool) -> list[str]:
    t = tongue(language)
    if procedure.channels.online == "none":
        return [note(paragraph(t("portal.online_none")), "", "desk")]
    parts, pre_entry = [before_html(procedure, language, offered=card)], ends_at_counter(procedure, offered=card)
    if pre_entry and not parts[0]:
        offer = procedure.online_offer
        words = "portal.pre_entry_post" if procedure.channels.post else "portal.pre_entry_words"
        parts.append(note(paragraph(offer.html(language) if offer else t(words)), "wait", "desk"))
    elif procedure.online_offer is not None:
        parts.append(note(paragraph(procedure.online_offer.html(language))))
    return [part for part in (*parts, *_starts(procedure, language, card, pre_entry)) if part]


def _starts(procedure: Procedure, language: str, card: bool, pre_entry: bool) -> list[str]:
    """The buttons that begin a case; the way by card stands first where nothing is sent from home without it."""
    t, needed = tongue(language), card and needs_card(procedure)
    words = t("portal.start_pre_entry" if pre_entry or needed else "portal.start", minutes=procedure.minutes)
    plain = open_form(procedure.id, words, "pen" if needed else "phone", language, main=not needed)
    if not (card and useful(procedure)):
        return [plain]
    by_card = open_form(procedure.id, t("idcard.start"), "card", language, "/idcard", main=needed)
    return [by_card, plain] if needed else [plain, by_card]


def _link(procedure: Procedure, way: str, icon_name: str, language: str) -> str:
    words = tongue(language)(f"portal.way_{way}")
    return link_button(f"/?procedure={procedure.id}&way={way}", words, "", icon_name)
