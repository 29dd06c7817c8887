"""Tickets: numbers without gaps, one call after the other in each line, and every wait with its times.

What a line's clerks do together is done behind its row in `ticket_line`: PostgreSQL makes the second one wait there,
SQLite has one writer anyway. So a number is never given twice and a visitor never called by two.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, bindparam, text

from shared.errors import ActionNotAllowed
from shared.records.columns import instant_of, instant_or_none
from shared.records.shapes import instant_text

State = Literal["waiting", "called", "held", "finished", "absent", "handed"]
Numbered = Callable[[int], str]  # the serial in the line → the label

_NUMBER = text(
    "INSERT INTO ticket_line (day, line, last, walk_ins, booked) VALUES (:day, :line, 1, 0, 0) "
    "ON CONFLICT (day, line) DO UPDATE SET last = ticket_line.last + 1 RETURNING last"
)
# A line that a visitor is handed to may have given no number of its own yet.
_LINE_THERE = text(
    "INSERT INTO ticket_line (day, line, last, walk_ins, booked) VALUES (:day, :line, 0, 0, 0) "
    "ON CONFLICT (day, line) DO NOTHING"
)
_LOCK = text("UPDATE ticket_line SET last = last WHERE day = :day AND line = :line RETURNING line, walk_ins, booked")
_COUNT = text(
    "UPDATE ticket_line SET walk_ins = walk_ins + :walk_in, booked = booked + :booked WHERE day = :day AND line = :line"
)
_TICKET = text(
    "INSERT INTO ticket (token, day, label, issued_at, booked_for, reference, sealed) "
    "VALUES (:token, :day, :label, :at, :booked_for, NULL, NULL)"
)
_TURN = text(
    "INSERT INTO ticket_turn (token, n, day, line, state, place_at) "
    "VALUES (:token, :n, :day, :line, 'waiting', :place_at)"
)
_ROWS = (
    "SELECT u.token, u.n, u.day, u.line, u.state, u.place_at, u.called_at, u.shown_at, u.counter, u.staff, "
    "u.ended_at, t.label, t.issued_at, t.booked_for, t.reference, t.sealed FROM ticket_turn u "
    "JOIN ticket t ON t.token = u.token WHERE "
)
_IN_LINES = text(
    _ROWS + "u.day = :day AND u.line IN :lines AND u.state IN :states ORDER BY u.place_at, t.label"
).bindparams(bindparam("lines", expanding=True), bindparam("states", expanding=True))
_BY_LABEL = text(_ROWS + "t.day = :day AND t.label = :label ORDER BY u.n DESC LIMIT 1")
_BY_TURN = text(_ROWS + "u.token = :token AND u.n = :n")
_OF_STAFF = text(_ROWS + "u.day = :day AND u.staff = :staff AND u.state = 'called' ORDER BY u.called_at")
_MOVE = text(
    "UPDATE ticket_turn SET state = :state, place_at = :place_at, called_at = :called_at, shown_at = :shown_at, "
    "counter = :counter, staff = :staff, ended_at = :ended_at WHERE token = :token AND n = :n AND state IN :before"
).bindparams(bindparam("before", expanding=True))
_CARRY = text("UPDATE ticket SET reference = :reference, sealed = :sealed WHERE token = :token")
_FORGET = tuple(text(f"DELETE FROM {table} WHERE day < :day") for table in ("ticket_turn", "ticket", "ticket_line"))


@dataclass(frozen=True, repr=False)
class Turn:
    """One wait of one ticket, as it is now. Instants in UTC; `sealed`: a case's root on its way to the next counter."""

    token: str
    n: int
    day: date
    line: str
    state: State
    place_at: datetime
    label: str
    issued_at: datetime
    called_at: datetime | None = None
    shown_at: datetime | None = None
    counter: str = ""
    staff: str = ""
    ended_at: datetime | None = None
    booked_for: datetime | None = None
    reference: str | None = None
    sealed: bytes | None = None


@dataclass(frozen=True)
class LineCount:
    """Calls of the day made while both kinds of visitors could be called."""

    walk_ins: int = 0
    booked: int = 0


@dataclass(frozen=True)
class Chosen:
    """Who is called. `contested`: both a booked visitor and a walk-in could have been."""

    turn: Turn
    contested: bool


Choose = Callable[[Sequence[Turn], dict[str, LineCount]], Chosen | None]


@dataclass(frozen=True)
class Caller:
    """Who calls, and from which counter."""

    staff: str
    counter: str


def issue(
    connection: Connection,
    token: str,
    line: str,
    numbered: Numbered,
    at: datetime,
    day: date,
    booked_for: datetime | None,
) -> Turn:
    """The next number of the line, and its first wait."""
    values: dict[str, Any] = {"token": token, "day": day.isoformat(), "line": line, "at": instant_text(at), "n": 1}
    label = numbered(connection.execute(_NUMBER, values).scalar_one())
    booked = instant_text(booked_for) if booked_for else None
    connection.execute(_TICKET, {**values, "label": label, "booked_for": booked})
    connection.execute(_TURN, {**values, "place_at": values["at"]})
    return Turn(token, 1, day, line, "waiting", at, label, at, booked_for=booked_for)


