"""The office's side (LGWAN): its store, its vault, and the counter's way of sending, which is filing.

Never imported by the portal. The private keys of envelopes are not here but in `receiving`.
"""

import contextlib

from shared.casework import filing
from shared.casework.arrival import Arrival
from shared.casework.counter_letterbox import CounterLetterbox
from shared.casework.fresh import Fresh
from shared.casework.sides import Sending, Sent, proof_of
from shared.casework.workplace import Workplace
from shared.errors import SettingsError, StoreUnavailable
from shared.language import clock
from shared.records import keyring
from shared.records.blobs import BlobFolder
from shared.records.database import migrate, open_engine
from shared.records.letterbox import DatabaseLetterbox
from shared.records.store.office import OfficeStore
from shared.records.vault import Vault
from shared.settings import Settings


class OfficeSide(Workplace):
    """What the kiosk, the review desk and receiving work with: a workplace that files what its counter sends."""

    def send(self, sending: Sending) -> Sent:
        """Files at once; the folder goes to the letterbox with it. Raises StoreUnavailable."""
        received_at = clock.now()
        proof = proof_of(self.signer, sending, received_at)
        row = sending.finish(received_at, proof)
        arrival = Arrival(sending.head, sending.body, received_at, proof)
        filed = filing.file(self, arrival, row)
        self.letterbox.flush()
        return Sent(filed.received_at, filed.proof, filed.fresh)


def open_office(settings: Settings) -> OfficeSide:
    """The office's side of this machine; migrates its store. Raises SettingsError, StoreUnavailable."""
    keys = Fresh(lambda: keyring.load_office_keys(settings.office_keys), keep_on=SettingsError)
    engine = open_engine(settings.office_url)
    migrate(engine, "office")
    vault = Vault(keys.get().vault)
    store = OfficeStore(engine, vault)
    blobs = BlobFolder(settings.blobs)
    letterbox = CounterLetterbox(_letterbox(settings, blobs), store)
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
