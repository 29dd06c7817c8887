"""The letterbox as the counter reaches it: the letterbox itself, else the mirror of the last pull.

What the counter changes while the letterbox cannot be reached waits in the office's outbox and goes out later
(OBJECTS.md, "Counter without letterbox"). Everything else behaves as the letterbox does.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TypeVar

from shared.errors import CannotOpen, FolderChanged, StoreUnavailable
from shared.records.card import SealedCard
from shared.records.folder import FolderRow
from shared.records.letterbox import DatabaseLetterbox
from shared.records.store import outgoing, upkeep
from shared.records.store.office import OfficeStore

T = TypeVar("T")
LETTERS = 64  # in one transaction
MIRROR_MARK = "mirror_mark"


class CounterLetterbox:
    """Has the methods of a letterbox that applying uses."""

    def __init__(self, letterbox: DatabaseLetterbox | None, store: OfficeStore) -> None:
        self.remote = letterbox
        self.store = store

    def open_folder(self, row: FolderRow, sending: tuple[bytes, bytes] | None = None) -> bytes | None:
        """As Letterbox.open_folder; without the letterbox the folder waits in the outbox."""
        return self._or_here(lambda box: box.open_folder(row, sending), lambda: self._put_here(row))

    def folder(self, locator: bytes) -> FolderRow | None:
        """The newer of the letterbox's row and what waits here."""
        here = self.store.read(outgoing.mirrored_folder, locator)
        there = self._or_here(lambda box: box.folder(locator), lambda: None)
        rows = [row for row in (here, there) if row is not None]
        return max(rows, key=lambda row: row.revision, default=None)

    def save_folder(self, row: FolderRow, expected_revision: int) -> None:
        """Compare-and-set, there or here. Raises FolderChanged."""

        def here() -> None:
            known = self.store.read(outgoing.mirrored_folder, row.locator)
            if known is not None and known.revision != expected_revision:
                raise FolderChanged("folder_changed", revision=known.revision)
            self.store.run(outgoing.put_letters, (row,))

        def there(box: DatabaseLetterbox) -> None:
            try:
                box.save_folder(row, expected_revision)
            except CannotOpen:
                here()  # made while the letterbox was away: it has not gone out yet

        self._or_here(there, here)

    def cards(self, locator: bytes, after_seq: int = 0) -> list[SealedCard]:
        """What the citizen was told, newest knowledge of both."""
        mirrored = {card.seq: card for card in self.store.read(outgoing.mirrored_cards, locator, after_seq)}
        there: list[SealedCard] = self._or_here(lambda box: box.cards(locator, after_seq), list)
        both = {**mirrored, **{card.seq: card for card in there}}
        return [both[seq] for seq in sorted(both)]

    def put_blob(self, locator: bytes, data: bytes) -> tuple[bytes, bytes]:
        """Attachments need the letterbox: without it the original is seen at the counter. Raises StoreUnavailable."""
        return self._there().put_blob(locator, data)

    def blob(self, blob_id: bytes, key: bytes) -> bytes:
        return self._there().blob(blob_id, key)

    def drop_blob(self, blob_id: bytes) -> None:
        self._there().drop_blob(blob_id)

    def count_try(self, locator: bytes, day: date) -> int:
        return self._or_here(lambda box: box.count_try(locator, day), lambda: 0)

    def clear_tries(self, locator: bytes, day: date) -> None:
        self._or_here(lambda box: box.clear_tries(locator, day), lambda: None)

    def keep_pass(self, pass_hash: bytes, locator: bytes, sealed: bytes, expires_at: datetime) -> None:
        """A kiosk remembers nobody."""
        raise NotImplementedError("kiosks give no passes")

    def pass_rows(self, pass_hash: bytes, now: datetime) -> list[bytes]:
        return []

    def drop_pass(self, pass_hash: bytes, locator: bytes | None = None) -> None:
        return None

    def flush(self) -> int:
        """Sends out what waits; gives how much went. What cannot go now stays; never raises StoreUnavailable."""
        sent = 0
        while letters := self.store.read(outgoing.take_letters, LETTERS):
            try:
                self._deliver([letter.letter for letter in letters])
            except StoreUnavailable:
                self.store.run(outgoing.letters_tried, [letter.id for letter in letters])
                break
            self.store.run(outgoing.letters_done, [letter.id for letter in letters])
            sent += len(letters)
        return sent

    def waiting_to_go(self) -> int:
        """How many letters wait in the outbox (64 stands for 64 or more)."""
        return len(self.store.read(outgoing.take_letters, LETTERS))

    def pull_mirror(self) -> int:
        """Copies what changed in the letterbox since the last pull; gives how many folders. Raises StoreUnavailable."""
        pulled, more = 0, True
        while more:
            mark = self.store.read(upkeep.setting, MIRROR_MARK) or ""
            changed = self._there().changed_folders(mark)
            for row in changed.rows:
                self.store.run(outgoing.mirror, row)
            self.store.run(upkeep.put_setting, MIRROR_MARK, changed.mark)
            pulled, more = pulled + len(changed.rows), changed.more
        return pulled

    def _deliver(self, letters: Sequence[outgoing.Letter]) -> None:
        box = self._there()
        for letter in letters:
            if isinstance(letter, FolderRow):
                box.push_folder(letter)
            elif isinstance(letter, outgoing.Dropped):
                box.drop_folder(letter.locator)
            else:
                box.push_cards([letter])

    def reachable(self) -> bool:
        """Whether the letterbox answers now."""
        try:
            self._there().backlog()
        except StoreUnavailable:
            return False
        return True

    def _there(self) -> DatabaseLetterbox:
        if self.remote is None:
            raise StoreUnavailable("letterbox_away")
        return self.remote

    def _or_here(self, there: Callable[[DatabaseLetterbox], T], here: Callable[[], T]) -> T:
        try:
            return there(self._there())
        except StoreUnavailable:
            return here()

    def _put_here(self, row: FolderRow) -> None:
        self.store.run(outgoing.put_letters, (row,))
