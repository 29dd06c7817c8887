"""Sealing to the office: the public half. What the internet side needs, and all that it may have
(OBJECTS.md).

A content key, random and forgotten afterwards, seals the body; HPKE (ML-KEM-768 with X25519) wraps it for
every published office key and for the recovery key, with the head as `info`. Number answers go to the number
key alone. `PublicKeys` is `public.json`: signed by the office's root key, and enough to verify receipts and
cards offline.
"""

import dataclasses
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from shared.errors import SettingsError
from shared.records.boxes import KEY_BYTES, OVERHEAD, box, canonical
from shared.records.derivation import LABEL
from shared.records.envelope import Body, Envelope, Head, pack
from shared.records.hybrid_keys import SUITE, public_key
from shared.records.shapes import from_plain, to_plain

PUBLIC_FORMAT = 1
_ROOT_LABEL = LABEL + b"public|"


class SigningKind(StrEnum):
    """Whose signing key it is: what the front signs vouches for the arrival only."""

    FRONT = "front"
    OFFICE = "office"


@dataclass(frozen=True)
class SigningPublic:
    """A published Ed25519 key, 32 bytes. Ids are 1–255 and kept for ever; `revoked_at` with a `reason`'s
    code.
    """

    key_id: int
    kind: SigningKind
    public: bytes
    not_before: datetime
    not_after: datetime
    revoked_at: datetime | None = None
    reason: str = ""

    def signed(self, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, repr=False)
class PublicKeys:
    """public.json. Maps are key id → 1 216 bytes (ML-KEM 1 184 ‖ X25519 32); `root` is the Ed25519 key that
    signs it.

    An envelope is wrapped for every key in `office` and `recovery`; `number` may be empty (no number zone).
    """

    installation: str
    root: bytes
    made_at: datetime
    office: dict[str, bytes]
    recovery: dict[str, bytes]
    number: dict[str, bytes] = field(default_factory=dict)
    signing: tuple[SigningPublic, ...] = ()
    format: int = PUBLIC_FORMAT

    @classmethod
    def from_bytes(cls, data: bytes, root: bytes | None = None) -> "PublicKeys":
        """Read and verify. `root`: the key that must have signed (None: the one it names, on first sight).

        Raises SettingsError: "public_keys_unreadable", "public_keys_forged".
        """
        try:
            outer = json.loads(data)
            signature = bytes.fromhex(outer.pop("signature"))
            keys = from_plain(cls, outer)
        except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
            raise SettingsError("public_keys_unreadable") from None
        signer = SigningPublic(0, SigningKind.OFFICE, root or keys.root, keys.made_at, keys.made_at)
        if keys.root != signer.public or not signer.signed(signed_part(keys), signature):
            raise SettingsError("public_keys_forged")
        if keys.format != PUBLIC_FORMAT or not keys.office or not keys.recovery:
            raise SettingsError("public_keys_unreadable")
        return keys

    def to_bytes(self, signature: bytes) -> bytes:
        """The file, with the root key's signature over `signed_part`."""
        return canonical({**to_plain(self), "signature": signature.hex()})

    def signing_keys(self, key_id: int) -> tuple[SigningPublic, ...]:
        """The published keys of this id (more than one only where a front began again from nothing)."""
        return tuple(key for key in self.signing if key.key_id == key_id)

    def office_signed(self, key_id: int, message: bytes, signature: bytes) -> bool:
        """Whether an office key that is not revoked made this signature."""
        return any(
            key.kind is SigningKind.OFFICE and key.revoked_at is None and key.signed(message, signature)
            for key in self.signing_keys(key_id)
        )


def signed_part(keys: PublicKeys) -> bytes:
    """What the root key signs: label ‖ canonical JSON without the signature."""
    return _ROOT_LABEL + canonical(to_plain(keys))


def seal_envelope(head: Head, body: Body, public_keys: PublicKeys) -> Envelope:
    """The sealed envelope. `head.size` is set here; sealing the same case twice gives other bytes."""
    content_key = os.urandom(KEY_BYTES)
    packed = pack(body.to_json())
    sealed_head = dataclasses.replace(head, size=len(packed) + OVERHEAD).to_bytes()
    return Envelope(
        sealed_head,
        wrap_content_key(content_key, sealed_head, {**public_keys.office, **public_keys.recovery}),
        box(content_key, packed, sealed_head),
    )


def wrap_content_key(content_key: bytes, head: bytes, publics: Mapping[str, bytes]) -> dict[str, bytes]:
    """{key id: 1 168 bytes} for every public key given."""
    return {key_id: wrap(public, content_key, envelope_info(head)) for key_id, public in publics.items()}


def seal_number(values: Mapping[str, str], public_keys: PublicKeys, reference: str) -> bytes:
    """The number box of a case: `01` ‖ length of key id ‖ key id ‖ HPKE({question: My Number}).

    Bound to the case's reference: a box moved to another case does not open. Raises SettingsError
    ("number_key_missing") where the city has no number zone.
    """
    if not public_keys.number:
        raise SettingsError("number_key_missing")
    key_id, public = max(public_keys.number.items())
    sealed = wrap(public, canonical(dict(values)), number_info(reference))
    name = key_id.encode()
    return b"\x01" + bytes([len(name)]) + name + sealed


def envelope_info(head: bytes) -> bytes:
    """The `info` of a wrapped content key."""
    return LABEL + b"envelope|" + head


def number_info(reference: str) -> bytes:
    """The `info` of a number box."""
    return LABEL + b"number|" + reference.encode()


def wrap(public: bytes, data: bytes, info: bytes) -> bytes:
    """HPKE to one public key of 1 216 bytes. Raises SettingsError("public_keys_unreadable") for another
    length.
    """
    try:
        key = public_key(public)
    except ValueError:
        raise SettingsError("public_keys_unreadable") from None
    return SUITE.encrypt(data, key, info)
