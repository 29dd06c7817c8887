"""How often one address may ask for what costs: each try at a code takes the server 50 ms and 19 MiB."""

from collections import OrderedDict
from threading import Lock
from time import monotonic
from typing import Final

from starlette.requests import Request

from shared.web.asgi import client_of

TRIES: Final = 30  # at once; families and phone networks share an address
PER_MINUTE: Final = 20.0  # tries that come back
REMEMBERED: Final = 10_000  # addresses; in memory only, the oldest is forgotten


class Pace:
    """A bucket of tries per address that fills up again with time."""

    def __init__(self, tries: int = TRIES, per_minute: float = PER_MINUTE) -> None:
        self._tries = tries
        self._per_second = per_minute / 60
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, request: Request) -> bool:
        """Takes one try of this request's address; False when none is left."""
        client, now = client_of(request.scope), monotonic()
        with self._lock:
            left, at = self._left.pop(client, (float(self._tries), now))
            left = min(self._tries, left + (now - at) * self._per_second)
            granted = left >= 1
            self._left[client] = (left - 1 if granted else left, now)
            while len(self._left) > REMEMBERED:
                self._left.popitem(last=False)
        return granted
