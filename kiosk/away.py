"""つながらないとき: what cannot be reached now, and how staff go on with the visitor who is here."""

from kiosk.visit import Visit
from shared.screens.parts import tongue


def away_html(visit: Visit) -> str:
    """What is away and what to do; nothing where everything answers."""
    store, letterbox = visit.office.at_hand.store_away, visit.office.letterbox.away
    if not store and not letterbox:
        return ""
    name = "both" if store and letterbox else "store" if store else "letterbox"
    t = tongue("ja")
    return f"<p><b>{t(f'kiosk.away.{name}')}</b> {t(f'kiosk.away.{name}_todo')}</p>"
