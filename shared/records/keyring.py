"""The keys of an installation: made once, read with suspicion, published by the office (OBJECTS.md).

    make_front_keys   salt, first signing key                          internet side
    make_office_keys  root, office, recovery (paper), number, vault, index, signing
    publish           public.json: everything that may be known, signed by the office's root key

The front reads its own folder only: salt, signing keys, public.json. The office's folders hold the rest; the
private keys of envelopes are read by load_opening_keys alone, the number key by load_number_keys alone. What
each file is called stands in key_files.py.
"""

import dataclasses
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
    read_private,
    write_key,
)
from shared.records.recovery_key import RecoverySheet, new_secret, private_of
from shared.records.sealing import PublicKeys, SigningKind, SigningPublic, signed_part
from shared.records.signing_keys import (
    SigningKey,
    new_root,
    public_of,
    read_signing_keys,
    renew_signing_keys,
    sign_raw,
    signer_at,
)

PUBLIC_FILE = "public.json"
ROOT_PIN = "office-root.pub"  # the root key that this front saw first; another one is refused


@dataclass(frozen=True, repr=False)
class FrontPublic:
    """What the front tells the office: the installation's salt (kept out of every store) and its signing
    keys.
    """

    salt: bytes
    signing: tuple[SigningPublic, ...]


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


def front_public(folder: Path, now: datetime | None = None) -> FrontPublic:
    """What the office must publish for this front; the next signing key is made when its time comes."""
    keys = renew_signing_keys(folder, SigningKind.FRONT, now or clock.now())
    return FrontPublic(read_key(folder / "salt", SALT_BYTES), tuple(key.published() for key in keys))


def load_front_keys(folder: Path, now: datetime | None = None) -> FrontKeys:
    """Read and judge all; makes the next signing key in time. A door loads again once a day.

    Raises SettingsError: as read_key, "public_keys_unreadable", "public_keys_forged",
    "signing_key_unpublished".
    """
    at = now or clock.now()
    salt = read_key(folder / "salt", SALT_BYTES)
    keys = renew_signing_keys(folder, SigningKind.FRONT, at)
    public = _read_public(folder, _pinned_root(folder))
    return FrontKeys(salt, signer_at(keys, public.signing, at), public)


def install_public(folder: Path, data: bytes) -> PublicKeys:
    """Put the office's public.json into a front's folder. The first one's root key is kept; another is
    refused.
    """
    public = PublicKeys.from_bytes(data, _pinned_root(folder))
    write_key(folder / ROOT_PIN, public.root, replace=True)
    write_key(folder / PUBLIC_FILE, data, replace=True)
    return public


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


def publish(folder: Path, front: FrontPublic | None = None, now: datetime | None = None) -> bytes:
    """Write the office's public.json and return its bytes, for install_public. Once a day, and after any
    change.

    Takes the front's salt on first sight. Raises SettingsError("salt_differs") for a front of another
    installation.
    """
    at = now or clock.now()
    root = read_key(folder / "root.key", KEY_BYTES)
    before = _read_public(folder, public_of(root)) if (folder / PUBLIC_FILE).exists() else None
    if front is not None:
        _take_salt(folder, front.salt)
    own = tuple(key.published() for key in renew_signing_keys(folder, SigningKind.OFFICE, at))
    offered = own + (front.signing if front else ())
    keys = PublicKeys(
        installation=before.installation if before else os.urandom(16).hex(),
        root=public_of(root),
        made_at=at,
        office=newest_public(folder, "office"),
        recovery=newest_public(folder, "recovery"),
        number=newest_public(folder, "number"),
        signing=_merged(before.signing if before else (), offered),
    )
    return _write_public(folder, keys, root)


def revoke(folder: Path, key_id: int, reason: str, now: datetime | None = None) -> bytes:
    """Publish that the signing keys of this id prove nothing any more. `reason` is a code ("stolen", "lost").

    Raises SettingsError("signing_key_unknown", key_id=…).
    """
    at = now or clock.now()
    root = read_key(folder / "root.key", KEY_BYTES)
    public = _read_public(folder, public_of(root))
    if not public.signing_keys(key_id):
        raise SettingsError("signing_key_unknown", key_id=key_id)
    signing = tuple(
        dataclasses.replace(key, revoked_at=at, reason=reason)
        if key.key_id == key_id and key.revoked_at is None
        else key
        for key in public.signing
    )
    return _write_public(folder, dataclasses.replace(public, made_at=at, signing=signing), root)


def load_office_keys(folder: Path, now: datetime | None = None) -> OfficeKeys:
    """Read and judge all. Raises SettingsError as load_front_keys does."""
    _read_all(folder)
    public = _read_public(folder, public_of(read_key(folder / "root.key", KEY_BYTES)))
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


def _read_public(folder: Path, root: bytes | None) -> PublicKeys:
    return PublicKeys.from_bytes(read_private(folder / PUBLIC_FILE), root)


def _pinned_root(folder: Path) -> bytes | None:
    pin = folder / ROOT_PIN
    return read_key(pin, KEY_BYTES) if pin.exists() else None


def _write_public(folder: Path, keys: PublicKeys, root: bytes) -> bytes:
    data = keys.to_bytes(sign_raw(root, signed_part(keys)))
    write_key(folder / PUBLIC_FILE, data, replace=True)
    return data


def _take_salt(folder: Path, salt: bytes) -> None:
    path = folder / "salt"
    if not path.exists():
        write_key(path, salt)
    elif read_key(path, SALT_BYTES) != salt:
        raise SettingsError("salt_differs")


def _merged(known: tuple[SigningPublic, ...], offered: tuple[SigningPublic, ...]) -> tuple[SigningPublic, ...]:
    """Known keys stay for ever, as they are (also revoked); new ones follow."""
    have = {key.public for key in known}
    return known + tuple(key for key in offered if key.public not in have)
