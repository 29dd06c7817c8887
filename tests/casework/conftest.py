"""What the tests of this room start from."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from shared.casework import staff
from shared.records import derivation

from .fixtures import any_town, city, clock, make_town, town
from .outages import fragile

__all__ = ["any_town", "city", "clock", "fragile", "make_town", "town"]


@pytest.fixture(scope="package", autouse=True)
def light_argon2id() -> Iterator[None]:
    """Half of this room's time went into Argon2id. What it costs in earnest is told by tests/records, and met by the
    commands' and the doors' tests, which open a house from another process.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(derivation, "_MEMORY_KIB", 64)
        patch.setattr(staff, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield
