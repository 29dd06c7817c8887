"""What the stories start from."""

from tests.casework.fixtures import any_town, city, clock, make_town, town

__all__ = ["any_town", "city", "clock", "make_town", "town"]
