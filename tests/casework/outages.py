"""Outages: the office's database, the letterbox, or both are gone and come back, on the engine that the town has."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Literal

import pytest
from sqlalchemy import Engine

from shared.records.writer import close_writers
from tests.databases import Database

from .fixtures import close
from .town import Clock, Town, files_away

Part = Literal["store", "letterbox"]


@dataclass
class FragileTown:
    """A town whose databases fail. `town` is another object after the process was started anew."""

    town: Town
    clock: Clock
    databases: dict[Part, Database] = field(default_factory=dict)

    @contextmanager
    def away(self, parts: Sequence[Part]) -> Iterator[None]:
        """These answer nobody. Afterwards they are back, and ten seconds have gone by."""
        with ExitStack() as gone:
            for part in parts:
                gone.enter_context(self._away(part))
            yield
        self.clock.pass_by(seconds=11)

    def start_anew(self) -> Town:
        """The process ends, and another one opens the same folders."""
        close_writers()
        for side in ("home", "office"):
            if side in self.town.__dict__:
                close(getattr(self.town, side))
        self.town = Town(self.town.settings)
        return self.town

    @contextmanager
    def _away(self, part: Part) -> Iterator[None]:
        database = self.databases.get(part)
        if database is not None:
            database.shut()
            try:
                yield
            finally:
                database.open()
            return
        with files_away(self._engines(part)):
            yield

    def _engines(self, part: Part) -> list[Engine]:
        office = self.town.office
        self.town.home.letterbox.engine.dispose()
        if part == "store":
            return [office.store.engine]
        return [office.letterbox.remote.engine]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def fragile(request: pytest.FixtureRequest, make_town: Callable[..., Town], clock: Clock) -> Iterator[FragileTown]:
    """A town on each engine in turn, whose databases can be shut."""
    databases: dict[Part, Database] = {}
    urls = {}
    if request.param == "postgres":
        server = request.getfixturevalue("postgres_server")
        databases = {"store": Database(server), "letterbox": Database(server)}
        urls = {"MADOGUCHI_OFFICE_URL": databases["store"].url, "MADOGUCHI_LETTERBOX_URL": databases["letterbox"].url}
    made = FragileTown(make_town(**urls), clock, databases)
    made.town.clerk()
    yield made
    made.start_anew()
