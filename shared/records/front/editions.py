"""The catalogue that the office has sent out: one row, with which nobody but the office can do anything."""

from sqlalchemy import Connection, Row, text

from shared.records.edition import LARGEST_HEAD, Cover, Edition

_NAME = "catalogue"
_PUT = (
    "INSERT INTO edition (name, head, signature, archive) VALUES (:name, :head, :signature, :archive) "
    "ON CONFLICT (name) DO UPDATE SET head = :head, signature = :signature, archive = :archive "
)
_OVER = text(_PUT)
# Compare-and-set: of two who send at once the second looks again.
_AFTER = text(f"{_PUT} WHERE edition.signature = :seen RETURNING name")
# What is larger than it may be is not even read.
_COVER = (
    "CASE WHEN length(head) <= :head THEN head END AS head, "
    "CASE WHEN length(signature) <= :head THEN signature END AS signature"
)
_COVER_ALONE = text(f"SELECT {_COVER} FROM edition WHERE name = :name")
_WHOLE = text(
    f"SELECT {_COVER}, CASE WHEN length(archive) <= :most THEN archive END AS archive FROM edition WHERE name = :name"
)


def put(connection: Connection, edition: Edition, seen: bytes | None) -> bool:
    """In the place of the one whose signature was `seen`; False where another stands there now. None: of whatever
    stands there, which nobody could verify.
    """
    values: dict[str, str | bytes] = {"name": _NAME, "head": edition.cover.head, "archive": edition.archive}
    values["signature"] = edition.cover.signature
    if seen is None:
        connection.execute(_OVER, values)
        return True
    return connection.execute(_AFTER, {**values, "seen": seen}).first() is not None


def cover(connection: Connection) -> Cover | None:
    """What is signed, without the archive."""
    row = connection.execute(_COVER_ALONE, {"name": _NAME, "head": LARGEST_HEAD}).first()
    return None if row is None else _cover_of(row)


def whole(connection: Connection, most: int) -> Edition | None:
    """With the archive, which is empty where it is larger than `most` bytes."""
    row = connection.execute(_WHOLE, {"name": _NAME, "head": LARGEST_HEAD, "most": most}).first()
    return None if row is None else Edition(_cover_of(row), _bytes(row.archive))


def _cover_of(row: "Row[tuple[object, ...]]") -> Cover:
    return Cover(_bytes(row.head), _bytes(row.signature))


def _bytes(value: object) -> bytes:
    """Nothing where somebody has put anything else there: SQLite keeps every kind of value in every column."""
    return bytes(value) if isinstance(value, bytes | memoryview) else b""
