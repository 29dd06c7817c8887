"""Sending a sheet to a printer of MADOGUCHI_PRINTERS, and asking how it is. One sheet at a time per printer."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

from shared.errors import PrinterRefused
from shared.printing import thermal
from shared.printing.printers import cups, device, network
from shared.printing.printers.state import State
from shared.settings import PrinterAddress

TURN: Final = 15.0  # seconds that a sheet waits for the one before it
_TURNS: Final[dict[tuple[str, str, int], Lock]] = {}
_TURNS_LOCK: Final = Lock()


def send(address: PrinterAddress, pdf: bytes) -> State:
    """Prints the PDF, which has the printer's paper size; the state afterwards.

    `known` False: it was handed over, and nobody says whether paper came out. Raises PrinterRefused; SettingsError
    and ValueError as making dots does.
    """
    if address.kind == "cups":
        with _turn(address):
            return cups.send(address, pdf)
    data = thermal.commands(thermal.dots(pdf))
    with _turn(address):
        return network.send(address, data) if address.kind == "escpos" else device.send(address, data)


def state(address: PrinterAddress) -> State:
    """How the printer is now. Raises nothing of ours."""
    ask = {"cups": cups.state, "file": device.state, "escpos": network.state}[address.kind]
    try:
        with _turn(address):
            return ask(address)
    except PrinterRefused as busy:
        return State(busy.code)


@contextmanager
def _turn(address: PrinterAddress) -> Iterator[None]:
    """Printers take one connection; two counters that share one wait for each other."""
    with _TURNS_LOCK:
        turn = _TURNS.setdefault((address.kind, address.place, address.port), Lock())
    if not turn.acquire(timeout=TURN):
        raise PrinterRefused("printer_busy", begun=False)
    try:
        yield
    finally:
        turn.release()
