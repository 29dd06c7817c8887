"""What the letterbox says of the lines, as both sides read it: numbers, counters and the pace, nothing else.

The internet side reads it for the telephone's page of a number; the office writes it (board.py).
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from shared.casework.tickets.pace import Pace, Wait
from shared.language import clock
from shared.records.front.visits import BoardRow
from shared.records.letterbox import DatabaseLetterbox

STALE = timedelta(minutes=10)  # a look older than this, in opening hours, is told with its time only


@dataclass(frozen=True)
class CalledNumber:
    """A number that is being called, at which counter, since when."""

    label: str
    counter: str
    at: datetime


@dataclass(frozen=True)
class LineLook:
    """One line now. `waiting` in the order of the calls; `resting`: on hold, or called and not come."""

    line: str
    called: tuple[CalledNumber, ...]
    waiting: tuple[str, ...]
    resting: tuple[str, ...]
    pace: Pace | None
    at: datetime

    def wait(self, ahead: int) -> Wait | None:
        """For somebody with so many before them; None where today says too little."""
        return None if self.pace is None else self.pace.wait(ahead)

    def ahead(self, label: str) -> int:
        """How many are called before this number; 0 for one that does not wait."""
        return self.waiting.index(label) if label in self.waiting else 0


@dataclass(frozen=True)
class NumberLook:
    """What becomes of one number. `ahead`: how many are called before it; `resting`: called, and nobody came."""

    label: str
    line: str
    state: str  # waiting, called, resting, over
    at: datetime | None = None
    counter: str = ""
    ahead: int = 0
    wait: Wait | None = None


def published(letterbox: DatabaseLetterbox) -> list[LineLook]:
    """What the office showed last, today. Raises StoreUnavailable."""
    return [_from_text(row) for row in letterbox.boards(clock.today())]


def mark(day: date, label: str) -> str:
    """What stands in the address of a number's page: month, day and number, so that no number is for ever."""
    return f"{day:%m%d}{label}"


def number_look(letterbox: DatabaseLetterbox, marked: str) -> NumberLook | None:
    """The number of a page's address; None where it is not one of today. Raises StoreUnavailable."""
    today, label = mark(clock.today(), ""), marked.upper()[4:]
    if marked[:4] != today or not 5 <= len(label) <= 7:
        return None
    found = published(letterbox)
    if not any(look.waiting or look.called or look.resting or look.pace for look in found):
        return NumberLook(label, "", "over")
    for look in found:
        one = _in_line(look, label)
        if one is not None:
            return one
    return NumberLook(label, "", "over", max(look.at for look in found))


def _in_line(look: LineLook, label: str) -> NumberLook | None:
    called = next((one for one in look.called if one.label == label), None)
    if called is not None:
        return NumberLook(label, look.line, "called", look.at, called.counter)
    if label in look.waiting:
        ahead = look.ahead(label)
        return NumberLook(label, look.line, "waiting", look.at, ahead=ahead, wait=look.wait(ahead))
    if label in look.resting:
        return NumberLook(label, look.line, "resting", look.at)
    return None


def text_of(look: LineLook) -> str:
    shown: dict[str, Any] = {
        "called": [[one.label, one.counter, one.at.isoformat()] for one in look.called],
        "waiting": list(look.waiting),
        "resting": list(look.resting),
        "pace": [look.pace.short, look.pace.long, look.pace.counters] if look.pace else None,
    }
    return json.dumps(shown, sort_keys=True, separators=(",", ":"))


def _from_text(row: BoardRow) -> LineLook:
    shown = json.loads(row.shown)
    return LineLook(
        row.line,
        tuple(CalledNumber(label, counter, datetime.fromisoformat(at)) for label, counter, at in shown["called"]),
        tuple(shown["waiting"]),
        tuple(shown["resting"]),
        Pace(*shown["pace"]) if shown["pace"] else None,
        row.made_at,
    )
