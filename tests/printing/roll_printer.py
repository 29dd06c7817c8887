"""A stand-in for a receipt printer's hardware: it reads ESC/POS, has paper and a cover, and speaks DLE EOT over TCP.

Nothing in it is ours: it is written after Epson's description of the commands.
"""

import socket
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL import Image

WIDTH = 576
PLENTY = 10**9


class NotYet(Exception):
    """The command's end has not arrived."""


@dataclass
class Tokens:
    """Bytes cut into commands: (name, argument)."""

    waiting: bytearray = field(default_factory=bytearray)

    def feed(self, data: bytes) -> Iterator[tuple[str, bytes]]:
        self.waiting += data
        while self.waiting:
            try:
                name, length, head = self._next()
            except NotYet:
                return
            command = bytes(self.waiting[:length])
            del self.waiting[:length]
            yield name, command[head:]

    def _next(self) -> tuple[str, int, int]:
        """(name, length of the command, length of its fixed part)."""
        for start, name, length in (
            (b"\x1b@", "initialise", 2),
            (b"\x1bd", "feed", 3),
            (b"\x1dV", "cut", 3),
            (b"\x1da", "unasked", 3),
            (b"\x1dr", "tell", 3),
            (b"\x10\x04", "status", 3),
            (b"\x10\x14\x08", "forget", 10),
        ):
            if self.waiting.startswith(start):
                self._need(length)
                return name, length, len(start)
        if self.waiting.startswith(b"\x1dv0"):
            self._need(8)
            across = self.waiting[4] + 256 * self.waiting[5]
            down = self.waiting[6] + 256 * self.waiting[7]
            self._need(8 + across * down)
            return "raster", 8 + across * down, 3
        if len(self.waiting) < 3:
            raise NotYet
        raise AssertionError(f"no command of a receipt printer: {bytes(self.waiting[:8]).hex(' ')}")

    def _need(self, length: int) -> None:
        if len(self.waiting) < length:
            raise NotYet


def band(argument: bytes) -> Image.Image:
    """The picture of a raster command: m, xL xH yL yH, then rows of bits with 1 for black."""
    mode, across, down = argument[0], argument[1] + 256 * argument[2], argument[3] + 256 * argument[4]
    assert (mode, len(argument) - 5) == (0, across * down)
    return Image.frombytes("1", (across * 8, down), bytes(byte ^ 0xFF for byte in argument[5:]))


def pictures(data: bytes) -> list[Image.Image]:
    """What a printer makes of these bytes: one picture a cut."""
    paper = Paper()
    for name, argument in Tokens().feed(data):
        paper.do(name, argument)
    assert paper.hanging == [], "the last sheet was not cut"
    return paper.sheets


@dataclass
class Paper:
    """What has come out: cut sheets, and bands that hang out of the slot. `left`: rows until the roll ends."""

    sheets: list[Image.Image] = field(default_factory=list)
    hanging: list[Image.Image] = field(default_factory=list)
    left: int = PLENTY

    def do(self, name: str, argument: bytes) -> None:
        if name == "raster":
            self.hanging.append(band(argument))
            self.left -= self.hanging[-1].height
        elif name == "cut":
            whole = Image.new("1", (WIDTH, sum(one.height for one in self.hanging)), 1)
            top = 0
            for one in self.hanging:
                whole.paste(one, (0, top))
                top += one.height
            self.sheets.append(whole)
            self.hanging.clear()


class RollPrinter:
    """Listens on a port of its own from the beginning until `stop`. Set `low`, `cover_open`, `silent` as needed."""

    def __init__(self) -> None:
        self.paper = Paper()
        self.low = self.cover_open = self.fault = self.silent = False
        self.hang_up_after: int | None = None  # bytes
        self.connections = 0
        self._over = False
        self.seen: list[str] = []
        self._left: deque[tuple[str, bytes]] = deque()  # of a sheet that could not be finished
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

    @property
    def sheets(self) -> list[Image.Image]:
        return self.paper.sheets

    def stop(self) -> None:
        """After all that it was sent."""
        if self._thread.is_alive():
            self._over = True
            socket.create_connection(("127.0.0.1", self.port)).close()
            self._thread.join(10)
            self._listener.close()
        assert not self._thread.is_alive()

    def new_roll(self) -> None:
        """What it still has in its memory comes out now."""
        self.paper.left = PLENTY
        self._work(None)

    def _serve(self) -> None:
        while True:
            link, _ = self._listener.accept()
            if self._over:
                link.close()
                return
            self.connections += 1
            with link:
                link.settimeout(20)
                self._talk(link)

    def _talk(self, link: socket.socket) -> None:
        tokens, taken = Tokens(), 0
        while True:
            try:
                data = link.recv(4096)
            except OSError:
                return
            taken += len(data)
            if not data or (self.hang_up_after is not None and taken >= self.hang_up_after):
                return
            for name, argument in tokens.feed(data):
                self.seen.append(name)
                self._take(name, argument, link)

    def _take(self, name: str, argument: bytes, link: socket.socket) -> None:
        """Real-time commands at once, the others in their turn, as long as there is paper."""
        if name == "status":
            if not self.silent:
                link.sendall(bytes([self._status(argument[0])]))
        elif name == "forget":
            self._left.clear()
        else:
            self._left.append((name, argument))
            self._work(link)

    def _work(self, link: socket.socket | None) -> None:
        while self._left and self.paper.left > 0 and not self.cover_open:
            name, argument = self._left.popleft()
            if name == "tell" and link is not None and not self.silent:
                link.sendall(bytes([0x03 if self.low else 0x00]))
            self.paper.do(name, argument)

    def _status(self, number: int) -> int:
        out = self.paper.left <= 0
        offline = out or self.cover_open or self.fault
        bits = {
            1: 0x08 if offline else 0,
            2: (0x04 if self.cover_open else 0) | (0x20 if out else 0) | (0x40 if self.fault else 0),
            4: (0x60 if out else 0) | (0x0C if self.low or out else 0),
        }
        return 0x12 | bits[number]
