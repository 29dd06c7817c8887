"""The PINs that take the cover off a screen, and how often each was wrong."""

from typing import Any

from sqlalchemy import Connection, text

_PUT = text(
    "INSERT INTO cover_pin (staff, pin, wrong) VALUES (:staff, :pin, 0) "
    "ON CONFLICT (staff) DO UPDATE SET pin = :pin, wrong = 0"
)
_ONE = text("SELECT pin, wrong FROM cover_pin WHERE staff = :staff")
_COUNT = text("UPDATE cover_pin SET wrong = wrong + 1 WHERE staff = :staff AND wrong < :most")
_FORGIVE = text("UPDATE cover_pin SET wrong = 0 WHERE staff = :staff AND wrong > 0")
_DROP = text("DELETE FROM cover_pin WHERE staff = :staff")


def put_pin(connection: Connection, name: str, encoded: str) -> None:
    """A new PIN, never yet wrong."""
    connection.execute(_PUT, {"staff": name, "pin": encoded})


def pin_of(connection: Connection, name: str) -> tuple[str, int] | None:
    """(encoded, how often wrong)."""
    row: Any = connection.execute(_ONE, {"staff": name}).first()
    return None if row is None else (row.pin, row.wrong)


def count_try(connection: Connection, name: str, most: int) -> bool:
    """Counts a try before it is looked at, so that many at once are no more tries. False: none is left."""
    return connection.execute(_COUNT, {"staff": name, "most": most}).rowcount == 1


def forgive(connection: Connection, name: str) -> None:
    """The right PIN, or the password, was given."""
    connection.execute(_FORGIVE, {"staff": name})


def drop_pin(connection: Connection, name: str) -> bool:
    """Whether there was one."""
    return connection.execute(_DROP, {"staff": name}).rowcount == 1
