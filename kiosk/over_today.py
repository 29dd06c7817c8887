"""きょう終えた: which cases came to their end today, read from the end of each section's trail."""

from datetime import datetime, time

from kiosk.visit import Visit
from shared.casework import review
from shared.casework.opened import viewer_of
from shared.language import clock
from shared.records.status import Action
from shared.records.store import trail_rows

ENDS = (Action.COMPLETE.value, Action.WITHDRAW.value)
READ_AT_ONCE = 200  # rows of a trail


def over_today(visit: Visit, section: str = "") -> tuple[str, ...]:
    """References of what was completed or withdrawn today in Japan, the newest first, without doubles."""
    sections = (section,) if section else review.sections_of(visit.office, visit.actor)
    ends = visit.office.store.read(trail_rows.heads)
    found = [one for s in sections if s in ends for one in _ended(visit, s, ends[s].count)]
    return tuple(dict.fromkeys(reference for _, reference in sorted(found, reverse=True)))


def _ended(visit: Visit, section: str, count: int) -> list[tuple[datetime, str]]:
    """Block by block from the end of the chain, until a whole block is older: a withdrawal counts when it arrived,
    which is before it was written.
    """
    start = datetime.combine(clock.today(), time(), clock.JAPAN)
    found: list[tuple[datetime, str]] = []
    last, viewer = count, viewer_of(visit.actor)
    while last > 0:
        first = max(0, last - READ_AT_ONCE)
        rows = visit.office.store.read(trail_rows.deeds_of, section, first, last - first, viewer)
        block = [row for row in rows if row.seq <= last]
        found += [(row.at, row.reference) for row in block if row.action in ENDS and row.at >= start]
        if block and all(row.at < start for row in block):
            return found
        last = first
    return found
