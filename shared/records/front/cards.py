"""お知らせ票 in the letterbox: put once, kept as long as their folder."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from shared.records.card import SealedCard

_PUSH = text(
    "INSERT INTO card (locator, seq, front, inside, expires_on) "
    "VALUES (:locator, :seq, :front, :inside, :expires_on) ON CONFLICT (locator, seq) DO NOTHING"
)
# The folder lives as long as its newest card says: the office moves the end when the case ends.
_KEEP_FOLDER = text("UPDATE folder SET expires_on = :expires_on WHERE locator = :locator AND expires_on < :expires_on")
_CARDS = text(
    "SELECT locator, seq, front, inside, expires_on FROM card WHERE locator = :locator AND seq > :after ORDER BY seq"
)


def push_cards(connection: Connection, cards: Sequence[SealedCard]) -> None:
    """Idempotent on (locator, seq): what is there stays."""
    for card in cards:
        values = card_values(card)
        connection.execute(_PUSH, values)
        connection.execute(_KEEP_FOLDER, {key: values[key] for key in ("locator", "expires_on")})


def cards(connection: Connection, locator: bytes, after_seq: int) -> list[SealedCard]:
    rows = connection.execute(_CARDS, {"locator": locator, "after": after_seq}).mappings()
    return [card_of(row) for row in rows]


def card_of(row: Mapping[Any, Any]) -> SealedCard:
    """The dataclass of a row of `card` or `mirror_card`."""
    return SealedCard(
        locator=bytes(row["locator"]),
        seq=row["seq"],
        expires_on=date.fromisoformat(row["expires_on"]),
        front=row["front"],
        inside=row["inside"],
    )


def card_values(card: SealedCard) -> dict[str, object]:
    """What stands in the columns."""
    return {
        "locator": card.locator,
        "seq": card.seq,
        "front": card.front,
        "inside": card.inside,
        "expires_on": card.expires_on.isoformat(),
    }
