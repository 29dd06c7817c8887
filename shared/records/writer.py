"""Writes, one after the other, and durable when `run` returns.

SQLite: one thread per process and file owns the write connection. It takes what waits (up to 64 deeds),
runs each in a savepoint, commits once and only then answers: one sync serves many, and nobody starves
(`research/performance.md` 1.3). Between processes the kernel queues us at a lock file. PostgreSQL: a
plain transaction, again after a deadlock.
"""

import atexit
import contextlib
import fcntl
import os
import queue
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from shared.errors import StoreUnavailable
from shared.records.database import available, is_conflict, is_sqlite, lock_path, on_disk, sqlite_path, unavailable_code

T = TypeVar("T")
BATCH = 64
WAIT_SECONDS = 30.0
_TRIES = 8  # on PostgreSQL, after deadlocks


class Writer:
    """The only way to write to a store. Many Writers of one file share one thread.

    The function given to `run` gets a Connection inside a transaction and must not commit. It runs in
    another thread on
    SQLite and may run again on PostgreSQL, so it does nothing that cannot be repeated except through
    the connection.
    """

    def __init__(self, engine: Engine, wait_seconds: float = WAIT_SECONDS) -> None:
        self.engine = engine
        self.wait_seconds = wait_seconds

    def run(self, fn: Callable[[Connection], T]) -> T:
        """What `fn` returned, after its COMMIT. Whatever `fn` raised is raised, and nothing of it is kept.

        Raises StoreUnavailable: nothing was acknowledged (on PostgreSQL a connection lost during COMMIT
        leaves it open whether it was kept; every deed of ours can be sent again).
        """
        if is_sqlite(self.engine):
            return _answer(_line(self.engine).put(fn), self.wait_seconds)
        return _in_transaction(self.engine, fn)

    def close(self) -> None:
        """Finish what waits and end the thread of this file; the next `run` of anybody starts a new one."""
        with _LINES_LOCK:
            line = _LINES.pop(str(sqlite_path(self.engine)), None) if is_sqlite(self.engine) else None
        if line is not None:
            line.close()


def close_writers() -> None:
    """Finish what waits and end all writer threads of this process. The next `run` starts a new one."""
    with _LINES_LOCK:
        lines = list(_LINES.values())
        _LINES.clear()
    for line in lines:
        line.close()


def _in_transaction(engine: Engine, fn: Callable[[Connection], T]) -> T:
    for attempt in range(_TRIES):
        try:
            with available(), engine.begin() as connection:
                return fn(connection)
        except Exception as error:  # whatever the driver calls it; only conflicts are tried again
            if not is_conflict(error, attempt):
                raise
            time.sleep(random.uniform(0.0, 0.005) * 2**attempt)
    raise StoreUnavailable("store_busy")


def _answer(future: "Future[T]", wait_seconds: float) -> T:
    try:
        return future.result(wait_seconds)
    except TimeoutError:
        if future.cancel():  # never begun: it will not be written later behind the caller's back
            raise StoreUnavailable("store_busy") from None
        return future.result()


@dataclass(frozen=True)
class _Deed:
    fn: Callable[[Connection], Any]
    future: "Future[Any]" = field(default_factory=Future)


