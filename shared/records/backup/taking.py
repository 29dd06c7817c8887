"""`backup`: both stores as they are at one moment each, while everybody goes on working.

The front is read first: whatever its backup calls filed is then also in the office's. Files come last; a file
that was purged between is found missing in the row's store as well and left out.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine, make_url, text

from shared.errors import BackupRefused, StoreUnavailable
from shared.language import clock
from shared.records.backup.manifest import Manifest, StorePart, write_file, write_manifest
from shared.records.backup.tables import LinesFile, dump_table
from shared.records.blobs import BlobFolder
from shared.records.database import HEADS, Store, available, is_sqlite, migrate, on_disk, open_engine
from shared.records.front_tables import FRONT
from shared.records.key_files import read_key
from shared.records.office_tables.every import OFFICE
from shared.records.vault import wrap_number
from shared.settings import Settings

# (what is being done, how much of it is done, of how much)
Progress = Callable[[str, int, int], None]

STORES: tuple[Store, ...] = ("front", "office")
UNFINISHED = ".unfinished"
# What must not come to life again; the catalogue is sent out anew.
_LEFT_OUT = {"front": {"edition", "lease"}, "office": {"staff_session"}}
_BLOB_IDS = {"front": "SELECT id FROM blob ORDER BY id", "office": "SELECT DISTINCT blob_id FROM attachment ORDER BY 1"}
# Rows that the vault sealed by itself, without a case's key around them.
_SEALED_ALONE = text(
    "SELECT sealed FROM parked UNION ALL SELECT sealed FROM unsorted_sheet UNION ALL SELECT sealed FROM paper_entry "
    "UNION ALL SELECT sealed FROM signature_wait"
)
_STILL_NAMED = {
    "front": "SELECT 1 FROM blob WHERE id = :id",
    "office": "SELECT 1 FROM attachment WHERE blob_id = :id",
}


def no_progress(what: str, done: int, total: int) -> None:
    """For callers who do not watch."""


@dataclass
class _Taking:
    """A backup in the making."""

    folder: Path
    progress: Progress
    parts: dict[str, str] = field(default_factory=dict)
    needs: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)


def backup(settings: Settings, target: Path, progress: Progress = no_progress) -> Manifest:
    """Writes a backup of the stores that are here into `target`, which must be absent or empty.

    Raises BackupRefused("backup_target_not_empty", "backup_nothing"), StoreUnavailable, SettingsError (the salt).
    """
    if target.exists() and any(target.iterdir()):
        raise BackupRefused("backup_target_not_empty")
    unfinished = target.with_name(target.name + UNFINISHED)
    with on_disk():
        shutil.rmtree(unfinished, ignore_errors=True)  # of a backup that was broken off
        unfinished.mkdir(mode=0o700, parents=True)
    taking = _Taking(unfinished, progress)
    stores: dict[str, StorePart] = {}
    for store, engine in _engines(settings):
        stores[store] = _take_store(taking, settings, store, engine)
        engine.dispose()
    if not stores:
        raise BackupRefused("backup_nothing")
    manifest = Manifest(
        made_at=clock.now(),
        stores=stores,
        parts=dict(sorted(taking.parts.items())),
        needs=tuple(sorted(taking.needs)),
        salt=_salt(settings) if "front" in stores else "",
        missing=tuple(taking.missing),
    )
    write_manifest(unfinished, manifest)
    with on_disk():
        if target.exists():
            target.rmdir()
        unfinished.rename(target)
    return manifest


def store_url(settings: Settings, store: Store) -> str:
    return settings.letterbox_url if store == "front" else settings.office_url


def blob_folder(settings: Settings, store: Store) -> BlobFolder:
    return BlobFolder(settings.blobs if store == "front" else settings.office_blobs, least_free=0)


def _engines(settings: Settings) -> Iterator[tuple[Store, Engine]]:
    """Stores that are here. One that was never made is no part of this machine."""
    for store in STORES:
        url = store_url(settings, store)
        file = make_url(url).database
        if url.startswith("sqlite") and not (file and Path(file).exists()):
            continue
        engine = open_engine(url)
        migrate(engine, store)
        yield store, engine


def _take_store(taking: _Taking, settings: Settings, store: Store, engine: Engine) -> StorePart:
    metadata = (FRONT if store == "front" else OFFICE).metadata
    tables = [table for table in metadata.sorted_tables if table.name not in _LEFT_OUT[store]]
    taken = []
    with _snapshot(engine) as connection:
        made_at = clock.now()
        for n, table in enumerate(tables):
            taking.progress(f"{store}: {table.name}", n, len(tables))
            name = f"{store}/{table.name}.jsonl.gz"
            part, digest = dump_table(connection, table, taking.folder / name)
            taken.append(part)
            taking.parts[name] = digest
        taking.needs.update(_needs(connection, store))
        ids = set(connection.execute(text(_BLOB_IDS[store])).scalars())
    if store == "office":
        # Scans of a sheet that nobody has sorted yet are named in its sealed row alone: all that lies there is kept.
        ids.update(blob.hex() for blob in blob_folder(settings, store).ids())
    blobs = _take_blobs(taking, settings, store, engine, sorted(ids))
    return StorePart(HEADS[store], made_at, tuple(taken), blobs)


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """One moment of the store; writers go on."""
    if is_sqlite(engine):
        with available(), engine.connect() as connection:
            yield connection
    else:
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with available(), engine.connect().execution_options(**options) as connection:
            yield connection


def _needs(connection: Connection, store: Store) -> Iterable[str]:
    """Ids of keys. Recovery keys are never on a machine, so an envelope needs its office key."""
    if store == "office":
        wrapped = connection.execute(text("SELECT DISTINCT wrap_key FROM submission_body WHERE wrap IS NOT NULL"))
        alone = connection.execute(_SEALED_ALONE)
        return {*wrapped.scalars(), *(f"vault-{wrap_number(sealed)}" for sealed in alone.scalars() if sealed)}
    wraps = text("SELECT wraps FROM envelope WHERE body IS NOT NULL").execution_options(yield_per=200)
    with connection.execute(wraps) as envelopes:
        return {key_id for row in envelopes for key_id in json.loads(row.wraps) if key_id.startswith("office-")}


def _take_blobs(taking: _Taking, settings: Settings, store: Store, engine: Engine, ids: list[str]) -> int:
    folder = blob_folder(settings, store)
    name = f"{store}-blobs.jsonl.gz"
    listed = LinesFile(taking.folder / name)
    for n, blob in enumerate(ids):
        taking.progress(f"{store}: blobs", n, len(ids))
        try:
            sealed = folder.get_sealed(bytes.fromhex(blob))
        except StoreUnavailable:
            if _still_named(engine, store, blob):
                taking.missing.append(blob)
            continue
        write_file(taking.folder / "blobs" / store / blob[:2] / blob, sealed)
        listed.add([blob, hashlib.sha256(sealed).hexdigest()])
    count = listed.lines
    taking.parts[name] = listed.close()
    return count


def _still_named(engine: Engine, store: Store, blob: str) -> bool:
    with available(), engine.connect() as connection:
        return connection.execute(text(_STILL_NAMED[store]), {"id": blob}).first() is not None


def _salt(settings: Settings) -> str:
    return read_key(settings.front_keys / "salt").hex()
