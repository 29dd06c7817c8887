"""One way to SQLite and to PostgreSQL, and the one place where "the store cannot be used now" is recognised.

    sqlite:///path/to/file.db        embedded: WAL, synchronous=FULL, file 0600 in a folder 0700
    postgresql://user@host/name      psycopg 3

Statements carry no values into error texts (`hide_parameters`), because errors end in logs.
"""

import errno
import fcntl
import importlib
import os
import shutil
import sqlite3
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.errors import SettingsError, StoreUnavailable
from shared.records.sqlite_file import connect, make_file

BUSY_SECONDS = 10.0  # RL-6: how long SQLite waits for a process that does not queue at our lock file
OLDEST_SQLITE = (3, 35, 0)  # UPDATE … RETURNING
# RL-1: what is new is refused before the disk is full, so that what was begun can still be sent.
_LEAST_FREE_BYTES = 500 * 2**20
_LEAST_FREE_SHARE = 0.05
HEADS = {"front": "0003", "office": "0007"}  # the newest revision of each store; a test keeps it true
Store = Literal["front", "office"]
_CONNECTIONS = 20
_SOON = 0.05  # seconds
_MIGRATION_LOCK = 7_203_115  # any number, the same for all: PostgreSQL's advisory lock while tables change

_SQLITE_CODES = {
    sqlite3.SQLITE_FULL: "store_full",
    sqlite3.SQLITE_IOERR: "store_gone",
    sqlite3.SQLITE_CANTOPEN: "store_gone",
    sqlite3.SQLITE_READONLY: "store_gone",
    sqlite3.SQLITE_PERM: "store_gone",
    sqlite3.SQLITE_NOMEM: "store_gone",
    sqlite3.SQLITE_PROTOCOL: "store_busy",
    sqlite3.SQLITE_BUSY: "store_busy",
    sqlite3.SQLITE_LOCKED: "store_busy",
    sqlite3.SQLITE_CORRUPT: "store_damaged",
    sqlite3.SQLITE_NOTADB: "store_damaged",
}
# SQLSTATE prefixes, longest first: https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRES_CODES = (
    ("53100", "store_full"),
    ("55P03", "store_busy"),
    ("25006", "store_gone"),  # a standby: writes are refused until it is promoted
    ("XX001", "store_damaged"),
    ("XX002", "store_damaged"),
    ("57P", "store_gone"),
    ("08", "store_gone"),
    ("58", "store_gone"),
    ("53", "store_busy"),
)


def open_engine(url: str) -> Engine:
    """An engine for `url`. A missing SQLite file is made (empty: `migrate` fills it).

    Raises SettingsError ("database_url", "sqlite_old") and StoreUnavailable.
    """
    parsed = _parse(url)
    sqlite = parsed.get_backend_name() == "sqlite"
    engine = _open_sqlite(parsed) if sqlite else _open_postgres(parsed)
    _ENGINES.add(engine)
    return engine


def migrate(engine: Engine, store: Store) -> None:
    """Bring the tables of a store to the newest revision. Safe when several processes start at once.

    Quick when there is nothing to do. Raises StoreUnavailable, and SettingsError("store_newer") where a later
    release has been here: going back is for `restore`, not for guessing.
    """
    found = schema_revision(engine, store)
    if found == HEADS[store]:
        return
    if found is not None and found > HEADS[store]:
        raise SettingsError("store_newer", found=found, known=HEADS[store])
    with available(), migration_turn(engine) as connection:
        # Alembic takes longer to import than the rest of the start; it is needed once per release.
        running = importlib.import_module("shared.records.migrations.running")
        running.upgrade(connection, store)


def schema_revision(engine: Engine, store: Store) -> str | None:
    """The revision that the tables have; None where there are none."""
    with reading(engine) as connection:
        if not inspect(connection).has_table(f"{store}_revision"):
            return None
        return connection.execute(text(f"SELECT version_num FROM {store}_revision")).scalar_one_or_none()


@contextmanager
def migration_turn(engine: Engine) -> Iterator[Connection]:
    """A transaction in which nobody else changes tables, nor (on SQLite) writes. Commits at the end."""
    if not is_sqlite(engine):
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
            yield connection
        return
    waiting = engine.execution_options(begin="BEGIN IMMEDIATE")
    with on_disk(), locked(lock_path(engine)), waiting.begin() as connection:
        yield connection


