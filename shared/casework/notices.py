"""本人への通知: letters that have to go out because identity was not confirmed, and the note that one went."""

from dataclasses import dataclass, replace
from datetime import datetime

from shared.casework import cards, review
from shared.casework.authority import Actor, Deed, authorise
from shared.casework.identity import NOTICE_OWED
from shared.casework.opened import case_for, viewer_of
from shared.casework.workplace import Workplace
from shared.catalogue.procedure import canonical
from shared.errors import ActionNotAllowed
from shared.language import clock
from shared.records.store import paper
from shared.records.store.changes import Change
from shared.records.submission import Submission

MOST = 200
SENT = "notice_sent"  # the trail's word


@dataclass(frozen=True)
class OwedNotice:
    """A letter that has not gone out yet."""

    reference: str
    register_number: str
    procedure_id: str
    received_at: datetime


def owed(office: Workplace, actor: Actor) -> list[OwedNotice]:
    """The letters of the sections that the actor serves, the oldest first."""
    authorise(actor, Deed.LIST, None)
    found = office.store.read(paper.marked, NOTICE_OWED, review.sections_of(office, actor), viewer_of(actor), MOST)
    return [OwedNotice(row.reference, row.register_number, row.procedure_id, row.received_at) for row, _ in found]


def sent(office: Workplace, actor: Actor, reference: str) -> Submission:
    """The letter went out. Raises SubmissionNotFound, NotAuthorised, ActionNotAllowed (none is owed)."""
    case = case_for(office, actor, Deed.FILE, reference)
    row = case.submission
    if NOTICE_OWED not in row.attention:
        raise ActionNotAllowed("no_notice_owed")
    change = Change(
        after=replace(row, attention=tuple(code for code in row.attention if code != NOTICE_OWED)),
        at=clock.now(),
        actor=actor.name,
        action=SENT,
        detail=case.key.seal("trail", SENT, canonical({})),
        cards=cards.telling(office, case, SENT),
    )
    kept = office.store.change(change).submission
    office.letterbox.flush()
    return kept
