"""A receipt printer at a device file (/dev/usb/lp0): it is written to and cannot be asked."""

import errno
import os
import select
import stat
import time
from typing import Final

from shared.errors import PrinterRefused
from shared.printing.printers.state import UNKNOWN, State
from shared.settings import PrinterAddress

SECONDS: Final = 3.0  # without the device taking anything


def state(address: PrinterAddress) -> State:
    """Only whether it is there and may be written to."""
    try:
        os.close(_opened(address))
    except PrinterRefused as refused:
        return State(refused.code)
    return UNKNOWN


def send(address: PrinterAddress, data: bytes) -> State:
    """Writes everything; whether paper came out is not known. Raises PrinterRefused."""
    device = _opened(address)
    try:
        _write(device, data)
    finally:
        os.close(device)
    return UNKNOWN


def _opened(address: PrinterAddress) -> int:
    """Never made anew: a printer that is unplugged must not become a file that swallows receipts."""
    try:
        device = os.open(address.place, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        raise PrinterRefused("printer_away", begun=False) from None
    if stat.S_ISREG(os.fstat(device).st_mode):
        os.close(device)
        raise PrinterRefused("printer_away", begun=False)
    return device


def _write(device: int, data: bytes) -> None:
    left, begun = memoryview(data), False
    until = time.monotonic() + SECONDS
    while left:
        waiting = select.poll()
        waiting.register(device, select.POLLOUT)
        waiting.poll(max(0.0, until - time.monotonic()) * 1000)
        try:
            taken = os.write(device, left)
        except BlockingIOError:
            taken = 0
        except OSError as error:
            paper = error.errno == errno.ENOSPC  # what Linux's usblp says of an empty printer
            raise PrinterRefused("paper_out" if paper else _broken(begun), begun=begun) from None
        if taken:
            left, begun = left[taken:], True
            until = time.monotonic() + SECONDS
        elif time.monotonic() >= until:
            raise PrinterRefused(_broken(begun), begun=begun)


def _broken(begun: bool) -> str:
    return "printing_broke_off" if begun else "printer_away"
