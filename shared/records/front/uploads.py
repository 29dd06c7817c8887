"""Rows of attachments in the letterbox. The file comes first, its row after it."""

from sqlalchemy import Connection, text

from shared.language import clock
from shared.records.shapes import instant_text

_KEEP_BLOB = text("INSERT INTO blob (id, size, created_at, locator) VALUES (:id, :size, :at, :locator)")
_DROP_BLOB = text("DELETE FROM blob WHERE id = :id AND envelope_id IS NULL")
_NAMED = text("SELECT id FROM blob")


def keep_blob(connection: Connection, blob_id: bytes, size: int, locator: bytes | None) -> None:
    """Names a file that is on disk already."""
    values = {"id": blob_id.hex(), "size": size, "at": instant_text(clock.now()), "locator": locator}
    connection.execute(_KEEP_BLOB, values)


def drop_blob(connection: Connection, blob_id: bytes) -> bool:
    """Whether the blob may go: not where an envelope names it."""
    return connection.execute(_DROP_BLOB, {"id": blob_id.hex()}).rowcount == 1


def named_blobs(connection: Connection) -> frozenset[bytes]:
    return frozenset(bytes.fromhex(blob) for blob in connection.execute(_NAMED).scalars())
