"""What a section does with a case: take up, ask for a correction, hand over, decide, complete; and its list.

Every deed: authorised, one transaction with its trail row, a card to the citizen's folder. The slower of two
reviewers is told (SubmissionChanged).
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from shared.casework import cards
from shared.casework.authority import EVERY_SECTION, Actor, Deed, Scope, authorise, may
from shared.casework.office import OfficeSide
from shared.casework.opened import OpenedCase, read_case, scope_of, viewer_of
from shared.catalogue.procedure import canonical
from shared.errors import ActionNotAllowed, ReasonMissing, ValueRefused
from shared.language import clock
from shared.records.card import SealedCard
from shared.records.reference import tidy_reference
from shared.records.shapes import JsonObject
from shared.records.status import ACTIONS, Action, By, Status, actions_at, status_after
from shared.records.store import pages
from shared.records.store.changes import Change
from shared.records.store.pages import QueueFilter, QueueMark
from shared.records.submission import FeeState, QueueRow, Submission, TrailEntry
from shared.records.vault import person_terms

PAGE = 20
LONGEST_REASON = 1000
CORRECT_WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class QueuePage:
    """A page of the list, names opened; `after` leads to the next one, "" at the end."""

    rows: tuple[QueueRow, ...]
    after: str


def sections_of(office: OfficeSide, actor: Actor) -> tuple[str, ...]:
    """Ids of the sections the actor serves, as the catalogue orders them."""
    every = [section.id for section in office.catalogue().sections]
    return tuple(s for s in every if EVERY_SECTION in actor.sections or s in actor.sections)


def queue(
    office: OfficeSide, actor: Actor, asked: QueueFilter, search: str = "", after: str = "", limit: int = PAGE
) -> QueuePage:
    """One list for all ways in. `asked.sections` empty: all that the actor serves. `search`: reference, register
    number, name, kana, birth date or phone's end, as typed.

    Raises NotAuthorised for a section that is not served.
    """
    authorise(actor, Deed.LIST, None)
    served = sections_of(office, actor)
    for section in asked.sections:
        authorise(actor, Deed.LIST, Scope(section))
    wanted = replace(asked, sections=asked.sections or served)
    mark = QueueMark.from_text(after) if after else None
    page = office.store.queue_page(wanted, viewer_of(actor), limit, mark, search)
    return QueuePage(page.rows, page.after.as_text() if page.after else "")


def counts(office: OfficeSide, actor: Actor) -> dict[str, dict[Status, int]]:
    """{section: {status: how many}} of the sections served."""
    authorise(actor, Deed.LIST, None)
    return office.store.read(pages.counts, sections_of(office, actor), viewer_of(actor))


def may_do(actor: Actor, submission: Submission) -> tuple[Action, ...]:
    """What this actor may do to the case now, in the order of the table."""
    scope = scope_of(submission)
    return tuple(a for a in actions_at(submission.status, By.STAFF) if may(actor, Deed(a.value), scope))


@dataclass(frozen=True)
class Order:
    """One deed of staff. `questions`: what is to be corrected; `section`: where it is handed over to.

    `revision`: what was on the screen; 0 takes the record as it is.
    """

    action: Action
    reason: str = ""
    questions: tuple[str, ...] = ()
    section: str = ""
    revision: int = 0


def act(office: OfficeSide, actor: Actor, reference: str, order: Order) -> Submission:
    """Does it. Raises SubmissionNotFound, NotAuthorised, ActionNotAllowed, ReasonMissing, ValueRefused,
    SubmissionChanged.
    """
    case = read_case(office, actor, reference)
    authorise(actor, Deed(order.action.value), case.scope)
    status = _status_after(case, order)
    _check_order(office, case, order)
    detail: JsonObject = {
        "reason": order.reason.strip(),
        "questions": list(order.questions),
        "section": order.section,
    }
    now, row = clock.now(), case.submission
    after = replace(
        row,
        status=status,
        revision=order.revision or row.revision,
        section=order.section or row.section,
        assignee=_assignee(row, actor, order.action),
        attention=() if order.action is Action.TAKE_UP else row.attention,
        waiting_since=now if status is Status.CORRECTION else None,
        decided_at=now if order.action in (Action.APPROVE, Action.REJECT) else row.decided_at,
        completed_at=now if status is Status.COMPLETED else row.completed_at,
    )
    return _change(office, case, actor, order.action.value, after, detail)


def pay(office: OfficeSide, actor: Actor, reference: str, *, by_code: bool = False) -> Submission:
    """Ticks the fee as paid."""
    case = read_case(office, actor, reference, by_code=by_code)
    authorise(actor, Deed.PAY, scope_of(case.submission, by_code=by_code))
    if case.submission.fee_state is not FeeState.UNPAID:
        raise ActionNotAllowed("nothing_due", status=case.submission.status.value)
    return _change(office, case, actor, "pay", replace(case.submission, fee_state=FeeState.PAID), {})


def trail(office: OfficeSide, actor: Actor, reference: str) -> list[TrailEntry]:
    """経過 of a case, oldest first, details opened. Looking at it is a row of its own."""
    case = read_case(office, actor, reference)
    return entries_of(office, case, actor)


def entries_of(office: OfficeSide, case: OpenedCase, actor: Actor) -> list[TrailEntry]:
    """経過 of a case that is open already."""
    return list(office.store.trail(case.submission.reference, viewer_of(actor)))


def find(office: OfficeSide, actor: Actor, text: str) -> str:
    """A reference as typed or spoken. Raises CodeSlip, SubmissionNotFound."""
    return office.store.submission(tidy_reference(text), viewer_of(actor)).reference


def _status_after(case: OpenedCase, order: Order) -> Status:
    status = case.submission.status
    if ACTIONS[order.action].by is not By.STAFF:
        raise ActionNotAllowed("action_not_allowed", action=order.action.value, status=status.value)
    return status_after(order.action, status)


def _check_order(office: OfficeSide, case: OpenedCase, order: Order) -> None:
    if ACTIONS[order.action].needs_reason and not order.reason.strip():
        raise ReasonMissing("reason_missing", action=order.action.value)
    if len(order.reason) > LONGEST_REASON:
        raise ValueRefused("too_long", max_length=LONGEST_REASON)
    known = {section.id for section in office.catalogue().sections}
    if order.action is Action.HAND_OVER and (order.section not in known or order.section == case.submission.section):
        raise ValueRefused("section_unknown", section=order.section)
    for path in order.questions:
        try:
            case.procedure.question(path)
        except KeyError:
            raise ValueRefused("unknown_question", question=path) from None


def _assignee(row: Submission, actor: Actor, action: Action) -> str:
    if action is Action.TAKE_UP:
        return actor.name
    return "" if action is Action.HAND_OVER else row.assignee


def _change(
    office: OfficeSide, case: OpenedCase, actor: Actor, action: str, after: Submission, detail: JsonObject
) -> Submission:
    moved = after.section != case.submission.section
    change = Change(
        after=after,
        at=clock.now(),
        actor=actor.name,
        action=action,
        detail=case.key.seal("trail", action, canonical(detail)),
        tokens=_tokens_of(office, case, after.section) if moved else None,
        cards=lambda kept: (_card(office, case, action, kept, detail),),
    )
    changed = office.store.change(change)
    office.letterbox.flush()
    return changed.submission


def _card(office: OfficeSide, case: OpenedCase, action: str, kept: Submission, detail: JsonObject) -> SealedCard:
    front: JsonObject = {"status": kept.status.value}
    if action == Action.ASK_CORRECTION:
        front["questions"] = detail["questions"]
        front["answer_by"] = (clock.today() + CORRECT_WITHIN).isoformat()
    inside: JsonObject = {"text": detail["reason"]} if detail.get("reason") else {}
    return cards.sealed(office, case.body, kept.revision, action, front, inside)


def _tokens_of(office: OfficeSide, case: OpenedCase, section: str) -> dict[bytes, str]:
    people = [p for p in (case.body.applicant, case.body.agent) if p]
    return office.vault.tokens(section, [term for person in people for term in person_terms(person)])
