"""`restore` and its rehearsal: everything is looked at before anything is written, and counted afterwards."""

import dataclasses
import random
import shutil
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from shared.errors import BackupRefused, KeyMissing, SettingsError
from shared.language import clock
from shared.records import keyring
from shared.records.backup.agreeing import agree
from shared.records.backup.manifest import Manifest, StorePart, check_part, read_file, read_manifest
from shared.records.backup.tables import load_table, read_lines
from shared.records.backup.taking import STORES, Progress, blob_folder, no_progress, store_url
from shared.records.blobs import BlobFolder
from shared.records.database import (
    HEADS,
    Store,
    available,
    is_sqlite,
    migrate,
    migration_turn,
    open_engine,
    reading,
    schema_revision,
)
from shared.records.key_files import make_folder, numbered, read_key, write_key
from shared.records.migrations import running
from shared.records.store import cases, trail_rows, upkeep
from shared.records.store.upkeep import Rehearsal
from shared.records.store.visibility import THE_OFFICE
from shared.records.trail import BrokenLink
from shared.records.vault import Vault
from shared.records.writer import Writer
from shared.settings import Settings

_SAMPLE = 100  # records that a rehearsal opens
SENT_ANEW = ("edition",)  # lies in the letterbox since the first start, and is in no backup
_NUMBERED = ("letterbox_outbox", "sign_in_try")  # tables whose ids PostgreSQL counts by itself


@dataclass(frozen=True)
class Restored:
    """What was restored. `broken`: the first broken link of the trail, None where it holds (look into it, if not).

    `waiting`: envelopes that the office's backup does not know and that wait again. `missing`: attachments that
    were missing already when the backup was made.
    """

    backup_made_at: datetime
    rows: int
    blobs: int
    waiting: int
    missing: tuple[str, ...]
    broken: BrokenLink | None


@dataclass(frozen=True)
class Rehearsed:
    """A rehearsal: what was restored, how many records opened with the keys that are here, in how many seconds."""

    restored: Restored
    opened: int
    seconds: float


def check(source: Path, progress: Progress = no_progress) -> Manifest:
    """The manifest of a backup of which every byte was looked at. Raises BackupRefused."""
    manifest = read_manifest(source)
    for n, (part, digest) in enumerate(manifest.parts.items()):
        progress("check", n, len(manifest.parts))
        check_part(source, part, digest)
    for store in manifest.stores:
        for blob, digest in read_lines(source / f"{store}-blobs.jsonl.gz"):
            check_part(source, _blob_part(store, blob), digest)
    return manifest


def restore(source: Path, settings: Settings, progress: Progress = no_progress) -> Restored:
    """Restores what the backup holds into empty stores, of either engine.

    Raises BackupRefused: "backup_damaged" (part=…), "backup_unknown_format", "backup_newer",
    "restore_target_not_empty" (part=…); KeyMissing("keys_needed", key_id="office-1, vault-2") naming all that are
    needed and not here; SettingsError("salt_differs"). Nothing is written then.
    """
    manifest = check(source, progress)
    restored = _restore(source, manifest, settings, progress)
    _restore_salt(manifest, settings)
    return restored


def rehearse(source: Path, settings: Settings, progress: Progress = no_progress) -> Rehearsed:
    """Restores into a scratch folder with the keys of this machine and opens records; then notes that it was done.

    Raises what `restore` raises, KeyMissing and CannotUnseal for records that do not open, and
    BackupRefused("rehearsal_trail_broken", section=…, seq=…).
    """
    start = time.monotonic()
    beside = settings.office_var if settings.office_var.is_dir() else None
    scratch = Path(tempfile.mkdtemp(prefix="rehearsal-", dir=beside))
    try:
        restored = _restore(source, check(source, progress), _scratch_settings(settings, scratch), progress)
        if restored.broken is not None:
            raise BackupRefused("rehearsal_trail_broken", section=restored.broken.section, seq=restored.broken.seq)
        opened = _open_some(scratch, settings)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    done = Rehearsed(restored, opened, time.monotonic() - start)
    _note(settings, done)
    return done


def _restore(source: Path, manifest: Manifest, settings: Settings, progress: Progress) -> Restored:
    if not set(manifest.stores) <= set(STORES):
        raise BackupRefused("backup_unknown_format")
    _check_keys(manifest, settings)
    engines = {store: open_engine(store_url(settings, store)) for store in STORES if store in manifest.stores}
    try:
        for store, engine in engines.items():
            _check_empty(settings, store, engine)
        for store, engine in engines.items():
            _restore_store(source, manifest.stores[store], settings, store, engine, progress)
        return _report(manifest, engines)
    finally:
        for engine in engines.values():
            Writer(engine).close()
            engine.dispose()


