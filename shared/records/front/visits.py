"""What the letterbox knows of visits: how the lines look, and which times are taken. Nothing of a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, text

from shared.errors import ActionNotAllowed
from shared.records.columns import instant_of
from shared.records.shapes import instant_text

_PUT_BOARD = text(
    "INSERT INTO board (line, day, shown, made_at) VALUES (:line, :day, :shown, :made_at) "
    "ON CONFLICT (line) DO UPDATE SET day = :day, shown = :shown, made_at = :made_at WHERE board.made_at <= :made_at"
)
_BOARDS = text("SELECT line, day, shown, made_at FROM board WHERE day = :day ORDER BY line")
_SLOT_THERE = text("INSERT INTO slot (line, starts_at, taken) VALUES (:line, :at, 0) ON CONFLICT DO NOTHING")
_TAKE = text(
    "UPDATE slot SET taken = taken + 1 WHERE line = :line AND starts_at = :at AND taken < :places RETURNING taken"
)
_FREE = text("UPDATE slot SET taken = taken - 1 WHERE line = :line AND starts_at = :at AND taken > 0")
# Two changes of one booking queue at its row; a new one has no time yet.
_HELD = text(
    "INSERT INTO booking (locator, line, starts_at, made_at) VALUES (:locator, '', '', :now) "
    "ON CONFLICT (locator) DO UPDATE SET made_at = :now RETURNING line, starts_at"
)
_BOOK = text("UPDATE booking SET line = :line, starts_at = :at WHERE locator = :locator")
_BOOKED = text("SELECT line, starts_at FROM booking WHERE locator = :locator")
_GIVE_BACK = text("DELETE FROM booking WHERE locator = :locator RETURNING line, starts_at")
_TAKEN = text("SELECT starts_at, taken FROM slot WHERE line = :line AND starts_at IN :times AND taken > 0").bindparams(
    bindparam("times", expanding=True)
)


@dataclass(frozen=True)
class BoardRow:
    """How one line looks at `made_at` (UTC). `shown`: canonical JSON."""

    line: str
    day: date
    shown: str
    made_at: datetime


@dataclass(frozen=True)
class BookedTime:
    """A time at a line's counters; `starts_at` in UTC."""

    line: str
    starts_at: datetime


def put_boards(connection: Connection, rows: Sequence[BoardRow]) -> None:
    """An older look never replaces a newer one."""
    for row in sorted(rows, key=lambda one: one.line):
        values = {"line": row.line, "day": row.day.isoformat(), "shown": row.shown}
        connection.execute(_PUT_BOARD, {**values, "made_at": instant_text(row.made_at)})


def boards(connection: Connection, day: date) -> list[BoardRow]:
    """Of that day in Japan."""
    found = connection.execute(_BOARDS, {"day": day.isoformat()})
    return [BoardRow(row.line, date.fromisoformat(row.day), row.shown, instant_of(row.made_at)) for row in found]


def book(connection: Connection, locator: bytes, wanted: BookedTime, places: int, now: datetime) -> None:
    """Takes a place; the one that this locator had is given back in the same commit.

    Raises ActionNotAllowed("slot_taken") where all places are taken; then what was booked stays.
    """
    row = connection.execute(_HELD, {"locator": locator, "now": instant_text(now)}).one()
    had = BookedTime(row.line, instant_of(row.starts_at)) if row.line else None
    if had == wanted:
        return
    # In the order of their names: two people who exchange their times never wait for each other.
    both = sorted({_key(one): one for one in (wanted, had) if one is not None}.items())
    for _, one in both:
        connection.execute(_SLOT_THERE, {"line": one.line, "at": instant_text(one.starts_at)})
    for _, one in both:
        _change(connection, one, wanted, places)
    connection.execute(_BOOK, {"locator": locator, "line": wanted.line, "at": instant_text(wanted.starts_at)})


def give_back(connection: Connection, locator: bytes) -> BookedTime | None:
    """Frees the place; gives the time that it was for, None where there was none."""
    row = connection.execute(_GIVE_BACK, {"locator": locator}).first()
    if row is None:
        return None
    connection.execute(_FREE, {"line": row.line, "at": row.starts_at})
    return BookedTime(row.line, instant_of(row.starts_at))


def booked(connection: Connection, locator: bytes) -> BookedTime | None:
    """The time that this locator has."""
    row = connection.execute(_BOOKED, {"locator": locator}).first()
    return None if row is None else BookedTime(row.line, instant_of(row.starts_at))


def taken(connection: Connection, line: str, times: Sequence[datetime]) -> dict[datetime, int]:
    """How many places of these times are taken; times that nobody took are left out."""
    if not times:
        return {}
    found = connection.execute(_TAKEN, {"line": line, "times": [instant_text(at) for at in times]})
    return {instant_of(row.starts_at): row.taken for row in found}


def _change(connection: Connection, one: BookedTime, wanted: BookedTime, places: int) -> None:
    values = {"line": one.line, "at": instant_text(one.starts_at)}
    if one != wanted:
        connection.execute(_FREE, values)
    elif connection.execute(_TAKE, {**values, "places": places}).first() is None:
        raise ActionNotAllowed("slot_taken")


def _key(one: BookedTime) -> tuple[str, datetime]:
    return one.line, one.starts_at
