"""A connection to a SQLite file, set up as every store needs it."""

import contextlib
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
