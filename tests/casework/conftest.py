"""What the tests of this room start from."""

from .fixtures import any_town, city, clock, make_town, town

__all__ = ["any_town", "city", "clock", "make_town", "town"]
