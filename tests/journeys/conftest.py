"""What the stories start from."""

from tests.casework.fixtures import any_town, city, clock, make_town, town
from tests.casework.outages import fragile

__all__ = ["any_town", "city", "clock", "fragile", "make_town", "town"]
