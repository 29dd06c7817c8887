"""The keys that a side works with: read again from time to time, asked for by name."""

from typing import Generic, Protocol, TypeVar

from shared.casework.fresh import Fresh
from shared.records.sealing import PublicKeys
from shared.records.signing_keys import SigningKey


class SideKeys(Protocol):
    """What the keys of either side have."""

    @property
    def salt(self) -> bytes: ...
    @property
    def signer(self) -> SigningKey: ...
    @property
    def public(self) -> PublicKeys: ...


Keys = TypeVar("Keys", bound=SideKeys)


class KeysInUse(Generic[Keys]):
    """A side with keys, as they are now and not as they were at its start."""

    keys: Fresh[Keys]

    @property
    def public(self) -> PublicKeys:
        """public.json."""
        return self.keys.get().public

    @property
    def signer(self) -> SigningKey:
        """The side's key that signs today."""
        return self.keys.get().signer

    @property
    def salt(self) -> bytes:
        """The installation's salt."""
        return self.keys.get().salt
