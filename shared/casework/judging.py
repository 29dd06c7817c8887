"""What the citizen sends after the application: corrections, withdrawals, messages.

Judged by the status that the case had at *their* arrival. Fact and folder are compared again here. What was not
possible, or comes from another hand, is filed as a message with a flag and answered by a card; nothing is thrown
away: what a correction replaced, and what could not be taken, stands in the trail.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from shared.casework import cards, copies, doubts, my_numbers, protection
from shared.casework.arrival import Arrival, Filed
from shared.casework.digest import content_digest
from shared.casework.keeping import kept_until
from shared.casework.opened import OpenedCase, open_case
from shared.casework.search_terms import all_tokens
from shared.casework.workplace import Workplace
from shared.catalogue import fees
from shared.catalogue.procedure import Procedure, canonical
from shared.errors import SubmissionChanged, SubmissionNotFound
from shared.language import clock, open_days
from shared.records.envelope import Body, Kind
from shared.records.folder import FolderRow
from shared.records.shapes import JsonObject
from shared.records.status import ACTIONS, FINAL, Action, Status
from shared.records.store.attachments import NewAttachment
from shared.records.store.cases import attachments_of
from shared.records.store.changes import Change
from shared.records.store.trail_rows import trail_of
from shared.records.store.visibility import THE_OFFICE
from shared.records.submission import FeeState, Submission
from shared.records.trail import TrailRow

TRIES = 5
_ACTIONS = {Kind.CORRECTION: Action.CORRECT, Kind.WITHDRAWAL: Action.WITHDRAW}
MESSAGE = "message"  # the trail's word for what changes no status


def judge(office: Workplace, arrival: Arrival, folder: FolderRow | None) -> Filed:
    """Files a correction, withdrawal or message. Raises SubmissionNotFound where its application is not filed."""
    for tries_left in reversed(range(TRIES)):
        known = office.store.filed_as(arrival.head.id)
        case = open_case(office, _reference_of(office, arrival))
        if known is not None and known.digest == content_digest(arrival.body):
            return _filed(arrival, case.submission, fresh=False)
        try:
            changed = office.store.change(_Judging(office, case, arrival, folder).change())
        except SubmissionChanged:
            if not tries_left:
                raise
            continue
        return _filed(arrival, changed.submission, changed.fresh)
    raise AssertionError("the loop returns or raises")


@dataclass(frozen=True)
class Verdict:
    """What an arrival does to the case: its status afterwards and, where it is a mere message, why (a code)."""

    status: Status
    action: Action | None = None
    doubt: str = ""


def verdict(case: OpenedCase, arrival: Arrival, rows: list[TrailRow]) -> Verdict:
    """`rows`: the case's trail. A withdrawal that arrived before the decision holds, though it was opened later."""
    now, action = case.submission.status, _ACTIONS.get(arrival.head.kind)
    if action is None:
        return Verdict(now, doubt="message_arrived")
    if (case.body.fact, case.body.root) != (arrival.body.fact, arrival.body.root):
        return Verdict(now, doubt="fact_differs")
    after = ACTIONS[action].leads.get(status_at(rows, arrival.received_at))
    if after is None:
        return Verdict(now, doubt="message_too_late")
    if now in ACTIONS[action].leads:
        return Verdict(ACTIONS[action].leads[now], action)
    if action is Action.WITHDRAW and now not in FINAL:
        return Verdict(after, action, "decided_meanwhile")
    return Verdict(now, doubt="decided_meanwhile")


def status_at(rows: list[TrailRow], at: datetime) -> Status:
    """The status that the case had at an instant, by its trail."""
    status = Status.RECEIVED
    for row in sorted(rows, key=lambda row: (row.at, row.seq)):
        if row.at < at and row.action in ACTIONS:
            status = ACTIONS[Action(row.action)].leads.get(status, status)
    return status


def running_again(row: Submission, procedure: Procedure, until: datetime) -> date | None:
    """The due date after the pause: every day that was waited is given back (行政手続法の標準処理期間).

    Open days where the period counts open days, else calendar days, and then an open one.
    """
    if row.due_on is None or row.waiting_since is None:
        return row.due_on
    first, last = clock.in_japan(row.waiting_since).date(), clock.in_japan(until).date()
    days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    if procedure.standard_days.count == "calendar_days":
        return open_days.next_open_day(row.due_on + timedelta(days=len(days))) if days else row.due_on
    waited = sum(open_days.is_open(day) for day in days)
    return open_days.add_open_days(row.due_on, waited) if waited else row.due_on


