"""What the commands' tests start from."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .madoguchi import Madoguchi, Stable, open_stable


@pytest.fixture(scope="session")
def stable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stable]:
    with open_stable(tmp_path_factory.mktemp("commands")) as opened:
        yield opened


@pytest.fixture(scope="session")
def new_house(stable: Stable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house with keys and empty stores, made once by the first command."""
    house = tmp_path_factory.mktemp("house") / "var"
    done = Madoguchi(stable, house)("staff", "add", "sato", "--shown", "佐藤 花")
    assert done.returncode == 0, done.stderr
    return house


@pytest.fixture(scope="module")
def run(stable: Stable, new_house: Path, tmp_path_factory: pytest.TempPathFactory) -> Madoguchi:
    """`madoguchi` in a house of the module's own, where 佐藤 花 (sato) works."""
    return Madoguchi(stable, Path(shutil.copytree(new_house, tmp_path_factory.mktemp("own") / "var")))


@pytest.fixture
def alone(stable: Stable, new_house: Path, tmp_path: Path) -> Madoguchi:
    """`madoguchi` in a house of the test's own, where 佐藤 花 (sato) works."""
    return Madoguchi(stable, Path(shutil.copytree(new_house, tmp_path / "var")))
