"""Staff, their sessions and tries to sign in, and the cases that they had to leave at the counter."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from shared.records.columns import instant_of, instant_or_none
from shared.records.shapes import instant_text
from shared.records.store.rows import codes_text

_STAFF = "name, shown_name, password, must_change, number, roles, sections, created_at, disabled_at"
_PUT = text(
    f"INSERT INTO staff ({_STAFF}) VALUES (:name, :shown_name, :password, :must_change, :number, :roles, "
    ":sections, :created_at, :disabled_at) ON CONFLICT (name) DO UPDATE SET shown_name = :shown_name, "
    "password = :password, must_change = :must_change, number = :number, roles = :roles, "
    "sections = :sections, disabled_at = :disabled_at"
)
_ONE = text(f"SELECT {_STAFF} FROM staff WHERE name = :name")
_ALL = text(f"SELECT {_STAFF} FROM staff ORDER BY name")
_START = text(
    "INSERT INTO staff_session (hash, staff, started_at, seen_at, expires_at) "
    "VALUES (:hash, :staff, :started_at, :started_at, :expires_at)"
)
_SESSION = text("SELECT hash, staff, started_at, seen_at, expires_at FROM staff_session WHERE hash = :hash")
_SEEN = text("UPDATE staff_session SET seen_at = :at WHERE hash = :hash AND seen_at < :at")
_END = text("DELETE FROM staff_session WHERE hash = :hash")
_END_ALL = text("DELETE FROM staff_session WHERE staff = :staff")
_OVER = text("DELETE FROM staff_session WHERE expires_at < :now")
_TRY = text("INSERT INTO sign_in_try (who, at) VALUES (:who, :at)")
_TRIES = text("SELECT count(*) FROM sign_in_try WHERE who = :who AND at > :since")
_CLEAR = text("DELETE FROM sign_in_try WHERE who = :who")
_OLD_TRIES = text("DELETE FROM sign_in_try WHERE at < :before")
_PARK = text(
    "INSERT INTO parked (staff, reference, sealed, parked_at) VALUES (:staff, :reference, :sealed, :at) "
    "ON CONFLICT (staff, reference) DO UPDATE SET sealed = :sealed, parked_at = :at"
)
_PARKED = text(
    "SELECT reference, sealed, parked_at FROM parked WHERE staff = :staff ORDER BY parked_at DESC, reference"
)
_UNPARK = text("DELETE FROM parked WHERE staff = :staff AND reference = :reference")


@dataclass(frozen=True, repr=False)
class StaffRow:
    """`name` is typed at sign-in; `password` is Argon2id as encoded; `number`: may unmask My Numbers."""

    name: str
    shown_name: str
    password: str
    roles: tuple[str, ...]
    sections: tuple[str, ...]
    created_at: datetime
    number: bool = False
    must_change: bool = False
    disabled_at: datetime | None = None


@dataclass(frozen=True, repr=False)
class SessionRow:
    """`hash` is the SHA-256 of the token; it ends at `expires_at` whatever is done."""

    hash: bytes
    staff: str
    started_at: datetime
    seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, repr=False)
class ParkedRow:
    """A case that was being entered; `sealed` by Vault.put_aside."""

    reference: str
    sealed: bytes
    parked_at: datetime


def put_staff(connection: Connection, row: StaffRow) -> None:
    """A new member of staff, or the same one as they are now (`created_at` stays)."""
    connection.execute(
        _PUT,
        {
            "name": row.name,
            "shown_name": row.shown_name,
            "password": row.password,
            "must_change": int(row.must_change),
            "number": int(row.number),
            "roles": codes_text(row.roles),
            "sections": codes_text(row.sections),
            "created_at": instant_text(row.created_at),
            "disabled_at": instant_text(row.disabled_at) if row.disabled_at else None,
        },
    )


def staff(connection: Connection, name: str) -> StaffRow | None:
    row = connection.execute(_ONE, {"name": name}).mappings().first()
    return None if row is None else _staff(row)


def all_staff(connection: Connection) -> list[StaffRow]:
    """By name, disabled ones included."""
    return [_staff(row) for row in connection.execute(_ALL).mappings()]


def start_session(connection: Connection, row: SessionRow) -> None:
    values = {"hash": row.hash, "staff": row.staff}
    times = {"started_at": instant_text(row.started_at), "expires_at": instant_text(row.expires_at)}
    connection.execute(_START, {**values, **times})


def session(connection: Connection, token_hash: bytes) -> SessionRow | None:
    """The session as it is, expired or not: whoever asks looks at the times."""
    row = connection.execute(_SESSION, {"hash": token_hash}).first()
    if row is None:
        return None
    times = (instant_of(row.started_at), instant_of(row.seen_at), instant_of(row.expires_at))
    return SessionRow(bytes(row.hash), row.staff, *times)


def session_seen(connection: Connection, token_hash: bytes, at: datetime) -> None:
    """Somebody worked in it. A clock that goes back changes nothing (RL-3)."""
    connection.execute(_SEEN, {"hash": token_hash, "at": instant_text(at)})


def end_session(connection: Connection, token_hash: bytes) -> None:
    connection.execute(_END, {"hash": token_hash})


def end_sessions_of(connection: Connection, name: str) -> int:
    """Everywhere: password changed, or disabled. Gives how many."""
    return connection.execute(_END_ALL, {"staff": name}).rowcount


def forget_sessions(connection: Connection, now: datetime) -> None:
    """Those that are over."""
    connection.execute(_OVER, {"now": instant_text(now)})


def add_try(connection: Connection, who: bytes, at: datetime) -> None:
    """A sign-in that failed. `who` is a keyed digest of the name that was typed."""
    connection.execute(_TRY, {"who": who, "at": instant_text(at)})


def tries_since(connection: Connection, who: bytes, since: datetime) -> int:
    count: int = connection.execute(_TRIES, {"who": who, "since": instant_text(since)}).scalar_one()
    return count


def clear_tries(connection: Connection, who: bytes) -> None:
    """They signed in."""
    connection.execute(_CLEAR, {"who": who})


def forget_tries(connection: Connection, before: datetime) -> None:
    connection.execute(_OLD_TRIES, {"before": instant_text(before)})


def park(connection: Connection, name: str, reference: str, sealed: bytes, at: datetime) -> None:
    """Keeps what was being entered for this member of staff."""
    values = {"staff": name, "reference": reference, "sealed": sealed, "at": instant_text(at)}
    connection.execute(_PARK, values)


def parked_of(connection: Connection, name: str) -> list[ParkedRow]:
    """Newest first. Nobody else's."""
    found = connection.execute(_PARKED, {"staff": name})
    return [ParkedRow(row.reference, bytes(row.sealed), instant_of(row.parked_at)) for row in found]


def unpark(connection: Connection, name: str, reference: str) -> None:
    connection.execute(_UNPARK, {"staff": name, "reference": reference})


def _staff(row: Mapping[Any, Any]) -> StaffRow:
    return StaffRow(
        name=row["name"],
        shown_name=row["shown_name"],
        password=row["password"],
        roles=tuple(json.loads(row["roles"])),
        sections=tuple(json.loads(row["sections"])),
        created_at=instant_of(row["created_at"]),
        number=bool(row["number"]),
        must_change=bool(row["must_change"]),
        disabled_at=instant_or_none(row["disabled_at"]),
    )
