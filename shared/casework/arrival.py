"""What came, and what became of it: the words between the doors, receiving and filing."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.records.envelope import Body, Head
from shared.records.status import Status


@dataclass(frozen=True, repr=False)
class Arrival:
    """An opened envelope: head, body, when it arrived, and the receipt token that the citizen holds."""

    head: Head
    body: Body
    received_at: datetime
    proof: str


@dataclass(frozen=True)
class Filed:
    """What became of it. `fresh` is False when it had been filed before; `received_at` is then the first's."""

    reference: str
    register_number: str
    received_at: datetime
    due_on: date | None
    status: Status
    fresh: bool
    attention: tuple[str, ...] = ()
