"""How the lines look: for the monitor in the hall, and for telephones, whose page the internet side serves.

The office puts the look of each line into the letterbox after every deed: numbers, counters and the pace, nothing
else. So the telephone's page needs no way into the office, and a monitor shows the same. Where the letterbox can't
be reached, the call at the counter goes on; the telephone's page says since when it knows nothing new.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from shared.casework.office import OfficeSide
from shared.casework.tickets import order
from shared.casework.tickets.looks import CalledNumber, LineLook, text_of
from shared.catalogue.waiting import Waiting
from shared.errors import StoreUnavailable
from shared.language import clock
from shared.records.front.visits import BoardRow
from shared.records.store import tickets
from shared.records.store.tickets import State, Turn

log = logging.getLogger("madoguchi.tickets")

SHOWN: tuple[State, ...] = ("waiting", "called", "held", "absent", "finished", "handed")


def looks(office: OfficeSide) -> list[LineLook]:
    """All lines of the office, in the order of the catalogue."""
    rule, now = office.catalogue().waiting, clock.now()
    names = [line.id for line in rule.lines]
    if not names:
        return []
    turns = office.store.read(tickets.in_lines, clock.in_japan(now).date(), names, SHOWN)
    return [_look(rule, name, [turn for turn in turns if turn.line == name], now) for name in names]


def publish(office: OfficeSide) -> bool:
    """The looks go into the letterbox; False where it can't be reached: nothing at the counter waits for it."""
    day = clock.today()
    try:
        rows = [BoardRow(look.line, day, text_of(look), look.at) for look in looks(office)]
        office.letterbox.remote.put_boards(rows)
    except StoreUnavailable as away:
        log.warning("the lines were not shown outside: %s", away.code)
        return False
    return True


def _look(rule: Waiting, line: str, turns: Sequence[Turn], now: datetime) -> LineLook:
    called = [
        CalledNumber(turn.label, turn.counter, turn.shown_at)
        for turn in turns
        if turn.state == "called" and turn.shown_at
    ]
    waiting = order.in_order(rule, [turn for turn in turns if turn.state == "waiting"], now)
    return LineLook(
        line,
        tuple(sorted(called, key=lambda one: one.at, reverse=True)),
        tuple(turn.label for turn in waiting),
        tuple(turn.label for turn in turns if turn.state in ("held", "absent")),
        order.pace_of([turn for turn in turns if turn.state in ("finished", "handed")], now),
        now,
    )
