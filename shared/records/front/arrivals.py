"""Envelopes in the letterbox: one commit takes the envelope, its token and the folder, or nothing."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from shared.errors import ReferenceTaken
from shared.language import clock
from shared.records.boxes import canonical
from shared.records.columns import instant_of
from shared.records.envelope import Envelope, Head, Kind
from shared.records.folder import FolderRow
from shared.records.front.folders import put_folder, save_folder
from shared.records.shapes import instant_text

# (received_at) → (receipt token, the folder as it is kept from then on, or None where there is none)
Finish = Callable[[datetime], tuple[str, FolderRow | None]]

NOT_HERE = 0  # revision of a folder that comes with its envelope

_POSTED = text("SELECT received_at, token FROM envelope WHERE envelope_id = :id")
_TAKEN = text("SELECT 1 FROM envelope WHERE reference = :reference AND kind = 'application'")
_INSERT = text(
    "INSERT INTO envelope (envelope_id, kind, reference, head, wraps, body, received_at, token) VALUES "
    "(:id, :kind, :reference, :head, :wraps, :body, :received_at, :token) "
    "ON CONFLICT (envelope_id) DO NOTHING RETURNING envelope_id"
)
_WAITING = text(
    "SELECT head, wraps, body, received_at, token FROM envelope WHERE filed_at IS NULL "
    "AND (received_at, envelope_id) > (:at, :after) ORDER BY received_at, envelope_id LIMIT :most"
)
_FILED = text("UPDATE envelope SET filed_at = :at WHERE envelope_id = :id AND filed_at IS NULL")
_FILED_IDS = text(
    "SELECT envelope_id FROM envelope WHERE filed_at IS NOT NULL AND body IS NOT NULL ORDER BY envelope_id"
)
_REFILE = text("UPDATE envelope SET filed_at = NULL WHERE envelope_id = :id AND body IS NOT NULL")
_OWN_BLOB = text("UPDATE blob SET envelope_id = :envelope WHERE id = :id")
_LET_BLOB_GO = text("UPDATE blob SET locator = NULL WHERE locator = :locator AND envelope_id IS NULL")
_COUNTS = text("SELECT count(*), min(received_at) FROM envelope WHERE filed_at IS NULL")


@dataclass(frozen=True)
class Posted:
    """What the letterbox answers. `fresh` is False where the envelope lay here already."""

    received_at: datetime
    token: str
    fresh: bool


@dataclass(frozen=True)
class Post:
    """One of several envelopes that come together. `expected_revision` 0: its folder is not here yet."""

    envelope: Envelope
    finish: Finish
    expected_revision: int


@dataclass(frozen=True)
class Waiting:
    """An envelope to be filed."""

    envelope: Envelope
    received_at: datetime
    token: str


def post_all(connection: Connection, posts: Sequence[Post]) -> list[Posted]:
    """Takes them all at one moment, or none. Raises as `post`."""
    at = clock.now()
    return [post(connection, one.envelope, one.finish, one.expected_revision, at) for one in posts]


def post(
    connection: Connection, envelope: Envelope, finish: Finish, expected_revision: int, at: datetime | None = None
) -> Posted:
    """Takes the envelope. `received_at` is this clock, in this transaction; `finish` makes what follows
    from it.

    Raises FolderChanged, CannotOpen, ReferenceTaken; nothing is kept then.
    """
    head = envelope.opened_head
    # In this order: on PostgreSQL each look sees a later moment, and envelope and reference come together.
    taken = head.kind is Kind.APPLICATION and connection.execute(_TAKEN, {"reference": head.reference}).first()
    known = posted(connection, head.id)
    if known is not None:
        return known
    if taken:
        raise ReferenceTaken("reference_taken")
    received_at = at or clock.now()
    token, row = finish(received_at)
    if not _insert(connection, head, envelope, received_at, token):
        known = posted(connection, head.id)  # PostgreSQL: the other one has committed meanwhile
        assert known is not None
        return known
    if row is not None and expected_revision == NOT_HERE:
        put_folder(connection, row)
    elif row is not None:
        save_folder(connection, row, expected_revision)
    _take_blobs(connection, head, row)
    return Posted(received_at, token, True)


def posted(connection: Connection, envelope_id: str) -> Posted | None:
    """What was answered when this envelope came, if it did."""
    row = connection.execute(_POSTED, {"id": envelope_id}).first()
    return None if row is None else Posted(instant_of(row.received_at), row.token, False)


def waiting(connection: Connection, most: int, after: Waiting | None) -> list[Waiting]:
    """Not filed yet, first come first; `after` goes on behind what could not be opened."""
    parameters = {
        "at": instant_text(after.received_at) if after else "",
        "after": after.envelope.envelope_id if after else "",
        "most": most,
    }
    rows = connection.execute(_WAITING, parameters)
    return [
        Waiting(Envelope(row.head, _wraps(row.wraps), row.body), instant_of(row.received_at), row.token) for row in rows
    ]


def mark_filed(connection: Connection, envelope_ids: Iterable[str], at: datetime) -> None:
    marks = [{"id": envelope_id, "at": instant_text(at)} for envelope_id in sorted(envelope_ids)]
    if marks:
        connection.execute(_FILED, marks)


def refile(connection: Connection, envelope_ids: Sequence[str]) -> int:
    """These were filed into a store that was lost: they wait again. Gives how many could."""
    return sum(connection.execute(_REFILE, {"id": envelope_id}).rowcount for envelope_id in envelope_ids)


def filed_ids(connection: Connection) -> list[str]:
    """Envelopes that were filed and still lie here, sealed."""
    return list(connection.execute(_FILED_IDS).scalars())


def backlog(connection: Connection) -> tuple[int, datetime | None]:
    """How many wait, and since when the first."""
    count, oldest = connection.execute(_COUNTS).one()
    return count, None if oldest is None else instant_of(oldest)


def _insert(connection: Connection, head: Head, envelope: Envelope, received_at: datetime, token: str) -> bool:
    values = {
        "id": head.id,
        "kind": head.kind.value,
        "reference": head.reference,
        "head": envelope.head,
        "wraps": canonical({key_id: wrap.hex() for key_id, wrap in envelope.wraps.items()}),
        "body": envelope.body,
        "received_at": instant_text(received_at),
        "token": token,
    }
    return connection.execute(_INSERT, values).first() is not None


def _take_blobs(connection: Connection, head: Head, row: FolderRow | None) -> None:
    """The envelope owns what its head names; what else was uploaded for the folder is let go."""
    if head.blobs:
        connection.execute(_OWN_BLOB, [{"envelope": head.id, "id": blob} for blob in sorted(head.blobs)])
    if row is not None and row.draft is None:
        connection.execute(_LET_BLOB_GO, {"locator": row.locator})


def _wraps(data: bytes) -> dict[str, bytes]:
    return {key_id: bytes.fromhex(wrap) for key_id, wrap in json.loads(data).items()}
