"""脇に置いた手続: folders that neither letterbox nor store can take now (OBJECTS.md, "Counter without letterbox").

    office/aside/folders/<locator>.json     the newest row of the folder: cipher, as the letterbox keeps it
    office/aside/keys/<hash>                what an idempotency key opened meanwhile

What this process has seen of folders stays in its memory as well, as cipher, so that a case in hand goes on although
neither can be asked. Whoever has the disk reads no answer: a draft opens with its code alone.
"""

import json
import logging
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.errors import CannotUnseal, FolderChanged
from shared.records.boxes import canonical
from shared.records.database import locked, on_disk
from shared.records.folder import FolderRow
from shared.records.shapes import ShapeWrong, from_plain, to_plain
from shared.whole_files import sync_folder, write_whole

REMEMBERED = 512  # rows in memory: more visitors than a day has

log = logging.getLogger("madoguchi.aside")


class FoldersAside:
    """Rows on the kiosk's disk, 0700 and 0600, and the last ones seen. An older row never replaces a newer one."""

    def __init__(self, path: Path) -> None:
        self._path, self._folders, self._keys = path, path / "folders", path / "keys"
        self._seen: OrderedDict[bytes, FolderRow] = OrderedDict()
        self._guard = threading.Lock()

    def remember(self, row: FolderRow) -> None:
        """As the letterbox or the store has it now."""
        with self._guard:
            known = self._seen.pop(row.locator, None)
            self._seen[row.locator] = known if known is not None and known.revision > row.revision else row
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)

    def remembered(self, locator: bytes) -> FolderRow | None:
        """As it was last seen by this process."""
        with self._guard:
            return self._seen.get(locator)

    def find(self, locator: bytes) -> FolderRow | None:
        """What waits on the disk."""
        return _read(self._of(locator))

    def rows(self) -> Iterator[FolderRow]:
        """All that waits on the disk."""
        for path in sorted(self._folders.glob("*.json")):
            try:
                row = _read(path)
            except CannotUnseal as damaged:
                log.error("folder aside %s cannot be read: %s", path.stem, damaged.code)
                continue
            if row is not None:
                yield row

    def open(self, row: FolderRow, sending: tuple[bytes, bytes] | None) -> bytes | None:
        """A new folder; or the box that this key left here before. Raises StoreUnavailable."""
        with self._turn():
            earlier = self.opened(sending[0]) if sending else None
            if earlier is None:
                self._write(row)
                if sending:
                    write_whole(self._key(sending[0]), sending[1])
            return earlier

    def opened(self, key_hash: bytes) -> bytes | None:
        """The box that this key left here."""
        path = self._key(key_hash)
        with on_disk():
            return path.read_bytes() if path.exists() else None

    def save(self, row: FolderRow, expected_revision: int) -> None:
        """Compare-and-set with the newest that is known. Raises FolderChanged, StoreUnavailable."""
        with self._turn():
            known = newest(self.find(row.locator), self.remembered(row.locator))
            if known is not None and known.revision != expected_revision:
                raise FolderChanged("folder_changed", revision=known.revision)
            self._write(row)

    def put(self, row: FolderRow) -> None:
        """What was sent, whatever was here before. Raises StoreUnavailable."""
        with self._turn():
            self._write(row)

    def taken(self, row: FolderRow) -> None:
        """Store or letterbox has it. What was saved here since stays."""
        with self._turn():
            waiting = self.find(row.locator)
            if waiting is not None and waiting.revision <= row.revision:
                self._of(row.locator).unlink()
                sync_folder(self._folders)

    def drop(self, locator: bytes) -> None:
        """Nothing of it stays."""
        with self._guard:
            self._seen.pop(locator, None)
        with on_disk():
            self._of(locator).unlink(missing_ok=True)

    def _write(self, row: FolderRow) -> None:
        write_whole(self._of(row.locator), canonical(to_plain(row)))
        self.remember(row)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One after the other, the processes of this machine too."""
        with on_disk():
            for folder in (self._path, self._folders, self._keys):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with locked(self._path / "lock"):
                yield

    def _of(self, locator: bytes) -> Path:
        return self._folders / f"{locator.hex()}.json"

    def _key(self, key_hash: bytes) -> Path:
        return self._keys / key_hash.hex()


def newest(*rows: FolderRow | None) -> FolderRow | None:
    """Of several states of one folder the last; the first named where two are alike."""
    there = [row for row in rows if row is not None]
    return max(there, key=lambda row: row.revision) if there else None


def _read(path: Path) -> FolderRow | None:
    with on_disk():
        if not path.exists():
            return None
        data = path.read_bytes()
    try:
        return from_plain(FolderRow, json.loads(data))
    except (ShapeWrong, ValueError, RecursionError):
        raise CannotUnseal("part_unreadable", part="folder") from None
