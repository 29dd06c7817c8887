"""The only place that asks the time. Instants are UTC; days are days in Japan."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Japan."""
    return in_japan(now()).date()


def in_japan(instant: datetime) -> datetime:
    """The same instant by the clocks of Japan. Raises ValueError for an instant without a zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(JAPAN)
