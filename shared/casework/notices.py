"""本人への通知: who is still to be told what was filed in their name, and the note that they were.

A letter is owed where identity was not confirmed; a letter or a call where the applicant was not here and wished it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from shared.casework import cards, review
from shared.casework.authority import Actor, Deed, authorise
from shared.casework.identity import NOTICE_OWED
from shared.casework.opened import case_for, viewer_of
from shared.casework.rights import TELLING_OWED
from shared.casework.workplace import Workplace
from shared.catalogue.procedure import canonical
from shared.errors import ActionNotAllowed
from shared.language import clock
from shared.records.store import paper
from shared.records.store.changes import Change
from shared.records.submission import Submission

MOST = 200
SENT = "notice_sent"  # the trail's word
By = Literal["post", "phone"]
SETTLES = {"post": (NOTICE_OWED, TELLING_OWED), "phone": (TELLING_OWED,)}  # a call is no letter


@dataclass(frozen=True)
class OwedNotice:
    """Somebody who was not told yet. `why`: "notice_owed" (a letter, by law) or "telling_owed" (as agreed)."""

    reference: str
    register_number: str
    procedure_id: str
    received_at: datetime
    why: str = NOTICE_OWED


def owed(office: Workplace, actor: Actor) -> list[OwedNotice]:
    """Those of the sections that the actor serves, the oldest first; each case once."""
    authorise(actor, Deed.LIST, None)
    sections, viewer = review.sections_of(office, actor), viewer_of(actor)
    found: dict[str, OwedNotice] = {}
    for why in (NOTICE_OWED, TELLING_OWED):
        for row, _ in office.store.read(paper.marked, why, sections, viewer, MOST):
            line = OwedNotice(row.reference, row.register_number, row.procedure_id, row.received_at, why)
            found.setdefault(row.reference, line)
    return sorted(found.values(), key=lambda one: one.received_at)


def sent(office: Workplace, actor: Actor, reference: str, by: By = "post") -> Submission:
    """They were told `by` this way. Raises SubmissionNotFound, NotAuthorised, ActionNotAllowed (none is owed, or a
    call where a letter is)."""
    case = case_for(office, actor, Deed.FILE, reference)
    row = case.submission
    settled = [code for code in SETTLES[by] if code in row.attention]
    if not settled:
        raise ActionNotAllowed("no_notice_owed")
    change = Change(
        after=replace(row, attention=tuple(code for code in row.attention if code not in settled)),
        at=clock.now(),
        actor=actor.name,
        action=SENT,
        detail=case.key.seal("trail", SENT, canonical({"by": by})),
        cards=cards.telling(office, case, SENT),
    )
    kept = office.store.change(change).submission
    office.letterbox.flush()
    return kept
