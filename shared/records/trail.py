"""経過: what was done, in a chain per section that nobody can change unseen, and its daily signed anchor
(OBJECTS.md).

    hash = SHA-256(prev ‖ seq ‖ time ‖ actor ‖ action ‖ reference ‖ SHA-256(sealed detail))

Every part has its length in front, and the first `prev` is the digest of the section's name, so that rows
cannot be read two ways nor chains be exchanged. The detail itself may be erased at retention: its digest
stays. No secret is needed to verify; that the *end* was not cut off is what heads (the store's) and anchors
(elsewhere) are for.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from shared.errors import CannotUnseal
from shared.records.boxes import canonical
from shared.records.derivation import LABEL
from shared.records.shapes import from_plain, to_plain
from shared.records.signing_keys import Signer, Verifier

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ANCHOR_LABEL = LABEL + b"anchor|"


@dataclass(frozen=True, repr=False)
class TrailRow:
    """One link as stored. `seq` from 1 within the section; `detail` sealed, None once erased; digests 32
    bytes.
    """

    section: str
    seq: int
    at: datetime
    actor: str
    action: str
    reference: str
    detail_digest: bytes
    hash: bytes
    detail: bytes | None = None


@dataclass(frozen=True)
class ChainHead:
    """How far a section's chain goes: number of rows and the last one's hash."""

    count: int
    hash: bytes


@dataclass(frozen=True)
class BrokenLink:
    """The first thing that is wrong. `why`: "hash", "order", "detail", "short" (the end is missing)."""

    section: str
    seq: int
    why: str


@dataclass(frozen=True, repr=False)
class Deed:
    """What is to be written: without place in the chain."""

    at: datetime
    actor: str
    action: str
    reference: str
    detail: bytes = b""


def chain_start(section: str) -> ChainHead:
    """The head of a chain without rows."""
    return ChainHead(0, hashlib.sha256(LABEL + b"trail|" + section.encode()).digest())


def next_row(section: str, head: ChainHead, deed: Deed) -> TrailRow:
    """The row that follows `head`; the new head is (row.seq, row.hash)."""
    digest = hashlib.sha256(deed.detail).digest()
    seq = head.count + 1
    return TrailRow(
        section=section,
        seq=seq,
        at=deed.at,
        actor=deed.actor,
        action=deed.action,
        reference=deed.reference,
        detail_digest=digest,
        hash=_row_hash(head.hash, seq, deed, digest),
        detail=deed.detail,
    )


def verify_chain(section: str, rows: Iterable[TrailRow], heads: Iterable[ChainHead] = ()) -> BrokenLink | None:
    """The first broken link of a section's chain, None where it holds. `rows` in the order of `seq`.

    `heads`: what the chain is known to have been (the store's own head, anchors): each must lie on it.
    """
    known = {head.count: head.hash for head in heads}
    head = chain_start(section)
    for row in rows:
        why = _wrong(section, head, row, known)
        if why:
            return BrokenLink(section, head.count + 1, why)
        head = ChainHead(row.seq, row.hash)
    if any(count > head.count for count in known):
        return BrokenLink(section, head.count + 1, "short")
    return None


def _wrong(section: str, head: ChainHead, row: TrailRow, known: Mapping[int, bytes]) -> str:
    if row.section != section or row.seq != head.count + 1:
        return "order"
    if row.detail is not None and hashlib.sha256(row.detail).digest() != row.detail_digest:
        return "detail"
    deed = Deed(row.at, row.actor, row.action, row.reference)
    if _row_hash(head.hash, row.seq, deed, row.detail_digest) != row.hash:
        return "hash"
    return "hash" if known.get(row.seq, row.hash) != row.hash else ""


def _row_hash(prev: bytes, seq: int, deed: Deed, digest: bytes) -> bytes:
    microseconds = (deed.at - _EPOCH) // timedelta(microseconds=1)
    parts = [
        prev,
        seq.to_bytes(8, "big"),
        microseconds.to_bytes(8, "big", signed=True),
        deed.actor.encode(),
        deed.action.encode(),
        deed.reference.encode(),
        digest,
    ]
    return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()


@dataclass(frozen=True)
class Anchor:
    """All heads at one moment. `previous` is the SHA-256 of the anchor before (empty for the first)."""

    installation: str
    at: datetime
    heads: dict[str, ChainHead] = field(default_factory=dict)
    previous: bytes = b""

    def digest(self) -> bytes:
        """What the next anchor names as `previous`."""
        return hashlib.sha256(canonical(to_plain(self))).digest()


def make_anchor(anchor: Anchor, signer: Signer) -> bytes:
    """The signed anchor: canonical JSON that leaves the machine once a day (paper, mail, another host)."""
    plain = to_plain(anchor)
    signature = signer.sign(_ANCHOR_LABEL + canonical(plain))
    return canonical({**plain, "key_id": signer.key_id, "signature": signature.hex()})


def read_anchor(data: bytes, verifier: Verifier) -> Anchor:
    """The anchor, verified. Raises CannotUnseal: "anchor_unreadable", "anchor_forged"."""
    try:
        outer = json.loads(data)
        key_id, signature = int(outer.pop("key_id")), bytes.fromhex(outer.pop("signature"))
        anchor = from_plain(Anchor, outer)
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        raise CannotUnseal("anchor_unreadable") from None
    if not verifier.office_signed(key_id, _ANCHOR_LABEL + canonical(to_plain(anchor)), signature):
        raise CannotUnseal("anchor_forged")
    return anchor
