"""The catalogue on its way outward: what the office serves goes into the letterbox, signed (OBJECTS.md, Edition).

A new one is made where the texts differ from those that lie there, or where what lies there is not signed by the key
that this office signs with today. A catalogue with mistakes never leaves the house. One process sends all the time
(`receive --watch`); commands that change files or keys send at once.
"""

import logging
import time
from collections.abc import Callable

from shared.catalogue import archive
from shared.catalogue.catalogue import Reading, latest
from shared.errors import CatalogueError, EditionRefused
from shared.language import clock
from shared.records.edition import Cover, EditionHead, check_archive, digest_of, make_edition, read_cover
from shared.records.keyring import OfficeKeys
from shared.records.letterbox import DatabaseLetterbox
from shared.settings import Settings

EVERY = 0.5  # seconds between two looks at the files
LETTERBOX_EVERY = 10.0  # seconds between two looks at the letterbox while the files stay as they are

log = logging.getLogger("madoguchi.catalogue")


class CatalogueOut:
    """Sends what the office serves."""

    def __init__(self, settings: Settings, keys: Callable[[], OfficeKeys], letterbox: DatabaseLetterbox) -> None:
        self._settings, self._keys, self._letterbox = settings, keys, letterbox
        self._sent: Reading | None = None  # lies in the letterbox, as far as we know
        self._look_again = 0.0

    def send(self) -> EditionHead | None:
        """Sends what is served, where it does not lie there already; what was sent, None where nothing had to be.

        Raises CatalogueError (nothing is sent), EditionRefused("catalogue_too_large"), StoreUnavailable.
        """
        reading = latest(self._settings.catalogue, self._settings.office_var)
        if reading.catalogue is None:
            raise CatalogueError(reading.problems)
        keys, there = self._keys(), self._letterbox.edition_cover()
        head = _signed_by(keys, there)
        by_todays_key = there is not None and there.signature[:1] == bytes([keys.signer.key_id])
        if head is not None and by_todays_key and head.texts == archive.remember(reading):
            self._sent = reading
            return None
        return self._send(reading, keys, there if head is not None else None, head)

    def follow(self) -> EditionHead | None:
        """As `send`, to be called all the time: costs next to nothing while nothing changes. Raises StoreUnavailable.

        What cannot be sent is told by whoever looks at the files: the last one stays.
        """
        reading = latest(self._settings.catalogue, self._settings.office_var)
        if reading.catalogue is None or (reading is self._sent and time.monotonic() < self._look_again):
            return None
        self._look_again = time.monotonic() + LETTERBOX_EVERY
        try:
            return self.send()
        except CatalogueError:
            return None  # broken since we looked
        except EditionRefused as refused:
            log.error("the catalogue is not sent out: %s", refused.code)
            self._sent = reading
            return None

    def _send(
        self, reading: Reading, keys: OfficeKeys, there: Cover | None, before: EditionHead | None
    ) -> EditionHead | None:
        """In the place of what lies there and is ours, or of whatever else lies there."""
        packed = archive.pack(self._settings.catalogue, reading)
        if packed is None:
            return None  # the files change just now: the next look sends them
        now = clock.now()
        number = max(before.number + 1 if before else 1, int(now.timestamp() * 1000))
        texts = archive.remember(reading)
        head = EditionHead(keys.public.installation, number, now, texts, digest_of(packed))
        edition = make_edition(keys.signer, head, packed)
        if not self._letterbox.put_edition(edition, there.signature if there else None):
            return None  # somebody else was first: the next look sees what lies there
        self._sent = reading
        log.info("the catalogue was sent out: %s", number)
        return head


def _signed_by(keys: OfficeKeys, cover: Cover | None) -> EditionHead | None:
    """What it says, where this office has signed it."""
    try:
        return read_cover(cover, keys.public, keys.public.installation) if cover is not None else None
    except EditionRefused:
        return None


def standing(settings: Settings, keys: OfficeKeys, letterbox: DatabaseLetterbox) -> EditionHead:
    """What portals are given now, looked at wholly. Raises EditionRefused, also "catalogue_not_sent" where it is not
    what is served here; StoreUnavailable.
    """
    edition = letterbox.edition(archive.LARGEST)
    if edition is None:
        raise EditionRefused("catalogue_missing")
    head = read_cover(edition.cover, keys.public, keys.public.installation)
    check_archive(head, edition.archive)
    reading = latest(settings.catalogue, settings.office_var)
    if reading.catalogue is not None and archive.remember(reading) != head.texts:
        raise EditionRefused("catalogue_not_sent")
    return head
