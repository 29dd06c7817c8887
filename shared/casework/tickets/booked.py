"""Today's bookings of a line, as its clerks see them: which times, how many, and how many of them are here.

The letterbox knows no more than times (booking.py); who comes is seen when they show their code.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.casework.counter import Clerk
from shared.language import clock
from shared.records.store import tickets

STATES: tuple[tickets.State, ...] = ("waiting", "called", "held", "finished", "absent", "handed")


@dataclass(frozen=True)
class BookedNow:
    """One time of today (UTC): for how many visitors it is booked, and how many have a number.

    `over`: who has not come yet is a walk-in by now.
    """

    line: str
    starts_at: datetime
    booked: int
    came: int
    over: bool


def booked_today(clerk: Clerk, line_ids: Sequence[str]) -> list[BookedNow]:
    """The booked times of today in these lines, first to last. Raises StoreUnavailable where nobody can see them."""
    rule, today, now = clerk.office.catalogue().waiting, clock.today(), clock.now()
    turns = clerk.office.store.read(tickets.in_lines, today, line_ids, STATES)
    # Who was handed on waited in several lines: the number counts once, where it was given.
    came = Counter((turn.line, turn.booked_for) for turn in turns if turn.booked_for is not None and turn.n == 1)
    found = []
    for line_id in line_ids:
        times = rule.times(rule.line(line_id), today)
        taken = clerk.office.letterbox.remote.taken(line_id, times)
        for at in sorted(taken):
            found.append(BookedNow(line_id, at, taken[at], came[line_id, at], rule.is_late(at, now)))
    return sorted(found, key=lambda one: (one.starts_at, one.line))
