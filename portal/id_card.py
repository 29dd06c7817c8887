"""What the portal's screens say of the My Number card: that it can be used, and that it was."""

from html import escape

from portal.visit import Visit
from shared.casework.cases import Case
from shared.casework.id_card.prefill import filled_by
from shared.casework.online import needs_card, takes_online
from shared.catalogue.procedure import Procedure
from shared.screens.carry import CARRY
from shared.screens.fragments import note, when_words
from shared.screens.parts import icon, link_button, paragraph, tongue


def card_html(visit: Visit, case: Case, *, on_check: bool) -> str:
    """Above a case that is being written: what was shown, with the way to end it; or that it can't be sent without a
    card, on the first screen and before sending.
    """
    if not _possible(visit, case):
        return ""
    if case.id_card is not None:
        return _shown(case, visit.language)
    first = case.draft is not None and not case.draft.seen
    needed = needs_card(case.procedure) and (on_check or first)
    return _offer(case, visit.language, needed=True) if needed else ""


def offer_html(visit: Visit, case: Case) -> str:
    """Below the first question: that a card can be used. The question comes first; most go on without a card."""
    if not _possible(visit, case) or case.id_card is not None or case.draft is None or case.draft.seen:
        return ""
    offered = useful(case.procedure) and not needs_card(case.procedure)
    return _offer(case, visit.language, needed=False) if offered else ""


def _possible(visit: Visit, case: Case) -> bool:
    if visit.id_cards is None or case.draft is None or case.correcting or case.channel != "online":
        return False
    return visit.place.view not in ("leave", CARRY)  # one way to write less at a time


def useful(procedure: Procedure) -> bool:
    """Whether a card helps: it opens the way to send, or the office takes it and it fills something in."""
    return needs_card(procedure) or (procedure.my_number_card and bool(filled_by(procedure, {})))


def before_html(procedure: Procedure, language: str, *, offered: bool) -> str:
    """Before the first question: what goes from home with the card alone, and what goes without it."""
    if not needs_card(procedure):
        return ""
    t, post = tongue(language), procedure.channels.post
    if not offered:
        return note(paragraph(t("portal.pre_entry_post" if post else "portal.pre_entry_words")), "wait", "desk")
    words = t("idcard.needed_post" if post else "idcard.needed_counter")
    return note(f"<p><b>{t('idcard.needed_title')}</b></p>{paragraph(words)}", "wait", "info")


def ends_at_counter(procedure: Procedure, *, offered: bool) -> bool:
    """Whether nothing that is written at home is sent from there."""
    return not takes_online(procedure) or (needs_card(procedure) and not offered)


def _shown(case: Case, language: str) -> str:
    t, card = tongue(language), case.id_card
    assert card is not None
    name = f'<span class="mg-typed">{escape(card.facts.name)}</span>' if card.facts.name else ""
    words = f"<p><b>{t('idcard.shown', when=when_words(card.at, language))}</b> {name}</p>"
    end = (
        f'<form method="post" action="/idcard/end"><input type="hidden" name="case" value="{escape(case.reference)}">'
        f'<button type="submit" class="mg-btn">{icon("x")}<span>{t("idcard.end")}</span></button></form>'
    )
    more = paragraph(t("idcard.shown_more"), "small") if not case.draft or not case.draft.seen else ""
    return note(words + more + end, "good", "ok")


def _offer(case: Case, language: str, *, needed: bool) -> str:
    t = tongue(language)
    title, words = ("idcard.needed_title", "idcard.needed_here") if needed else ("idcard.offer", "idcard.offer_more")
    way = link_button(f"/idcard?case={case.reference}", t("idcard.title"), "", "card")
    return note(f"<p><b>{t(title)}</b></p>{paragraph(t(words))}{way}", "wait" if needed else "", "info")
