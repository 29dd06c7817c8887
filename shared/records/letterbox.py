"""郵便受け: what the internet side keeps, behind one interface (DESIGN §2).

    home or counter ──post──▶ envelopes ──waiting──▶ receiving
    folders, cards ◀─push── office

`DatabaseLetterbox` is the default; another way to reach it (HTTP with a token) has the same methods.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import Engine

from shared.language import clock
from shared.records.blobs import BlobFolder
from shared.records.card import SealedCard
from shared.records.database import check_room, is_sqlite, reading, sqlite_path
from shared.records.edition import Cover, Edition
from shared.records.envelope import Envelope
from shared.records.folder import FolderRow
from shared.records.front import arrivals, devices, editions, folders, uploads, visits
from shared.records.front import cards as card_rows
from shared.records.front import purge as purging
from shared.records.front.arrivals import Finish, Post, Posted, Waiting
from shared.records.front.folders import ChangedFolders
from shared.records.front.purge import ORPHAN_LIFE, Purged
from shared.records.front.visits import BoardRow, BookedTime
from shared.records.writer import Writer


class Letterbox(Protocol):
    """Everything raises StoreUnavailable where the letterbox cannot be reached; then nothing was done."""

    def open_folder(self, row: FolderRow, sending: tuple[bytes, bytes] | None = None) -> bytes | None: ...
    def folder(self, locator: bytes) -> FolderRow | None: ...
    def save_folder(self, row: FolderRow, expected_revision: int) -> None: ...
    def push_folder(self, row: FolderRow) -> bool: ...
    def drop_folder(self, locator: bytes) -> None: ...
    def changed_folders(self, mark: str = "", most: int = 200) -> ChangedFolders: ...
    def post(self, envelope: Envelope, finish: Finish, expected_revision: int) -> Posted: ...
    def post_all(self, posts: Sequence[Post]) -> list[Posted]: ...
    def posted(self, envelope_id: str) -> Posted | None: ...
    def waiting(self, limit: int = 64, after: Waiting | None = None) -> list[Waiting]: ...
    def filed_ids(self) -> list[str]: ...
    def backlog(self) -> tuple[int, datetime | None]: ...
    def mark_filed(self, envelope_ids: Iterable[str], at: datetime) -> None: ...
    def refile(self, envelope_ids: Sequence[str]) -> int: ...
    def push_cards(self, cards: Sequence[SealedCard]) -> None: ...
    def cards(self, locator: bytes, after_seq: int = 0) -> list[SealedCard]: ...
    def keep_pass(self, pass_hash: bytes, locator: bytes, sealed: bytes, expires_at: datetime) -> None: ...
    def pass_rows(self, pass_hash: bytes, now: datetime) -> list[bytes]: ...
    def drop_pass(self, pass_hash: bytes, locator: bytes | None = None) -> None: ...
    def count_try(self, locator: bytes, day: date) -> int: ...
    def clear_tries(self, locator: bytes, day: date) -> None: ...
    def put_blob(self, locator: bytes | None, data: bytes) -> tuple[bytes, bytes]: ...
    def blob(self, blob_id: bytes, key: bytes) -> bytes: ...
    def drop_blob(self, blob_id: bytes) -> None: ...
    def take_lease(self, name: str, holder: str, seconds: float) -> bool: ...
    def give_back_lease(self, name: str, holder: str) -> None: ...
    def put_boards(self, rows: Sequence[BoardRow]) -> None: ...
    def boards(self, day: date) -> list[BoardRow]: ...
    def book(self, locator: bytes, wanted: BookedTime, places: int) -> None: ...
    def give_back_booking(self, locator: bytes) -> BookedTime | None: ...
    def booked(self, locator: bytes) -> BookedTime | None: ...
    def taken(self, line: str, times: Sequence[datetime]) -> dict[datetime, int]: ...
    def put_edition(self, edition: Edition, seen: bytes | None) -> bool: ...
    def edition_cover(self) -> Cover | None: ...
    def edition(self, most: int) -> Edition | None: ...
    def purge(self, now: datetime) -> Purged: ...


class DatabaseLetterbox:
    """The letterbox in a database, its attachments in a folder. May be shared by threads."""

    def __init__(self, engine: Engine, blobs: BlobFolder) -> None:
        self.engine = engine
        self.blobs = blobs
        self._writer = Writer(engine)

    def open_folder(self, row: FolderRow, sending: tuple[bytes, bytes] | None = None) -> bytes | None:
        """Keeps a new folder. `sending`: (hash of an idempotency key, box that this key opens).

        Gives None; or, where this key opened a folder before, that folder's box: nothing new is kept then.
        Raises StoreUnavailable("store_full") already while there is a little room left, so that what has
        begun can be sent.
        """
        self._check_room()
        return self._writer.run(lambda connection: folders.open_folder(connection, row, sending))

    def folder(self, locator: bytes) -> FolderRow | None:
        """The row, also where its last day is past: whoever opens it looks at `expires_on`."""
        with reading(self.engine) as connection:
            return folders.folder(connection, locator)

    def save_folder(self, row: FolderRow, expected_revision: int) -> None:
        """Compare-and-set on the revision. Raises FolderChanged(revision=…), CannotOpen."""
        self._writer.run(lambda connection: folders.save_folder(connection, row, expected_revision))

    def push_folder(self, row: FolderRow) -> bool:
        """A folder from the counter; False where the letterbox has a later one."""
        return self._writer.run(lambda connection: folders.put_folder(connection, row))

    def drop_folder(self, locator: bytes) -> None:
        """The code was replaced: folder, cards, passes and tries go."""
        self._writer.run(lambda connection: folders.drop_folder(connection, locator))

    def changed_folders(self, mark: str = "", most: int = 200) -> ChangedFolders:
        """For the office's mirror: what changed since `mark`; some rows come again."""
        with reading(self.engine) as connection:
            return folders.changed_folders(connection, mark, most)

    def post(self, envelope: Envelope, finish: Finish, expected_revision: int) -> Posted:
        """Takes the envelope, the receipt token and the folder in one commit.

        `finish(received_at)` gives (token, folder row of a higher revision or None); it is called inside the
        transaction with the letterbox's clock. A later post of the same id gives what was answered first and
        changes nothing. Raises FolderChanged, CannotOpen, ReferenceTaken; nothing is kept then.
        """
        return self._writer.run(lambda connection: arrivals.post(connection, envelope, finish, expected_revision))

    def post_all(self, posts: Sequence[Post]) -> list[Posted]:
        """Several envelopes in one commit: all are taken, at one moment, or none. Raises as `post`."""
        return self._writer.run(lambda connection: arrivals.post_all(connection, posts))

    def posted(self, envelope_id: str) -> Posted | None:
        """What was answered to this envelope, if it came."""
        with reading(self.engine) as connection:
            return arrivals.posted(connection, envelope_id)

    def waiting(self, limit: int = 64, after: Waiting | None = None) -> list[Waiting]:
        """Envelopes to be filed, first come first; behind `after` where given."""
        with reading(self.engine) as connection:
            return arrivals.waiting(connection, limit, after)

    def filed_ids(self) -> list[str]:
        """Envelopes that were filed and still lie here, sealed."""
        with reading(self.engine) as connection:
            return arrivals.filed_ids(connection)

    def backlog(self) -> tuple[int, datetime | None]:
        """How many wait, and since when the first."""
        with reading(self.engine) as connection:
            return arrivals.backlog(connection)

    def mark_filed(self, envelope_ids: Iterable[str], at: datetime) -> None:
        """They stay sealed for 30 days more."""
        ids = tuple(envelope_ids)
        self._writer.run(lambda connection: arrivals.mark_filed(connection, ids, at))

    def refile(self, envelope_ids: Sequence[str]) -> int:
        """After a restore of the office: these wait again, where they are still here. Gives how many."""
        return self._writer.run(lambda connection: arrivals.refile(connection, envelope_ids))

    def push_cards(self, cards: Sequence[SealedCard]) -> None:
        """Idempotent on (locator, seq)."""
        self._writer.run(lambda connection: card_rows.push_cards(connection, cards))

    def cards(self, locator: bytes, after_seq: int = 0) -> list[SealedCard]:
        """In the order of `seq`."""
        with reading(self.engine) as connection:
            return card_rows.cards(connection, locator, after_seq)

    def keep_pass(self, pass_hash: bytes, locator: bytes, sealed: bytes, expires_at: datetime) -> None:
        """Lets the device whose cookie has this hash open this folder."""
        self._writer.run(lambda connection: devices.keep_pass(connection, pass_hash, locator, sealed, expires_at))

    def pass_rows(self, pass_hash: bytes, now: datetime) -> list[bytes]:
        """The boxes of one device that have not expired."""
        with reading(self.engine) as connection:
            return devices.pass_rows(connection, pass_hash, now)

    def drop_pass(self, pass_hash: bytes, locator: bytes | None = None) -> None:
        """One folder of a device, or all of them."""
        self._writer.run(lambda connection: devices.drop_pass(connection, pass_hash, locator))

    def count_try(self, locator: bytes, day: date) -> int:
        """Counts a try of the fact before it is made: tries left after it (4 … 0), −1 where there was
        none.
        """
        return self._writer.run(lambda connection: devices.count_try(connection, locator, day))

    def clear_tries(self, locator: bytes, day: date) -> None:
        """The fact was right."""
        self._writer.run(lambda connection: devices.clear_tries(connection, locator, day))

    def put_blob(self, locator: bytes | None, data: bytes) -> tuple[bytes, bytes]:
        """Keeps an attachment for a folder: (id 16 bytes, key 32 bytes). Raises FileRefused,
        StoreUnavailable.
        """
        blob_id, key = self.blobs.put(data)
        self._writer.run(lambda connection: uploads.keep_blob(connection, blob_id, len(data), locator))
        return blob_id, key

    def blob(self, blob_id: bytes, key: bytes) -> bytes:
        """Raises StoreUnavailable("blob_missing"), CannotUnseal."""
        return self.blobs.get(blob_id, key)

    def drop_blob(self, blob_id: bytes) -> None:
        """Takes an attachment away again; one that was sent stays with its envelope."""
        if self._writer.run(lambda connection: uploads.drop_blob(connection, blob_id)):
            self.blobs.delete(blob_id)

    def take_lease(self, name: str, holder: str, seconds: float) -> bool:
        """Whether `holder` alone may do `name` for so long."""
        return self._writer.run(lambda connection: devices.take_lease(connection, name, holder, seconds))

    def give_back_lease(self, name: str, holder: str) -> None:
        """Before its time."""
        self._writer.run(lambda connection: devices.give_back_lease(connection, name, holder))

    def put_boards(self, rows: Sequence[BoardRow]) -> None:
        """How the lines look now, for telephones; an older look never replaces a newer one."""
        self._writer.run(lambda connection: visits.put_boards(connection, rows))

    def boards(self, day: date) -> list[BoardRow]:
        """How the lines of that day looked last."""
        with reading(self.engine) as connection:
            return visits.boards(connection, day)

    def book(self, locator: bytes, wanted: BookedTime, places: int) -> None:
        """One of the `places` of a time, in exchange for what this locator had. Raises ActionNotAllowed."""
        now = clock.now()
        self._writer.run(lambda connection: visits.book(connection, locator, wanted, places, now))

    def give_back_booking(self, locator: bytes) -> BookedTime | None:
        """The time is free again; None where there was none."""
        return self._writer.run(lambda connection: visits.give_back(connection, locator))

    def booked(self, locator: bytes) -> BookedTime | None:
        """The time that was booked with this folder's code."""
        with reading(self.engine) as connection:
            return visits.booked(connection, locator)

    def taken(self, line: str, times: Sequence[datetime]) -> dict[datetime, int]:
        """How many places of each time are taken; times that nobody took are left out."""
        with reading(self.engine) as connection:
            return visits.taken(connection, line, times)

    def put_edition(self, edition: Edition, seen: bytes | None) -> bool:
        """The office's catalogue, where what lies here has the signature that was `seen` (None: whatever it is)."""
        return self._writer.run(lambda connection: editions.put(connection, edition, seen))

    def edition_cover(self) -> Cover | None:
        """Which catalogue lies here: a few hundred bytes, to be looked at often. Nothing of it is judged."""
        with reading(self.engine) as connection:
            return editions.cover(connection)

    def edition(self, most: int) -> Edition | None:
        """The catalogue; its archive is empty where it is larger than `most` bytes."""
        with reading(self.engine) as connection:
            return editions.whole(connection, most)

    def purge(self, now: datetime) -> Purged:
        """Forgets what is over, files included. Once a day."""
        purged = self._writer.run(lambda connection: purging.purge(connection, now))
        for blob_id in purged.blobs:
            self.blobs.delete(blob_id)
        with reading(self.engine) as connection:
            named = uploads.named_blobs(connection)
        self.blobs.sweep(named, now - ORPHAN_LIFE)
        return purged

    def close(self) -> None:
        """Lets go of the store; whoever uses it afterwards opens it again."""
        self._writer.close()
        self.engine.dispose()

    def _check_room(self) -> None:
        if is_sqlite(self.engine):
            check_room(sqlite_path(self.engine).parent, least_free=self.blobs.least_free)
