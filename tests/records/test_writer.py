"""Writes: durable when acknowledged, each with its own savepoint, fair, and honest when the disk is full."""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from shared.errors import StoreUnavailable
from shared.records.database import lock_path, locked, open_engine, reading
from shared.records.writer import Writer, close_writers

_TAKE = text("UPDATE number SET last = last + 1 WHERE name = :name RETURNING last")
_NOTE = text("INSERT INTO note (id, body) VALUES (:id, :body)")


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    """A store with a counter and a list."""
    engine = open_engine(store_url)
    _make_tables(engine)
    yield engine
    close_writers()
    engine.dispose()


def _make_tables(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (id TEXT PRIMARY KEY, body TEXT NOT NULL)"))
        connection.execute(text("CREATE TABLE number (name TEXT PRIMARY KEY, last INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO number VALUES ('a', 0), ('b', 0)"))


def notes(engine: Engine) -> set[str]:
    with reading(engine) as connection:
        return set(connection.execute(text("SELECT id FROM note")).scalars())


def write(engine: Engine, note: str, body: str = "x") -> None:
    Writer(engine).run(lambda connection: connection.execute(_NOTE, {"id": note, "body": body}) and None)


def test_what_run_returned_is_there(engine: Engine) -> None:
    number = Writer(engine).run(lambda connection: connection.execute(_TAKE, {"name": "a"}).scalar_one())
    with reading(engine) as connection:
        assert (number, connection.execute(text("SELECT last FROM number WHERE name='a'")).scalar()) == (1, 1)


def test_a_deed_that_fails_leaves_nothing_and_raises_its_own_error(engine: Engine) -> None:
    class Wrong(Exception):
        pass

    def deed(connection: Connection) -> None:
        connection.execute(_NOTE, {"id": "half", "body": "x"})
        raise Wrong

    with pytest.raises(Wrong):
        Writer(engine).run(deed)
    assert notes(engine) == set()


def test_a_deed_that_fails_takes_no_other_with_it(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    _make_tables(engine)
    with ThreadPoolExecutor(20) as pool, locked(lock_path(engine)):  # all twenty wait and come into one batch
        twice = [pool.submit(write, engine, f"n{i % 10}") for i in range(20)]
        time.sleep(0.3)
    failed = sum(done.exception() is not None for done in twice)
    assert (failed, notes(engine)) == (10, {f"n{i}" for i in range(10)})
    close_writers()
    engine.dispose()


def test_a_deed_cannot_ask_for_another(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    _make_tables(engine)
    with pytest.raises(RuntimeError, match="wait for itself"):
        Writer(engine).run(lambda _: write(engine, "inner"))
    close_writers()
    engine.dispose()


class FellBack(Exception):
    pass


def _take_numbers(engine: Engine, seed: int, each: int) -> list[tuple[str, int]]:
    """Takes numbers of two counters and lets one in ten fall back."""
    dice, writer = random.Random(seed), Writer(engine)
    taken: list[tuple[str, int]] = []

    def deed(connection: Connection) -> int:
        number: int = connection.execute(_TAKE, {"name": name}).scalar_one()
        if falls:
            raise FellBack
        return number

    for _ in range(each):
        name, falls = dice.choice("ab"), dice.random() < 0.1
        with contextlib.suppress(FellBack):
            taken.append((name, writer.run(deed)))
    return taken


def _numbers_with_rollbacks(engine: Engine, threads: int, each: int) -> int:
    """R-05: both counters gave 1 to n, without gaps, whoever asked."""
    with ThreadPoolExecutor(threads) as pool:
        works = [pool.submit(_take_numbers, engine, seed, each) for seed in range(threads)]
        taken = [one for work in works for one in work.result()]
    for name in "ab":
        numbers = sorted(number for other, number in taken if other == name)
        assert numbers == list(range(1, len(numbers) + 1))
    return len(taken)


@pytest.mark.requirement("R-05")
def test_numbers_are_unique_and_without_gaps_between_threads(engine: Engine) -> None:
    count = _numbers_with_rollbacks(engine, threads=16, each=25)
    assert 300 < count < 400


@pytest.mark.requirement("R-05")
@pytest.mark.drill
def test_numbers_are_unique_and_without_gaps_in_full_count(engine: Engine) -> None:
    count = _numbers_with_rollbacks(engine, threads=16, each=500)
    assert 7000 < count < 8000


def test_nobody_starves(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    _make_tables(engine)
    done: Counter[int] = Counter()
    stop = time.monotonic() + 1.0

    def work(who: int) -> None:
        while time.monotonic() < stop:
            write(engine, f"{who}-{done[who]}")
            done[who] += 1

    threads = [threading.Thread(target=work, args=(who,)) for who in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert min(done.values()) > max(done.values()) / 2
    close_writers()
    engine.dispose()


def test_a_caller_who_waited_too_long_is_not_written_later(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    _make_tables(engine)
    with locked(lock_path(engine)), pytest.raises(StoreUnavailable, match="store_busy"):
        Writer(engine, wait_seconds=0.2).run(lambda connection: connection.execute(_NOTE, {"id": "late", "body": ""}))
    write(engine, "next")
    assert notes(engine) == {"next"}
    close_writers()
    engine.dispose()


def test_closing_finishes_what_waits(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    _make_tables(engine)
    with ThreadPoolExecutor(10) as pool:
        with locked(lock_path(engine)):
            waiting = [pool.submit(write, engine, f"n{i}") for i in range(10)]
            time.sleep(0.2)
        close_writers()
        assert [done.exception() for done in waiting] == [None] * 10
    write(engine, "after")  # a new line is opened
    assert len(notes(engine)) == 11
    close_writers()
    engine.dispose()


def test_a_store_taken_away_is_noticed_and_used_again_when_it_is_back(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    _make_tables(engine)
    write(engine, "before")
    path = Path(engine.url.database or "")
    away = path.with_name("away.db")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    path.rename(away)
    with pytest.raises(StoreUnavailable, match="store_gone"):
        write(engine, "lost")
    away.rename(path)
    write(engine, "after")
    assert notes(engine) == {"before", "after"}
    close_writers()
    engine.dispose()


def test_a_store_that_was_replaced_is_written_in_its_new_file(sqlite_url: str, tmp_path: Path) -> None:
    engine = open_engine(sqlite_url)
    _make_tables(engine)
    write(engine, "old")
    other = open_engine(f"sqlite:///{tmp_path / 'new.db'}")
    _make_tables(other)
    other.dispose()
    path = Path(engine.url.database or "")
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    os.replace(tmp_path / "new.db", path)
    write(engine, "new")
    fresh = open_engine(sqlite_url)
    assert notes(fresh) == {"new"}
    close_writers()
    fresh.dispose()
    engine.dispose()


@pytest.mark.postgres
def test_a_deadlock_is_tried_again(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    _make_tables(engine)
    both = threading.Barrier(2, timeout=10)
    tries: Counter[str] = Counter()

    def crossing(first: str, second: str) -> None:
        def deed(connection: Connection) -> None:
            tries[first] += 1
            connection.execute(_TAKE, {"name": first})
            if tries[first] == 1:
                both.wait()
            connection.execute(_TAKE, {"name": second})

        Writer(engine).run(deed)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(crossing, "a", "b"), pool.submit(crossing, "b", "a")]:
            done.result()
    with reading(engine) as connection:
        assert connection.execute(text("SELECT name, last FROM number ORDER BY name")).all() == [
            ("a", 2),
            ("b", 2),
        ]
    assert sum(tries.values()) > 2  # one of them at least was turned away and came again
    engine.dispose()


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
def test_a_child_process_writes_with_its_own_thread(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    _make_tables(engine)
    write(engine, "parent")
    child = os.fork()
    if child == 0:
        try:
            write(engine, "child")
            close_writers()
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    write(engine, "parent again")
    assert notes(engine) == {"parent", "child", "parent again"}
    close_writers()
    engine.dispose()


_WORKER = """
import os, sys
from sqlalchemy import text
from shared.records.database import open_engine
from shared.records.writer import Writer
engine, out = open_engine(sys.argv[1]), open(sys.argv[2], "ab", buffering=0)
writer, n = Writer(engine), 0
insert = text("INSERT INTO note (id, body) VALUES (:id, :body)")
take = text("UPDATE number SET last = last + 1 WHERE name = 'a'")
def deed(connection):
    connection.execute(take)
    connection.execute(insert, {"id": name, "body": "x" * 500})
print("ready", flush=True)
while True:
    n += 1
    name = f"{os.getpid()}-{n}"
    writer.run(deed)
    os.write(out.fileno(), name.encode() + b"\\n")
"""


@contextlib.contextmanager
def _killed(url: str, outs: list[Path]) -> Iterator[None]:
    """Processes that write into `url` and note in their file what was acknowledged; killed at the end."""
    workers = [subprocess.Popen([sys.executable, "-c", _WORKER, url, str(out)], stdout=subprocess.PIPE) for out in outs]
    try:
        assert [worker.stdout and worker.stdout.readline() for worker in workers] == [b"ready\n"] * len(workers)
        yield
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
        for worker in workers:
            worker.communicate()


def _kill_rounds(url: str, folder: Path, rounds: int, seconds: float, least: int) -> int:
    """R-03: four processes write; all are killed; what one of them acknowledged must be there."""
    engine = open_engine(url)
    _make_tables(engine)
    acknowledged: set[str] = set()
    done = 0
    while done < rounds or len(acknowledged) < least:
        outs = [folder / f"{done}-{n}" for n in range(4)]
        with _killed(url, outs):
            time.sleep(seconds)
        for out in outs:
            acknowledged.update(out.read_text().splitlines() if out.exists() else ())
        done += 1
    kept = notes(engine)
    with reading(engine) as connection:
        counted = connection.execute(text("SELECT last FROM number WHERE name = 'a'")).scalar()
        if url.startswith("sqlite"):
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert acknowledged - kept == set()
    assert counted == len(kept)
    engine.dispose()
    return len(acknowledged)


@pytest.mark.requirement("R-03")
def test_what_was_acknowledged_survives_kill_9(sqlite_url: str, tmp_path: Path) -> None:
    assert _kill_rounds(sqlite_url, tmp_path, rounds=1, seconds=0.6, least=100) >= 100


@pytest.mark.requirement("R-03")
@pytest.mark.drill
@pytest.mark.timeout(1800)
def test_what_was_acknowledged_survives_kill_9_in_full_count(store_url: str, tmp_path: Path) -> None:
    assert _kill_rounds(store_url, tmp_path, rounds=25, seconds=1.0, least=20_000) >= 20_000


_FULL = """
import os, resource, signal, sys
from sqlalchemy import text
from shared.errors import StoreUnavailable
from shared.records.database import open_engine
from shared.records.writer import Writer
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
engine = open_engine(sys.argv[1])
with engine.begin() as connection:
    connection.execute(text("CREATE TABLE note (id TEXT PRIMARY KEY, body TEXT NOT NULL)"))
if sys.argv[2] != "0":
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), -1))
insert = text("INSERT INTO note (id, body) VALUES (:id, :body)")
writer, acked, refused = Writer(engine), 0, []
for n in range(3000):
    try:
        writer.run(lambda connection: connection.execute(insert, {"id": f"{n}", "body": "x" * 2000}) and None)
        acked += 1
    except StoreUnavailable as full:
        refused.append(full.code)
        if len(refused) == 5:
            break
with engine.connect() as connection:
    kept = connection.execute(text("SELECT count(*) FROM note")).scalar()
    sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))
if sys.argv[2] == "0":
    os.unlink(sys.argv[3])
writer.run(lambda connection: connection.execute(insert, {"id": "after", "body": "x"}) and None)
print(acked, kept, sound, sorted(set(refused)))
"""


def _acknowledged_when_full(command: list[str]) -> tuple[str, str, str, str]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    acked, kept, sound, codes = done.stdout.strip().split(" ", 3)
    return acked, kept, sound, codes


@pytest.mark.requirement("RL-1")
def test_a_file_that_cannot_grow_gives_no_false_receipt(sqlite_url: str) -> None:
    acked, kept, sound, codes = _acknowledged_when_full([sys.executable, "-c", _FULL, sqlite_url, str(2**20)])
    assert (acked, sound) == (kept, "ok")
    assert int(acked) > 50
    assert codes in ("['store_full']", "['store_gone']")


def _may_mount() -> bool:
    tried = subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False)
    return tried.returncode == 0


@pytest.mark.requirement("RL-1")
@pytest.mark.skipif(not _may_mount(), reason="needs the right to mount a small disk")
def test_a_full_disk_gives_no_false_receipt_and_recovers(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    ballast = disk / "ballast"
    script = (
        f"mount -t tmpfs -o size=2m tmpfs {disk} && head -c 300000 /dev/zero > {ballast} && "
        f'exec {sys.executable} -c "$PROGRAM" sqlite:///{disk}/store.db 0 {ballast}'
    )
    command = ["unshare", "-m", "env", f"PROGRAM={_FULL}", "bash", "-c", script]
    acked, kept, sound, codes = _acknowledged_when_full(command)
    assert (acked, sound, codes) == (kept, "ok", "['store_full']")
    assert int(acked) > 50
