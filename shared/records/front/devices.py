"""What one device remembers, tries of the fact, and who may pull alone."""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection, text

from shared.language import clock
from shared.records.shapes import instant_text

TRIES_A_DAY = 5  # per folder (OBJECTS.md)
CLOCKS_APART = timedelta(minutes=5)  # as much as the clocks of two machines may differ (OBJECTS.md)

_KEEP = text(
    "INSERT INTO browser_pass (hash, locator, box, expires_at) VALUES (:hash, :locator, :box, :expires_at) "
    "ON CONFLICT (hash, locator) DO UPDATE SET box = :box, expires_at = :expires_at"
)
_PASSES = text("SELECT box FROM browser_pass WHERE hash = :hash AND expires_at > :now ORDER BY locator")
_DROP = text("DELETE FROM browser_pass WHERE hash = :hash AND locator = :locator")
_DROP_ALL = text("DELETE FROM browser_pass WHERE hash = :hash")
_TRY = text(
    "INSERT INTO fact_try (locator, day, count) VALUES (:locator, :day, 1) "
    "ON CONFLICT (locator, day) DO UPDATE SET count = fact_try.count + 1 RETURNING count"
)
_CLEAR = text("DELETE FROM fact_try WHERE locator = :locator AND day = :day")
_LEASE = text(
    "INSERT INTO lease (name, holder, until) VALUES (:name, :holder, :until) ON CONFLICT (name) DO UPDATE "
    "SET holder = :holder, until = :until "
    "WHERE lease.holder = :holder OR lease.until < :now OR lease.until > :never_so_long"
)
_GIVE_BACK = text("DELETE FROM lease WHERE name = :name AND holder = :holder")


def keep_pass(connection: Connection, pass_hash: bytes, locator: bytes, sealed: bytes, expires_at: datetime) -> None:
    """Lets the device whose cookie has this hash open this folder until then."""
    values = {"hash": pass_hash, "locator": locator, "box": sealed, "expires_at": instant_text(expires_at)}
    connection.execute(_KEEP, values)


def pass_rows(connection: Connection, pass_hash: bytes, now: datetime) -> list[bytes]:
    """The boxes of one device that have not expired."""
    found = connection.execute(_PASSES, {"hash": pass_hash, "now": instant_text(now)})
    return list(found.scalars())


def drop_pass(connection: Connection, pass_hash: bytes, locator: bytes | None) -> None:
    """One folder of a device, or all."""
    if locator is None:
        connection.execute(_DROP_ALL, {"hash": pass_hash})
    else:
        connection.execute(_DROP, {"hash": pass_hash, "locator": locator})


def count_try(connection: Connection, locator: bytes, day: date) -> int:
    """Counts one try of the fact *before* it is made; gives how many are left after it, −1 for none at
    all.
    """
    tried: int = connection.execute(_TRY, {"locator": locator, "day": day.isoformat()}).scalar_one()
    return max(TRIES_A_DAY - tried, -1)


def clear_tries(connection: Connection, locator: bytes, day: date) -> None:
    """The fact was right."""
    connection.execute(_CLEAR, {"locator": locator, "day": day.isoformat()})


def take_lease(connection: Connection, name: str, holder: str, seconds: float) -> bool:
    """Whether `holder` alone may do `name` until so many seconds from now. Taken again in time, it goes
    on. One that would last longer than anybody asks for was taken before the clock was set back: it holds nobody up.
    """
    now = clock.now()
    until = now + timedelta(seconds=seconds)
    parameters = {"name": name, "holder": holder, "until": instant_text(until), "now": instant_text(now)}
    parameters["never_so_long"] = instant_text(until + CLOCKS_APART)
    return connection.execute(_LEASE, parameters).rowcount == 1


def give_back_lease(connection: Connection, name: str, holder: str) -> None:
    connection.execute(_GIVE_BACK, {"name": name, "holder": holder})
