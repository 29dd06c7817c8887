"""The rooms behind the door, opened once for the process: pages and routes share one writer and one catalogue."""

from functools import lru_cache

from shared.casework.sides import FrontSide, open_front
from shared.settings import Settings, read_settings


def front_side() -> FrontSide:
    """The internet side as the environment says. Raises SettingsError, StoreUnavailable."""
    return _opened(read_settings())


@lru_cache(maxsize=4)
def _opened(settings: Settings) -> FrontSide:
    return open_front(settings)
