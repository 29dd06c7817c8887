"""What this process has counted of its own traffic. No person, no address: only kinds and numbers."""

from collections import Counter
from collections.abc import Mapping
from threading import Lock


class Tally:
    """Counts for /metrics."""

    def __init__(self) -> None:
        self._answers: Counter[str] = Counter()
        self._troubles = 0
        self._sockets = 0
        self._lock = Lock()

    def answered(self, status: int) -> None:
        """One HTTP answer."""
        with self._lock:
            self._answers[f'status="{status // 100}xx"'] += 1

    def broke(self) -> None:
        """One request that ended in an error nobody expected."""
        with self._lock:
            self._troubles += 1

    def socket(self, change: int) -> None:
        """A websocket opened (+1) or closed (-1)."""
        with self._lock:
            self._sockets += change

    def figures(self) -> Mapping[str, Mapping[str, int]]:
        """name → {labels: count}, as `plain.written` takes them."""
        with self._lock:
            return {
                "http_answers_total": dict(self._answers),
                "http_troubles_total": {"": self._troubles},
                "sockets_open": {"": self._sockets},
            }
