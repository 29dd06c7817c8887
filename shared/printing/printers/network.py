"""A receipt printer on the network: raw ESC/POS over TCP (port 9100), asked before, watched after.

Real-time status (DLE EOT) is answered at once, also without paper. `GS r` is answered in its turn: when its answer
comes, all that was sent before it is on paper. Only then a sheet counts as printed.
"""

import contextlib
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from shared.errors import PrinterRefused
from shared.printing.printers.state import UNKNOWN, State, state_of
from shared.settings import PrinterAddress

SECONDS: Final = 3.0  # for every single step: reaching it, an answer, room for more data
PATIENCE: Final = 20.0  # from the last byte sent to the paper being out
PARTING: Final = 0.3
QUIET: Final = b"\x1d\x61\x00"  # GS a 0: nothing unasked
ASK: Final = b"\x10\x04"  # DLE EOT n
ALL_OUT: Final = b"\x1d\x72\x01"  # GS r 1
# DLE DC4 8: what is left of a sheet is forgotten. It would come out after the paper is changed, before another person.
FORGET: Final = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"


def state(address: PrinterAddress) -> State:
    """How it is now; `printer_away` where it does not answer. Raises nothing of ours."""
    try:
        with _line(address) as line:
            return line.state() if address.tells else UNKNOWN
    except PrinterRefused as refused:
        return State(refused.code)


def send(address: PrinterAddress, data: bytes) -> State:
    """Prints; the state afterwards, not `known` where this printer cannot say that all is out.

    Raises PrinterRefused.
    """
    with _line(address) as line:
        if not address.tells:
            line.write(data)
            return UNKNOWN
        before = line.state()
        if before.trouble:
            raise PrinterRefused(before.trouble, begun=False)
        line.write(data + ALL_OUT)
        return line.wait_until_out(before)


class _Line:
    """An open connection. Answers are told apart by their fixed bits, whatever else the printer says."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._begun = False
        self._all_out = False

    def state(self) -> State:
        """Asks for printer, cause and paper. Raises PrinterRefused where it is silent or gone."""
        answers = []
        for number in (1, 2, 4):
            self.push(ASK + bytes([number]))
            answer = self._status(SECONDS)
            if answer is None:
                raise self._gone()
            answers.append(answer)
        return state_of(*answers)

    def write(self, data: bytes) -> None:
        """All of it, as quickly as the printer takes it."""
        left = memoryview(data)
        self._all_out = False
        while left:
            left = left[self.push(left[:4096]) :]
            self._begun = True

    def wait_until_out(self, last: State) -> State:
        """Until the printer is through with everything; how it is then. Raises PrinterRefused with what it says.

        While it prints it may be silent: only what it says is believed, and no more than PATIENCE waited.
        """
        until = time.monotonic() + PATIENCE
        while not self._all_out and time.monotonic() < until:
            for number in (1, 2, 4):
                self.push(ASK + bytes([number]))
            answers = [self._status(1.0) for _ in range(3)]
            if None not in answers:
                last = state_of(*(answer or 0 for answer in answers))
            if last.trouble and not self._all_out:
                self.push(FORGET)
                raise PrinterRefused(last.trouble, begun=True)
        if not self._all_out:
            raise self._gone()
        return last

    def push(self, data: bytes | memoryview) -> int:
        """How much was taken."""
        try:
            return self._link.send(data)
        except OSError:
            raise self._gone() from None

    def end(self) -> None:
        """No more to say. What still comes is read: a connection closed on unread bytes loses what was sent."""
        with contextlib.suppress(OSError):  # the printer may have hung up first
            self._link.shutdown(socket.SHUT_WR)
            self._link.settimeout(PARTING)
            while self._link.recv(64):
                continue

    def _status(self, seconds: float) -> int | None:
        """The next answer to ASK; None for silence. The answer to ALL_OUT may come in between, and is noted."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            byte = self._byte(left)
            if byte is None:
                break
            if byte & 0x93 == 0x12:
                return byte
            if byte & 0x90 == 0x00:
                self._all_out = True
        return None

    def _byte(self, seconds: float) -> int | None:
        self._link.settimeout(seconds)
        try:
            byte = self._link.recv(1)
        except TimeoutError:
            return None
        except OSError:
            raise self._gone() from None
        finally:
            self._link.settimeout(SECONDS)
        if not byte:
            raise self._gone()
        return byte[0]

    def _gone(self) -> PrinterRefused:
        return PrinterRefused("printing_broke_off" if self._begun else "printer_away", begun=self._begun)


@contextmanager
def _line(address: PrinterAddress) -> Iterator[_Line]:
    try:
        link = socket.create_connection((address.place, address.port), timeout=SECONDS)
    except OSError:
        raise PrinterRefused("printer_away", begun=False) from None
    with link:
        line = _Line(link)
        try:
            if address.tells:
                line.push(QUIET)
            yield line
        finally:
            line.end()