@dataclass(frozen=True, repr=False)
class _Judging:
    """One arrival at one case."""

    office: Workplace
    case: OpenedCase
    arrival: Arrival
    folder: FolderRow | None

    def change(self) -> Change:
        """All that the transaction writes."""
        office, case, arrival = self.office, self.case, self.arrival
        found = verdict(case, arrival, office.store.read(trail_of, case.submission.reference, THE_OFFICE))
        attachments, unclean = self._copies()
        name = found.action.value if found.action else MESSAGE
        change = Change(
            after=self._after(found, [*filter(None, [found.doubt]), *unclean]),
            at=arrival.received_at,
            actor=doubts.actor_of(office, arrival),
            action=name,
            detail=case.key.seal("trail", name, canonical(self._detail(found))),
            attachments=attachments,
            filed=(arrival.head.id, content_digest(arrival.body)),
            folder=self.folder,
            cards=cards.telling(office, case, name if found.action else found.doubt, answers=arrival.received_at),
        )
        return self._corrected(change) if found.action is Action.CORRECT else change

    def _after(self, found: Verdict, new_doubts: list[str]) -> Submission:
        row = self.case.submission
        over = found.status is Status.WITHDRAWN
        return replace(
            row,
            status=found.status,
            attention=tuple(dict.fromkeys((*row.attention, *new_doubts))),
            waiting_since=None if found.action else row.waiting_since,
            completed_at=self.arrival.received_at if over else row.completed_at,
            retain_until=kept_until(self.case.procedure, self.arrival.received_at) if over else row.retain_until,
        )

    def _corrected(self, change: Change) -> Change:
        """The record with the new answers; who filed it, what was agreed and checked stays as it was."""
        office, case, row = self.office, self.case, change.after
        procedure = case.procedure
        body = corrected(procedure, case.body, self.arrival.body)
        wrong = doubts.answer_doubts(self.arrival, procedure)
        day = clock.in_japan(row.received_at).date()
        fee, fee_state, unpaid = fee_after(row, fees.fee_of(procedure, body.answers, body.channel, day).amount_yen)
        after = replace(
            row,
            due_on=running_again(case.submission, procedure, self.arrival.received_at),
            flags=body.flags,
            attention=tuple(dict.fromkeys((*row.attention, *wrong, *unpaid))),
            fee=fee,
            fee_state=fee_state,
        )
        return replace(
            change,
            after=after,
            applicant=case.key.seal("submission_body", "applicant", body.applicant.name.encode()),
            body=case.key.seal("submission_body", "body", body.to_json()),
            tokens=all_tokens(office, row.section, body),
            looked_for=protection.tokens_of(office, procedure, body.answers),
        )

    def _copies(self) -> tuple[tuple[NewAttachment, ...], list[str]]:
        """Copies of the files that are new; those of the application were copied when it was filed."""
        before = {file.blob for file in self.case.body.files}
        new = [file for file in self.arrival.body.files if file.blob not in before]
        kept = self.office.store.read(attachments_of, self.case.submission.reference, THE_OFFICE)
        return copies.keep(self.office, self.case.key, new, max((one.n for one in kept), default=0))

    def _detail(self, found: Verdict) -> JsonObject:
        arrival, before = self.arrival, self.case.body.answers
        said: JsonObject = {"kind": arrival.head.kind.value, "message": arrival.body.message}
        if arrival.head.kind is Kind.CORRECTION:
            said["answers" if found.action is None else "before"] = (
                arrival.body.answers
                if found.action is None
                else {key: value for key, value in before.items() if arrival.body.answers.get(key) != value}
            )
        if arrival.body.staff is not None:
            said["identity"] = arrival.body.staff.identity_check
        return said


def corrected(procedure: Procedure, before: Body, new: Body) -> Body:
    """The body with the answers of a correction. A My Number keeps its box where it was not typed again, and where
    the correction came from home, which is not asked for it.
    """
    untouched = my_numbers.not_asked_in(procedure, before.answers, new.channel)
    answers = {**{question: before.answers[question] for question in untouched}, **new.answers}
    return replace(
        before,
        answers=answers,
        applicant=new.applicant,
        agent=new.agent,
        files=new.files,
        flags=new.flags,
        language=new.language,
        number_box=my_numbers.joined(before.number_box, new.number_box, answers),
    )


def fee_after(row: Submission, amount: int) -> tuple[int, FeeState, list[str]]:
    """(fee, state, doubts) after a correction. Money that was paid is not changed; staff look at the difference."""
    if row.fee_state is FeeState.PAID:
        return row.fee, row.fee_state, ["fee_differs"] if amount != row.fee else []
    return amount, FeeState.UNPAID if amount else FeeState.NONE, []


def _reference_of(office: Workplace, arrival: Arrival) -> str:
    """The case that the arrival is about, by its application's envelope: a reference may be another's by chance."""
    first = office.store.filed_as(arrival.head.about)
    if first is None:
        raise SubmissionNotFound("submission_not_found")
    return first.reference


def _filed(arrival: Arrival, row: Submission, fresh: bool) -> Filed:
    return Filed(row.reference, row.register_number, arrival.received_at, row.due_on, row.status, fresh, row.attention)
