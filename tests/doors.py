"""Doors in processes of their own: the port that one gets, and the moment from which on it listens."""

import socket
import subprocess
import time
from collections.abc import Iterable
from contextlib import closing


def free_port(ports: Iterable[int]) -> int:
    """The first of these that nobody listens on."""
    for port in ports:
        if not _listens(port):
            return port
    raise AssertionError(f"no free port among {ports}")


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until somebody listens."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the door did not start"
        if _listens(port):
            return
        time.sleep(0.1)
    raise AssertionError("the door did not listen within a minute")


def _listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
