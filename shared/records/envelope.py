"""封筒: what every way in makes (OBJECTS.md).

    head   canonical JSON in the clear: says what it is and for whom it is kept, never who or what about
    wraps  {key id: HPKE(content key)} for the office and for the recovery key
    body   box(content key, zlib of canonical JSON, head)

`shared.records.sealing` makes envelopes, `shared.records.opening` opens them; this module knows no keys.
"""

import json
import os
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shared.errors import CannotUnseal
from shared.records.boxes import canonical
from shared.records.person import ActedBy, Fact, Person
from shared.records.shapes import JsonObject, ShapeWrong, from_plain, to_plain

FORMAT = 1
SUITE = "MLKEM768X25519-HKDF256-AES256GCM"
LARGEST_BODY = 16 * 2**20  # bytes of JSON; a body that unpacks to more is refused before it fills the memory


class Kind(StrEnum):
    """What an envelope asks for."""

    APPLICATION = "application"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    MESSAGE = "message"


@dataclass(frozen=True)
class Head:
    """The plain part. `id`, `blobs`: hex of 16 bytes; `size`: of the sealed body, in bytes (set by sealing).

    `about` is the id of the application's envelope (empty for an application); `base_version` is the revision
    of the record that the writer had before their eyes (0 for an application).
    """

    id: str
    kind: Kind
    reference: str
    about: str = ""
    base_version: int = 0
    blobs: tuple[str, ...] = ()
    size: int = 0
    suite: str = SUITE
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        return canonical(to_plain(self))

    @classmethod
    def from_bytes(cls, data: bytes) -> "Head":
        """Raises CannotUnseal("head_unreadable")."""
        try:
            head = from_plain(cls, json.loads(data))
        except (ValueError, RecursionError):
            raise CannotUnseal("head_unreadable") from None
        if head.format != FORMAT or head.suite != SUITE or not _is_id(head.id):
            raise CannotUnseal("head_unreadable")
        return head


@dataclass(frozen=True, repr=False)
class Envelope:
    """As it lies in the letterbox. `wraps` maps key id → wrapped content key (1 168 bytes)."""

    head: bytes
    wraps: dict[str, bytes]
    body: bytes

    @property
    def opened_head(self) -> Head:
        """Raises CannotUnseal("head_unreadable")."""
        return Head.from_bytes(self.head)

    @property
    def envelope_id(self) -> str:
        """32 hex digits."""
        return self.opened_head.id

    @property
    def kind(self) -> Kind:
        return self.opened_head.kind

    @property
    def reference(self) -> str:
        return self.opened_head.reference

    def to_bytes(self) -> bytes:
        """One piece, for the spool and for wires: three lengths (4 bytes each), then head, wraps and body."""
        wraps = canonical({key_id: wrap.hex() for key_id, wrap in self.wraps.items()})
        parts = (self.head, wraps, self.body)
        return b"".join(len(part).to_bytes(4, "big") for part in parts) + b"".join(parts)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Envelope":
        """Raises CannotUnseal("envelope_unreadable")."""
        lengths = [int.from_bytes(data[at : at + 4], "big") for at in (0, 4, 8)]
        if len(data) != 12 + sum(lengths):
            raise CannotUnseal("envelope_unreadable")
        wraps_at, body_at = 12 + lengths[0], 12 + lengths[0] + lengths[1]
        try:
            wraps = {key_id: bytes.fromhex(wrap) for key_id, wrap in json.loads(data[wraps_at:body_at]).items()}
        except (ValueError, AttributeError, TypeError, RecursionError):
            raise CannotUnseal("envelope_unreadable") from None
        return cls(data[12:wraps_at], wraps, data[body_at:])


@dataclass(frozen=True, repr=False)
class KeptFile:
    """An attachment: where its blob lies and what opens it. `blob`: hex of 16 bytes; `size` in bytes.

    `sha256` is the digest of the opened bytes; `name` is the file name as the citizen had it; `type` a media
    type.
    """

    question: str
    blob: str
    key: bytes
    sha256: bytes
    type: str
    size: int
    name: str = ""


@dataclass(frozen=True)
class AskedProcedure:
    """The procedure as it was asked: `hash` is SHA-256 of the canonical JSON of `asked`."""

    id: str
    hash: bytes
    asked: JsonObject


@dataclass(frozen=True, repr=False)
class StaffPart:
    """What staff add for a visitor. `identity_check`: method, document, checker, time; never a number."""

    name: str
    identity_check: JsonObject = field(default_factory=dict)
    payment: JsonObject = field(default_factory=dict)
    notes: JsonObject = field(default_factory=dict)


@dataclass(frozen=True)
class Mate:
    """A case that was sent together with this one, this one included: the office finds it by its envelope."""

    envelope_id: str
    reference: str
    procedure_id: str


@dataclass(frozen=True, repr=False)
class Body:
    """What only the office reads. `k_in` and `root` (32 bytes each) let it answer into the citizen's folder.

    `number_box` is sealed again, to the number zone. `idempotency` is a digest of the caller's key, empty if
    none. `message` holds the citizen's words of a correction, withdrawal or message. `started_at` and
    `submitted_at` are the door's clock: for statistics and for noticing a wrong clock; what counts in law is
    the letterbox's `received_at`. `identity`: how it was shown from home (id_card/kept.py); {} where it was not.
    `bundle`: what was sent in the same sending, in its order; empty for a case that was sent alone.
    """

    procedure: AskedProcedure
    answers: JsonObject
    channel: str
    actor: ActedBy
    applicant: Person
    consent: JsonObject
    k_in: bytes
    fact: Fact
    code: str
    root: bytes
    language: str
    started_at: datetime
    submitted_at: datetime
    agent: Person | None = None
    messenger: Person | None = None
    files: tuple[KeptFile, ...] = ()
    number_box: bytes | None = None
    staff: StaffPart | None = None
    flags: tuple[str, ...] = ()
    origin: str = "portal"
    message: str = ""
    idempotency: bytes = b""
    identity: JsonObject = field(default_factory=dict)
    bundle: tuple[Mate, ...] = ()
    v: int = FORMAT

    def to_json(self) -> bytes:
        """Canonical JSON: the same body always gives the same bytes."""
        return canonical(to_plain(self))

    @classmethod
    def from_json(cls, data: bytes) -> "Body":
        """Raises CannotUnseal("body_unreadable", field=…); the field's name, never its value."""
        try:
            body = from_plain(cls, json.loads(data))
        except ShapeWrong as wrong:
            raise CannotUnseal("body_unreadable", field=str(wrong)) from None
        except (ValueError, RecursionError):
            raise CannotUnseal("body_unreadable", field="") from None
        if body.v != FORMAT:
            raise CannotUnseal("body_unreadable", field="v")
        return body


def new_envelope_id() -> str:
    """32 random hex digits; chosen when the folder is opened, the same for every retry of one case."""
    return os.urandom(16).hex()


def pack(data: bytes) -> bytes:
    """zlib of the body's JSON (the same body gives the same bytes within one release)."""
    return zlib.compress(data, 6)


def unpack(data: bytes) -> bytes:
    """What was packed. Raises CannotUnseal("body_unreadable") for broken data and beyond LARGEST_BODY."""
    engine = zlib.decompressobj()
    try:
        plain = engine.decompress(data, LARGEST_BODY)
    except zlib.error:
        raise CannotUnseal("body_unreadable", field="") from None
    if not engine.eof:
        raise CannotUnseal("body_unreadable", field="")
    return plain


def _is_id(text: str) -> bool:
    return len(text) == 32 and not set(text) - set("0123456789abcdef")
