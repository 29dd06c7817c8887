"""The only place that asks the time. Instants are UTC; days are days in Japan."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")

_rehearsed: Callable[[], date | None] | None = None  # in every ordinary process


def now() -> datetime:
    """This instant, aware, in UTC; in a rehearsal the same time of day on the day that is shown."""
    real = datetime.now(UTC)
    day = _rehearsed() if _rehearsed is not None else None
    return real if day is None else real + (day - in_japan(real).date())


def today() -> date:
    """The day it is in Japan."""
    return in_japan(now()).date()


def in_japan(instant: datetime) -> datetime:
    """The same instant by the clocks of Japan. Raises ValueError for an instant without a zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(JAPAN)


def rehearse(day_of: Callable[[], date | None] | None) -> None:
    """From now on it is the day that `day_of` gives (None: today), in this whole process; without it, today again.

    For casework/rehearsal.py alone, which does it only in a house that was made for a rehearsal.
    """
    global _rehearsed
    _rehearsed = day_of
