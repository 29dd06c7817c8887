"""What the office must know about itself: rehearsed restores, envelopes that do not open, small settings."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from shared.records.columns import instant_of
from shared.records.shapes import instant_text
from shared.records.store.rows import codes_text

_REHEARSED = text("INSERT INTO rehearsal (at, backup_made_at, rows, seconds) VALUES (:at, :made_at, :rows, :seconds)")
_LAST = text("SELECT at, backup_made_at, rows, seconds FROM rehearsal ORDER BY at DESC LIMIT 1")
_UNOPENED = text(
    "INSERT INTO unopened (envelope_id, reference, key_ids, received_at, first_tried_at, why) "
    "VALUES (:id, :reference, :key_ids, :received_at, :at, :why) "
    "ON CONFLICT (envelope_id) DO UPDATE SET why = :why"
)
_ALL_UNOPENED = text(
    "SELECT envelope_id, reference, key_ids, received_at, first_tried_at, why FROM unopened "
    "ORDER BY received_at, envelope_id"
)
_OPENED = text("DELETE FROM unopened WHERE envelope_id = :id")
_GET = text("SELECT value FROM setting WHERE name = :name")
_FIRST = text("INSERT INTO setting (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING")
_PUT = text("INSERT INTO setting (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = :value")


@dataclass(frozen=True)
class Rehearsal:
    """A backup that was restored and found whole: when, which one, how many rows, in how many seconds."""

    at: datetime
    backup_made_at: datetime
    rows: int
    seconds: int


@dataclass(frozen=True)
class UnopenedRow:
    """An envelope that waits because it does not open. `why` is the code of the error."""

    envelope_id: str
    reference: str
    key_ids: tuple[str, ...]
    received_at: datetime
    first_tried_at: datetime
    why: str


def add_rehearsal(connection: Connection, rehearsal: Rehearsal) -> None:
    connection.execute(
        _REHEARSED,
        {
            "at": instant_text(rehearsal.at),
            "made_at": instant_text(rehearsal.backup_made_at),
            "rows": rehearsal.rows,
            "seconds": rehearsal.seconds,
        },
    )


def last_rehearsal(connection: Connection) -> Rehearsal | None:
    """None: no restore has been rehearsed yet."""
    row = connection.execute(_LAST).first()
    if row is None:
        return None
    return Rehearsal(instant_of(row.at), instant_of(row.backup_made_at), row.rows, row.seconds)


def note_unopened(connection: Connection, row: UnopenedRow) -> None:
    """Keeps the time of the first try."""
    connection.execute(
        _UNOPENED,
        {
            "id": row.envelope_id,
            "reference": row.reference,
            "key_ids": codes_text(row.key_ids),
            "received_at": instant_text(row.received_at),
            "at": instant_text(row.first_tried_at),
            "why": row.why,
        },
    )


def unopened(connection: Connection) -> list[UnopenedRow]:
    """Oldest arrival first."""
    return [
        UnopenedRow(
            row.envelope_id,
            row.reference,
            tuple(json.loads(row.key_ids)),
            instant_of(row.received_at),
            instant_of(row.first_tried_at),
            row.why,
        )
        for row in connection.execute(_ALL_UNOPENED)
    ]


def now_opened(connection: Connection, envelope_ids: Iterable[str]) -> None:
    for envelope_id in sorted(envelope_ids):
        connection.execute(_OPENED, {"id": envelope_id})


def setting(connection: Connection, name: str) -> str | None:
    value: str | None = connection.execute(_GET, {"name": name}).scalar()
    return value


def first_setting(connection: Connection, name: str, value: str) -> str:
    """Keeps `value` where there is none yet; gives what is kept. Of two at once the second gets the first's."""
    connection.execute(_FIRST, {"name": name, "value": value})
    return str(connection.execute(_GET, {"name": name}).scalar_one())


def put_setting(connection: Connection, name: str, value: str) -> None:
    connection.execute(_PUT, {"name": name, "value": value})


def put_settings(connection: Connection, names: Sequence[str], value: str) -> None:
    """The same value under each of these names."""
    connection.execute(_PUT, [{"name": name, "value": value} for name in names])
