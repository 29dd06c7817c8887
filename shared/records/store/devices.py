"""Devices that are enrolled as kiosks: a code that makes one, the secret by which it is known, its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from shared.records.columns import instant_or_none
from shared.records.shapes import instant_text

_OFFER = text(
    "INSERT INTO device (name, code, code_until) VALUES (:name, :code, :until) "
    "ON CONFLICT (name) DO UPDATE SET code = :code, code_until = :until WHERE device.hash IS NULL"
)
# One statement, so that a code that two type at once enrols one.
_ENROL = text(
    "UPDATE device SET code = NULL, code_until = NULL, hash = :hash, enrolled_at = :at, seen_on = :day, "
    "revoked_at = NULL WHERE code = :code AND code_until > :at RETURNING name"
)
_KNOWN = text("SELECT name, seen_on FROM device WHERE hash = :hash")
_SEEN = text("UPDATE device SET seen_on = :day WHERE hash = :hash AND seen_on < :day")
_REVOKE = text(
    "UPDATE device SET code = NULL, code_until = NULL, hash = NULL, revoked_at = :at "
    "WHERE name = :name AND (hash IS NOT NULL OR code IS NOT NULL)"
)
_ALL = text("SELECT name, code_until, hash, enrolled_at, seen_on, revoked_at FROM device ORDER BY name")


@dataclass(frozen=True)
class DeviceRow:
    """`code_until` while a code waits to be typed; `enrolled` while the device is let in."""

    name: str
    enrolled: bool
    code_until: datetime | None
    enrolled_at: datetime | None
    seen_on: date | None
    revoked_at: datetime | None


def offer(connection: Connection, name: str, code: bytes, until: datetime) -> bool:
    """A code for this device, in place of one that was not used. False where the device is enrolled."""
    values = {"name": name, "code": code, "until": instant_text(until)}
    return connection.execute(_OFFER, values).rowcount == 1


def enrol(connection: Connection, code: bytes, secret_hash: bytes, at: datetime, day: date) -> str | None:
    """Uses the code up; the name of its device, None for a code that is none, used or too old."""
    values = {"code": code, "hash": secret_hash, "at": instant_text(at), "day": day.isoformat()}
    name: str | None = connection.execute(_ENROL, values).scalar()
    return name


def known(connection: Connection, secret_hash: bytes) -> tuple[str, date] | None:
    """(name, the last day on which it was seen)."""
    row: Any = connection.execute(_KNOWN, {"hash": secret_hash}).first()
    return None if row is None else (row.name, date.fromisoformat(row.seen_on))


def seen(connection: Connection, secret_hash: bytes, day: date) -> None:
    """It asked for something. A clock that goes back changes nothing."""
    connection.execute(_SEEN, {"hash": secret_hash, "day": day.isoformat()})


def revoke(connection: Connection, name: str, at: datetime) -> bool:
    """Its secret and its code open nothing from now on. False where there was neither."""
    return connection.execute(_REVOKE, {"name": name, "at": instant_text(at)}).rowcount == 1


def every(connection: Connection) -> list[DeviceRow]:
    """By name; those that were revoked or never enrolled, too."""
    return [_row(row) for row in connection.execute(_ALL).mappings()]


def _row(row: Mapping[Any, Any]) -> DeviceRow:
    return DeviceRow(
        name=row["name"],
        enrolled=row["hash"] is not None,
        code_until=instant_or_none(row["code_until"]),
        enrolled_at=instant_or_none(row["enrolled_at"]),
        seen_on=date.fromisoformat(row["seen_on"]) if row["seen_on"] else None,
        revoked_at=instant_or_none(row["revoked_at"]),
    )
