"""What is on its way to the letterbox, written with what caused it, and the office's mirror of the
letterbox.

A folder or card made here is in the mirror at once: the counter goes on where the letterbox cannot be
reached.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from shared.errors import CannotOpen, FolderChanged
from shared.language import clock
from shared.records.boxes import canonical
from shared.records.card import SealedCard
from shared.records.folder import FolderRow
from shared.records.front.cards import card_of, card_values
from shared.records.front.folders import folder_of, values_of
from shared.records.shapes import from_plain, instant_text, to_plain
from shared.records.store import upkeep

_PUT = text(
    "INSERT INTO letterbox_outbox (kind, locator, payload, created_at, tries) "
    "VALUES (:kind, :locator, :payload, :at, 0)"
)
_TAKE = text("SELECT id, kind, locator, payload, tries FROM letterbox_outbox ORDER BY id LIMIT :most")
_DONE = text("DELETE FROM letterbox_outbox WHERE id = :id")
_TRIED = text("UPDATE letterbox_outbox SET tries = tries + 1 WHERE id = :id")
_FOLDER_COLUMNS = "locator, revision, expires_on, fact_kind, created_at, saved_at, draft, front, inside"
_MIRROR = text(
    f"INSERT INTO mirror_folder ({_FOLDER_COLUMNS}) VALUES (:locator, :revision, :expires_on, :fact_kind, "
    ":created_at, :saved_at, :draft, :front, :inside) ON CONFLICT (locator) DO UPDATE SET "
    "revision = :revision, expires_on = :expires_on, fact_kind = :fact_kind, created_at = :created_at, "
    "saved_at = :saved_at, draft = :draft, front = :front, inside = :inside "
    "WHERE mirror_folder.revision <= :revision"
)
_MIRROR_CARD = text(
    "INSERT INTO mirror_card (locator, seq, front, inside, expires_on) "
    "VALUES (:locator, :seq, :front, :inside, :expires_on) ON CONFLICT (locator, seq) DO NOTHING"
)
# As in the letterbox: the folder lives as long as its newest card says.
_KEEP_MIRRORED = text(
    "UPDATE mirror_folder SET expires_on = :expires_on WHERE locator = :locator AND expires_on < :expires_on"
)
_FOLDER = f"SELECT {_FOLDER_COLUMNS} FROM mirror_folder WHERE locator = :locator"
_LOCKED = {"postgresql": " FOR UPDATE"}  # SQLite has one writer
_CARDS = text(
    "SELECT locator, seq, front, inside, expires_on FROM mirror_card WHERE locator = :locator "
    "AND seq > :after ORDER BY seq"
)
# What still waits in the outbox goes from there, in its order.
_SENT = "AND NOT EXISTS (SELECT 1 FROM letterbox_outbox o WHERE o.locator = m.locator)"
_SENT_FOLDERS = text(
    f"SELECT {_FOLDER_COLUMNS} FROM mirror_folder m WHERE locator > :after AND expires_on >= :today {_SENT} "
    "ORDER BY locator LIMIT :most"
)
_SENT_CARDS = text(
    "SELECT locator, seq, front, inside, expires_on FROM mirror_card m "
    f"WHERE locator > :after AND locator <= :last {_SENT} ORDER BY locator, seq"
)
_LAST_SEQ = text("SELECT max(seq) FROM mirror_card WHERE locator = :locator")


@dataclass(frozen=True)
class Dropped:
    """This folder's code was replaced: nothing of it stays in the letterbox."""

    locator: bytes


Letter = FolderRow | SealedCard | Dropped


@dataclass(frozen=True)
class Outgoing:
    """A letter in the outbox, in the order in which letters must go."""

    id: int
    letter: Letter
    tries: int


def put_letters(connection: Connection, letters: Iterable[Letter]) -> None:
    """Into the outbox, and into the mirror."""
    at = instant_text(clock.now())
    for letter in letters:
        payload = b"" if isinstance(letter, Dropped) else canonical(to_plain(letter))
        values = {"kind": _kind(letter), "locator": letter.locator, "payload": payload, "at": at}
        connection.execute(_PUT, values)
        mirror(connection, letter)


def take_letters(connection: Connection, most: int) -> list[Outgoing]:
    """The next to go, oldest first. They stay until they are `done`."""
    found = connection.execute(_TAKE, {"most": most})
    return [Outgoing(row.id, _letter(row.kind, bytes(row.locator), row.payload), row.tries) for row in found]


def letters_done(connection: Connection, ids: Sequence[int]) -> None:
    """The letterbox has them."""
    for letter_id in sorted(ids):
        connection.execute(_DONE, {"id": letter_id})


def letters_tried(connection: Connection, ids: Sequence[int]) -> None:
    """The letterbox could not be reached."""
    for letter_id in sorted(ids):
        connection.execute(_TRIED, {"id": letter_id})


