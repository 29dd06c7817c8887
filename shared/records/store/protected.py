"""支援措置: the office-wide list of protected persons, children included, as keyed tokens (DESIGN §2)."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, text

from shared.records.store.rows import codes_of, codes_text

FieldToken = tuple[str, bytes]  # (field, token)

_PUT = text(
    "INSERT INTO protected_person (field, token, entry, until, viewers) "
    "VALUES (:field, :token, :entry, :until, :viewers)"
)
_DROP = text("DELETE FROM protected_person WHERE entry = :entry")
_OVER = text("DELETE FROM protected_person WHERE until < :today")
_NEAR = text(
    "SELECT p.entry, p.field, p.token, p.viewers FROM protected_person p WHERE p.until >= :today AND p.entry IN "
    "(SELECT q.entry FROM protected_person q WHERE q.field = :field AND q.token = :token)"
)
_ENTRIES = text("SELECT DISTINCT entry, until, viewers FROM protected_person ORDER BY until, entry")


def put_protected(
    connection: Connection, entry: str, tokens: Iterable[FieldToken], until: date, viewers: Iterable[str]
) -> None:
    """One person under one entry id: tokens of the whole name and of the birth date, say.

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


def drop_protected(connection: Connection, entry: str) -> None:
    """The measure was lifted. Cases that were filed under it stay protected until somebody changes them."""
    connection.execute(_DROP, {"entry": entry})


def forget_protected(connection: Connection, today: date) -> int:
    """Entries whose last day is past."""
    return connection.execute(_OVER, {"today": today.isoformat()}).rowcount


def protected_entries(connection: Connection) -> list[tuple[str, date, tuple[str, ...]]]:
    """(entry id, last day, viewers) of all."""
    found = connection.execute(_ENTRIES)
    return [(row.entry, date.fromisoformat(row.until), codes_of(row.viewers)) for row in found]


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


def _near(connection: Connection, asked: Iterable[FieldToken], today: date) -> dict[str, list[tuple[str, bytes, str]]]:
    """All rows of every entry that shares a token."""
    entries: dict[str, list[tuple[str, bytes, str]]] = {}
    for field, token in asked:
        found = connection.execute(_NEAR, {"field": field, "token": token, "today": today.isoformat()})
        for row in found:
            entries.setdefault(row.entry, []).append((row.field, bytes(row.token), row.viewers))
    return entries
