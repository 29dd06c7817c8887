"""What a durable, sealed submission costs beside a plain row of the same size, and what group commit brings.

    .venv/bin/python benchmarks/sending.py [--rounds 30] [--writes 480]

The plain row: one INSERT of as many bytes into a SQLite file with the same settings, committed and synced.
Group commit: N threads write through `Writer`, beside N threads with a connection and a commit of their own each.
"""

import argparse
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

from house import House, open_house
from measure import Spent, head, in_turns, line
from sqlalchemy import Connection, text

from shared.casework import sending
from shared.casework.cases import Case
from shared.casework.persons import fact_of
from shared.records.database import open_engine
from shared.records.derivation import inside_key
from shared.records.envelope import Head, Kind
from shared.records.sealing import seal_envelope
from shared.records.writer import Writer

PLAIN = "CREATE TABLE plain (id BLOB PRIMARY KEY, data BLOB) WITHOUT ROWID"
INSERT = "INSERT INTO plain (id, data) VALUES (?, ?)"
ROW = 2048  # bytes; what threads write


def plain_file(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def insert(connection: sqlite3.Connection, size: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(INSERT, (os.urandom(16), os.urandom(size)))
    connection.execute("COMMIT")


def kept_bytes(house: House, case: Case) -> int:
    """What the letterbox has written for a case that was sent: its envelope and its folder."""
    sizes = (
        "SELECT length(head) + length(wraps) + length(body) + length(token) FROM envelope WHERE envelope_id = ?",
        "SELECT length(front) + length(inside) FROM folder WHERE locator = ?",
    )
    with sqlite3.connect(house.settings.front_var / "letterbox.db") as connection:
        found = [
            connection.execute(statement, (value,)).fetchone()[0]
            for statement, value in zip(sizes, (case.envelope_id, case.row.locator), strict=True)
        ]
    connection.close()
    return sum(found)


def submission(house: House, rounds: int) -> None:
    cases = [house.filled_in() for _ in range(rounds + 1)]
    size = kept_bytes(house, sending.submit(house.front, house.filled_in()))
    plain = plain_file(house.settings.front_var / "plain.db")
    plain.execute(PLAIN)
    bodies = [sending.body_of(house.front, one, fact_of(one.procedure, one.answers)) for one in cases]
    heads = [Head(one.envelope_id, Kind.APPLICATION, one.reference) for one in cases]
    ways: dict[str, Callable[[int], object]] = {
        "sent": lambda n: sending.submit(house.front, cases[n]),
        "sealed": lambda n: seal_envelope(heads[n], bodies[n], house.front.public),
        "fact": lambda n: inside_key(cases[n].root, bodies[n].fact.value),
        "plain": lambda n: insert(plain, size),
    }
    spent = in_turns(rounds, ways)
    sent, sealed, fact, row = (spent[name] for name in ways)
    line(f"a plain row of {size} bytes, durable", row)
    line(
        "a submission sent: checked, sealed, durable", sent, f"{sent.wait / row.wait:5.1f} × the wait of the plain row"
    )
    line("  of it Argon2id of the fact", fact, f"{fact.work / sent.work:4.0%} of the work")
    line("  of it sealing to two public keys", sealed, f"{sealed.work / sent.work:4.0%} of the work")
    rest = sent.work - fact.work - sealed.work
    print(f"  the rest (checks, folder, commit): {rest:.2f} ms, {rest / row.work:.1f} × the work of the plain row")
    plain.close()


def together(writer: Writer) -> Callable[[], object]:
    """One write through the one writer thread: what waits is committed at once."""
    statement = text("INSERT INTO plain (id, data) VALUES (:id, :data)")

    def deed(connection: Connection) -> None:
        connection.execute(statement, {"id": os.urandom(16), "data": os.urandom(ROW)})

    return lambda: writer.run(deed)


def alone(path: Path) -> Callable[[], object]:
    """One write with a connection of the thread's own, committed by itself."""
    own = threading.local()

    def write() -> None:
        if not hasattr(own, "connection"):
            own.connection = plain_file(path)
        insert(own.connection, ROW)

    return write


def by_threads(threads: int, writes: int, write: Callable[[], object]) -> tuple[float, float]:
    """(writes a second, milliseconds of the longest wait)."""
    took = Spent()
    begin = threading.Barrier(threads + 1)

    def work() -> None:
        begin.wait()
        for _ in range(writes // threads):
            with took.once():
                write()

    running = [threading.Thread(target=work) for _ in range(threads)]
    for thread in running:
        thread.start()
    begin.wait()
    start = time.perf_counter()
    for thread in running:
        thread.join()
    return len(took.waited) / (time.perf_counter() - start), max(took.waited)


def group_commit(folder: Path, writes: int) -> None:
    path = folder / "group.db"
    plain_file(path).execute(PLAIN)
    writer = Writer(open_engine(f"sqlite:///{path}"))
    ways = {"group": together(writer), "each": alone(path)}
    for threads in (1, 8, 32):
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(5):
            for name, write in ways.items():
                found[name].append(by_threads(threads, writes, write))
        group, each = (max(found[name])[0] for name in ways)
        longest, longest_each = (min(wait for _, wait in found[name]) for name in ways)
        print(f"{threads:2} threads, one commit each         {each:7.0f} writes/s, longest wait {longest_each:6.0f} ms")
        print(
            f"{threads:2} threads, one writer, group commit {group:7.0f} writes/s, longest wait {longest:6.0f} ms"
            f"   {group / each:5.1f} × the writes",
            flush=True,
        )
    writer.close()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=30)
    arguments.add_argument("--writes", type=int, default=480)
    asked = arguments.parse_args()
    with open_house() as house:
        head()
        submission(house, asked.rounds)
        group_commit(house.settings.front_var, asked.writes)


if __name__ == "__main__":
    main()
