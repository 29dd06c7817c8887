"""What the office works with: its store, its vault, its keys, and the letterbox as it can reach it.

Filing, judging and reviewing need no more than this; `office.py` makes it a side that can also send.
"""

from dataclasses import dataclass

from shared.casework.counter_letterbox import CounterLetterbox
from shared.casework.fresh import Fresh
from shared.casework.keys_in_use import KeysInUse
from shared.casework.spool import Spool
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.serving import served
from shared.records.blobs import BlobFolder
from shared.records.keyring import OfficeKeys
from shared.records.store.office import OfficeStore
from shared.records.vault import Vault
from shared.settings import Settings


@dataclass(frozen=True, repr=False)
class Workplace(KeysInUse[OfficeKeys]):
    """The means of the office. Holds no private key of envelopes."""

    settings: Settings
    store: OfficeStore
    vault: Vault
    office_blobs: BlobFolder  # the office's own clean copies
    blobs: BlobFolder  # the letterbox's, where it is on this machine
    letterbox: CounterLetterbox
    keys: Fresh[OfficeKeys]
    maker: str = "B"
    channel: str = "counter"

    @property
    def spool(self) -> Spool:
        """Where the counter puts what nothing else can take."""
        return Spool(self.settings.office_var / "spool")

    def catalogue(self) -> Catalogue:
        """The catalogue that is served now."""
        return served(self.settings.catalogue, self.settings.office_var)
