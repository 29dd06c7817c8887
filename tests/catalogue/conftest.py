"""The small catalogue of these tests, and the shipped one."""

import pytest

from shared.catalogue import catalogue
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure

from .samples import DAY, SHIPPED, SMALL


@pytest.fixture(scope="session")
def small() -> Catalogue:
    return catalogue.load(SMALL)


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    return catalogue.load(SHIPPED)


@pytest.fixture(scope="session")
def copy(small: Catalogue) -> Procedure:
    return small.procedure("copy").on(DAY)


@pytest.fixture(scope="session")
def waste(small: Catalogue) -> Procedure:
    return small.procedure("waste").on(DAY)
