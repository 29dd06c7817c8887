"""public.json: everything of the keys that may be known, made by the office and installed by the front (OBJECTS.md)."""

import dataclasses
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shared.errors import SettingsError
from shared.language import clock
from shared.records.boxes import KEY_BYTES
from shared.records.derivation import SALT_BYTES
from shared.records.key_files import newest_public, read_key, read_private, write_key
from shared.records.sealing import PublicKeys, SigningKind, SigningPublic, signed_part
from shared.records.signing_keys import public_of, renew_signing_keys, sign_raw

PUBLIC_FILE = "public.json"
ROOT_PIN = "office-root.pub"  # the root key that this front saw first; another one is refused


@dataclass(frozen=True, repr=False)
class FrontPublic:
    """What the front tells the office: the installation's salt (kept out of every store) and its signing
    keys.
    """

    salt: bytes
    signing: tuple[SigningPublic, ...]


def front_public(folder: Path, now: datetime | None = None) -> FrontPublic:
    """What the office must publish for this front; the next signing key is made when its time comes."""
    keys = renew_signing_keys(folder, SigningKind.FRONT, now or clock.now())
    return FrontPublic(read_key(folder / "salt", SALT_BYTES), tuple(key.published() for key in keys))


def install_public(folder: Path, data: bytes) -> PublicKeys:
    """Put the office's public.json into a front's folder. The first one's root key is kept; another is
    refused.
    """
    public = PublicKeys.from_bytes(data, pinned_root(folder))
    write_key(folder / ROOT_PIN, public.root, replace=True)
    write_key(folder / PUBLIC_FILE, data, replace=True)
    return public


def publish(
    folder: Path,
    front: FrontPublic | None = None,
    now: datetime | None = None,
    former: tuple[SigningPublic, ...] = (),
) -> bytes:
    """Write the office's public.json and return its bytes, for install_public. Once a day, and after any
    change.

    `former`: what an office that was lost had published; taken over by the first publishing of a new one. Takes the
    front's salt on first sight. Raises SettingsError("salt_differs") for a front of another
    installation.
    """
    at = now or clock.now()
    root = read_key(folder / "root.key", KEY_BYTES)
    before = read_public(folder, public_of(root)) if (folder / PUBLIC_FILE).exists() else None
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
        signing=_merged(before.signing if before else former, offered),
    )
    return _write_public(folder, keys, root)


def published_before(front_folder: Path) -> tuple[SigningPublic, ...]:
    """The signing keys that the front knows from its office, revoked ones too; none where it has no public.json.

    Key ids are kept for ever (OBJECTS.md): with these a new office still verifies the receipts of a lost one. They
    are believed as far as the front's folder is, which is why only the printed recovery key leads here.
    Raises SettingsError where public.json is there and cannot be read.
    """
    if not (front_folder / PUBLIC_FILE).exists():
        return ()
    return read_public(front_folder, pinned_root(front_folder)).signing


def revoke(folder: Path, key_id: int, reason: str, now: datetime | None = None) -> bytes:
    """Publish that the signing keys of this id prove nothing any more. `reason` is a code ("stolen", "lost").

    Raises SettingsError("signing_key_unknown", key_id=…).
    """
    at = now or clock.now()
    root = read_key(folder / "root.key", KEY_BYTES)
    public = read_public(folder, public_of(root))
    if not public.signing_keys(key_id):
        raise SettingsError("signing_key_unknown", key_id=key_id)
    signing = tuple(
        dataclasses.replace(key, revoked_at=at, reason=reason)
        if key.key_id == key_id and key.revoked_at is None
        else key
        for key in public.signing
    )
    return _write_public(folder, dataclasses.replace(public, made_at=at, signing=signing), root)


def read_public(folder: Path, root: bytes | None) -> PublicKeys:
    """public.json of a folder, signed by `root` where it is known. Raises SettingsError as read_private, and
    "public_keys_unreadable", "public_keys_forged".
    """
    return PublicKeys.from_bytes(read_private(folder / PUBLIC_FILE), root)


def pinned_root(folder: Path) -> bytes | None:
    """The root key that this front saw first; None where it has seen none."""
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
