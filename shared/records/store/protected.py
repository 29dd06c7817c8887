"""支援措置: the office-wide list of protected persons, children included, as keyed tokens (DESIGN §2).

entry      one measure: `id`, or `id|person|way` for each way in which one of its persons is met
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from shared.records.store.rows import codes_of, codes_text

FieldToken = tuple[str, bytes]  # (field, token)
PART = "|"

_PUT = text(
    "INSERT INTO protected_person (field, token, entry, until, viewers) "
    "VALUES (:field, :token, :entry, :until, :viewers)"
)
_DROP = text("DELETE FROM protected_person WHERE entry = :entry OR substr(entry, 1, :length) = :parts")
_OVER = text("DELETE FROM protected_person WHERE until < :today")
_NEAR = text(
    "SELECT p.entry, p.field, p.token, p.viewers FROM protected_person p WHERE p.until >= :today AND p.entry IN "
    "(SELECT q.entry FROM protected_person q WHERE q.field = :field AND q.token = :token)"
)
_ENTRIES = text("SELECT DISTINCT entry, until, viewers FROM protected_person ORDER BY until, entry")


@dataclass(frozen=True)
class Measure:
    """One line of the list: no name, only how many persons it is for."""

    entry: str
    until: date
    viewers: tuple[str, ...]
    persons: int


def put_entries(
    connection: Connection,
    entry: str,
    ways: Mapping[str, Iterable[FieldToken]],
    until: date,
    viewers: Iterable[str],
) -> None:
    """All ways to meet all persons of one entry (`person|way` → tokens); replaces the entry."""
    named = tuple(viewers)
    if not ways or not named:
        raise ValueError("an entry needs persons and viewers")
    drop_protected(connection, entry)
    for way, tokens in ways.items():
        put_protected(connection, entry + PART + way, tokens, until, named)


def put_protected(
    connection: Connection, entry: str, tokens: Iterable[FieldToken], until: date, viewers: Iterable[str]
) -> None:
    """One way to meet a person: tokens of the whole name and of the birth date, say.

    Replaces the entry. At least one token and one viewer: an entry that nobody may see would hide cases from
    everybody, and one without tokens would protect nobody (ValueError).
    """
    names, rows = sorted(set(viewers)), sorted(set(tokens))
    if not names or not rows:
        raise ValueError("an entry needs tokens and viewers")
    drop_protected(connection, entry)
    common = {"entry": entry, "until": until.isoformat(), "viewers": codes_text(names)}
    for field, token in rows:
        connection.execute(_PUT, {"field": field, "token": token, **common})


def drop_protected(connection: Connection, entry: str) -> int:
    """The measure was lifted; gives how many rows went. What it hid is given back by casework/protected_list.py."""
    parts = entry + PART
    return connection.execute(_DROP, {"entry": entry, "parts": parts, "length": len(parts)}).rowcount


def forget_protected(connection: Connection, today: date) -> int:
    """Entries whose last day is past."""
    return connection.execute(_OVER, {"today": today.isoformat()}).rowcount


def measures(connection: Connection) -> list[Measure]:
    """All that stands on the list, by last day."""
    persons: dict[str, set[str]] = {}
    known: dict[str, Measure] = {}
    for row in connection.execute(_ENTRIES):
        entry, _, part = row.entry.partition(PART)
        persons.setdefault(entry, set()).add(part.partition(PART)[0])
        until = date.fromisoformat(row.until)
        known[entry] = Measure(entry, until, codes_of(row.viewers), len(persons[entry]))
    return sorted(known.values(), key=lambda one: (one.until, one.entry))


def protected_by(connection: Connection, tokens: Iterable[FieldToken], today: date) -> tuple[str, ...]:
    """Names of the staff who may see a case of these persons; empty where nobody of them is protected.

    A person matches an entry where each field of the entry is met: a namesake with another birth date
    does not.
    """
    asked = sorted(set(tokens))
    viewers: set[str] = set()
    for entry in _near(connection, asked, today).values():
        fields = {field for field, _, _ in entry}
        met = {field for field, token, _ in entry if (field, token) in asked}
        if fields == met:
            viewers.update(codes_of(entry[0][2]))
    return tuple(sorted(viewers))


def hold(connection: Connection) -> None:
    """Before a record is written by the list as it is: `settled` waits for it. SQLite has one writer anyway."""
    _lock(connection, "ROW EXCLUSIVE")


def settled(connection: Connection) -> None:
    """Returns when every record that was being written by the list as it was before can be read."""
    _lock(connection, "SHARE")


def _lock(connection: Connection, mode: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"LOCK TABLE submission IN {mode} MODE"))


def _near(connection: Connection, asked: Iterable[FieldToken], today: date) -> dict[str, list[tuple[str, bytes, str]]]:
    """All rows of every entry that shares a token."""
    entries: dict[str, list[tuple[str, bytes, str]]] = {}
    for field, token in asked:
        found = connection.execute(_NEAR, {"field": field, "token": token, "today": today.isoformat()})
        for row in found:
            entries.setdefault(row.entry, []).append((row.field, bytes(row.token), row.viewers))
    return entries