def call_next(
    connection: Connection, day: date, lines: Sequence[str], choose: Choose, caller: Caller, at: datetime
) -> Turn | None:
    """The visitor whom `choose` picks of those who wait, called by this caller alone; None where nobody waits.

    Who has called somebody and not ended it gets the same visitor again: a second press calls nobody else.
    """
    counts: dict[str, LineCount] = {}
    for line in sorted(lines):  # always in the same order: two callers never wait for each other
        found = connection.execute(_LOCK, {"day": day.isoformat(), "line": line}).first()
        if found is not None:
            counts[line] = LineCount(found.walk_ins, found.booked)
    mine = called_by(connection, day, caller.staff)
    if mine:
        return mine[0]
    chosen = choose(in_lines(connection, day, lines, ("waiting",)), counts)
    if chosen is None:
        return None
    if chosen.contested:
        booked = chosen.turn.booked_for is not None
        values = {"walk_in": int(not booked), "booked": int(booked)}
        connection.execute(_COUNT, {**values, "day": day.isoformat(), "line": chosen.turn.line})
    called = replace(chosen.turn, state="called", called_at=at, shown_at=at, counter=caller.counter, staff=caller.staff)
    move(connection, called, ("waiting",))
    return called


def move(connection: Connection, turn: Turn, before: Sequence[State]) -> None:
    """The wait is now as `turn` says. Raises ActionNotAllowed where it is in none of the states `before`."""
    values = {
        "token": turn.token,
        "n": turn.n,
        "state": turn.state,
        "place_at": instant_text(turn.place_at),
        "called_at": _text(turn.called_at),
        "shown_at": _text(turn.shown_at),
        "counter": turn.counter or None,
        "staff": turn.staff or None,
        "ended_at": _text(turn.ended_at),
        "before": list(before),
    }
    if connection.execute(_MOVE, values).rowcount != 1:
        raise ActionNotAllowed("ticket_not_now")


def hand_on(connection: Connection, ended: Turn, line: str, reference: str | None, sealed: bytes | None) -> Turn:
    """Ends a wait that is called, and begins the next one in another line, at the place of `ended.issued_at`."""
    move(connection, ended, ("called",))
    values = {"day": ended.day.isoformat(), "line": line, "token": ended.token, "n": ended.n + 1}
    connection.execute(_LINE_THERE, values)
    connection.execute(_TURN, {**values, "place_at": instant_text(ended.issued_at)})
    carry(connection, ended.token, reference, sealed)
    following = turn_of(connection, ended.token, ended.n + 1)
    assert following is not None
    return following


def carry(connection: Connection, token: str, reference: str | None, sealed: bytes | None) -> None:
    """Which case goes with the visitor, and its root while nobody has it in hand."""
    connection.execute(_CARRY, {"token": token, "reference": reference, "sealed": sealed})


def in_lines(connection: Connection, day: date, lines: Sequence[str], states: Sequence[State]) -> list[Turn]:
    """Waits of the day in these states, in the order of their places."""
    values = {"day": day.isoformat(), "lines": list(lines), "states": list(states)}
    return [_turn(row) for row in connection.execute(_IN_LINES, values).mappings()]


def called_by(connection: Connection, day: date, staff: str) -> list[Turn]:
    """Whom this member of staff has called and not ended."""
    return [_turn(row) for row in connection.execute(_OF_STAFF, {"day": day.isoformat(), "staff": staff}).mappings()]


def turn_of(connection: Connection, token: str, n: int) -> Turn | None:
    row = connection.execute(_BY_TURN, {"token": token, "n": n}).mappings().first()
    return None if row is None else _turn(row)


def latest(connection: Connection, day: date, label: str) -> Turn | None:
    """The last wait of a number of the day."""
    row = connection.execute(_BY_LABEL, {"day": day.isoformat(), "label": label}).mappings().first()
    return None if row is None else _turn(row)


def forget_before(connection: Connection, day: date) -> None:
    """Tickets of earlier days go."""
    for statement in _FORGET:
        connection.execute(statement, {"day": day.isoformat()})


def _text(at: datetime | None) -> str | None:
    return None if at is None else instant_text(at)


def _turn(row: RowMapping) -> Turn:
    return Turn(
        token=row["token"],
        n=row["n"],
        day=date.fromisoformat(row["day"]),
        line=row["line"],
        state=row["state"],
        place_at=instant_of(row["place_at"]),
        label=row["label"],
        issued_at=instant_of(row["issued_at"]),
        called_at=instant_or_none(row["called_at"]),
        shown_at=instant_or_none(row["shown_at"]),
        counter=row["counter"] or "",
        staff=row["staff"] or "",
        ended_at=instant_or_none(row["ended_at"]),
        booked_for=instant_or_none(row["booked_for"]),
        reference=row["reference"],
        sealed=bytes(row["sealed"]) if row["sealed"] is not None else None,
    )
