"""Both stores are made and unmade by migrations, on both engines, and hold exactly the tables we think."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from shared.errors import SettingsError
from shared.records.database import HEADS, migrate, migration_turn, open_engine, schema_revision
from shared.records.front_tables import FRONT
from shared.records.migrations import running
from shared.records.office_tables.every import OFFICE

FRONT_TABLES = {
    "blob",
    "board",
    "booking",
    "browser_pass",
    "card",
    "edition",
    "envelope",
    "fact_try",
    "folder",
    "front_revision",
    "lease",
    "sending",
    "slot",
}
OFFICE_TABLES = {
    "anchor",
    "asked_procedure",
    "attachment",
    "case_viewer",
    "cover_pin",
    "device",
    "filed",
    "letterbox_outbox",
    "mirror_card",
    "mirror_folder",
    "office_revision",
    "paper_entry",
    "parked",
    "proposal",
    "protected_person",
    "register_counter",
    "rehearsal",
    "search_token",
    "setting",
    "sign_in_try",
    "signature_wait",
    "staff",
    "staff_session",
    "status_count",
    "submission",
    "submission_body",
    "ticket",
    "ticket_line",
    "ticket_turn",
    "trail",
    "trail_erasure",
    "trail_head",
    "unopened",
    "unsorted_sheet",
}
STORES: list[Any] = ["front", "office"]


@pytest.fixture
def bare(store_url: str) -> Any:
    engine = open_engine(store_url)
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def test_the_letterbox_has_exactly_these_tables(bare: Engine) -> None:
    migrate(bare, "front")
    assert tables(bare) == FRONT_TABLES
    assert set(FRONT.metadata.tables) == FRONT_TABLES - {"front_revision"}


def test_the_office_has_exactly_these_tables(bare: Engine) -> None:
    migrate(bare, "office")
    assert tables(bare) == OFFICE_TABLES
    assert set(OFFICE.metadata.tables) == OFFICE_TABLES - {"office_revision"}


@pytest.mark.parametrize("store", STORES)
def test_the_models_say_what_the_migrations_made(bare: Engine, store: Any) -> None:
    migrate(bare, store)
    metadata = (FRONT if store == "front" else OFFICE).metadata
    with bare.connect() as connection:
        options = {"version_table": f"{store}_revision"}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


@pytest.mark.parametrize("store", STORES)
def test_back_to_nothing_and_forward_again(bare: Engine, store: Any) -> None:
    migrate(bare, store)
    full = tables(bare)
    with migration_turn(bare) as connection:
        running.downgrade(connection, store)
    assert tables(bare) == {f"{store}_revision"}
    migrate(bare, store)
    assert tables(bare) == full


@pytest.mark.parametrize("store", STORES)
def test_migrating_twice_changes_nothing(bare: Engine, store: Any) -> None:
    migrate(bare, store)
    migrate(bare, store)
    assert schema_revision(bare, store) == HEADS[store]


@pytest.mark.parametrize("store", STORES)
def test_a_store_of_a_later_release_is_left_alone(bare: Engine, store: Any) -> None:
    migrate(bare, store)
    with bare.begin() as connection:
        connection.execute(text(f"UPDATE {store}_revision SET version_num = '9999'"))
    with pytest.raises(SettingsError) as refused:
        migrate(bare, store)
    assert (refused.value.code, refused.value.params) == ("store_newer", {"found": "9999", "known": HEADS[store]})


@pytest.mark.parametrize("store", STORES)
def test_the_known_head_is_the_newest_script(store: Any) -> None:
    assert ScriptDirectory.from_config(running.config(store)).get_current_head() == HEADS[store]


def test_several_threads_may_start_at_once(store_url: str) -> None:
    gate = threading.Barrier(4)

    def start(store: Any) -> None:
        engine = open_engine(store_url)
        gate.wait()
        migrate(engine, store)
        engine.dispose()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(start, "office") for _ in range(4)]:
            done.result()


def test_several_processes_may_start_at_once(store_url: str) -> None:
    code = "import sys; from shared.records.database import *; migrate(open_engine(sys.argv[1]), 'front')"
    starts = [subprocess.Popen([sys.executable, "-c", code, store_url]) for _ in range(2)]
    assert [start.wait(60) for start in starts] == [0, 0]
    engine = open_engine(store_url)
    assert tables(engine) == FRONT_TABLES
    engine.dispose()


def test_a_migration_that_fails_leaves_nothing_behind(bare: Engine) -> None:
    class Broken(Exception):
        pass

    with pytest.raises(Broken), migration_turn(bare) as connection:
        running.upgrade(connection, "office")
        raise Broken
    assert tables(bare) == set()


def test_the_scripts_are_inside_the_package() -> None:
    folder = Path(running.__file__).parent
    assert sorted(p.name for p in folder.glob("*/versions/*.py")) == [
        "0001_first_tables.py",
        "0001_first_tables.py",
        "0002_guard_the_trail.py",
        "0002_visits.py",
        "0003_edition.py",
        "0003_paper.py",
        "0004_visits.py",
        "0005_cover_pin.py",
        "0006_device.py",
        "0007_proposal.py",
    ]
