"""What a printer says of itself: paper, cover, faults. The bits are those of ESC/POS, DLE EOT n (Epson)."""

from dataclasses import dataclass

OFFLINE = 0x08  # DLE EOT 1
COVER_OPEN, PAPER_ENDED, FAULT = 0x04, 0x20, 0x40  # DLE EOT 2
NEAR_END, NO_PAPER = 0x0C, 0x60  # DLE EOT 4


@dataclass(frozen=True)
class State:
    """`trouble`: "" for ready, else the code that PrinterRefused would have. `known` False: it cannot be asked."""

    trouble: str = ""
    paper_low: bool = False
    known: bool = True


READY = State()
UNKNOWN = State(known=False)


def state_of(printer: int, offline: int, paper: int) -> State:
    """The state from the answers to DLE EOT 1, 2 and 4: what a hand can mend first comes first."""
    low = bool(paper & NEAR_END)
    if offline & COVER_OPEN:
        return State("cover_open", low)
    if paper & NO_PAPER or offline & PAPER_ENDED:
        return State("paper_out", low)
    if printer & OFFLINE or offline & FAULT:
        return State("printer_fault", low)
    return State(paper_low=low)
