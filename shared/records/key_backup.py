"""`keys backup`: every key file of an installation in one file under a passphrase. The data's backup holds no
keys.

    `MADOGUCHI-KEYS-1` ‖ salt 16 ‖ box(Argon2id(passphrase), zlib of JSON {place/file: hex}, these 32 bytes)

Argon2id with 64 MiB and 3 rounds: the file may lie in a drawer for years. The recovery key's private half is
not in it, for it is stored nowhere.
"""

import json
import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from shared.errors import CannotUnseal, SettingsError
from shared.records.boxes import KEY_BYTES, box, canonical, unbox
from shared.records.envelope import pack, unpack
from shared.records.key_files import made_whole, read_private, write_key

_MAGIC = b"MADOGUCHI-KEYS-1"
_SALT_BYTES = 16
_MEMORY_KIB, _ROUNDS, _LANES = 65_536, 3, 1
LEAST_PASSPHRASE = 12  # characters
PLACES = ("front", "office", "number")


def backup_keys(folders: Mapping[str, Path], passphrase: str) -> bytes:
    """The sealed file. `folders`: place ("front", "office", "number") → folder of key files.

    Raises SettingsError: "passphrase_short" (least=12), and as read_key for files that others can read.
    """
    if len(passphrase) < LEAST_PASSPHRASE:
        raise SettingsError("passphrase_short", least=LEAST_PASSPHRASE)
    files = {
        f"{_place(place)}/{path.name}": read_private(path).hex()
        for place, folder in folders.items()
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith(".")
    }
    head = _MAGIC + os.urandom(_SALT_BYTES)
    return head + box(_key(passphrase, head), pack(canonical(files)), head)


def restore_keys(data: bytes, passphrase: str, folders: Mapping[str, Path]) -> tuple[str, ...]:
    """Put the files back into `folders`, which must be absent or empty. Returns `place/file` of all, sorted.

    Places that `folders` does not name are left out. Raises CannotUnseal: "key_backup_unreadable",
    "box_closed" (wrong passphrase or changed bytes); SettingsError("keys_exist", file=FOLDER) before anything
    is written.
    """
    head = data[: len(_MAGIC) + _SALT_BYTES]
    if len(head) != len(_MAGIC) + _SALT_BYTES or not head.startswith(_MAGIC):
        raise CannotUnseal("key_backup_unreadable")
    files: dict[str, str] = json.loads(unpack(unbox(_key(passphrase, head), data[len(head) :], head)))
    for folder in folders.values():
        if folder.exists() and any(folder.iterdir()):
            raise SettingsError("keys_exist", file=folder.name)
    for place, folder in folders.items():
        _restore_place(files, place, folder)
    return tuple(sorted(name for name in files if name.split("/")[0] in folders))


def _restore_place(files: Mapping[str, str], place: str, folder: Path) -> None:
    mine = {Path(name).name: content for name, content in files.items() if name.startswith(f"{place}/")}
    if mine:
        with made_whole(folder) as making:
            for name, content in mine.items():
                write_key(making / name, bytes.fromhex(content))


def _place(place: str) -> str:
    if place not in PLACES:
        raise ValueError(place)
    return place


def _key(passphrase: str, head: bytes) -> bytes:
    engine = Argon2id(
        salt=head[len(_MAGIC) :],
        length=KEY_BYTES,
        iterations=_ROUNDS,
        lanes=_LANES,
        memory_cost=_MEMORY_KIB,
    )
    return engine.derive(unicodedata.normalize("NFKC", passphrase).encode())
