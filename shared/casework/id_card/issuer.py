"""Who signs people in by their card: its addresses and keys, asked for once an hour and when a key is new."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Final, Generic, TypeVar
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from shared.casework.id_card.wire import WHOLE, Reply, Wire, origin_of
from shared.errors import IdCardAway
from shared.language import clock

KEPT: Final = timedelta(hours=1)
NEW_KEY_PAUSE: Final = timedelta(minutes=1)  # between two looks for a key that nobody knows
AWAY_PAUSE: Final = timedelta(seconds=15)  # after a failure: many who wait in vain must not hold every thread
MOST_KEYS: Final = 20
WELL_KNOWN: Final = "/.well-known/openid-configuration"

Kept = TypeVar("Kept")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Addresses:
    """Where the issuer is asked. All of them are on its own host."""

    issuer: str
    authorization: str
    token: str
    userinfo: str
    keys: str
    names_itself: bool  # says who it is when it sends people back (RFC 9207)


@dataclass
class _Remembered(Generic[Kept]):
    """One thing of the issuer's, until it is old."""

    ask: Callable[[], Kept]
    value: Kept | None = None
    since: datetime = _LONG_AGO
    failed: datetime = _LONG_AGO

    def now(self, older_than: timedelta = KEPT) -> Kept:
        """As it is now. Raises IdCardAway, at once where it was away a moment ago."""
        at = clock.now()
        if self.value is not None and timedelta(0) <= at - self.since < older_than:
            return self.value
        if timedelta(0) <= at - self.failed < AWAY_PAUSE:
            raise IdCardAway("id_card_away", why="away_before")
        try:
            self.value, self.since = self.ask(), at
        except IdCardAway:
            self.failed = clock.now()
            raise
        return self.value


class Issuer:
    """One issuer. Safe in threads: one asks, the others wait for the answer, not longer than it may take."""

    def __init__(self, address: str, wire: Wire) -> None:
        self.address = address
        self.wire = wire
        self._addresses = _Remembered(self._ask_addresses)
        self._keys = _Remembered(self._ask_keys)
        self._lock = Lock()

    @property
    def host(self) -> str:
        """How the record calls it."""
        return urlsplit(self.address).hostname or ""

    def addresses(self) -> Addresses:
        """Raises IdCardAway."""
        with self._alone():
            return self._addresses.now()

    def keys(self, kid: str) -> KeySet:
        """The keys, looked up anew where none of them is called `kid`: issuers change keys. Raises IdCardAway."""
        with self._alone():
            found = self._keys.now()
            return found if any(key.kid == kid for key in found.keys) else self._keys.now(NEW_KEY_PAUSE)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._lock.acquire(timeout=WHOLE):
            raise IdCardAway("id_card_away", why="busy")
        try:
            yield
        finally:
            self._lock.release()

    def _ask_addresses(self) -> Addresses:
        said = _good(self.wire.get(self.address.rstrip("/") + WELL_KNOWN))
        named = [said.get(key) for key in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")]
        if said.get("issuer") != self.address or not all(self._own(one) for one in named):
            raise IdCardAway("id_card_away", why="metadata")
        methods = said.get("code_challenge_methods_supported")
        if not isinstance(methods, list) or "S256" not in methods:
            raise IdCardAway("id_card_away", why="pkce")
        names_itself = said.get("authorization_response_iss_parameter_supported") is True
        authorization, token, userinfo, keys = map(str, named)
        return Addresses(self.address, authorization, token, userinfo, keys, names_itself)

    def _ask_keys(self) -> KeySet:
        said = _good(self.wire.get(self._addresses.now().keys))
        listed = said.get("keys")
        if not isinstance(listed, list) or not 0 < len(listed) <= MOST_KEYS:
            raise IdCardAway("id_card_away", why="keys")
        # Of what it lists, keys to check signatures with: a shared secret is none, whatever it is called.
        usable = [one for one in listed if isinstance(one, dict) and one.get("kty") in ("RSA", "EC")]
        usable = [one for one in usable if one.get("use", "sig") == "sig" and one.get("kid") and "d" not in one]
        try:
            return KeySet.import_key_set({"keys": usable})
        except (JoseError, ValueError, TypeError) as error:
            raise IdCardAway("id_card_away", why="keys") from error

    def _own(self, address: object) -> bool:
        return isinstance(address, str) and origin_of(address) == self.wire.origin


def _good(reply: Reply) -> dict[str, object]:
    """What it says. A redirect is no answer: keys are never fetched from where somebody else points."""
    if reply.status != 200:
        raise IdCardAway("id_card_away", why=f"status_{reply.status}")
    return reply.json()
