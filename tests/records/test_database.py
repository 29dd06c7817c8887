"""Opening stores, and recognising that one cannot be used now."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, text

from shared.errors import SettingsError, StoreUnavailable
from shared.records.database import (
    available,
    check_room,
    migrate,
    on_disk,
    open_engine,
    reading,
    unavailable_code,
)


def test_sqlite_is_durable_and_checks_references(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
    with engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked}
    engine.dispose()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "secure_delete": 1,
    }


def test_an_sqlite_store_is_for_its_owner_only(sqlite_url: str, tmp_path: Path) -> None:
    engine = open_engine(sqlite_url)
    migrate(engine, "front")
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO lease VALUES ('a', 'b', 'c')"))
        modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "store").iterdir()}
        modes["."] = (tmp_path / "store").stat().st_mode & 0o777
    engine.dispose()
    assert modes == {
        ".": 0o700,
        "store.db": 0o600,
        "store.db-wal": 0o600,
        "store.db-shm": 0o600,
        "store.db.lock": 0o600,
    }


WRITE_AND_END = """
import sys
from sqlalchemy import text
from shared.records.database import open_engine
engine = open_engine(sys.argv[1])
with engine.begin() as connection:
    connection.execute(text("INSERT INTO lease VALUES (:name, '-', '-')"), {"name": sys.argv[2]})
engine.dispose()
"""


@pytest.mark.requirement("R-03")
def test_who_opens_a_store_twice_loses_nothing_when_another_process_ends(sqlite_url: str) -> None:
    """Closing any handle on the file lets go all locks of a process; SQLite's last one then takes the log away."""
    first = open_engine(sqlite_url)
    migrate(first, "front")
    log = Path(f"{first.url.database}-wal")
    before = log.stat().st_ino
    second = open_engine(sqlite_url)

    subprocess.run([sys.executable, "-c", WRITE_AND_END, sqlite_url, "there"], check=True)

    assert log.stat().st_ino == before
    with first.begin() as connection:
        connection.execute(text("INSERT INTO lease VALUES ('here', '-', '-')"))
    subprocess.run([sys.executable, "-c", WRITE_AND_END, sqlite_url, "there too"], check=True)
    with second.connect() as connection:
        assert set(connection.execute(text("SELECT name FROM lease")).scalars()) == {"there", "here", "there too"}
    first.dispose()
    second.dispose()


@pytest.mark.parametrize(
    "url", ["", "sqlite://", "sqlite:///:memory:", "mysql://h/d", "no url at all", "oracle://u:p@h/d"]
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="database_url"):
        open_engine(url)


def test_the_refusal_does_not_repeat_a_password() -> None:
    with pytest.raises(SettingsError) as refused:
        open_engine("mysql://name:geheim@host/db")
    assert "geheim" not in f"{refused.value!r} {refused.value.params}"


def test_errors_carry_no_values(front_engine: Engine) -> None:
    with pytest.raises(Exception) as broken, reading(front_engine) as connection:
        connection.execute(text("SELECT * FROM nowhere WHERE x = :name"), {"name": "見本花子"})
    assert "見本花子" not in str(broken.value)


def test_a_read_sees_one_moment(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    migrate(engine, "front")
    count = text("SELECT count(*) FROM lease")
    with reading(engine) as before:
        first = before.execute(count).scalar()
        with engine.begin() as other:
            other.execute(text("INSERT INTO lease VALUES ('a', 'b', 'c')"))
        assert (first, before.execute(count).scalar()) == (0, 0)
    with reading(engine) as after:
        assert after.execute(count).scalar() == 1
    engine.dispose()


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"this is a letter, not a database" * 100)
    with pytest.raises(StoreUnavailable, match="store_damaged"):
        open_engine(f"sqlite:///{tmp_path / 'x.db'}")


def test_a_file_taken_away_is_gone_and_not_made_again(sqlite_url: str, tmp_path: Path) -> None:
    engine = open_engine(sqlite_url)
    engine.dispose()
    (tmp_path / "store" / "store.db").unlink()
    with pytest.raises(StoreUnavailable, match="store_gone"), reading(engine) as connection:
        connection.execute(text("SELECT 1"))
    assert not (tmp_path / "store" / "store.db").exists()


def test_a_postgres_that_is_not_there_is_gone(tmp_path: Path) -> None:
    engine = open_engine(f"postgresql://nobody@/nothing?host={tmp_path}")
    with pytest.raises(StoreUnavailable, match="store_gone"), reading(engine) as connection:
        connection.execute(text("SELECT 1"))
    engine.dispose()


@pytest.mark.postgres
def test_a_postgres_connection_cut_in_the_middle_is_gone_and_comes_back(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    with pytest.raises(StoreUnavailable, match="store_gone"), reading(engine) as connection:
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar()
        with psycopg.connect(postgres_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", (pid,))
        connection.execute(text("SELECT 1"))
    with reading(engine) as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()


def test_a_mistake_of_ours_is_not_hidden_as_a_broken_store() -> None:
    assert unavailable_code(sqlite3.IntegrityError()) is None
    assert unavailable_code(psycopg.errors.UniqueViolation()) is None
    with pytest.raises(KeyError), available(), on_disk():
        raise KeyError


def test_states_of_postgres_are_told_apart() -> None:
    found = {
        error.sqlstate: unavailable_code(error())
        for error in (
            psycopg.errors.DiskFull,
            psycopg.errors.AdminShutdown,
            psycopg.errors.TooManyConnections,
            psycopg.errors.LockNotAvailable,
            psycopg.errors.ReadOnlySqlTransaction,
            psycopg.errors.DataCorrupted,
        )
    }
    assert found == {
        "53100": "store_full",
        "57P01": "store_gone",
        "53300": "store_busy",
        "55P03": "store_busy",
        "25006": "store_gone",
        "XX001": "store_damaged",
    }


def test_room_is_checked_before_the_disk_is_full(tmp_path: Path) -> None:
    check_room(tmp_path, least_free=0)
    with pytest.raises(StoreUnavailable, match="store_full"):
        check_room(tmp_path, coming=2**60, least_free=0)
