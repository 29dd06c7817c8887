"""What the citizen sends after the application: corrections, withdrawals, messages.

Judged by the status table at *their* arrival. The fact is compared again here. What is no longer possible, or what
does not have the case's fact, is filed as a message with a flag and answered by a card; nothing is thrown away.
"""

from dataclasses import replace
from datetime import date, timedelta

from shared.casework import cards, copies
from shared.casework.arrival import Arrival, Filed
from shared.casework.digest import content_digest
from shared.casework.opened import OpenedCase, open_case
from shared.casework.workplace import Workplace
from shared.catalogue.procedure import canonical
from shared.errors import ActionNotAllowed, SubmissionChanged
from shared.language import clock, open_days
from shared.records.card import SealedCard
from shared.records.envelope import Kind
from shared.records.folder import FolderRow
from shared.records.shapes import JsonObject
from shared.records.status import Action, Status, status_after
from shared.records.store.cases import attachments_of
from shared.records.store.changes import Change
from shared.records.store.visibility import THE_OFFICE
from shared.records.submission import Submission

TRIES = 5
_ACTIONS = {Kind.CORRECTION: Action.CORRECT, Kind.WITHDRAWAL: Action.WITHDRAW}


def judge(office: Workplace, arrival: Arrival, folder: FolderRow | None) -> Filed:
    """Files a correction, withdrawal or message. Raises SubmissionNotFound for a case that was never filed."""
    for tries_left in reversed(range(TRIES)):
        case = open_case(office, arrival.head.reference)
        try:
            changed = office.store.change(_change(office, case, arrival, folder))
        except SubmissionChanged:
            if not tries_left:
                raise
            continue
        return _filed(arrival, changed.submission, changed.fresh)
    raise AssertionError("the loop returns or raises")


def _change(office: Workplace, case: OpenedCase, arrival: Arrival, folder: FolderRow | None) -> Change:
    row, action = case.submission, _possible(case, arrival)
    status = status_after(action, row.status) if action else row.status
    corrected = action is Action.CORRECT
    attachments, doubts = (
        copies.keep(office, case.key, arrival.body.files, _last(office, row)) if corrected else ((), [])
    )
    if action is None:
        doubts = ["message_too_late" if case.body.fact == arrival.body.fact else "fact_differs"]
    after = replace(
        row,
        status=status,
        attention=tuple(dict.fromkeys((*row.attention, *doubts))),
        due_on=running_again(row, arrival) if corrected else row.due_on,
        waiting_since=None if corrected else row.waiting_since,
        completed_at=arrival.received_at if status is Status.WITHDRAWN else row.completed_at,
    )
    name = action.value if action else "message"
    return Change(
        after=after,
        at=arrival.received_at,
        actor="citizen",
        action=name,
        detail=case.key.seal("trail", name, canonical(_detail(arrival))),
        body=case.key.seal("submission_body", "body", arrival.body.to_json()) if corrected else None,
        attachments=attachments,
        filed=(arrival.head.id, content_digest(arrival.body)),
        folder=folder,
        cards=lambda kept: (_card(office, case, name, kept),),
    )


def _last(office: Workplace, row: Submission) -> int:
    kept = office.store.read(attachments_of, row.reference, THE_OFFICE)
    return max((one.n for one in kept), default=0)


def running_again(row: Submission, arrival: Arrival) -> date | None:
    """The due date after the pause: every open day that was waited is given back (行政手続法の標準処理期間)."""
    if row.due_on is None or row.waiting_since is None:
        return row.due_on
    since, until = clock.in_japan(row.waiting_since).date(), clock.in_japan(arrival.received_at).date()
    waited = sum(open_days.is_open(since + timedelta(days=n)) for n in range(1, (until - since).days + 1))
    return open_days.add_open_days(row.due_on, waited) if waited else row.due_on


def _possible(case: OpenedCase, arrival: Arrival) -> Action | None:
    """The action that this arrival makes; None for a mere message."""
    action = _ACTIONS.get(arrival.head.kind)
    if action is None or case.body.fact != arrival.body.fact:
        return None
    try:
        status_after(action, case.submission.status)
    except ActionNotAllowed:
        return None
    return action


def _detail(arrival: Arrival) -> JsonObject:
    said: JsonObject = {"kind": arrival.head.kind.value, "message": arrival.body.message}
    return said


def _card(office: Workplace, case: OpenedCase, name: str, kept: Submission) -> SealedCard:
    front: JsonObject = {"status": kept.status.value}
    if kept.due_on:
        front["due_on"] = kept.due_on.isoformat()
    return cards.sealed(office, case.body, kept.revision, name, front, {})


def _filed(arrival: Arrival, row: Submission, fresh: bool) -> Filed:
    return Filed(
        row.reference,
        row.register_number,
        arrival.received_at,
        row.due_on,
        row.status,
        arrival.proof,
        fresh,
        row.attention,
    )
