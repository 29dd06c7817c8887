"""How identity was shown from home, as the section reads it: by card, when, by whom, whose, and what is from it.

The person's name at the issuer is nowhere in the record; the digest that stands for it is for a dispute, and shown by
`madoguchi show` alone.
"""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from shared.casework.id_card.kept import METHOD
from shared.casework.opened import OpenedCase
from shared.language import clock
from shared.language.wording import say
from shared.screens.parts import icon, section, tongue


def card_html(case: OpenedCase) -> str:
    """Nothing where no card was shown."""
    shown = case.body.identity
    if shown.get("method") != METHOD:
        return ""
    at = clock.in_japan(datetime.fromisoformat(str(shown["at"])))
    when = say("kiosk.received_at", year=at.year, month=at.month, day=at.day, time=f"{at:%H:%M}")
    lines = [
        pair_html(say("kiosk.card_how"), say("kiosk.card_how_words", provider=shown["provider"])),
        pair_html(say("kiosk.card_at"), when),
        pair_html(say("kiosk.card_whose"), say(f"kiosk.card_whose_{shown['whose']}")),
        pair_html(say("kiosk.card_from"), _labels(case, "from_card")),
        pair_html(say("kiosk.card_typed"), _labels(case, "typed")),
    ]
    return section(tongue("ja")("kiosk.card_title"), pairs_html(lines))


def card_mark(case: OpenedCase, question: str) -> str:
    """Beside an answer that is what the card said."""
    if question not in _ids(case, "from_card"):
        return ""
    return f' <span class="mg-chip good">{icon("card")}<span>{escape(say("kiosk.card_mark"))}</span></span>'


def pair_html(label: str, value: str, after_html: str = "") -> str:
    """One line: what was asked, and the answer."""
    shown = escape(value) or tongue("ja")("kiosk.left_open")
    return f'<tr><th scope="row">{escape(label)}</th><td>{shown}{after_html}</td></tr>'


def pairs_html(lines: Sequence[str]) -> str:
    """Lines as a table."""
    return f'<table class="mg-tbl kio-pairs">{"".join(lines)}</table>'


def _labels(case: OpenedCase, key: str) -> str:
    labels = [case.procedure.question(one).label.say("ja") for one in _ids(case, key)]
    return "、".join(labels) or say("kiosk.card_none")


def _ids(case: OpenedCase, key: str) -> list[str]:
    listed = case.body.identity.get(key)
    return [str(one) for one in listed] if isinstance(listed, list) else []
