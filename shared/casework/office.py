"""The office's side (LGWAN): its store, its vault, and the counter's way of sending, which is filing.

Never imported by the portal. The private keys of envelopes are not here but in `receiving`.
"""

import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shared.casework import filing
from shared.casework.arrival import Arrival, Filed
from shared.casework.at_hand import AtHand
from shared.casework.counter_letterbox import CounterLetterbox
from shared.casework.digest import content_digest
from shared.casework.folders_aside import FoldersAside
from shared.casework.fresh import Fresh
from shared.casework.sides import Sending, Sent, finishing, proof_of
from shared.casework.workplace import Workplace
from shared.errors import (
    FolderChanged,
    KeepingError,
    SettingsError,
    StoreUnavailable,
    SubmissionChanged,
    SubmissionNotFound,
)
from shared.language import clock
from shared.records import keyring
from shared.records.blobs import BlobFolder
from shared.records.database import migrate, open_engine
from shared.records.envelope import Envelope
from shared.records.folder import FolderRow
from shared.records.front.arrivals import Post, Posted
from shared.records.letterbox import DatabaseLetterbox
from shared.records.proof import read_proof
from shared.records.sealing import seal_envelope
from shared.records.store.office import OfficeStore
from shared.records.vault import Vault
from shared.settings import Settings

log = logging.getLogger("madoguchi.office")


