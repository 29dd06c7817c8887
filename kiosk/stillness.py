"""How long nobody may touch a screen of the kiosk before it is covered (KI-1, AU-4)."""

from dataclasses import dataclass

SECONDS = 180
LEAST = 10


@dataclass
class _Patience:
    seconds: int = SECONDS


_patience = _Patience()


def cover_after(seconds: int) -> None:
    """Set once, when the process starts."""
    _patience.seconds = max(seconds, LEAST)


def seconds_until_cover() -> int:
    """For the component that watches (shared.screens.components.idle)."""
    return _patience.seconds
