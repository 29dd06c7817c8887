"""Our own signing keys: Ed25519, with an id and a time in which they may sign.

The front's live 35 days and the next is made 7 days before the end, so that its public half is published in
time; the office's live two years, renewed 60 days before. Ids 1–31 are the office's, 32–255 the front's (17
years of them; an id that comes round again is told apart by its time and its key).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.errors import SettingsError
from shared.records.boxes import canonical
from shared.records.key_files import numbered, read_key, write_key
from shared.records.sealing import SigningKind, SigningPublic
from shared.records.shapes import from_plain, to_plain


class Signer(Protocol):
    """Holds an Ed25519 key: `key_id` 1–255, `sign` gives 64 bytes."""

    @property
    def key_id(self) -> int: ...

    def sign(self, message: bytes) -> bytes: ...


class Verifier(Protocol):
    """Knows the office's public keys."""

    def office_signed(self, key_id: int, message: bytes, signature: bytes) -> bool: ...


@dataclass(frozen=True)
class Term:
    """How long keys of a kind live, how early the next one is made, and which ids they have."""

    life: timedelta
    overlap: timedelta
    first_id: int
    last_id: int


TERMS = {
    SigningKind.FRONT: Term(timedelta(days=35), timedelta(days=7), 32, 255),
    SigningKind.OFFICE: Term(timedelta(days=730), timedelta(days=60), 1, 31),
}


@dataclass(frozen=True, repr=False)
class SigningKey:
    """A key that we hold. `private` is the raw 32 bytes."""

    key_id: int
    kind: SigningKind
    private: bytes
    not_before: datetime
    not_after: datetime

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return sign_raw(self.private, message)

    def published(self) -> SigningPublic:
        """Its public half, as public.json has it."""
        public = public_of(self.private)
        return SigningPublic(self.key_id, self.kind, public, self.not_before, self.not_after)


def public_of(private: bytes) -> bytes:
    """The 32-byte public half of a raw Ed25519 key."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def new_root() -> bytes:
    """A raw private key for the office's root."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def sign_raw(private: bytes, message: bytes) -> bytes:
    """64 bytes by a raw Ed25519 key."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def read_signing_keys(folder: Path) -> tuple[SigningKey, ...]:
    """All that the folder holds, oldest first. Raises SettingsError as read_key, and "key_unreadable"."""
    keys = [_read(path) for path in numbered(folder, "signing", "json").values()]
    return tuple(sorted(keys, key=lambda key: key.not_before))


def renew_signing_keys(folder: Path, kind: SigningKind, now: datetime) -> tuple[SigningKey, ...]:
    """The folder's keys, with a new one where there is none or the newest ends within the overlap."""
    keys = read_signing_keys(folder)
    term = TERMS[kind]
    if keys and now < keys[-1].not_after - term.overlap:
        return keys
    fresh = new_signing_key(kind, now, after=keys[-1].key_id if keys else None)
    write_key(folder / f"signing-{fresh.key_id}.json", canonical(to_plain(fresh)), replace=True)
    return (*keys, fresh)


def new_signing_key(kind: SigningKind, now: datetime, after: int | None = None) -> SigningKey:
    """A new key that may sign from `now` on; its id follows `after`."""
    term = TERMS[kind]
    key_id = term.first_id if after is None or after >= term.last_id else after + 1
    private = Ed25519PrivateKey.generate().private_bytes_raw()
    return SigningKey(key_id, kind, private, now, now + term.life)


def signer_at(keys: Iterable[SigningKey], published: Iterable[SigningPublic], now: datetime) -> SigningKey:
    """The newest key that may sign now, of those that are published and not revoked.

    Raises SettingsError("signing_key_unpublished"): a receipt that nobody can verify must not be given.
    """
    usable = {key.public for key in published if key.revoked_at is None}
    for key in sorted(keys, key=lambda key: key.not_before, reverse=True):
        if key.not_before <= now < key.not_after and public_of(key.private) in usable:
            return key
    raise SettingsError("signing_key_unpublished")


def _read(path: Path) -> SigningKey:
    try:
        return from_plain(SigningKey, json.loads(read_key(path)))
    except ValueError:
        raise SettingsError("key_unreadable", file=path.name) from None
