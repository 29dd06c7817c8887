"""Keys are renewed while doors run: what is read from key files is read again from time to time."""

import contextlib
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from shared.language import clock

T = TypeVar("T")
EVERY = timedelta(minutes=10)


class Fresh(Generic[T]):
    """What `load` gives, at most ten minutes old. A load that fails keeps what is here: doors go on serving."""

    def __init__(self, load: Callable[[], T], *, keep_on: type[Exception]) -> None:
        self._load, self._keep_on = load, keep_on
        self._lock = threading.Lock()
        self._held: tuple[datetime, T] = (clock.now(), load())

    def get(self) -> T:
        """The value, read again when its time is over."""
        with self._lock:
            read_at, value = self._held
            if not timedelta(0) <= clock.now() - read_at <= EVERY:  # a clock that was set back counts, too
                with contextlib.suppress(self._keep_on):  # a half-written renewal; `doctor` names what is wrong
                    value = self._load()
                self._held = (clock.now(), value)
            return value

    def again(self) -> T:
        """The value, read now: somebody saw a sign that it has changed."""
        with self._lock, contextlib.suppress(self._keep_on):
            self._held = (clock.now(), self._load())
        return self.get()
