"""What a backup says about itself: parts with digests, revisions, row counts, and the key ids that it needs.

    DIR/manifest.json · manifest.sha256
    DIR/front/<table>.jsonl.gz · office/<table>.jsonl.gz     rows as they are kept: what was sealed stays sealed
    DIR/front-blobs.jsonl.gz · office-blobs.jsonl.gz         [id, SHA-256] of every file
    DIR/blobs/front/3f/3f9c… · blobs/office/…

No keys. The salt is no secret (OBJECTS.md: it is part of the front's backup); codes have 75 bits without it.
"""

import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from shared.errors import BackupRefused
from shared.records.boxes import canonical
from shared.records.database import on_disk
from shared.records.shapes import ShapeWrong, from_plain, to_plain

FORMAT = 1
MANIFEST, MANIFEST_DIGEST = "manifest.json", "manifest.sha256"
_PIECE = 2**20


@dataclass(frozen=True)
class TablePart:
    """One table: `columns` in the order of each row's values; `binary` are base64 there."""

    name: str
    columns: tuple[str, ...]
    binary: tuple[str, ...]
    rows: int


@dataclass(frozen=True)
class StorePart:
    """One store, read in one transaction at `made_at`. Tables stand so that a row follows what it refers to."""

    revision: str
    made_at: datetime
    tables: tuple[TablePart, ...]
    blobs: int


@dataclass(frozen=True)
class Manifest:
    """`parts`: path below the backup → SHA-256 (hex). `needs`: ids of keys without which it does not open.

    `salt`: hex of the installation's, empty where the front was not in the backup. `missing`: ids of blobs that
    rows name and that were on disk no more when the backup was made.
    """

    made_at: datetime
    stores: dict[str, StorePart]
    parts: dict[str, str]
    needs: tuple[str, ...]
    salt: str = ""
    missing: tuple[str, ...] = ()
    format: int = field(default=FORMAT)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """The last two files of a backup."""
    data = canonical(to_plain(manifest))
    write_file(folder / MANIFEST, data)
    write_file(folder / MANIFEST_DIGEST, hashlib.sha256(data).hexdigest().encode())


def read_manifest(folder: Path) -> Manifest:
    """The manifest, its digest checked. Raises BackupRefused("backup_damaged", part=…), "backup_unknown_format"."""
    data = read_file(folder / MANIFEST)
    if read_file(folder / MANIFEST_DIGEST).decode(errors="replace") != hashlib.sha256(data).hexdigest():
        raise BackupRefused("backup_damaged", part=MANIFEST)
    try:
        manifest = from_plain(Manifest, json.loads(data))
    except (ShapeWrong, ValueError) as error:
        raise BackupRefused("backup_unknown_format") from error
    if manifest.format != FORMAT:
        raise BackupRefused("backup_unknown_format")
    return manifest


def check_part(folder: Path, part: str, digest: str) -> None:
    """Raises BackupRefused("backup_damaged", part=…) where the file is not what the manifest says."""
    found = hashlib.sha256()
    try:
        with (folder / part).open("rb") as file:
            while piece := file.read(_PIECE):
                found.update(piece)
    except OSError as error:
        raise BackupRefused("backup_damaged", part=part) from error
    if found.hexdigest() != digest:
        raise BackupRefused("backup_damaged", part=part)


def write_file(path: Path, data: bytes) -> None:
    """0600, on disk when this returns."""
    with on_disk():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def read_file(path: Path) -> bytes:
    """Raises BackupRefused("backup_damaged", part=NAME) for what is not there."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BackupRefused("backup_damaged", part=path.name) from error
