"""Tables ↔ compressed JSON lines, the same for both engines: a backup of one can be restored into the other."""

import base64
import gzip
import hashlib
import io
import json
import os
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select, text

from shared.errors import BackupRefused
from shared.records.backup.manifest import TablePart
from shared.records.columns import Sealed
from shared.records.database import on_disk

_AT_A_TIME = 500


class LinesFile:
    """Writes JSON lines, gzipped, 0600, and knows their digest when it is closed."""

    def __init__(self, path: Path) -> None:
        with on_disk():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self._raw = os.fdopen(handle, "wb")
        self._hash = hashlib.sha256()

        self._gzip = gzip.GzipFile(fileobj=_Both(self._raw, self._hash), mode="wb", compresslevel=6, mtime=0)
        self.lines = 0

    def add(self, values: list[Any]) -> None:
        line = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        with on_disk():
            self._gzip.write(line.encode() + b"\n")
        self.lines += 1

    def close(self) -> str:
        """On disk; gives the file's SHA-256 (hex)."""
        with on_disk():
            self._gzip.close()
            self._raw.flush()
            os.fsync(self._raw.fileno())
            self._raw.close()
        return self._hash.hexdigest()


class _Both(io.RawIOBase):
    """Writes into a file and into its digest."""

    def __init__(self, raw: io.BufferedWriter, digest: "hashlib._Hash") -> None:
        self._raw, self._digest = raw, digest

    def write(self, data: Any) -> int:
        self._digest.update(data)
        return self._raw.write(data)


def dump_table(connection: Connection, table: Table, path: Path) -> tuple[TablePart, str]:
    """All rows in the order of the key. Gives what the manifest says of it, and the file's digest."""
    binary = tuple(column.name for column in table.columns if isinstance(column.type, Sealed))
    places = [n for n, column in enumerate(table.columns) if column.name in binary]
    out = LinesFile(path)
    statement = select(*table.columns).order_by(*table.primary_key.columns)
    with connection.execute(statement.execution_options(yield_per=_AT_A_TIME)) as rows:
        for row in rows:
            out.add(_plain(list(row), places))
    columns = tuple(column.name for column in table.columns)
    return TablePart(table.name, columns, binary, out.lines), out.close()


def load_table(connection: Connection, part: TablePart, path: Path) -> None:
    """Inserts what was dumped. Raises BackupRefused where the file does not hold so many rows."""
    names = ", ".join(part.columns)
    values = ", ".join(f":{column}" for column in part.columns)
    statement = text(f"INSERT INTO {part.name} ({names}) VALUES ({values})")
    rows = (_row(part, line) for line in read_lines(path))
    loaded = 0
    while some := list(islice(rows, _AT_A_TIME)):
        connection.execute(statement, some)
        loaded += len(some)
    if loaded != part.rows:
        raise BackupRefused("backup_damaged", part=path.name)


def read_lines(path: Path) -> Iterator[list[Any]]:
    """The lines of a LinesFile. Raises BackupRefused("backup_damaged", part=…)."""
    try:
        with gzip.open(path, "rb") as file:
            for line in file:
                yield json.loads(line)
    except (OSError, EOFError, ValueError) as error:
        raise BackupRefused("backup_damaged", part=path.name) from error


def _plain(values: list[Any], places: list[int]) -> list[Any]:
    for place in places:
        if values[place] is not None:
            values[place] = base64.b64encode(values[place]).decode()
    return values


def _row(part: TablePart, line: list[Any]) -> Mapping[str, Any]:
    row = dict(zip(part.columns, line, strict=True))
    for column in part.binary:
        if row[column] is not None:
            row[column] = base64.b64decode(row[column])
    return row
