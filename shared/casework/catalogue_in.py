"""The catalogue as the portal has it: what the office has sent out, and nothing else (OBJECTS.md, Edition).

    letterbox ──at most once a second──▶ signed by the office? of this city? newer than ours? whole? without mistakes?
        all of it:  it is served at once, and kept as it came in `front/catalogue/edition` for the next start
        else:       the last good one is served; the log, /readyz and `doctor` say why

The file of the catalogue itself is the office's, and is never looked for here.
"""

import logging
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from shared.casework.fresh import Fresh
from shared.catalogue import archive, compiled
from shared.catalogue.catalogue import Catalogue, problems_as_lines
from shared.catalogue.own_files import own_bytes, own_folder
from shared.errors import CatalogueError, EditionRefused, MadoguchiError, StoreUnavailable
from shared.records.edition import SIGNATURE_BYTES, Cover, Edition, EditionHead, check_archive, read_cover
from shared.records.keyring import FrontKeys
from shared.records.letterbox import DatabaseLetterbox
from shared.whole_files import write_whole

EVERY = 1.0  # seconds between two looks
AWAY = 10.0  # after the letterbox was away
FILE = "edition"

log = logging.getLogger("madoguchi.catalogue")


@dataclass(frozen=True, repr=False)
class _Held:
    """What is served."""

    cover: Cover
    head: EditionHead
    catalogue: Catalogue


class CatalogueIn:
    """One a process; shared by its threads."""

    def __init__(self, letterbox: DatabaseLetterbox, keys: Fresh[FrontKeys], folder: Path) -> None:
        self._letterbox, self._keys, self._folder = letterbox, keys, folder
        self._lock = threading.Lock()
        self._held: _Held | None = None
        self._refused = ""  # why what lies in the letterbox is not served
        self._unknown: Cover | None = None  # of which nobody knows the key, also after the keys were read again
        self._bad: tuple[Cover, str] | None = None  # an archive is judged once
        self._next_look = 0.0

    def served(self) -> Catalogue:
        """The newest that may be served.

        Raises EditionRefused where there has never been one; StoreUnavailable where nobody can say.
        """
        if self._due and self._lock.acquire(blocking=self._held is None):
            try:
                if self._due:
                    self._look()
            finally:
                self._lock.release()
        if self._held is None:
            raise EditionRefused(self._refused or "catalogue_missing")
        return self._held.catalogue

    def look(self) -> str:
        """Looks now. Why what lies in the letterbox is not served; empty where it is. Raises StoreUnavailable."""
        with self._lock:
            self._look()
            return self._refused

    @property
    def _due(self) -> bool:
        """One thread looks; the others go on with what is served."""
        return self._held is None or time.monotonic() >= self._next_look

    @property
    def refused(self) -> str:
        """As `look` gave it last."""
        return self._refused

    def _look(self) -> None:
        if self._held is None:
            self._held = self._kept()
        self._next_look = time.monotonic() + EVERY
        try:
            refused = self._judge(self._letterbox.edition_cover())
        except StoreUnavailable:
            self._next_look = time.monotonic() + AWAY
            if self._held is None:
                raise
            return  # what is away is told elsewhere
        if refused and refused != self._refused:
            log.error("the catalogue in the letterbox is not served: %s", refused)
        self._refused = refused

    def _judge(self, cover: Cover | None) -> str:
        """The code of what is wrong with it; empty where it is what is served now."""
        if cover is None:
            return "catalogue_missing"
        try:
            self._signed(cover)
            if self._held is not None and cover == self._held.cover:
                return ""
            if self._bad is not None and self._bad[0] == cover:
                return self._bad[1]
            edition = self._letterbox.edition(archive.LARGEST)
            return "catalogue_missing" if edition is None else self._take(edition)
        except EditionRefused as refused:
            return refused.code

    def _signed(self, cover: Cover) -> EditionHead:
        """What the office has signed, with the keys that it has now, and not older than ours. Raises EditionRefused."""
        try:
            head = self._read(cover, self._keys.get())
        except EditionRefused:
            if cover == self._unknown:
                raise
            self._unknown = cover
            head = self._read(cover, self._keys.again())  # perhaps the office has a new key
        held = self._held.head if self._held is not None else head
        older = (head.number, head.texts) != (held.number, held.texts) and head.number <= held.number
        if older and head.installation == held.installation:
            raise EditionRefused("catalogue_older")
        return head

    @staticmethod
    def _read(cover: Cover, keys: FrontKeys) -> EditionHead:
        return read_cover(cover, keys.public, keys.public.installation)

    def _take(self, edition: Edition) -> str:
        """Serves it from now on, or says why not. Raises EditionRefused where another one came meanwhile."""
        head = self._signed(edition.cover)
        try:
            self._held = self._opened(edition, head)
        except (EditionRefused, CatalogueError) as refused:
            self._bad = (edition.cover, refused.code)
            if isinstance(refused, CatalogueError):
                log.error("%s", "\n".join(problems_as_lines(refused.problems)))
            return refused.code
        self._keep(edition)
        log.info("a new catalogue is served: %s of %s", head.number, head.published_at.isoformat())
        return ""

    def _opened(self, edition: Edition, head: EditionHead) -> _Held:
        check_archive(head, edition.archive)
        return _Held(edition.cover, head, archive.catalogue_in(edition.archive, head.texts, self._folder))

    def _keep(self, edition: Edition) -> None:
        folder = own_folder([self._folder], compiled.FOLDER, make=True)
        if folder is not None:
            with suppress(OSError):  # a full disk: the next start asks the letterbox
                write_whole(folder / FILE, edition.cover.signature + edition.cover.head + b"\n" + edition.archive)

    def _kept(self) -> _Held | None:
        """What this front served last, where it is still what the office has signed."""
        folder = own_folder([self._folder], compiled.FOLDER)
        data = own_bytes(folder / FILE, archive.LARGEST * 2) if folder is not None else b""
        if not data:
            return None
        head, _, packed = data[SIGNATURE_BYTES:].partition(b"\n")
        edition = Edition(Cover(head, data[:SIGNATURE_BYTES]), packed)
        try:
            return self._opened(edition, self._signed(edition.cover))
        except MadoguchiError as refused:
            log.error("the catalogue that was kept is not served: %s", refused.code)
            return None