def _check_keys(manifest: Manifest, settings: Settings) -> None:
    here = {
        f"{name}-{number}" for name in ("office", "vault") for number in numbered(settings.office_keys, name, "key")
    }
    missing = [key_id for key_id in manifest.needs if key_id not in here]
    if missing:
        raise KeyMissing("keys_needed", key_id=", ".join(missing))
    salt = settings.front_keys / "salt"
    if manifest.salt and salt.exists() and read_key(salt).hex() != manifest.salt:
        raise SettingsError("salt_differs")


def _check_empty(settings: Settings, store: Store, engine: Engine) -> None:
    if any(True for _ in blob_folder(settings, store).ids()):
        raise BackupRefused("restore_target_not_empty", part=f"{store} blobs")
    with reading(engine) as connection:
        for table in sorted(set(inspect(connection).get_table_names()) - {f"{store}_revision", *SENT_ANEW}):
            if connection.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first() is not None:
                raise BackupRefused("restore_target_not_empty", part=f"{store}: {table}")


def _restore_store(
    source: Path, part: StorePart, settings: Settings, store: Store, engine: Engine, progress: Progress
) -> None:
    if part.revision > HEADS[store]:
        raise BackupRefused("backup_newer")
    _restore_blobs(source, part, blob_folder(settings, store), store, progress)
    with available(), migration_turn(engine) as connection:
        if schema_revision(engine, store) is not None:
            running.downgrade(connection, store)  # empty tables, perhaps of another revision
        running.upgrade(connection, store, part.revision)
        for n, table in enumerate(part.tables):
            progress(f"{store}: {table.name}", n, len(part.tables))
            load_table(connection, table, source / f"{store}/{table.name}.jsonl.gz")
        if not is_sqlite(engine):
            _count_on(connection, part)
    migrate(engine, store)


def _restore_blobs(source: Path, part: StorePart, folder: BlobFolder, store: Store, progress: Progress) -> None:
    for n, (blob, _) in enumerate(read_lines(source / f"{store}-blobs.jsonl.gz")):
        progress(f"{store}: blobs", n, part.blobs)
        folder.put_sealed(bytes.fromhex(blob), read_file(source / _blob_part(store, blob)))


def _count_on(connection: Connection, part: StorePart) -> None:
    """PostgreSQL's own numbers go on behind the restored ones."""
    for table in part.tables:
        if table.name in _NUMBERED:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "
                    f"(SELECT coalesce(max(id), 0) + 1 FROM {table.name}), false)"
                )
            )


def _restore_salt(manifest: Manifest, settings: Settings) -> None:
    """Codes lead to their folders only with the salt they were made with."""
    salt = settings.front_keys / "salt"
    if manifest.salt and not salt.exists():
        make_folder(settings.front_keys)
        write_key(salt, bytes.fromhex(manifest.salt))


def _report(manifest: Manifest, engines: dict[Store, Engine]) -> Restored:
    parts = manifest.stores.values()
    broken = None
    if "office" in engines:
        with reading(engines["office"]) as connection:
            broken = trail_rows.verify_trail(connection)
    return Restored(
        backup_made_at=manifest.made_at,
        rows=sum(table.rows for part in parts for table in part.tables),
        blobs=sum(part.blobs for part in parts),
        waiting=agree(engines["front"], engines["office"]) if len(engines) == 2 else 0,
        missing=manifest.missing,
        broken=broken,
    )


def _scratch_settings(settings: Settings, scratch: Path) -> Settings:
    return dataclasses.replace(
        settings,
        office_url=f"sqlite:///{scratch / 'office.db'}",
        letterbox_url=f"sqlite:///{scratch / 'letterbox.db'}",
        blobs=scratch / "blobs",
        office_blobs=scratch / "office-blobs",
    )


def _open_some(scratch: Path, settings: Settings) -> int:
    """Opens a sample of records with the vault keys of this machine. Raises KeyMissing, CannotUnseal."""
    if not (scratch / "office.db").exists():
        return 0
    vault = Vault(keyring.load_office_keys(settings.office_keys).vault)
    engine = open_engine(f"sqlite:///{scratch / 'office.db'}")
    try:
        with reading(engine) as connection:
            kept = list(
                connection.execute(text("SELECT reference FROM submission_body WHERE wrap IS NOT NULL")).scalars()
            )
            sample = random.sample(kept, min(_SAMPLE, len(kept)))
            for reference in sample:
                sealed = cases.by_reference(connection, reference, THE_OFFICE, with_body=True)
                key = vault.open_case(reference, sealed.wrap or b"")
                key.open("submission_body", "body", sealed.body or b"")
            return len(sample)
    finally:
        engine.dispose()


def _note(settings: Settings, done: Rehearsed) -> None:
    engine = open_engine(settings.office_url)
    try:
        migrate(engine, "office")
        row = Rehearsal(clock.now(), done.restored.backup_made_at, done.restored.rows, round(done.seconds))
        Writer(engine).run(lambda connection: upkeep.add_rehearsal(connection, row))
    finally:
        Writer(engine).close()
        engine.dispose()


def _blob_part(store: str, blob: str) -> str:
    return f"blobs/{store}/{blob[:2]}/{blob}"
