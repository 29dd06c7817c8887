"""Talking to the card's issuer: one host, no redirects, TLS checked, little data, and not for long.

The only place of the portal that opens a connection to the outside. Python's own HTTP client is used because it
follows nothing, asks no proxy and no `.netrc`, and lets go at once: a deadline over the whole conversation closes the
socket, so that an answer that drips a byte at a time ends as one that never comes.
"""

import http.client
import json
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore, Timer
from typing import Final
from urllib.parse import urlencode, urlsplit

from shared.errors import IdCardAway

LARGEST: Final = 64 * 1024  # bytes of one answer
EACH_WAIT: Final = 5.0  # seconds for connecting, and for each piece of an answer
WHOLE: Final = 10.0  # seconds for one question and its answer
AT_ONCE: Final = 8  # conversations; whoever comes beyond is asked to try again


@dataclass(frozen=True, repr=False)
class Reply:
    """An answer as it came."""

    status: int
    body: bytes

    def json(self) -> dict[str, object]:
        """The JSON object in it. Raises IdCardAway for anything else."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            raise IdCardAway("id_card_away", why="no_json") from None
        if not isinstance(value, dict):
            raise IdCardAway("id_card_away", why="no_object")
        return value


class Wire:
    """The way to one origin. `whole`: seconds for one conversation."""

    def __init__(self, origin: str, whole: float = WHOLE) -> None:
        parts = urlsplit(origin)
        self.origin = origin_of(origin)
        self._host, self._secure = parts.hostname or "", parts.scheme == "https"
        self._port = parts.port or (443 if self._secure else 80)
        self._whole = whole
        self._tls = ssl.create_default_context() if self._secure else None
        self._free = BoundedSemaphore(AT_ONCE)

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Reply:
        """Raises IdCardAway: not this origin, unreachable, too much, too slow."""
        return self._asked("GET", address, b"", headers or {})

    def post(self, address: str, fields: Mapping[str, str]) -> Reply:
        """Sends a form. Raises as `get`."""
        form = {"content-type": "application/x-www-form-urlencoded"}
        return self._asked("POST", address, urlencode(fields).encode(), form)

    def _asked(self, method: str, address: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        if origin_of(address) != self.origin:
            raise IdCardAway("id_card_away", why="other_host")
        if not self._free.acquire(blocking=False):
            raise IdCardAway("id_card_away", why="busy")
        try:
            with self._connected() as connection:
                parts = urlsplit(address)
                path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                connection.request(method, path, body or None, {"accept": "application/json", **headers})
                return _read(connection.getresponse())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise IdCardAway("id_card_away", why=type(error).__name__) from error
        finally:
            self._free.release()

    @contextmanager
    def _connected(self) -> Iterator[http.client.HTTPConnection]:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=EACH_WAIT)
        raw = socket.create_connection((self._host, self._port), timeout=EACH_WAIT)
        used: socket.socket = raw
        if self._tls:
            used = self._tls.wrap_socket(raw, server_hostname=self._host, do_handshake_on_connect=False)
        deadline = Timer(self._whole, _cut, [used])
        deadline.daemon = True
        deadline.start()
        try:
            if isinstance(used, ssl.SSLSocket):
                used.do_handshake()
            connection.sock = used
            yield connection
        finally:
            deadline.cancel()
            connection.close()
            used.close()


def origin_of(address: str) -> str:
    """Scheme, host and port, written in one way."""
    parts = urlsplit(address)
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}"


def _read(response: http.client.HTTPResponse) -> Reply:
    body = response.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise IdCardAway("id_card_away", why="too_much")
    return Reply(response.status, body)


def _cut(used: socket.socket) -> None:
    """Ends whatever waits on the socket. It may have been closed in this moment: then there is nothing to end."""
    if used.fileno() >= 0:
        used.shutdown(socket.SHUT_RDWR)
