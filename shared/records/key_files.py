"""Key files: 0600 in folders 0700, whole or not there, and refused when anybody else could have read them.

    var/front/keys    salt · signing-33.json … · public.json · office-root.pub
    var/office/keys   salt · root.key · signing-1.json … · office-1.key … · vault-1.key … · index.key
                      recovery-1.pub · number-1.pub · public.json
    var/number        number-1.key …                          (where the 番号利用事務 runs)

A key that is missing beside others is never made again silently: what it sealed would be lost without a word.
"""

import re
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.errors import SettingsError
from shared.records.hybrid_keys import PRIVATE_BYTES, PUBLIC_BYTES, public_half
from shared.whole_files import sync_folder, write_whole

_FEWEST_DISTINCT = 7  # 16 random bytes have fewer distinct values once in 10¹²; a default key has one or two
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_folder(folder: Path) -> None:
    """The folder, 0700, with its parents. An existing one is left as it is (and judged when it is read)."""
    if not folder.exists():
        if not folder.parent.exists():
            make_folder(folder.parent)
        folder.mkdir(mode=0o700)


def write_key(path: Path, data: bytes, replace: bool = False) -> None:
    """The whole file or nothing, on disk when this returns, 0600.

    Raises SettingsError("key_exists", file=…) where there is one already and `replace` is not set.
    """
    if path.exists() and not replace:
        raise SettingsError("key_exists", file=path.name)
    write_whole(path, data, path.with_name(f".{path.name}.{secrets.token_hex(4)}"))


def read_key(path: Path, length: int | None = None) -> bytes:
    """The bytes of a secret file of `length` bytes (None: any).

    Raises SettingsError with `file`: "key_missing", "key_unreadable", "key_folder_open",
    "key_readable_by_others", "key_empty", "key_wrong_size", "key_default".
    """
    data = read_private(path)
    if length is not None and len(data) != length:
        raise SettingsError("key_wrong_size", file=path.name)
    if len(set(data)) < _FEWEST_DISTINCT:
        raise SettingsError("key_default", file=path.name)
    return data


def read_private(path: Path) -> bytes:
    """The bytes of a file that only its owner may read. Raises as read_key does."""
    if not path.exists():
        raise SettingsError("key_missing", file=path.name)
    if path.parent.stat().st_mode & _OTHERS:
        raise SettingsError("key_folder_open", file=path.parent.name)
    if path.stat().st_mode & _OTHERS:
        raise SettingsError("key_readable_by_others", file=path.name)
    try:
        data = path.read_bytes()
    except PermissionError:
        raise SettingsError("key_unreadable", file=path.name) from None
    if not data:
        raise SettingsError("key_empty", file=path.name)
    return data


def numbered(folder: Path, name: str, ending: str) -> dict[int, Path]:
    """Files `name-N.ending` of a folder by N, ascending."""
    pattern = re.compile(rf"{re.escape(name)}-(\d+)\.{re.escape(ending)}")
    if not folder.is_dir():
        return {}
    found = ((pattern.fullmatch(path.name), path) for path in folder.iterdir())
    return dict(sorted((int(match[1]), path) for match, path in found if match))


def read_pairs(folder: Path, name: str) -> dict[str, bytes]:
    """{`name-N`: 96 bytes} of a folder's private keys. Raises SettingsError as read_key; at least one must be
    there.
    """
    found = numbered(folder, name, "key")
    if not found:
        raise SettingsError("key_missing", file=f"{name}-1.key")
    return {f"{name}-{number}": read_key(path, PRIVATE_BYTES) for number, path in found.items()}


def newest_public(folder: Path, name: str) -> dict[str, bytes]:
    """The public half that is sealed to: of the private key where it is here, else of the `.pub` file."""
    if numbered(folder, name, "key"):
        key_id, private = list(read_pairs(folder, name).items())[-1]
        return {key_id: public_half(private)}
    found = numbered(folder, name, "pub")
    if not found:
        raise SettingsError("key_missing", file=f"{name}-1.pub")
    return {f"{name}-{max(found)}": read_key(found[max(found)], PUBLIC_BYTES)}


def add_key(folder: Path, name: str, key: bytes) -> int:
    """The next file `name-N.key`; returns N."""
    number = max(numbered(folder, name, "key"), default=0) + 1
    write_key(folder / f"{name}-{number}.key", key)
    return number


@contextmanager
def made_whole(folder: Path) -> Iterator[Path]:
    """A place to make a folder's keys in, moved to `folder` (absent or empty) when all are there: a process
    that is killed in between leaves nothing half made.
    """
    beside = folder.with_name(f".{folder.name}.making")
    if beside.exists():
        shutil.rmtree(beside)  # of a start that was killed; never used, for it has no name yet
    make_folder(beside)
    yield beside
    if folder.exists():
        folder.rmdir()
    beside.rename(folder)
    sync_folder(folder.parent)