class _Line:
    """The queue, the thread and the connection of one SQLite file in this process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(begin="BEGIN IMMEDIATE")
        self._path = sqlite_path(engine)
        self._lock_path = lock_path(engine)
        self._deeds: queue.SimpleQueue[_Deed | None] = queue.SimpleQueue()
        self._connection: Connection | None = None
        self._inode = -1
        self._lock_file = -1
        self._thread = threading.Thread(target=self._work, name=f"writer {self._path.name}", daemon=True)
        self._thread.start()

    def put(self, fn: Callable[[Connection], T]) -> "Future[T]":
        if threading.current_thread() is self._thread:
            raise RuntimeError("a deed asked for another deed: it would wait for itself")
        deed = _Deed(fn)
        self._deeds.put(deed)
        return deed.future

    def close(self) -> None:
        self._deeds.put(None)
        self._thread.join(WAIT_SECONDS)

    def _work(self) -> None:
        while (first := self._deeds.get()) is not None:
            batch = [first]
            try:
                with available(), on_disk(), self._turn():
                    batch += self._waiting()
                    self._commit_together(batch)
            except BaseException as error:  # noqa: BLE001 – the callers wait for it, this thread must go on
                _fail(batch, error)
                self._forget_connection()
        self._forget_connection()
        self.abandon()
        _fail(self._left_over(), StoreUnavailable("store_gone"))

    def abandon(self) -> None:
        """Let go of the lock file."""
        if self._lock_file >= 0:
            os.close(self._lock_file)
            self._lock_file = -1

    def _left_over(self) -> list[_Deed]:
        """What was put in line while it was closing."""
        deeds: list[_Deed] = []
        while not self._deeds.empty():
            deeds += filter(None, [self._deeds.get()])
        return deeds

    def _waiting(self) -> list[_Deed]:
        deeds: list[_Deed] = []
        while len(deeds) < BATCH - 1:
            try:
                deed = self._deeds.get_nowait()
            except queue.Empty:
                break
            if deed is None:  # closing: finish these, then see it again
                self._deeds.put(None)
                break
            deeds.append(deed)
        return deeds

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """Our turn among the processes. The kernel keeps the queue and frees the lock of a killed process."""
        if self._lock_file < 0:
            self._lock_file = os.open(self._lock_path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock_file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._lock_file, fcntl.LOCK_UN)

    def _commit_together(self, batch: list[_Deed]) -> None:
        running = [deed for deed in batch if deed.future.set_running_or_notify_cancel()]
        connection = self._open_connection()
        with connection.begin():
            outcomes = [_run_one(connection, deed) for deed in running]
        for deed, (result, error) in zip(running, outcomes, strict=True):
            if error is None:
                deed.future.set_result(result)
            else:
                deed.future.set_exception(error)

    def _open_connection(self) -> Connection:
        """The write connection; a new one where the file was replaced, so that nobody writes into a
        deleted file.
        """
        inode = os.stat(self._path).st_ino
        if self._connection is not None and inode != self._inode:
            self._forget_connection()
            self._engine.dispose()
        if self._connection is None:
            self._connection = self._engine.connect()
            self._inode = inode
        return self._connection

    def _forget_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):  # it is broken already; the next deed gets a new one
                connection.invalidate()
                connection.close()


def _run_one(connection: Connection, deed: _Deed) -> tuple[Any, Exception | None]:
    connection.exec_driver_sql("SAVEPOINT deed")
    try:
        result = deed.fn(connection)
    except Exception as error:  # whatever the deed raised goes back to whoever asked for it
        if not _alive(connection):
            raise  # disk full and the like: SQLite has rolled back the whole batch already
        connection.exec_driver_sql("ROLLBACK TO deed")
        connection.exec_driver_sql("RELEASE deed")
        code = unavailable_code(error)
        return None, error if code is None else StoreUnavailable(code)
    connection.exec_driver_sql("RELEASE deed")
    return result, None


def _alive(connection: Connection) -> bool:
    return bool(connection.connection.driver_connection.in_transaction)  # type: ignore[union-attr]  # pooled connections have one


def _fail(batch: list[_Deed], error: BaseException) -> None:
    for deed in batch:
        with contextlib.suppress(InvalidStateError):  # cancelled by its caller meanwhile
            deed.future.set_exception(StoreUnavailable(error.code) if isinstance(error, StoreUnavailable) else error)


_LINES: dict[str, _Line] = {}
_LINES_LOCK = threading.Lock()
_PARENTS: list[_Line] = []  # kept after a fork, so that no connection of the parent is closed by the child


def _line(engine: Engine) -> _Line:
    key = str(sqlite_path(engine))
    with _LINES_LOCK:
        if key not in _LINES:
            _LINES[key] = _Line(engine)
        return _LINES[key]


def _after_fork() -> None:
    """A child has no writer thread, and must keep neither its parent's connections nor its place at the
    lock.
    """
    global _LINES_LOCK
    _LINES_LOCK = threading.Lock()
    for line in _LINES.values():
        line.abandon()
    _PARENTS.extend(_LINES.values())
    _LINES.clear()


os.register_at_fork(after_in_child=_after_fork)
atexit.register(close_writers)
