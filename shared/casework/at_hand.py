"""手元: what this process knows of who sits here, and of their devices, while the office's store cannot be asked.

A visitor in hand is served to the end: who sits here is who sat here when the store answered last, and what is put
aside waits in memory, sealed as the store keeps it. Nobody signs in without the store, a covered screen stays
covered, and a session that is still for 15 minutes ends as ever. As soon as the store answers, it gets what waited.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from shared.casework.authority import Actor
from shared.errors import StoreUnavailable
from shared.language import clock
from shared.records.store.office import OfficeStore
from shared.records.store.people import ParkedRow

T = TypeVar("T")
STILL = timedelta(minutes=15)  # as long as a session is idle at most
LONGEST = timedelta(hours=2)  # an account that was closed meanwhile works no longer than this
PAUSE = timedelta(seconds=5)  # after a failure nobody at the counter waits for the next one

log = logging.getLogger("madoguchi.at_hand")


@dataclass
class _Sitting:
    """One session: who, when the store said so, and when it was used last."""

    actor: Actor
    said_at: datetime
    seen_at: datetime


@dataclass(eq=False)
class AtHand:
    """Of one process. May be shared by threads."""

    _sitting: dict[bytes, _Sitting] = field(default_factory=dict)
    _devices: dict[bytes, tuple[str, datetime]] = field(default_factory=dict)
    _parked: dict[str, dict[str, ParkedRow]] = field(default_factory=dict)
    _later: list[tuple[Callable[..., Any], tuple[Any, ...]]] = field(default_factory=list)
    _covers: set[str] = field(default_factory=set)
    _next_try: datetime | None = None
    _guard: threading.RLock = field(default_factory=threading.RLock)

    @property
    def store_away(self) -> bool:
        """Whether the store did not answer when it was asked last."""
        return self._next_try is not None

    def ask(self, store: OfficeStore, ask: Callable[[], T]) -> T:
        """What the store answers; it gets what waited first. Raises StoreUnavailable, at once after a failure."""
        now = clock.now()
        if self._next_try is not None and now < self._next_try:
            raise StoreUnavailable("store_gone")
        try:
            self._hand_over(store)
            answer = ask()
        except StoreUnavailable as away:
            self._next_try = clock.now() + PAUSE
            log.warning("the store is away: %s", away.code)
            raise
        self._next_try = None
        return answer

    def tell(self, store: OfficeStore, do: Callable[..., Any], *arguments: Any) -> None:
        """The store does it now, or as soon as it answers."""
        try:
            self.ask(store, lambda: store.run(do, *arguments))
        except StoreUnavailable:
            with self._guard:
                self._later.append((do, arguments))

    def saw(self, session: bytes, actor: Actor | None) -> None:
        """What the store said of a session; None: it is over."""
        with self._guard:
            if actor is None:
                self._sitting.pop(session, None)
            else:
                self._sitting[session] = _Sitting(actor, clock.now(), clock.now())

    def sits(self, session: bytes) -> Actor:
        """Who sat here when the store answered last. Raises StoreUnavailable where that is too long ago."""
        now = clock.now()
        with self._guard:
            one = self._sitting.get(session)
            if one is None or now - one.seen_at > STILL or now - one.said_at > LONGEST:
                self._sitting.pop(session, None)
                raise StoreUnavailable("store_gone")
            one.seen_at = now
            return one.actor

    def saw_device(self, mark: bytes, name: str | None) -> None:
        """What the store said of a device; None: it is none of ours."""
        with self._guard:
            if name is None:
                self._devices.pop(mark, None)
            else:
                self._devices[mark] = (name, clock.now())

    def device(self, mark: bytes) -> str:
        """Its name as the store said last. Raises StoreUnavailable where that is too long ago."""
        with self._guard:
            name, said_at = self._devices.get(mark, ("", None))
        if said_at is None or clock.now() - said_at > LONGEST:
            raise StoreUnavailable("store_gone")
        return name

    def parked(self, name: str, rows: list[ParkedRow] | None = None) -> list[ParkedRow]:
        """What is in this person's hand; `rows`: as the store said just now."""
        with self._guard:
            if rows is not None:
                self._parked[name] = {row.reference: row for row in rows}
            known = self._parked.get(name, {}).values()
            return sorted(known, key=lambda row: row.parked_at, reverse=True)

    def park(self, name: str, row: ParkedRow) -> None:
        """In this person's hand from now on."""
        with self._guard:
            self._parked.setdefault(name, {})[row.reference] = row

    def unpark(self, name: str, reference: str) -> None:
        """In nobody's hand."""
        with self._guard:
            self._parked.get(name, {}).pop(reference, None)

    def cover(self, mark: str, covered: bool = True) -> None:
        """The screens of this session are covered from now on, or not."""
        with self._guard:
            (self._covers.add if covered else self._covers.discard)(mark)

    def is_covered(self, mark: str) -> bool:
        """Whether they are."""
        with self._guard:
            return mark in self._covers

    def _hand_over(self, store: OfficeStore) -> None:
        with self._guard:
            while self._later:
                do, arguments = self._later[0]
                store.run(do, *arguments)
                self._later.pop(0)
