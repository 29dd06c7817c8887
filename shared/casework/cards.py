"""お知らせ票: what the office tells the citizen. One card per change: its `seq` is the record's revision."""

from datetime import timedelta

from shared.casework.workplace import Workplace
from shared.language import clock
from shared.records.card import Card, CardAddress, SealedCard, seal_card
from shared.records.derivation import locator_of
from shared.records.envelope import Body
from shared.records.shapes import JsonObject

KEPT_FOR = timedelta(days=400)


def sealed(office: Workplace, body: Body, seq: int, kind: str, front: JsonObject, inside: JsonObject) -> SealedCard:
    """A card for the folder of this case, signed by the office. `front` without personal data."""
    card = Card(seq, kind, clock.now(), front, inside)
    address = CardAddress(locator_of(body.root), body.root, body.k_in, clock.today() + KEPT_FOR)
    return seal_card(card, address, office.signer)