@dataclass(frozen=True, repr=False)
class OfficeSide(Workplace):
    """What the kiosk, the review desk and receiving work with: a workplace that files what its counter sends."""

    at_hand: AtHand = field(default_factory=AtHand, compare=False)

    def send(self, sending: Sending) -> Sent:
        """Posts like every way in, so that one commit decides between home and counter, and files at once.

        Without the letterbox it is filed here, and without both it is spooled; each is durable when this returns.
        Raises FolderChanged, ReferenceTaken; StoreUnavailable where nothing could take it.
        """
        spooled = self.spool.find(sending.head.id)
        if spooled is not None:
            return Sent(spooled.received_at, spooled.proof, False, spooled.folder)
        try:
            return self._take(sending)
        except FolderChanged:
            earlier = self._filed_before(sending)
            if earlier is None:
                raise
            return earlier

    def send_all(self, sendings: Sequence[Sending]) -> list[Sent]:
        """As `send`: what was written together is taken together, wherever it is taken. The first one's folder is
        that of the draft: it goes to the spool last, so that what was cut off there is sent again whole.
        """
        if len(sendings) == 1:
            return [self.send(sendings[0])]
        spooled = self._spooled(sendings)
        if spooled is not None:
            return spooled
        try:
            return self._take_all(sendings)
        except FolderChanged:
            earlier = [self._filed_before(sending) for sending in sendings]
            if None in earlier:
                raise
            return [sent for sent in earlier if sent is not None]

    def _take_all(self, sendings: Sequence[Sending]) -> list[Sent]:
        posts = [self._post(sending) for sending in sendings]
        posted: list[Posted] | None
        try:
            posted = self.letterbox.post_all(posts)
        except StoreUnavailable as away:
            log.warning("the letterbox is away: %s", away.code)
            known = [self.letterbox.posted(sending.head.id) for sending in sendings]
            posted = None if None in known else [one for one in known if one is not None]
        if posted is None:
            return self._file_all_here(sendings, posts)
        return [self._file_posted(sending, one) for sending, one in zip(sendings, posted, strict=True)]

    def _post(self, sending: Sending) -> Post:
        envelope = seal_envelope(sending.head, sending.body, self.public)
        return Post(envelope, finishing(self.signer, sending), sending.expected_revision)

    def _spooled(self, sendings: Sequence[Sending]) -> list[Sent] | None:
        """What they got where all of them wait on the disk."""
        found = [self.spool.find(sending.head.id) for sending in sendings]
        if None in found:
            return None
        return [Sent(one.received_at, one.proof, False, one.folder) for one in found if one is not None]

    def _file_all_here(self, sendings: Sequence[Sending], posts: Sequence[Post]) -> list[Sent]:
        received_at = clock.now()
        made = [finishing(self.signer, sending)(received_at) for sending in sendings]
        try:
            self._check_unchanged(made[0][1], sendings[0].expected_revision)
            together = [
                (Arrival(sending.head, sending.body, received_at, proof), row)
                for sending, (proof, row) in zip(sendings, made, strict=True)
            ]
            filed = filing.file_all(self, together)
        except StoreUnavailable as away:
            log.warning("the store is away: %s", away.code)
            kept = [
                self._put_by(post.envelope, received_at, proof, row)
                for post, (proof, row) in reversed(list(zip(posts, made, strict=True)))
            ]
            return kept[::-1]
        sent = zip(sendings, made, filed, strict=True)
        return [self._as_filed(sending, proof, row, one, received_at) for sending, (proof, row), one in sent]

    def _take(self, sending: Sending) -> Sent:
        envelope = seal_envelope(sending.head, sending.body, self.public)
        try:
            finish = finishing(self.signer, sending)
            posted: Posted | None = self.letterbox.post(envelope, finish, sending.expected_revision)
        except StoreUnavailable as away:
            log.warning("the letterbox is away: %s", away.code)
            posted = self.letterbox.posted(sending.head.id)  # perhaps only its answer was lost
        return self._file_here(sending, envelope) if posted is None else self._file_posted(sending, posted)

    def waits_here(self, locator: bytes) -> bool:
        """Whether the letterbox does not have the newest of this folder yet."""
        return self.letterbox.waits_here(locator)

    def _filed_before(self, sending: Sending) -> Sent | None:
        """What this very envelope got when it was filed here without the letterbox."""
        try:
            filed = self.store.filed_as(sending.head.id)
        except StoreUnavailable:
            return None
        if filed is None or filed.digest != content_digest(sending.body):
            return None
        return Sent(filed.received_at, proof_of(self.signer, sending, filed.received_at), False)

    def _file_posted(self, sending: Sending, posted: Posted) -> Sent:
        """Files what the letterbox has. Another content under its id came before: then that one is filed."""
        if not posted.fresh and read_proof(posted.token, self.public).digest8 != sending.digest:
            return Sent(posted.received_at, posted.token, False)
        self._file_now(Arrival(sending.head, sending.body, posted.received_at, posted.token))
        folder = sending.finish(posted.received_at, posted.token)
        self.letterbox.keep_in_mirror(folder)
        return Sent(posted.received_at, posted.token, posted.fresh, folder)

    def _file_now(self, arrival: Arrival) -> None:
        """What cannot be filed now lies safe in the letterbox, and receiving files it."""
        try:
            filing.file(self, arrival)
        except (KeepingError, SubmissionNotFound, SubmissionChanged) as later:
            log.warning("filed later: %s", later.code)
            return
        self.letterbox.mark_filed(arrival.head.id)
        self.letterbox.flush()

    def _file_here(self, sending: Sending, envelope: Envelope) -> Sent:
        received_at = clock.now()
        proof, row = finishing(self.signer, sending)(received_at)
        try:
            self._check_unchanged(row, sending.expected_revision)
            filed = filing.file(self, Arrival(sending.head, sending.body, received_at, proof), row)
        except StoreUnavailable as away:
            log.warning("the store is away: %s", away.code)
            return self._put_by(envelope, received_at, proof, row)
        return self._as_filed(sending, proof, row, filed, received_at)

    def _check_unchanged(self, row: FolderRow, expected_revision: int) -> None:
        known = self.letterbox.folder(row.locator)
        if known is not None and known.revision != expected_revision:
            raise FolderChanged("folder_changed", revision=known.revision)

    def _put_by(self, envelope: Envelope, received_at: datetime, proof: str, row: FolderRow) -> Sent:
        kept = self.spool.keep(envelope, received_at, proof, row)
        self.letterbox.aside.put(kept.folder)
        return Sent(kept.received_at, kept.proof, True, kept.folder)

    def _as_filed(self, sending: Sending, proof: str, row: FolderRow, filed: Filed, received_at: datetime) -> Sent:
        if filed.fresh:
            return Sent(received_at, proof, True, row)
        return Sent(filed.received_at, proof_of(self.signer, sending, filed.received_at), False)


def open_office(settings: Settings) -> OfficeSide:
    """The office's side of this machine; migrates its store. Raises SettingsError, StoreUnavailable."""
    keys = Fresh(lambda: keyring.load_office_keys(settings.office_keys), keep_on=SettingsError)
    engine = open_engine(settings.office_url)
    migrate(engine, "office")
    vault = Vault(keys.get().vault)
    store = OfficeStore(engine, vault)
    blobs = BlobFolder(settings.blobs)
    letterbox = CounterLetterbox(_letterbox(settings, blobs), store, FoldersAside(settings.office_var / "aside"))
    return OfficeSide(
        settings,
        store,
        vault,
        BlobFolder(settings.office_blobs),
        blobs,
        letterbox,
        keys,
    )


def _letterbox(settings: Settings, blobs: BlobFolder) -> DatabaseLetterbox:
    """The letterbox, reachable now or later; the counter goes on with the mirror while it is not."""
    engine = open_engine(settings.letterbox_url)
    with contextlib.suppress(StoreUnavailable):
        migrate(engine, "front")
    return DatabaseLetterbox(engine, blobs)
