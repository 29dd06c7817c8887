"""The letterbox as the counter reaches it: the letterbox itself, else the mirror of the last pull.

What the counter changes while the letterbox cannot be reached waits in the office's outbox and goes out later
(OBJECTS.md, "Counter without letterbox"); where the office's store is away, too, on the kiosk's own disk
(folders_aside.py). Everything else behaves as the letterbox does.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TypeVar

from shared.casework.folders_aside import FoldersAside, newest
from shared.errors import CannotOpen, FolderChanged, KeepingError, StoreUnavailable
from shared.language import clock
from shared.records.card import SealedCard
from shared.records.envelope import Envelope
from shared.records.folder import FolderRow
from shared.records.front.arrivals import Finish, Post, Posted
from shared.records.letterbox import DatabaseLetterbox
from shared.records.store import outgoing, upkeep
from shared.records.store.office import OfficeStore

T = TypeVar("T")
LETTERS = 64  # in one go
MIRROR_MARK = "mirror_mark"
AWAY_FOR = timedelta(seconds=10)  # after a lost connection nobody at the counter waits for the next one
FIRST_TRY = 4  # tries left after the first; staff see the visitor, and nothing can be counted here

log = logging.getLogger("madoguchi.letterbox")


class CounterLetterbox:
    """Has the methods of a letterbox that applying uses, and those that keep the two in step."""

    def __init__(self, letterbox: DatabaseLetterbox, store: OfficeStore, aside: FoldersAside) -> None:
        self.remote = letterbox
        self.store = store
        self.aside = aside
        self._away_until: datetime | None = None

    def open_folder(self, row: FolderRow, sending: tuple[bytes, bytes] | None = None) -> bytes | None:
        """As Letterbox.open_folder; without the letterbox the folder, and what the key opened, is kept here."""
        earlier = self._opened_here(sending[0]) if sending else None
        if earlier is not None:
            return earlier
        return self._or_here(lambda box: self._opened_there(box, row, sending), lambda: self._open_here(row, sending))

    def folder(self, locator: bytes) -> FolderRow | None:
        """The newest of the letterbox's row and what waits here. Raises StoreUnavailable where nobody can say."""
        try:
            there, seen = self._there().folder(locator), None
        except StoreUnavailable as away:
            self._note(away)
            there, seen = None, self.aside.remembered(locator)
        known = newest(there, self.aside.find(locator), seen)
        if known is None:
            return self.store.read(outgoing.mirrored_folder, locator)
        self.aside.remember(known)
        return newest(known, self._if_there(lambda: self.store.read(outgoing.mirrored_folder, locator), None))

    def save_folder(self, row: FolderRow, expected_revision: int) -> None:
        """Compare-and-set, there or here. Raises FolderChanged, CannotOpen."""
        self._or_here(
            lambda box: self._saved_there(box, row, expected_revision),
            lambda: self._save_here(row, expected_revision),
        )

    def post(self, envelope: Envelope, finish: Finish, expected_revision: int) -> Posted:
        """As Letterbox.post. Raises StoreUnavailable where the letterbox is away."""
        return self.post_all([Post(envelope, finish, expected_revision)])[0]

    def post_all(self, posts: Sequence[Post]) -> list[Posted]:
        """As Letterbox.post_all; the first one's folder is here already. Raises as `post`."""
        try:
            return self._caught_up(lambda: self._there().post_all(posts), posts[0].expected_revision)
        except StoreUnavailable as away:
            self._note(away)
            raise

    def posted(self, envelope_id: str) -> Posted | None:
        """What the letterbox answered to this envelope, if it has it and can be asked."""
        try:
            posted = self.remote.posted(envelope_id)
        except StoreUnavailable:
            return None
        self._away_until = None
        return posted

    def mark_filed(self, envelope_id: str) -> None:
        """Filed at the counter. Where it cannot be said now, receiving finds it filed and says so."""
        self._or_here(lambda box: box.mark_filed([envelope_id], clock.now()), lambda: None)

    def keep_in_mirror(self, row: FolderRow) -> None:
        """What the letterbox took from this counter, at once: it may fail before the next pull."""
        self.aside.remember(row)
        self._if_there(lambda: self.store.run(outgoing.mirror, row), None)

    def drop_folder(self, locator: bytes) -> None:
        """Nothing of it stays, there and here."""
        self.aside.drop(locator)
        self.store.run(outgoing.put_letters, (outgoing.Dropped(locator),))
        self.flush()

    def cards(self, locator: bytes, after_seq: int = 0) -> list[SealedCard]:
        """What the citizen was told, newest knowledge of both."""
        there: list[SealedCard] = self._or_here(lambda box: box.cards(locator, after_seq), list)
        here: list[SealedCard] = []
        mirrored = self._if_there(lambda: self.store.read(outgoing.mirrored_cards, locator, after_seq), here)
        both = {card.seq: card for card in (*mirrored, *there)}
        return [both[seq] for seq in sorted(both)]

    def put_blob(self, locator: bytes, data: bytes) -> tuple[bytes, bytes]:
        """Attachments need the letterbox: without it the original is seen at the counter. Raises StoreUnavailable."""
        return self._there().put_blob(locator, data)

    def blob(self, blob_id: bytes, key: bytes) -> bytes:
        return self._there().blob(blob_id, key)

    def drop_blob(self, blob_id: bytes) -> None:
        self._there().drop_blob(blob_id)

    def count_try(self, locator: bytes, day: date) -> int:
        return self._or_here(lambda box: box.count_try(locator, day), lambda: FIRST_TRY)

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
        """Sends out what waits; gives how much went. What cannot go now stays, and the next flush takes it.

        Never raises KeepingError: what was done before it is done.
        """
        sent = 0
        try:
            sent += self._take_from_aside()
            while letters := self.store.read(outgoing.take_letters, LETTERS):
                self._send_out(letters)
                sent += len(letters)
        except KeepingError as away:
            log.info("letters wait: %s", away.code)
        return sent

    def waiting_to_go(self) -> int:
        """How many letters wait in the outbox (64 stands for 64 or more)."""
        return len(self.store.read(outgoing.take_letters, LETTERS))

    def waits_here(self, locator: bytes) -> bool:
        """Whether something of this folder has not gone out yet (asked of the next 64 letters)."""
        if self.aside.find(locator) is not None:
            return True
        none: list[outgoing.Outgoing] = []
        letters = self._if_there(lambda: self.store.read(outgoing.take_letters, LETTERS), none)
        return any(one.letter.locator == locator for one in letters)

    def pull_mirror(self) -> int:
        """Copies what changed in the letterbox since the last pull; gives how many folders. Raises StoreUnavailable."""
        pulled, more = 0, True
        while more:
            mark = self.store.read(upkeep.setting, MIRROR_MARK) or ""
            changed = self.remote.changed_folders(mark)
            self._away_until = None
            for row in changed.rows:
                self.store.run(outgoing.mirror, row)
            self.store.run(upkeep.put_setting, MIRROR_MARK, changed.mark)
            pulled, more = pulled + len(changed.rows), changed.more
        return pulled

    @property
    def away(self) -> bool:
        """Whether it did not answer just now; no longer than that where the clock was set back."""
        until = self._away_until
        return until is not None and timedelta(0) < until - clock.now() <= AWAY_FOR

    def reachable(self) -> bool:
        """Whether the letterbox answers now."""
        try:
            self.remote.backlog()
        except StoreUnavailable:
            return False
        return True

    def _send_out(self, letters: Sequence[outgoing.Outgoing]) -> None:
        ids = [one.id for one in letters]
        try:
            self._deliver([one.letter for one in letters])
        except StoreUnavailable:
            self.store.run(outgoing.letters_tried, ids)
            raise
        self.store.run(outgoing.letters_done, ids)

    def _deliver(self, letters: Sequence[outgoing.Letter]) -> None:
        box = self._there()
        for is_card, run in groupby(letters, key=lambda letter: isinstance(letter, SealedCard)):
            together = list(run)
            if is_card:
                box.push_cards([card for card in together if isinstance(card, SealedCard)])
                continue
            for letter in together:
                if isinstance(letter, FolderRow):
                    self._push(box, letter)
                else:
                    box.drop_folder(letter.locator)

    def _push(self, box: DatabaseLetterbox, row: FolderRow) -> None:
        """A folder from here. Where the letterbox went on with a draft of what was sent here, sent it stays."""
        if box.push_folder(row):
            return
        there = box.folder(row.locator)
        if there is not None and row.front is not None and there.front is None:
            # Every part keeps the revision it was sealed at; a later row may hold it.
            later = replace(row, revision=there.revision + 1)
            box.save_folder(later, there.revision)
            self.store.run(outgoing.mirror, later)

    def _open_here(self, row: FolderRow, sending: tuple[bytes, bytes] | None) -> bytes | None:
        try:
            return self.store.run(outgoing.open_once, row, sending)
        except StoreUnavailable:
            return self.aside.open(row, sending)

    def _opened_here(self, key_hash: bytes) -> bytes | None:
        kept = self._if_there(lambda: self.store.read(outgoing.opened_by, key_hash), None)
        return kept or self.aside.opened(key_hash)

    def _save_here(self, row: FolderRow, expected_revision: int) -> None:
        """From the row as it was last seen: the pull may have been before it was saved."""
        before = newest(self.aside.find(row.locator), self.aside.remembered(row.locator))
        try:
            self.store.run(outgoing.save_after, before, row, expected_revision)
            self.aside.remember(row)
        except StoreUnavailable:
            self.aside.save(row, expected_revision)

    def _opened_there(
        self, box: DatabaseLetterbox, row: FolderRow, sending: tuple[bytes, bytes] | None
    ) -> bytes | None:
        earlier = box.open_folder(row, sending)
        if earlier is None:
            self.keep_in_mirror(row)
        return earlier

    def _saved_there(self, box: DatabaseLetterbox, row: FolderRow, expected_revision: int) -> None:
        self._caught_up(lambda: box.save_folder(row, expected_revision), expected_revision)
        self.keep_in_mirror(row)

    def _take_from_aside(self) -> int:
        """What could be put nowhere else goes to the outbox; where the store is away still, to the letterbox."""
        taken = 0
        for row in self.aside.rows():
            try:
                self.store.run(outgoing.put_letters, (row,))
            except StoreUnavailable:
                self._push(self._there(), row)
            self.aside.taken(row)
            taken += 1
        return taken

    def _caught_up(self, do: Callable[[], T], expected_revision: int) -> T:
        """Does it; where the letterbox is behind what waits here, sends that out first and does it again."""
        try:
            return do()
        except FolderChanged as changed:
            if int(str(changed.params["revision"])) >= expected_revision:
                raise
        except CannotOpen:
            pass  # made while the letterbox was away
        self.flush()
        return do()

    def _there(self) -> DatabaseLetterbox:
        if self.away:
            raise StoreUnavailable("letterbox_away")
        return self.remote

    def _or_here(self, there: Callable[[DatabaseLetterbox], T], here: Callable[[], T]) -> T:
        try:
            return there(self._there())
        except StoreUnavailable as away:
            self._note(away)
            return here()

    def _note(self, away: StoreUnavailable) -> None:
        if away.code == "store_gone":
            self._away_until = clock.now() + AWAY_FOR

    @staticmethod
    def _if_there(read: Callable[[], T], otherwise: T) -> T:
        """What the office's store says, where it can be read: the letterbox alone is enough to go on with."""
        try:
            return read()
        except StoreUnavailable:
            return otherwise
