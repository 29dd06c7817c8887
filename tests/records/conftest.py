"""What many tests of this room start from."""

from pathlib import Path

import pytest
from sample_records import Installation, OpenFolder, install, open_folder


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """Fresh keys of a city, published; the test may spoil them."""
    return install(tmp_path)


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Keys of a city that nobody changes."""
    return install(tmp_path_factory.mktemp("city"))


@pytest.fixture(scope="session")
def folder() -> OpenFolder:
    """A citizen's folder, opened."""
    return open_folder()
