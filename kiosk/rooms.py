"""The rooms behind the office's door, opened once for the process: pages and routes share one writer."""

from functools import lru_cache

from shared.casework.office import OfficeSide, open_office
from shared.settings import Settings, read_settings


def office_side() -> OfficeSide:
    """The office's side as the environment says. Raises SettingsError, StoreUnavailable."""
    return _opened(read_settings())


@lru_cache(maxsize=4)
def _opened(settings: Settings) -> OfficeSide:
    return open_office(settings)
