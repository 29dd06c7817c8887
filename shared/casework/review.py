"""What a section does with a case: take up, ask for a correction, hand over, decide, complete; and its list.

Every deed: authorised, one transaction with its trail row, a card to the citizen's folder. The slower of two
reviewers is told (SubmissionChanged). What is refused is a row of the trail as well.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from shared.casework import cards, lookups
from shared.casework.authority import EVERY_SECTION, Actor, Deed, Scope, may
from shared.casework.identity import NOTICE_OWED
from shared.casework.keeping import kept_until
from shared.casework.noting import note_in_office, note_in_sections
from shared.casework.opened import LONGEST_REASON, OpenedCase, case_for, read_case, scope_of, viewer_of
from shared.casework.paper.facts import ENTRY_AWAITED
from shared.casework.rights import TELLING_OWED
from shared.casework.search_terms import all_tokens
from shared.casework.workplace import Workplace
from shared.catalogue.procedure import canonical
from shared.errors import ActionNotAllowed, NotAuthorised, ReasonMissing, SubmissionNotFound, ValueRefused
from shared.language import clock
from shared.records.reference import tidy_reference
from shared.records.shapes import JsonObject
from shared.records.status import ACTIONS, FINAL, Action, By, Status, actions_at, status_after
from shared.records.store import pages
from shared.records.store.changes import Change
from shared.records.store.pages import QueueFilter, QueueMark
from shared.records.submission import FeeState, QueueRow, Submission, TrailEntry

PAGE = 20
RANKS = (0, 1, 2)  # of a line in the list: attention, open, over
LONGEST_SEARCH = 100
STILL_OWED = (NOTICE_OWED, TELLING_OWED)  # a decision does not tell anybody
CORRECT_WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class QueuePage:
    """A page of the list, names opened; `after` leads to the next one, "" at the end."""

    rows: tuple[QueueRow, ...]
    after: str


def sections_of(office: Workplace, actor: Actor) -> tuple[str, ...]:
    """Ids of the sections the actor serves, as the catalogue orders them."""
    every = [section.id for section in office.catalogue().sections]
    return tuple(s for s in every if EVERY_SECTION in actor.sections or s in actor.sections)


def queue(
    office: Workplace, actor: Actor, asked: QueueFilter, search: str = "", after: str = "", limit: int = PAGE
) -> QueuePage:
    """One list for all ways in. `asked.sections` empty: all that the actor serves. `search`: reference, register
    number, name, kana, birth date or phone's end, as typed; a row of the trail. `after`: as an earlier page gave
    it; anything else begins at the top.

    Raises NotAuthorised for a section that is not served.
    """
    _may_list(office, actor, None)
    for section in asked.sections:
        _may_list(office, actor, Scope(section))
    wanted = replace(asked, sections=asked.sections or sections_of(office, actor))
    mark = _mark(after)
    search = "".join(c for c in search if c.isprintable() or c.isspace())[:LONGEST_SEARCH]
    if search.strip() and mark is None:
        note_in_sections(office, actor.name, "search", wanted.sections)
    page = office.store.queue_page(wanted, viewer_of(actor), limit, mark, search)
    return QueuePage(page.rows, page.after.as_text() if page.after else "")


def counts(office: Workplace, actor: Actor) -> dict[str, dict[Status, int]]:
    """{section: {status: how many}} of the sections served."""
    _may_list(office, actor, None)
    return office.store.read(pages.counts, sections_of(office, actor), viewer_of(actor))


def find(office: Workplace, actor: Actor, text: str) -> str:
    """A reference as typed, spoken or scanned. Raises CodeSlip, NotAuthorised, SubmissionNotFound."""
    _may_list(office, actor, None)
    try:
        found = office.store.submission(tidy_reference(text), viewer_of(actor))
    except SubmissionNotFound:
        note_in_office(office, actor.name, "not_found")
        raise
    note_in_sections(office, actor.name, "search", (found.section,))
    return found.reference


def may_do(actor: Actor, submission: Submission) -> tuple[Action, ...]:
    """What this actor may do to the case now, in the order of the table."""
    if ENTRY_AWAITED in submission.attention:
        return ()
    scope = scope_of(submission)
    return tuple(a for a in actions_at(submission.status, By.STAFF) if may(actor, Deed(a.value), scope))


@dataclass(frozen=True, repr=False)
class Order:
    """One deed of staff. `questions`: what is to be corrected; `section`: where it is handed over to.

    `revision`: what was on the screen; 0 takes the record as it is.
    """

    action: Action
    reason: str = ""
    questions: tuple[str, ...] = ()
    section: str = ""
    revision: int = 0


def act(office: Workplace, actor: Actor, reference: str, order: Order) -> Submission:
    """Does it. Raises SubmissionNotFound, NotAuthorised, ActionNotAllowed, ReasonMissing, ValueRefused,
    SubmissionChanged.
    """
    case = case_for(office, actor, Deed(order.action.value), reference)
    if ENTRY_AWAITED in case.submission.attention:
        raise ActionNotAllowed("entry_awaited", status=case.submission.status.value)
    if order.action is Action.COMPLETE and NOTICE_OWED in case.submission.attention:
        raise ActionNotAllowed("notice_owed", status=case.submission.status.value)
    if order.action is Action.APPROVE:
        lookups.check_done(office, case)
    status = _status_after(case, order)
    _check_order(office, case, order)
    detail: JsonObject = {"reason": order.reason.strip(), "questions": list(order.questions), "section": order.section}
    return _change(office, case, actor, order.action.value, _after(case, actor, order, status), detail)


def pay(office: Workplace, actor: Actor, reference: str, *, by_code: bool = False) -> Submission:
    """Ticks the fee as paid. Raises as `act`, and ActionNotAllowed where nothing is owed."""
    case = case_for(office, actor, Deed.PAY, reference, by_code=by_code)
    if case.submission.fee_state is not FeeState.UNPAID:
        raise ActionNotAllowed("nothing_due", status=case.submission.status.value)
    return _change(office, case, actor, "pay", replace(case.submission, fee_state=FeeState.PAID), {})


def trail(office: Workplace, actor: Actor, reference: str) -> list[TrailEntry]:
    """経過 of a case, oldest first, details opened. Looking at it is a row of its own."""
    case = read_case(office, actor, reference)
    return entries_of(office, case, actor)


def entries_of(office: Workplace, case: OpenedCase, actor: Actor) -> list[TrailEntry]:
    """経過 of a case that is open already."""
    return list(office.store.trail(case.submission.reference, viewer_of(actor)))


def _may_list(office: Workplace, actor: Actor, scope: Scope | None) -> None:
    if not may(actor, Deed.LIST, scope):
        note_in_office(office, actor.name, "refused")
        raise NotAuthorised("not_authorised", deed=Deed.LIST.value)


def _mark(text: str) -> QueueMark | None:
    """Where a page begins. It comes from an address, so nothing in it is believed."""
    try:
        mark = QueueMark.from_text(text)
    except ValueError:
        return None
    return mark if mark.rank in RANKS and text.isprintable() else None


def _status_after(case: OpenedCase, order: Order) -> Status:
    status = case.submission.status
    if ACTIONS[order.action].by is not By.STAFF:
        raise ActionNotAllowed("action_not_allowed", action=order.action.value, status=status.value)
    return status_after(order.action, status)


def _check_order(office: Workplace, case: OpenedCase, order: Order) -> None:
    if ACTIONS[order.action].needs_reason and not order.reason.strip():
        raise ReasonMissing("reason_missing", action=order.action.value)
    if len(order.reason) > LONGEST_REASON:
        raise ValueRefused("too_long", most=LONGEST_REASON)
    known = {section.id for section in office.catalogue().sections}
    if order.action is Action.HAND_OVER and (order.section not in known or order.section == case.submission.section):
        raise ValueRefused("section_unknown", section=order.section)
    for path in order.questions:
        try:
            case.procedure.question(path)
        except KeyError:
            raise ValueRefused("unknown_question", question=path) from None


def _after(case: OpenedCase, actor: Actor, order: Order, status: Status) -> Submission:
    """The record as the order makes it."""
    row, action, now = case.submission, order.action, clock.now()
    decided = action in (Action.APPROVE, Action.REJECT)
    return replace(
        row,
        status=status,
        revision=order.revision or row.revision,
        section=order.section if action is Action.HAND_OVER else row.section,
        assignee=_assignee(row, actor, action),
        attention=tuple(filter(STILL_OWED.__contains__, row.attention))
        if decided or status in FINAL
        else row.attention,
        waiting_since=now if status is Status.CORRECTION else None,
        decided_at=now if decided else row.decided_at,
        completed_at=now if status is Status.COMPLETED else row.completed_at,
        retain_until=kept_until(case.procedure, now) if status is Status.COMPLETED else row.retain_until,
    )


def _assignee(row: Submission, actor: Actor, action: Action) -> str:
    if action is Action.TAKE_UP:
        return actor.name
    return "" if action is Action.HAND_OVER else row.assignee


def _change(
    office: Workplace, case: OpenedCase, actor: Actor, action: str, after: Submission, detail: JsonObject
) -> Submission:
    moved = after.section != case.submission.section
    front, inside = _told(action, detail)
    change = Change(
        after=after,
        at=clock.now(),
        actor=actor.name,
        action=action,
        detail=case.key.seal("trail", action, canonical(detail)),
        tokens=all_tokens(office, after.section, case.body) if moved else None,
        cards=cards.telling(office, case, action, front, inside),
    )
    changed = office.store.change(change)
    office.letterbox.flush()
    return changed.submission


def _told(action: str, detail: JsonObject) -> tuple[JsonObject, JsonObject]:
    """(front, inside) of the card. A reason goes to the citizen only where it is written for them: what is said
    to another section, or noted at a decision, stays in the office.
    """
    front: JsonObject = {}
    if action == Action.ASK_CORRECTION:
        front = {"questions": detail["questions"], "answer_by": (clock.today() + CORRECT_WITHIN).isoformat()}
    for_citizen = action in ACTIONS and ACTIONS[Action(action)].needs_reason
    return front, {"text": detail["reason"]} if for_citizen else {}
