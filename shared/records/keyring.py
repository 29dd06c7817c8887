"""The keys of an installation: made once, read with suspicion, published by the office (OBJECTS.md).

    make_front_keys   salt, first signing key                          internet side
    make_office_keys  root, office, recovery (paper), number, vault, index, signing
    publish           public.json, in publishing.py

The front reads its own folder only: salt, signing keys, public.json. The office's folders hold the rest; the
private keys of envelopes are read by load_opening_keys alone, the number key by load_number_keys alone. What
each file is called stands in key_files.py.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shared.errors import SettingsError
from shared.language import clock
from shared.records.boxes import KEY_BYTES
from shared.records.derivation import SALT_BYTES
from shared.records.hybrid_keys import PUBLIC_BYTES, fingerprint, new_private, public_half
from shared.records.key_files import (
    add_key,
    made_whole,
    make_folder,
    newest_public,
    numbered,
    read_key,
    read_pairs,
    write_key,
)
from shared.records.publishing import pinned_root, read_public
from shared.records.recovery_key import RecoverySheet, new_secret, private_of
from shared.records.sealing import PublicKeys, SigningKind
from shared.records.signing_keys import (
    SigningKey,
    new_root,
    public_of,
    read_signing_keys,
    renew_signing_keys,
    signer_at,
)


@dataclass(frozen=True, repr=False)
class FrontKeys:
    """The internet side's keys. `signer` is the newest published one that may sign at the time of loading."""

    salt: bytes
    signer: SigningKey
    public: PublicKeys


@dataclass(frozen=True, repr=False)
class VaultKeys:
    """`ring`: number (1–255) → 32 bytes; the highest seals. `index`: 32 bytes."""

    ring: dict[int, bytes]
    index: bytes

    @property
    def newest(self) -> int:
        """Number of the key that seals."""
        return max(self.ring)


@dataclass(frozen=True, repr=False)
class OfficeKeys:
    """What the office's doors need: no private key of envelopes or numbers."""

    salt: bytes
    signer: SigningKey
    vault: VaultKeys
    public: PublicKeys


def make_front_keys(folder: Path, now: datetime | None = None) -> bool:
    """Salt and first signing key, where the folder has none yet. Returns whether they were made.

    Raises SettingsError as read_key does where a part of them is missing: nothing is made again silently.
    """
    if _begun(folder):
        read_key(folder / "salt", SALT_BYTES)
        return False
    with made_whole(folder) as making:
        renew_signing_keys(making, SigningKind.FRONT, now or clock.now())
        write_key(making / "salt", os.urandom(SALT_BYTES))
    return True


def load_front_keys(folder: Path, now: datetime | None = None) -> FrontKeys:
    """Read and judge all; makes the next signing key in time. A door loads again once a day.

    Raises SettingsError: as read_key, "public_keys_unreadable", "public_keys_forged",
    "signing_key_unpublished".
    """
    at = now or clock.now()
    salt = read_key(folder / "salt", SALT_BYTES)
    keys = renew_signing_keys(folder, SigningKind.FRONT, at)
    public = read_public(folder, pinned_root(folder))
    return FrontKeys(salt, signer_at(keys, public.signing, at), public)


def make_office_keys(folder: Path, number_folder: Path, now: datetime | None = None) -> RecoverySheet | None:
    """All keys of the office, where the folder has none yet; None where they are there already.

    The sheet holds the recovery key's private half, which is stored nowhere: print it now, twice. publish()
    must follow. Raises SettingsError where a part of the keys is missing.
    """
    if _begun(folder):
        _read_all(folder)
        return None
    make_folder(number_folder)
    if not numbered(number_folder, "number", "key"):
        add_key(number_folder, "number", new_private())
    with made_whole(folder) as making:
        for key_id, public in newest_public(number_folder, "number").items():
            write_key(making / f"{key_id}.pub", public)
        add_key(making, "office", new_private())
        add_key(making, "vault", os.urandom(KEY_BYTES))
        write_key(making / "index.key", os.urandom(KEY_BYTES))
        write_key(making / "root.key", new_root())
        renew_signing_keys(making, SigningKind.OFFICE, now or clock.now())
        return new_recovery_key(making)


def new_recovery_key(folder: Path) -> RecoverySheet:
    """A new recovery key; only its public half is stored. publish() must follow; older sheets open older
    envelopes.
    """
    number = max(numbered(folder, "recovery", "pub"), default=0) + 1
    secret = new_secret()
    public = public_half(private_of(secret))
    write_key(folder / f"recovery-{number}.pub", public)
    return RecoverySheet(f"recovery-{number}", secret, fingerprint(public))


def rotate_vault(folder: Path) -> int:
    """A new vault key for all that is sealed from now on; returns its number. Rewrapping is the store's."""
    return add_key(folder, "vault", os.urandom(KEY_BYTES))


def rotate_office(folder: Path) -> str:
    """A new key for envelopes; the old ones still open. publish() must follow. Returns its id."""
    return f"office-{add_key(folder, 'office', new_private())}"


def load_office_keys(folder: Path, now: datetime | None = None) -> OfficeKeys:
    """Read and judge all. Raises SettingsError as load_front_keys does."""
    _read_all(folder)
    public = read_public(folder, public_of(read_key(folder / "root.key", KEY_BYTES)))
    keys = read_signing_keys(folder)
    return OfficeKeys(
        salt=read_key(folder / "salt", SALT_BYTES),
        signer=signer_at(keys, public.signing, now or clock.now()),
        vault=_read_vault(folder),
        public=public,
    )


def load_opening_keys(folder: Path) -> dict[str, bytes]:
    """{key id: 96 bytes} of all private keys of envelopes. For receiving only."""
    return read_pairs(folder, "office")


def load_number_keys(number_folder: Path) -> dict[str, bytes]:
    """{key id: 96 bytes} of the number zone."""
    return read_pairs(number_folder, "number")


def recovery_keys(folder: Path, secret: str) -> dict[str, bytes]:
    """{key id: 96 bytes} of a typed recovery secret. Raises CodeSlip, and
    SettingsError("recovery_key_unknown").
    """
    private = private_of(secret)
    public = public_half(private)
    for number, path in numbered(folder, "recovery", "pub").items():
        if read_key(path, PUBLIC_BYTES) == public:
            return {f"recovery-{number}": private}
    raise SettingsError("recovery_key_unknown")


def _begun(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _read_all(folder: Path) -> None:
    """Every secret of the office that must be there, judged."""
    read_key(folder / "root.key", KEY_BYTES)
    read_pairs(folder, "office")
    _read_vault(folder)
    newest_public(folder, "recovery")


def _read_vault(folder: Path) -> VaultKeys:
    ring = {number: read_key(path, KEY_BYTES) for number, path in numbered(folder, "vault", "key").items()}
    if not ring:
        raise SettingsError("key_missing", file="vault-1.key")
    return VaultKeys(ring, read_key(folder / "index.key", KEY_BYTES))
