"""A connection to a SQLite file, set up as every store needs it."""

import contextlib
import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # NORMAL would lose acknowledged receipts in a power cut
    "foreign_keys=ON",
    "secure_delete=ON",  # what retention shreds is overwritten in the file
    "trusted_schema=OFF",
)


class _Connection(sqlite3.Connection):
    """Closed where its engine is forgotten; Python 3.13 warns of files that are left open."""

    def __del__(self) -> None:
        with contextlib.suppress(sqlite3.ProgrammingError):  # one that could not be opened
            self.close()


def make_file(path: Path) -> None:
    """An empty file where there is none; -wal and -shm follow its mode.

    One that is there is never opened but by SQLite: to close it would let go every lock that this process holds on
    it, and the next process that ends would take the log away from under our connections, with what was written.
    https://www.sqlite.org/howtocorrupt.html#posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))


def connect(path: Path, busy_seconds: float) -> sqlite3.Connection:
    """May be used by any thread. Raises sqlite3.Error, also where the file is not there: it is never made anew."""
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode=rw",
        uri=True,
        timeout=busy_seconds,
        # transactions are ours: Python's own begin only before writes, so reads would not agree
        isolation_level=None,
        check_same_thread=False,
        factory=_Connection,
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except sqlite3.Error:
        connection.close()
        raise
    return connection
