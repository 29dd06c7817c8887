"""Who is called next, and how long the others still wait.

**The rule of places.** Who took a number earlier is called earlier, at every counter of the day: a visitor who is
handed to another line stands there where they would stand had they taken a number of that line when they came. Who
was put on hold keeps the place. Who did not come when called and returns within GRACE keeps it, too; later, the
place is that of the return.

**Booked visitors** are called before the others from `early` minutes before their time. Walk-ins are sure of
`walk_in_share` per cent of the calls that are made while both could be called (rounded down, over the day): so a
morning full of bookings never holds up the line. Nobody else waiting, a booked visitor is called before their time.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import quantiles

from shared.casework.tickets.pace import Pace
from shared.catalogue.waiting import Waiting
from shared.records.store.tickets import Chosen, LineCount, Turn

GRACE = timedelta(minutes=10)
SAMPLES = 5  # fewer visits than this of today say nothing about the next one
LATEST = 20  # visits that the pace is taken from
ACTIVE = timedelta(minutes=30)  # a counter that has called nobody for so long is not reckoned with


def choose(rule: Waiting, waiting: Sequence[Turn], counts: dict[str, LineCount], now: datetime) -> Chosen | None:
    """Who is called of those who wait, in the order of their places. None where nobody waits."""
    due = sorted((turn for turn in waiting if _is_due(rule, turn, now)), key=lambda turn: turn.booked_for or now)
    walk_ins = [turn for turn in waiting if turn.booked_for is None]
    if due and walk_ins:
        walk_in = _walk_ins_turn(rule, counts.get(walk_ins[0].line, LineCount()))
        return Chosen(walk_ins[0] if walk_in else due[0], True)
    first = next(iter([*due, *walk_ins]), None)
    if first is None:
        early = sorted(waiting, key=lambda turn: turn.booked_for or now)
        first = next(iter(early), None)
    return None if first is None else Chosen(first, False)


def in_order(rule: Waiting, waiting: Sequence[Turn], now: datetime) -> list[Turn]:
    """Those who wait in one line, as they would be called now if nobody else came."""
    left, counts, found = list(waiting), LineCount(), []
    while left:
        chosen = choose(rule, left, {left[0].line: counts}, now)
        assert chosen is not None
        if chosen.contested:
            booked = chosen.turn.booked_for is not None
            counts = LineCount(counts.walk_ins + int(not booked), counts.booked + int(booked))
        found.append(chosen.turn)
        left.remove(chosen.turn)
    return found


def pace_of(finished: Sequence[Turn], now: datetime) -> Pace | None:
    """How today's visits of a line go on; None where today says too little."""
    ended = sorted((turn for turn in finished if turn.called_at and turn.ended_at), key=_ended)[-LATEST:]
    if len(ended) < SAMPLES:
        return None
    lengths = [(_ended(turn) - _called(turn)).total_seconds() / 60 for turn in ended]
    short, _, long = quantiles(lengths, n=4, method="inclusive")
    counters = {turn.counter for turn in ended if now - _ended(turn) <= ACTIVE}
    return Pace(round(short, 1), round(long, 1), max(len(counters), 1))


def place_after_return(turn: Turn, now: datetime) -> datetime:
    """Where somebody stands who did not come when called and is here now."""
    return turn.place_at if now - (turn.shown_at or now) <= GRACE else now


def _is_due(rule: Waiting, turn: Turn, now: datetime) -> bool:
    return turn.booked_for is not None and now >= turn.booked_for - timedelta(minutes=rule.early)


def _walk_ins_turn(rule: Waiting, count: LineCount) -> bool:
    """Whether the next of these calls must go to a walk-in, so that they keep their share."""
    calls = count.walk_ins + count.booked + 1
    return count.walk_ins < rule.walk_in_share * calls // 100


def _called(turn: Turn) -> datetime:
    assert turn.called_at is not None
    return turn.called_at


def _ended(turn: Turn) -> datetime:
    assert turn.ended_at is not None
    return turn.ended_at
