"""What the letterbox forgets, each by its own date (OBJECTS.md)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from shared.language import clock
from shared.records.shapes import instant_text

FILED_LIFE = timedelta(days=30)  # the sealed envelope, for filing again after a restore
TOKEN_LIFE = timedelta(days=400)  # id, time and token, for posts that come again
ORPHAN_LIFE = timedelta(hours=24)

_EMPTY = text("UPDATE envelope SET wraps = NULL, body = NULL WHERE filed_at < :emptied AND body IS NOT NULL")
_OLD_ENVELOPES = text("DELETE FROM envelope WHERE filed_at < :forgotten")
_FOLDERS = text("DELETE FROM folder WHERE expires_on < :today")
_REST = tuple(
    text(statement)
    for statement in (
        "DELETE FROM card WHERE expires_on < :today "
        "AND NOT EXISTS (SELECT 1 FROM folder f WHERE f.locator = card.locator)",
        "DELETE FROM browser_pass WHERE expires_at < :now",
        "DELETE FROM fact_try WHERE day < :today",
        "DELETE FROM board WHERE day < :today",
        "DELETE FROM booking WHERE starts_at < :orphaned",
        "DELETE FROM slot WHERE starts_at < :orphaned",
        "DELETE FROM sending WHERE NOT EXISTS (SELECT 1 FROM folder f WHERE f.locator = sending.locator)",
    )
)
# A blob stays with its envelope, and with a folder whose draft may still name it.
_BLOBS = text(
    "DELETE FROM blob WHERE created_at < :orphaned "
    "AND NOT EXISTS (SELECT 1 FROM envelope e WHERE e.envelope_id = blob.envelope_id AND e.body IS NOT NULL) "
    "AND NOT EXISTS (SELECT 1 FROM folder f WHERE f.locator = blob.locator AND f.draft IS NOT NULL) "
    "RETURNING id"
)


@dataclass(frozen=True)
class Purged:
    """What went. `blobs`: ids whose files go next."""

    folders: int
    envelopes: int
    blobs: tuple[bytes, ...]


def purge(connection: Connection, now: datetime) -> Purged:
    """Forgets all that is over at `now`. The blobs' files are deleted after the commit."""
    times: dict[str, object] = {
        "now": instant_text(now),
        "today": clock.in_japan(now).date().isoformat(),
        "emptied": instant_text(now - FILED_LIFE),
        "forgotten": instant_text(now - TOKEN_LIFE),
        "orphaned": instant_text(now - ORPHAN_LIFE),
    }
    emptied = connection.execute(_EMPTY, times).rowcount
    connection.execute(_OLD_ENVELOPES, times)
    folders = connection.execute(_FOLDERS, times).rowcount
    for statement in _REST:
        connection.execute(statement, times)
    blobs = connection.execute(_BLOBS, times).scalars()
    return Purged(folders, emptied, tuple(bytes.fromhex(blob) for blob in blobs))
