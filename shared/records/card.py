"""お知らせ票: what the office tells the citizen, put into their folder (OBJECTS.md).

A card's front part opens with the code, its inside part with code and fact. Each part is

    box(key, JSON ‖ key id 1 ‖ Ed25519 64, locator ‖ `card` ‖ seq)

with the office's signature over `madoguchi/1/card|` ‖ locator ‖ JSON, so that whoever keeps the letterbox can
neither read cards, nor make them, nor move them. `seq` counts from 1; a gap shows as 「続きがあります」.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from shared.errors import CannotUnseal
from shared.records.boxes import box, canonical, unbox
from shared.records.derivation import LABEL, front_key
from shared.records.folder import part_aad
from shared.records.shapes import JsonObject, from_plain, to_plain
from shared.records.signing_keys import Signer, Verifier

_SIGNATURE_BYTES = 64


@dataclass(frozen=True, repr=False)
class Card:
    """One card, open. `kind` is what happened (an action's name or "message"); `front` without personal data;
    `inside` words and reasons (empty where only the code is known)."""

    seq: int
    kind: str
    at: datetime
    front: JsonObject = field(default_factory=dict)
    inside: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class SealedCard:
    """A card as the letterbox keeps it; what kind it is cannot be seen. Idempotent on (locator, seq)."""

    locator: bytes
    seq: int
    expires_on: date
    front: bytes
    inside: bytes


@dataclass(frozen=True, repr=False)
class _Part:
    seq: int
    kind: str
    at: datetime
    part: str
    content: JsonObject


@dataclass(frozen=True, repr=False)
class CardAddress:
    """Where a card goes: the folder's locator, the keys that open it there, and the folder's last day."""

    locator: bytes
    root: bytes
    k_in: bytes
    expires_on: date


def seal_card(card: Card, to: CardAddress, signer: Signer) -> SealedCard:
    """The card for the folder at `to`, signed by the office."""
    front = _seal_part(card, "front", card.front, front_key(to.root), to.locator, signer)
    inside = _seal_part(card, "inside", card.inside, to.k_in, to.locator, signer)
    return SealedCard(to.locator, card.seq, to.expires_on, front, inside)


def open_card(sealed: SealedCard, root: bytes, verifier: Verifier, k_in: bytes | None = None) -> Card:
    """The card; its inside only with `k_in`. Raises CannotUnseal: "box_closed", "card_forged",
    "part_unreadable".
    """
    front = _open_part(sealed, "front", sealed.front, front_key(root), verifier)
    if k_in is None:
        return Card(front.seq, front.kind, front.at, front.content)
    inside = _open_part(sealed, "inside", sealed.inside, k_in, verifier)
    return Card(front.seq, front.kind, front.at, front.content, inside.content)


def missing_seqs(seqs: Iterable[int]) -> tuple[int, ...]:
    """Numbers from 1 that are not there though a later one is: 「続きがあります」."""
    present = set(seqs)
    return tuple(seq for seq in range(1, max(present, default=0)) if seq not in present)


def _seal_part(card: Card, part: str, content: JsonObject, key: bytes, locator: bytes, signer: Signer) -> bytes:
    data = canonical(to_plain(_Part(card.seq, card.kind, card.at, part, content)))
    signature = signer.sign(_signed(locator, data))
    return box(key, data + bytes([signer.key_id]) + signature, _aad(locator, card.seq))


def _open_part(sealed: SealedCard, part: str, blob: bytes, key: bytes, verifier: Verifier) -> _Part:
    opened = unbox(key, blob, _aad(sealed.locator, sealed.seq))
    data, key_id, signature = opened[: -_SIGNATURE_BYTES - 1], opened[-65:-64], opened[-64:]
    if not key_id or not verifier.office_signed(key_id[0], _signed(sealed.locator, data), signature):
        raise CannotUnseal("card_forged")
    try:
        read = from_plain(_Part, json.loads(data))
    except (ValueError, RecursionError):
        raise CannotUnseal("part_unreadable", part="card") from None
    if (read.seq, read.part) != (sealed.seq, part):
        raise CannotUnseal("card_forged")
    return read


def _signed(locator: bytes, data: bytes) -> bytes:
    return LABEL + b"card|" + locator + data


def _aad(locator: bytes, seq: int) -> bytes:
    return part_aad(locator, "card", seq)
