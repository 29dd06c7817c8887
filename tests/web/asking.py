"""Plain HTTP without a browser: what exactly a door answers."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Answer:
    """Header names are lower case; of several headers with one name, the values are joined by a line break."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(address: str, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes = b"") -> Answer:
    """One request; redirects are not followed."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, path, body or None, {"host": parts.netloc, **(headers or {})})
        answer = connection.getresponse()
        found: dict[str, str] = {}
        for name, value in answer.getheaders():
            key = name.lower()
            found[key] = f"{found[key]}\n{value}" if key in found else value
        return Answer(answer.status, found, answer.read())
    finally:
        connection.close()


def post(address: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
    """A form as our own pages send it."""
    own = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
    return ask(address, "POST", {**own, **(headers or {})}, urlencode(fields).encode())