def mirror(connection: Connection, letter: Letter) -> None:
    """What the letterbox has, or is about to have. An older folder never replaces a newer one."""
    match letter:
        case FolderRow():
            values = values_of(letter)
            del values["changed_at"]
            connection.execute(_MIRROR, values)
        case SealedCard():
            values = card_values(letter)
            connection.execute(_MIRROR_CARD, values)
            connection.execute(_KEEP_MIRRORED, {key: values[key] for key in ("locator", "expires_on")})
        case Dropped():
            for table in ("mirror_folder", "mirror_card"):
                connection.execute(text(f"DELETE FROM {table} WHERE locator = :locator"), {"locator": letter.locator})


def mirrored_folder(connection: Connection, locator: bytes) -> FolderRow | None:
    """The folder as of the last pull, or as made here."""
    row = connection.execute(text(_FOLDER), {"locator": locator}).mappings().first()
    return None if row is None else folder_of(row)


def save_mirrored(connection: Connection, row: FolderRow, expected_revision: int) -> None:
    """Compare-and-set of a folder while the letterbox is away; it goes there later.

    The row is held from the look to the COMMIT, so that of two saves the second sees the first.
    Raises CannotOpen where there is none, FolderChanged(revision=…).
    """
    statement = text(_FOLDER + _LOCKED.get(connection.dialect.name, ""))
    known = connection.execute(statement, {"locator": row.locator}).mappings().first()
    if known is None:
        raise CannotOpen("cannot_open")
    if known["revision"] != expected_revision:
        raise FolderChanged("folder_changed", revision=known["revision"])
    put_letters(connection, (row,))


def save_after(connection: Connection, before: FolderRow | None, row: FolderRow, expected_revision: int) -> None:
    """The same, once the mirror is brought to what was seen of the letterbox since the last pull."""
    if before is not None:
        mirror(connection, before)
    save_mirrored(connection, row, expected_revision)


def open_once(connection: Connection, row: FolderRow, sending: tuple[bytes, bytes] | None) -> bytes | None:
    """A new folder. Of two with one key (hash, box) the first keeps it; the later one gets the first's box."""
    if sending is not None:
        kept = bytes.fromhex(upkeep.first_setting(connection, _key_name(sending[0]), sending[1].hex()))
        if kept != sending[1]:
            return kept
    put_letters(connection, (row,))
    return None


def opened_by(connection: Connection, key_hash: bytes) -> bytes | None:
    """The box that this key left here."""
    kept = upkeep.setting(connection, _key_name(key_hash))
    return bytes.fromhex(kept) if kept else None


def _key_name(key_hash: bytes) -> str:
    return f"sending:{key_hash.hex()}"


def mirrored_cards(connection: Connection, locator: bytes, after_seq: int = 0) -> list[SealedCard]:
    """Every card that the office has made for this folder."""
    found = connection.execute(_CARDS, {"locator": locator, "after": after_seq}).mappings()
    return [card_of(row) for row in found]


def mirrored_after(
    connection: Connection, after: bytes, today: date, most: int
) -> tuple[list[FolderRow], list[SealedCard]]:
    """Folders that live, in the order of their locators, behind `after`, with their cards: what the letterbox has."""
    found = connection.execute(_SENT_FOLDERS, {"after": after, "today": today.isoformat(), "most": most})
    rows = [folder_of(row) for row in found.mappings()]
    if not rows:
        return [], []
    cards = connection.execute(_SENT_CARDS, {"after": after, "last": rows[-1].locator})
    return rows, [card_of(row) for row in cards.mappings()]


def last_card_seq(connection: Connection, locator: bytes) -> int:
    """0 where there is no card yet."""
    return connection.execute(_LAST_SEQ, {"locator": locator}).scalar() or 0


def purge_mirror(connection: Connection, today: date) -> int:
    """Folders whose last day is past go from the mirror with their cards."""
    day = {"today": today.isoformat()}
    gone = connection.execute(text("DELETE FROM mirror_folder WHERE expires_on < :today"), day).rowcount
    connection.execute(
        text(
            "DELETE FROM mirror_card WHERE expires_on < :today AND NOT EXISTS "
            "(SELECT 1 FROM mirror_folder f WHERE f.locator = mirror_card.locator)"
        ),
        day,
    )
    return gone


def _kind(letter: Letter) -> str:
    match letter:
        case FolderRow():
            return "folder"
        case SealedCard():
            return "card"
        case Dropped():
            return "drop"


def _letter(kind: str, locator: bytes, payload: bytes) -> Letter:
    if kind == "drop":
        return Dropped(locator)
    plain = json.loads(payload)
    return from_plain(FolderRow, plain) if kind == "folder" else from_plain(SealedCard, plain)
