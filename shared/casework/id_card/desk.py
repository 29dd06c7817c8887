"""Sign-ins by card of one portal process: on their way, and shown. In its memory and nowhere else.

A browser gets a cookie with 32 random bytes; here lies their digest. Whoever comes back must have that cookie, the
state of the same way, and the pass of the case; a way is good once and for ten minutes. What was shown belongs to one
case and ends after half an hour of stillness, after two hours, when the person leaves the case or sends it, and with
the process. Nothing connects it with another case, and another sign-in of the same browser ends it.
"""

import hashlib
import hmac
import os
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Final, Generic, TypeVar

from shared.casework.cases import Case
from shared.casework.id_card.exchange import Exchange, Way
from shared.casework.id_card.kept import subject_digest
from shared.casework.id_card.shown import ShownCard
from shared.errors import IdCardAway, IdCardRefused
from shared.language import clock

TOKEN_BYTES: Final = 32
WAY_LIFE: Final = timedelta(minutes=10)
STILL: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=2)
MOST: Final = 10_000  # of each; the oldest go first

DECLINED: Final = frozenset({"access_denied", "login_required", "interaction_required", "consent_required"})

Held = TypeVar("Held")


@dataclass(frozen=True, repr=False)
class _OnTheWay:
    way: Way
    reference: str
    locator: bytes
    since: datetime


@dataclass(frozen=True, repr=False)
class _Session:
    card: ShownCard
    locator: bytes
    seen: datetime


class _Shelf(Generic[Held]):
    """Things by the digest of a browser's token; not more than `MOST`."""

    def __init__(self) -> None:
        self._held: OrderedDict[bytes, Held] = OrderedDict()
        self._lock = Lock()

    def put(self, token: bytes, thing: Held) -> None:
        with self._lock:
            self._held[_digest(token)] = thing
            self._held.move_to_end(_digest(token))
            while len(self._held) > MOST:
                self._held.popitem(last=False)

    def get(self, token: bytes) -> Held | None:
        with self._lock:
            return self._held.get(_digest(token))

    def take(self, token: bytes) -> Held | None:
        """The thing, which is gone from here on: of many who ask at once, one gets it."""
        with self._lock:
            return self._held.pop(_digest(token), None)

    def change(self, token: bytes, rule: Callable[[Held], Held | None]) -> Held | None:
        """The thing as `rule` makes it, which is kept so; gone where it makes None. Nothing ended comes back."""
        with self._lock:
            held = self._held.get(_digest(token))
            changed = rule(held) if held is not None else None
            if changed is not None:
                self._held[_digest(token)] = changed
            elif held is not None:
                del self._held[_digest(token)]
            return changed

    def drop_where(self, rule: Callable[[Held], bool]) -> None:
        with self._lock:
            for digest in [digest for digest, thing in self._held.items() if rule(thing)]:
                del self._held[digest]


class IdCardDesk:
    """What routes and pages need of signing in by card."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._on_the_way: _Shelf[_OnTheWay] = _Shelf()
        self._sessions: _Shelf[_Session] = _Shelf()

    @property
    def host(self) -> str:
        """The issuer's host, as the page names it."""
        return self._exchange.issuer.host

    @property
    def origin(self) -> str:
        """The only place that a form of ours may lead to."""
        return self._exchange.issuer.wire.origin

    def public_keys(self) -> dict[str, object]:
        """Our public key, for the issuer."""
        return self._exchange.public_keys()

    def set_out(self, case: Case) -> tuple[bytes, str]:
        """(the browser's token, where it goes). Raises IdCardAway."""
        way, token = self._exchange.new_way(), os.urandom(TOKEN_BYTES)
        address = self._exchange.address(way)
        self._on_the_way.put(token, _OnTheWay(way, case.reference, case.row.locator, clock.now()))
        return token, address

    def come_back(
        self, token: bytes, said: Mapping[str, str], case_named: Callable[[str], Case | None]
    ) -> tuple[Case, bytes]:
        """(the case, a new token of the browser). `case_named`: a case that this browser may open.

        Raises IdCardRefused, IdCardAway; `params["reference"]` is the case to go on with, where the state was right. A
        wrong state leaves the way as it was: a link from elsewhere must not end it.
        """
        going = self._on_the_way.get(token)
        if going is None or not hmac.compare_digest(said.get("state", "").encode(), going.way.state.encode()):
            raise IdCardRefused("id_card_refused", why="state")
        if self._on_the_way.take(token) is None:
            raise IdCardRefused("id_card_refused", why="used")
        try:
            return self._arrived(going, said, case_named)
        except (IdCardRefused, IdCardAway) as trouble:
            trouble.params["reference"] = going.reference
            raise

    def _arrived(
        self, going: _OnTheWay, said: Mapping[str, str], case_named: Callable[[str], Case | None]
    ) -> tuple[Case, bytes]:
        if not timedelta(0) <= clock.now() - going.since < WAY_LIFE:
            raise IdCardRefused("id_card_late", why="late")
        if error := said.get("error", ""):
            declined = error in DECLINED
            raise IdCardRefused("id_card_declined" if declined else "id_card_refused", why="error_answer")
        case = case_named(going.reference)
        if case is None or case.draft is None or case.row.locator != going.locator:
            raise IdCardRefused("id_card_refused", why="case")
        holder = self._exchange.holder(going.way, said)
        issuer, now, new = self._exchange.issuer, clock.now(), os.urandom(TOKEN_BYTES)
        subject = subject_digest(case.root, issuer.address, holder.subject)
        card = ShownCard(issuer.host, now, subject, holder.facts)
        self._sessions.drop_where(lambda one: one.locator == going.locator)
        self._sessions.put(new, _Session(card, going.locator, now))
        return case, new

    def shown(self, token: bytes | None, case: Case) -> ShownCard | None:
        """The card that was shown for this case by this browser, while that holds. Asking keeps it."""
        held = self._sessions.change(token, _still_good) if token else None
        return held.card if held is not None and held.locator == case.row.locator else None

    def end(self, token: bytes | None) -> None:
        """Ends what this browser showed, and the way that it is on."""
        if token:
            self._sessions.take(token)
            self._on_the_way.take(token)


def _still_good(held: _Session) -> _Session | None:
    now = clock.now()
    good = timedelta(0) <= now - held.seen < STILL and now - held.card.at < LONGEST
    return replace(held, seen=now) if good else None


def _digest(token: bytes) -> bytes:
    return hashlib.sha256(token).digest()
