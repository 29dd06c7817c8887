"""What waits on the desk of those who take in paper: to be sorted, typed, typed again, decided, signed."""

from dataclasses import dataclass
from datetime import datetime

from shared.casework import review
from shared.casework.authority import Deed, authorise
from shared.casework.counter import Clerk
from shared.casework.opened import viewer_of
from shared.casework.paper.entry import FIRST, SECOND
from shared.casework.paper.facts import ENTRY_AWAITED
from shared.records.store import paper
from shared.records.store.paper import EntryRow

MOST = 200  # lines of one list


@dataclass(frozen=True)
class Waiting:
    """One sheet to be typed. `stage`: "first", "second" or "decide"; `by`: who has the turn in hand, or "".

    `mine`: this member of staff may do it now; nobody types their own sheet a second time.
    """

    reference: str
    register_number: str
    procedure_id: str
    section: str
    channel: str
    received_at: datetime
    stage: str
    by: str
    typed_by: str
    mine: bool


def waiting(clerk: Clerk) -> list[Waiting]:
    """The sheets of the sections that this member of staff serves, the earliest arrival first."""
    authorise(clerk.actor, Deed.ENTER, None)
    sections = review.sections_of(clerk.office, clerk.actor)
    found = clerk.office.store.read(paper.marked, ENTRY_AWAITED, sections, viewer_of(clerk.actor), MOST)
    return [
        Waiting(
            row.reference,
            row.register_number,
            row.procedure_id,
            row.section,
            row.channel,
            row.received_at,
            *_stage(clerk.actor.name, {entry.turn: entry for entry in entries}),
        )
        for row, entries in found
    ]


def _stage(me: str, entries: dict[int, EntryRow]) -> tuple[str, str, str, bool]:
    """(stage, who has it in hand, who typed it first, whether I may)."""
    first, second = entries.get(FIRST), entries.get(SECOND)
    if first is None or not first.done:
        by = first.staff if first else ""
        return "first", by, by, by in ("", me)
    if second is None or not second.done:
        by = second.staff if second else ""
        return "second", by, first.staff, first.staff != me and by in ("", me)
    return "decide", "", first.staff, True
