"""The rooms behind the door, opened once for the process: pages and routes share one writer and one catalogue."""

from functools import lru_cache

from shared.casework.id_card.desk import IdCardDesk
from shared.casework.id_card.opening import open_desk
from shared.casework.sides import FrontSide, open_front
from shared.settings import Settings, read_settings


def front_side() -> FrontSide:
    """The internet side as the environment says. Raises SettingsError, StoreUnavailable."""
    return _opened(read_settings())


def id_card_desk() -> IdCardDesk | None:
    """Where people sign in by their My Number card; None where no issuer is set. Raises SettingsError."""
    return _desk(read_settings())


@lru_cache(maxsize=4)
def _opened(settings: Settings) -> FrontSide:
    return open_front(settings)


@lru_cache(maxsize=4)
def _desk(settings: Settings) -> IdCardDesk | None:
    return open_desk(settings)
