"""Fixtures of the casework room and of the stories: imported by the conftest of both."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.casework.installation import prepare
from shared.language import clock as clock_module
from shared.records.writer import close_writers

from .town import FRIDAY, Clock, Town, copied, settings_in


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The only place that asks the time, turned by the test."""
    made = Clock()
    monkeypatch.setattr(clock_module, "now", made.now)
    return made


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys and empty stores of a city, made once (keys cost a second)."""
    var = tmp_path_factory.mktemp("city") / "var"
    before = clock_module.now
    clock_module.now = Clock(FRIDAY - timedelta(hours=1)).now
    try:
        prepare(settings_in(var))
        close_writers()
    finally:
        clock_module.now = before
    return var


@pytest.fixture
def make_town(city: Path, tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Town]]:
    """Makes cities of their own on fresh stores; keywords are variables of the environment."""
    made: list[Town] = []

    def make(name: str = "var", **changes: str) -> Town:
        made.append(copied(city, tmp_path / name, **changes))
        return made[-1]

    yield make
    close_writers()
    for town in made:
        for side in ("home", "office"):
            if side in town.__dict__:
                close(getattr(town, side))


def close(side: Any) -> None:
    """Lets go of a side's connections."""
    for holder in (getattr(side, "store", None), getattr(side, "letterbox", None)):
        for one in (holder, getattr(holder, "remote", None)):
            if one is not None and hasattr(one, "engine"):
                one.engine.dispose()


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    """A city on SQLite."""
    return make_town()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def any_town(request: pytest.FixtureRequest, make_town: Callable[..., Town]) -> Town:
    """A city on each engine in turn."""
    if request.param == "sqlite":
        return make_town()
    urls = (request.getfixturevalue("postgres_url"), request.getfixturevalue("second_postgres_url"))
    return make_town(MADOGUCHI_LETTERBOX_URL=urls[0], MADOGUCHI_OFFICE_URL=urls[1])
