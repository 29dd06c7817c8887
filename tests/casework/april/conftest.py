"""A city on the last minute of March 31st in Japan, whose catalogue changes on April 1st."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from shared.casework.installation import prepare
from shared.language import clock as clock_module
from shared.records.writer import close_writers
from tests.casework.town import Clock, Town, settings_in

from .drafts import APRIL, BEFORE


@pytest.fixture(scope="package")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys hold for five weeks: this city is as new as its drafts."""
    var = tmp_path_factory.mktemp("april") / "var"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock_module, "now", Clock(BEFORE - timedelta(hours=1)).now)
        prepare(settings_in(var))
        close_writers()
    return var


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(APRIL, tmp_path / "procedures.yaml"))


@pytest.fixture
def town(make_town: Callable[..., Town], file: Path, clock: Clock) -> Town:
    clock.turn_to(BEFORE)
    return make_town(MADOGUCHI_CATALOGUE=str(file))
