"""Folder rows of the letterbox. Every function works inside a transaction that its caller holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from shared.errors import CannotOpen, FolderChanged
from shared.language import clock
from shared.records.columns import instant_of
from shared.records.folder import FolderRow
from shared.records.front import visits
from shared.records.shapes import instant_text

# How far behind the newest change the mirror starts again: a transaction may commit after one that
# began later.
OVERLAP = timedelta(seconds=60)

_COLUMNS = "locator, revision, expires_on, fact_kind, created_at, saved_at, draft, front, inside"
_FOLDER = text(f"SELECT {_COLUMNS} FROM folder WHERE locator = :locator")
_INSERT = text(
    f"INSERT INTO folder ({_COLUMNS}, changed_at) VALUES (:locator, :revision, :expires_on, :fact_kind, "
    ":created_at, :saved_at, :draft, :front, :inside, :changed_at)"
)
_SET = (
    "revision = :revision, expires_on = :expires_on, fact_kind = :fact_kind, created_at = :created_at, "
    "saved_at = :saved_at, draft = :draft, front = :front, inside = :inside, changed_at = :changed_at"
)
_UPDATE = text(f"UPDATE folder SET {_SET} WHERE locator = :locator AND revision = :expected")
_PUT = text(f"{_INSERT.text} ON CONFLICT (locator) DO UPDATE SET {_SET} WHERE folder.revision < :revision")
_REVISION = text("SELECT revision FROM folder WHERE locator = :locator")
_DROP = text("DELETE FROM folder WHERE locator = :locator")
_CHANGED = text(
    f"SELECT {_COLUMNS}, changed_at FROM folder WHERE (changed_at, locator) > (:at, :after) "
    "ORDER BY changed_at, locator LIMIT :most"
)
_SENDING_INSERT = text(
    "INSERT INTO sending (key_hash, locator, box, created_at) VALUES (:key_hash, :locator, :box, :at) "
    "ON CONFLICT (key_hash) DO NOTHING RETURNING key_hash"
)
_SENDING = text("SELECT s.box FROM sending s JOIN folder f ON f.locator = s.locator WHERE s.key_hash = :key_hash")
_SENDING_AGAIN = text("UPDATE sending SET locator = :locator, box = :box WHERE key_hash = :key_hash")


@dataclass(frozen=True)
class ChangedFolders:
    """A part of what changed. `mark` is where the next part starts; `more` says that there is one already."""

    rows: tuple[FolderRow, ...]
    mark: str
    more: bool


def folder(connection: Connection, locator: bytes) -> FolderRow | None:
    row = connection.execute(_FOLDER, {"locator": locator}).mappings().first()
    return None if row is None else folder_of(row)


def open_folder(connection: Connection, row: FolderRow, sending: tuple[bytes, bytes] | None) -> bytes | None:
    """Keeps a new folder; or, where this idempotency key opened one before, gives that one's box instead.

    `sending` is (hash of the key, box that the key opens).
    """
    earlier = None if sending is None else _claim(connection, row.locator, *sending)
    if earlier is None:
        connection.execute(_INSERT, values_of(row))
    return earlier


def save_folder(connection: Connection, row: FolderRow, expected_revision: int) -> None:
    """Compare-and-set: the row replaces the one of `expected_revision`.

    Raises FolderChanged("folder_changed", revision=…) and CannotOpen where the folder is gone.
    """
    if row.revision <= expected_revision:
        raise ValueError("a save raises the revision")
    if connection.execute(_UPDATE, {**values_of(row), "expected": expected_revision}).rowcount == 1:
        return
    found = connection.execute(_REVISION, {"locator": row.locator}).scalar()
    if found is None:
        raise CannotOpen("cannot_open")
    raise FolderChanged("folder_changed", revision=found)


def put_folder(connection: Connection, row: FolderRow) -> bool:
    """A folder from the office: there, unless the letterbox has the same revision or a later one already."""
    return connection.execute(_PUT, values_of(row)).rowcount == 1


def drop_folder(connection: Connection, locator: bytes) -> None:
    """Nothing that belongs to this locator stays: the code was replaced."""
    connection.execute(_DROP, {"locator": locator})
    visits.give_back(connection, locator)
    for table in ("card", "browser_pass", "sending", "fact_try"):
        connection.execute(text(f"DELETE FROM {table} WHERE locator = :locator"), {"locator": locator})


def changed_folders(connection: Connection, mark: str, most: int) -> ChangedFolders:
    """Folders that changed since `mark` (empty: all), oldest change first. Some come again: OVERLAP."""
    at, _, after = mark.partition("|")
    parameters = {"at": at, "after": bytes.fromhex(after), "most": most}
    found = connection.execute(_CHANGED, parameters).mappings().all()
    rows = tuple(folder_of(row) for row in found)
    if len(found) == most:
        return ChangedFolders(rows, f"{found[-1]['changed_at']}|{rows[-1].locator.hex()}", True)
    return ChangedFolders(rows, f"{instant_text(clock.now() - OVERLAP)}|", False)


def folder_of(row: Mapping[Any, Any]) -> FolderRow:
    """The dataclass of a row of `folder` or `mirror_folder`."""
    return FolderRow(
        locator=bytes(row["locator"]),
        revision=row["revision"],
        expires_on=date.fromisoformat(row["expires_on"]),
        fact_kind=row["fact_kind"],
        created_at=instant_of(row["created_at"]),
        saved_at=instant_of(row["saved_at"]),
        draft=row["draft"],
        front=row["front"],
        inside=row["inside"],
    )


def values_of(row: FolderRow, changed_at: datetime | None = None) -> dict[str, object]:
    """What stands in the columns."""
    return {
        "locator": row.locator,
        "revision": row.revision,
        "expires_on": row.expires_on.isoformat(),
        "fact_kind": row.fact_kind,
        "created_at": instant_text(row.created_at),
        "saved_at": instant_text(row.saved_at),
        "draft": row.draft,
        "front": row.front,
        "inside": row.inside,
        "changed_at": instant_text(changed_at or clock.now()),
    }


def _claim(connection: Connection, locator: bytes, key_hash: bytes, sealed: bytes) -> bytes | None:
    values = {"key_hash": key_hash, "locator": locator, "box": sealed, "at": instant_text(clock.now())}
    if connection.execute(_SENDING_INSERT, values).first() is not None:
        return None
    earlier: bytes | None = connection.execute(_SENDING, {"key_hash": key_hash}).scalar()
    if earlier is None:  # its folder has expired meanwhile
        connection.execute(_SENDING_AGAIN, {"key_hash": key_hash, "locator": locator, "box": sealed})
    return earlier
