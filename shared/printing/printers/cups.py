"""A queue of CUPS, by the commands `lp` and `lpstat` of Debian's cups-client. The sheet goes by standard input.

A queue takes a job and prints it later: taken is not printed. A queue that stands still is refused, else the sheet
would come out hours later before somebody else.
"""

import os
import subprocess
from typing import Final

from shared.errors import PrinterRefused
from shared.printing.printers.state import UNKNOWN, State
from shared.settings import PrinterAddress

SECONDS: Final = 3.0
TITLE: Final = "madoguchi"  # a job's title is shown to everybody
REASONS: Final = {  # printer-state-reasons (RFC 8011) → trouble
    "media-empty": "paper_out",
    "media-needed": "paper_out",
    "cover-open": "cover_open",
    "door-open": "cover_open",
    "interlock-open": "cover_open",
    "media-jam": "printer_fault",
    "offline": "printer_away",
    "connecting-to-device": "printer_away",
    "timed-out": "printer_away",
    "shutdown": "printer_away",
    "paused": "queue_stopped",
}
LOW: Final = "media-low"


def state(address: PrinterAddress) -> State:
    """How the queue stands. Raises nothing of ours."""
    try:
        return _looked(address)
    except PrinterRefused as refused:
        return State(refused.code)


def send(address: PrinterAddress, pdf: bytes) -> State:
    """Gives the PDF to the queue. Raises PrinterRefused."""
    before = _looked(address)
    if before.trouble:
        raise PrinterRefused(before.trouble, begun=False)
    media = ("-o", "media=A4") if address.paper == "a4" else ()
    done = _run("lp", "-d", address.place, "-t", TITLE, *media, "-", given=pdf)
    if done.returncode:
        raise PrinterRefused("printer_away", begun=False)
    return State(paper_low=before.paper_low, known=False)


def _looked(address: PrinterAddress) -> State:
    done = _run("lpstat", "-l", "-p", address.place)
    said = done.stdout.decode(errors="replace")
    if done.returncode or not said.strip():
        raise PrinterRefused("printer_away", begun=False)
    reasons = [word.strip(",.") for line in said.splitlines() if "Alerts:" in line for word in line.split()]
    known = [_without_grade(reason) for reason in reasons]
    troubles = [REASONS[reason] for reason in known if reason in REASONS]
    if not troubles and " disabled " in said.splitlines()[0]:
        troubles = ["queue_stopped"]
    return State(troubles[0], LOW in known) if troubles else State(paper_low=LOW in known, known=UNKNOWN.known)


def _without_grade(reason: str) -> str:
    for grade in ("-error", "-warning", "-report"):
        reason = reason.removesuffix(grade)
    return reason


def _run(*command: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """No shell. The answers are in English whatever the machine's language. Whoever is too slow may have the job."""
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        return subprocess.run(command, input=given, capture_output=True, timeout=SECONDS, env=environment, check=False)
    except FileNotFoundError:
        raise PrinterRefused("cups_missing", begun=False) from None
    except subprocess.TimeoutExpired:
        raise PrinterRefused("printing_broke_off" if given else "printer_away", begun=bool(given)) from None
