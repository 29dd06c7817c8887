"""公簿での確認: what the citizen let the office look up instead of bringing it; a task that is ticked before approval.

Which tasks there are follows from the answers; which are done, from the trail. Nothing else is kept, but the attention
code while one is open.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.casework import cards
from shared.casework.authority import Actor, Deed
from shared.casework.opened import LONGEST_REASON, OpenedCase, case_for
from shared.casework.workplace import Workplace
from shared.catalogue.procedure import Procedure, canonical
from shared.catalogue.questions.choices import YesNoQuestion
from shared.catalogue.texts import Text
from shared.errors import ActionNotAllowed, ReasonMissing, ValueRefused
from shared.language import clock
from shared.records.shapes import JsonObject
from shared.records.store.changes import Change
from shared.records.store.visibility import THE_OFFICE
from shared.records.submission import Submission, TrailEntry

OWED = "lookup_owed"  # attention
LOOKED_UP = "looked_up"  # the trail's word


@dataclass(frozen=True)
class Lookup:
    """One thing to look up: the question that consented, what it is about, what is looked up and where."""

    question: str
    label: Text
    held: Text


def consented(procedure: Procedure, answers: JsonObject) -> list[Lookup]:
    """What the citizen said yes to."""
    return [
        Lookup(question.id, question.label, question.held)
        for question in procedure.questions()
        if isinstance(question, YesNoQuestion) and question.held and answers.get(question.id) == "yes"
    ]


def attention(procedure: Procedure, answers: JsonObject) -> list[str]:
    """The code of a case with something to look up."""
    return [OWED] if consented(procedure, answers) else []


def done(entries: Sequence[TrailEntry]) -> dict[str, TrailEntry]:
    """Question → the row of the trail that says who saw what, when; the newest."""
    rows = [entry for entry in entries if entry.action == LOOKED_UP]
    return {str(row.detail.get("question")): row for row in rows if isinstance(row.detail, dict)}


def left(office: Workplace, case: OpenedCase) -> list[Lookup]:
    """What is still to be looked up."""
    asked = consented(case.procedure, case.body.answers)
    if not asked:
        return []
    ticked = done(list(office.store.trail(case.submission.reference, THE_OFFICE)))
    return [one for one in asked if one.question not in ticked]


def check_done(office: Workplace, case: OpenedCase) -> None:
    """Raises ActionNotAllowed("lookup_owed") where something is left."""
    if left(office, case):
        raise ActionNotAllowed(OWED, status=case.submission.status.value)


def tick(office: Workplace, actor: Actor, reference: str, question: str, seen: str) -> Submission:
    """It was looked up: who, when and what was seen stand in the trail, sealed.

    Raises SubmissionNotFound, NotAuthorised, ActionNotAllowed (nothing of this name is left), ReasonMissing (nothing
    is said of what was seen), ValueRefused (too long), SubmissionChanged.
    """
    case = case_for(office, actor, Deed.APPROVE, reference)
    open_ones = [one.question for one in left(office, case)]
    if question not in open_ones:
        raise ActionNotAllowed("no_lookup_owed", status=case.submission.status.value)
    if not seen.strip():
        raise ReasonMissing("reason_missing", action=LOOKED_UP)
    if len(seen) > LONGEST_REASON:
        raise ValueRefused("too_long", most=LONGEST_REASON)
    row = case.submission
    kept = tuple(code for code in row.attention if code != OWED) if open_ones == [question] else row.attention
    change = Change(
        after=replace(row, attention=kept),
        at=clock.now(),
        actor=actor.name,
        action=LOOKED_UP,
        detail=case.key.seal("trail", LOOKED_UP, canonical({"question": question, "reason": seen.strip()})),
        cards=cards.telling(office, case, LOOKED_UP),
    )
    changed = office.store.change(change).submission
    office.letterbox.flush()
    return changed
