"""The two sides as casework sees them: what the internet side has at hand, and what both sides share.

The office's side, with its store and its vault, is in `office.py`, which the portal never imports.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Protocol

from shared.casework.catalogue_in import CatalogueIn
from shared.casework.fresh import Fresh
from shared.casework.keys_in_use import KeysInUse
from shared.catalogue.catalogue import Catalogue
from shared.errors import SettingsError
from shared.records import keyring
from shared.records.blobs import BlobFolder
from shared.records.card import SealedCard
from shared.records.database import migrate, open_engine
from shared.records.envelope import Body, Head
from shared.records.folder import FolderRow
from shared.records.front.arrivals import Post
from shared.records.keyring import FrontKeys
from shared.records.letterbox import DatabaseLetterbox
from shared.records.proof import make_proof
from shared.records.sealing import PublicKeys, seal_envelope
from shared.records.signing_keys import SigningKey
from shared.settings import Settings

Finish = Callable[[datetime, str], FolderRow]  # (received_at, proof) → the folder as it will be kept


@dataclass(frozen=True, repr=False)
class Sending:
    """What is to be sent: head, body, the answers' digest (8 bytes), and how the folder looks afterwards."""

    head: Head
    body: Body
    digest: bytes
    finish: Finish
    expected_revision: int


@dataclass(frozen=True, repr=False)
class Sent:
    """What is durable now. `proof` is the receipt token; `fresh` is False when it had been sent before.

    `folder`: as it is from now on, where neither letterbox nor mirror could take it yet (spool.py).
    """

    received_at: datetime
    proof: str
    fresh: bool
    folder: FolderRow | None = None


class Folders(Protocol):
    """What applying needs of a letterbox. The counter's has a mirror behind it (counter_letterbox.py)."""

    def open_folder(self, row: FolderRow, sending: tuple[bytes, bytes] | None = None) -> bytes | None: ...
    def folder(self, locator: bytes) -> FolderRow | None: ...
    def save_folder(self, row: FolderRow, expected_revision: int) -> None: ...
    def cards(self, locator: bytes, after_seq: int = 0) -> list[SealedCard]: ...
    def put_blob(self, locator: bytes, data: bytes) -> tuple[bytes, bytes]: ...
    def blob(self, blob_id: bytes, key: bytes) -> bytes: ...
    def drop_blob(self, blob_id: bytes) -> None: ...
    def keep_pass(self, pass_hash: bytes, locator: bytes, sealed: bytes, expires_at: datetime) -> None: ...
    def pass_rows(self, pass_hash: bytes, now: datetime) -> list[bytes]: ...
    def drop_pass(self, pass_hash: bytes, locator: bytes | None = None) -> None: ...
    def count_try(self, locator: bytes, day: date) -> int: ...
    def clear_tries(self, locator: bytes, day: date) -> None: ...
    def drop_folder(self, locator: bytes) -> None: ...


class Side(Protocol):
    """What applying needs, at home and at the counter."""

    @property
    def maker(self) -> str: ...  # first letter of the references made here
    @property
    def channel(self) -> str: ...  # by which way in what is written here comes: "online" or "counter"
    @property
    def settings(self) -> Settings: ...
    @property
    def letterbox(self) -> Folders: ...
    @property
    def blobs(self) -> BlobFolder: ...
    @property
    def public(self) -> PublicKeys: ...
    @property
    def salt(self) -> bytes: ...
    def catalogue(self) -> Catalogue: ...
    def send(self, sending: Sending) -> Sent: ...
    def send_all(self, sendings: Sequence[Sending]) -> list[Sent]: ...  # all or none
    def waits_here(self, locator: bytes) -> bool: ...  # the letterbox does not have the newest of this folder yet


@dataclass(frozen=True, repr=False)
class FrontSide(KeysInUse[FrontKeys]):
    """The internet side: seals and posts; can read nothing that it has posted."""

    settings: Settings
    letterbox: DatabaseLetterbox
    blobs: BlobFolder
    keys: Fresh[FrontKeys]
    maker: str = "A"
    channel: str = "online"

    @cached_property
    def catalogue_in(self) -> CatalogueIn:
        """What the office has sent out, as it came."""
        return CatalogueIn(self.letterbox, self.keys, self.settings.front_var)

    def catalogue(self) -> Catalogue:
        """The catalogue that is served now. Raises EditionRefused where the office has never sent one."""
        return self.catalogue_in.served()

    def send(self, sending: Sending) -> Sent:
        """Seals and posts in one commit. Raises StoreUnavailable, FolderChanged, ReferenceTaken."""
        envelope = seal_envelope(sending.head, sending.body, self.public)
        posted = self.letterbox.post(envelope, finishing(self.signer, sending), sending.expected_revision)
        return Sent(posted.received_at, posted.token, posted.fresh)

    def send_all(self, sendings: Sequence[Sending]) -> list[Sent]:
        """As `send`: several in one commit, all or none."""
        if len(sendings) == 1:
            return [self.send(sendings[0])]
        posted = self.letterbox.post_all([self._post(sending) for sending in sendings])
        return [Sent(one.received_at, one.token, one.fresh) for one in posted]

    def _post(self, sending: Sending) -> Post:
        envelope = seal_envelope(sending.head, sending.body, self.public)
        return Post(envelope, finishing(self.signer, sending), sending.expected_revision)

    def waits_here(self, locator: bytes) -> bool:
        """Never: here is the letterbox."""
        return False


def finishing(signer: SigningKey, sending: Sending) -> Callable[[datetime], tuple[str, FolderRow]]:
    """What the letterbox asks for when it takes an envelope: time of arrival → (receipt token, folder)."""

    def finish(received_at: datetime) -> tuple[str, FolderRow]:
        proof = proof_of(signer, sending, received_at)
        return proof, sending.finish(received_at, proof)

    return finish


def proof_of(signer: SigningKey, sending: Sending, received_at: datetime) -> str:
    """The receipt token of what is being sent."""
    procedure = sending.body.procedure
    return make_proof(signer, sending.head.reference, procedure.hash, received_at, sending.digest)


def open_front(settings: Settings) -> FrontSide:
    """The internet side of this machine; migrates its store. Raises SettingsError, StoreUnavailable."""
    keys = Fresh(lambda: keyring.load_front_keys(settings.front_keys), keep_on=SettingsError)
    engine = open_engine(settings.letterbox_url)
    migrate(engine, "front")
    blobs = BlobFolder(settings.blobs)
    letterbox = DatabaseLetterbox(engine, blobs)
    return FrontSide(settings, letterbox, blobs, keys)