def lock_path(engine: Engine) -> Path:
    """The file at which the writing processes of an SQLite store queue."""
    return sqlite_path(engine).with_name(f"{sqlite_path(engine).name}.lock")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock file; the kernel lets it go when the process dies."""
    lock = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def sqlite_path(engine: Engine) -> Path:
    """The file of an SQLite engine."""
    assert engine.url.database is not None
    return Path(engine.url.database)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One read transaction: every statement sees the same state on SQLite. Raises StoreUnavailable."""
    with available(), engine.connect() as connection:
        yield connection


@contextmanager
def available() -> Iterator[None]:
    """Turns every sign of a full, gone, locked or damaged database into StoreUnavailable; leaves the
    rest alone.
    """
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        code = unavailable_code(error)
        if code is None:
            raise
        raise StoreUnavailable(code) from error


@contextmanager
def on_disk() -> Iterator[None]:
    """The same for files beside the database: "store_full" or "store_gone"."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise StoreUnavailable("store_full" if full else "store_gone") from error


def check_room(folder: Path, coming: int = 0, least_free: int | None = None) -> None:
    """Raises StoreUnavailable("store_full") where `coming` bytes would eat into what must stay free.

    `least_free` bytes; by default 500 MB or 5 % of the disk, whichever is less.
    """
    with on_disk():
        disk = shutil.disk_usage(folder)
    least = min(_LEAST_FREE_BYTES, int(disk.total * _LEAST_FREE_SHARE)) if least_free is None else least_free
    if disk.free - coming < least:
        raise StoreUnavailable("store_full")


def unavailable_code(error: BaseException) -> str | None:
    """ "store_full", "store_gone", "store_busy", "store_damaged", or None where the error says
    something else.
    """
    if isinstance(error, PoolTimeout):
        return "store_busy"
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _SQLITE_CODES.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(cause, psycopg.Error):
        return _postgres_code(cause)
    return None


def is_conflict(error: BaseException, attempt: int) -> bool:
    """Whether PostgreSQL's transaction is worth another try (`attempt` counts from 0).

    Serialization failure and deadlock always; a broken unique index the first times: somebody inserted
    what we had just looked for, and whoever looks again finds it.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, psycopg.Error):
        return False
    return cause.sqlstate in ("40001", "40P01") or (cause.sqlstate == "23505" and attempt < 2)


def _postgres_code(error: psycopg.Error) -> str | None:
    if error.sqlstate is None:  # never reached the server, or lost it
        return "store_gone" if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) else None
    return next((code for prefix, code in _POSTGRES_CODES if error.sqlstate.startswith(prefix)), None)


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except Exception as error:  # drivers are imported here, and fail in their own ways
        raise SettingsError("database_url") from error  # the URL may hold a password: it is not repeated
    backend = parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql") or (backend == "sqlite" and not _is_file(parsed)):
        raise SettingsError("database_url")
    return parsed


def _is_file(url: URL) -> bool:
    return bool(url.database) and url.database != ":memory:"


def _open_postgres(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        pool_size=_CONNECTIONS,
        max_overflow=_CONNECTIONS,
        pool_timeout=BUSY_SECONDS,
        hide_parameters=True,
        connect_args={"connect_timeout": 5, "application_name": "madoguchi"},
    )


def _open_sqlite(url: URL) -> Engine:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise SettingsError("sqlite_old", found=sqlite3.sqlite_version, least="3.35.0")
    path = Path(url.database or "").absolute()
    with on_disk():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_file(path)
    engine = create_engine(
        url.set(database=str(path)),
        creator=lambda: connect(path, BUSY_SECONDS),
        pool_size=_CONNECTIONS,
        max_overflow=_CONNECTIONS,
        pool_timeout=BUSY_SECONDS,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    _look(engine)
    return engine


def _look(engine: Engine) -> None:
    """A file that is no database is noticed here, not at the first receipt.

    Of two processes that turn a new file to WAL at once SQLite refuses one without letting it wait: it looks again.
    """
    began = time.monotonic()
    while True:
        try:
            with available(), engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
            return
        except StoreUnavailable as refused:
            if refused.code != "store_busy" or time.monotonic() - began > BUSY_SECONDS:
                raise
            time.sleep(_SOON)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(str(connection.get_execution_options().get("begin", "BEGIN")))


def _after_fork() -> None:
    """A child never uses its parent's connections: neither SQLite nor PostgreSQL allows it."""
    for engine in _ENGINES:
        engine.dispose(close=False)


_ENGINES: "weakref.WeakSet[Engine]" = weakref.WeakSet()
os.register_at_fork(after_in_child=_after_fork)
