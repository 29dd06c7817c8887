"""Typed: the record of a sheet gets its answers, checked as every record is, and is in the queue like the others."""

from collections.abc import Mapping
from dataclasses import replace

from shared.casework import cards, doubts, persons, protection, rights, sending
from shared.casework.arrival import Arrival
from shared.casework.cases import Case, case_by_root
from shared.casework.counter import Clerk
from shared.casework.judging import fee_after
from shared.casework.opened import OpenedCase
from shared.casework.paper import second
from shared.casework.paper.entry import FIRST, SECOND, Entry
from shared.casework.paper.facts import ENTRY_AWAITED, SCAN, PaperFacts, noted, paper_facts
from shared.casework.search_terms import all_tokens, same_tokens
from shared.catalogue import fees
from shared.catalogue.procedure import canonical
from shared.errors import ActionNotAllowed, CannotOpen, CannotUnseal, ValueRefused
from shared.language import clock
from shared.records.card import SealedCard
from shared.records.envelope import Body, Head, Kind, StaffPart
from shared.records.folder import FolderRow, Inside
from shared.records.shapes import JsonObject
from shared.records.store import paper
from shared.records.store.changes import Change
from shared.records.store.filing import DUPLICATE, sent_before
from shared.records.submission import Submission, Visibility

ACTION = "enter"  # the trail's word


def needs_second(entry: Entry) -> bool:
    """Whether somebody else has to type marked answers before the record is complete."""
    return bool(second.again(entry)) and SECOND not in entry.done


def complete(clerk: Clerk, entry: Entry, chosen: Mapping[str, str] | None = None) -> Submission:
    """The record with what was typed. `chosen`: path → "first" or "second", for the answers that differ.

    Raises ActionNotAllowed (a turn is missing), AnswersRefused (undecided), SubmissionChanged, StoreUnavailable.
    """
    if FIRST not in entry.done or needs_second(entry):
        raise ActionNotAllowed("entry_unfinished")
    settled, told = second.decided(entry, chosen or {})
    facts = _facts(clerk, settled, decided=bool(told))
    body = _body(clerk, settled, facts)
    detail: JsonObject = {
        "typed_by": facts.typed_by,
        "checked_by": facts.checked_by,
        "differences": list(told),
        "illegible": list(facts.illegible),
    }
    change = _change(clerk, entry.record, body, detail)
    kept = clerk.office.store.run(paper.complete, change).submission
    clerk.office.letterbox.flush()
    return kept


def hide_if_protected(clerk: Clerk, entry: Entry) -> bool:
    """支援措置: as soon as the names are typed the list is asked, before a second person opens the sheet."""
    office, record = clerk.office, entry.record
    if record.submission.visibility is Visibility.PROTECTED:
        return True
    named = protection.tokens_of(office, entry.case.procedure, entry.draft.answers)
    viewers = office.store.protected_by(named)
    if not viewers:
        return False
    protection.hide(office, record, viewers, clerk.actor.name, {})
    return True


def _facts(clerk: Clerk, entry: Entry, *, decided: bool) -> PaperFacts:
    before = paper_facts(entry.record.body)
    if before is None:
        raise ActionNotAllowed("entry_complete")
    return replace(
        before,
        awaited=False,
        typed_by=entry.staff[0],
        checked_by=entry.staff[1] if SECOND in entry.done else "",
        decided_by=clerk.actor.name if decided else "",
        illegible=entry.illegible,
    )


def _body(clerk: Clerk, entry: Entry, facts: PaperFacts) -> Body:
    """As the counter makes it, of the procedure as it was asked in full."""
    before, procedure = entry.record.body, entry.record.procedure
    draft = replace(entry.draft, asked=before.procedure.asked)
    case = replace(entry.case, draft=draft)
    part = noted(before.staff or StaffPart(clerk.actor.name), facts)
    try:
        fact = persons.fact_of(procedure, draft.answers)
    except ValueRefused:
        fact = before.fact  # it cannot be read: at the counter only, until it was asked
    made = sending.body_of(clerk.office, case, fact, None, "staff")
    # The sheet itself stays an attachment of the record; what it was for is among the answers.
    files = tuple(one for one in made.files if one.question != SCAN)
    return replace(made, files=files, staff=part, submitted_at=before.submitted_at)


def _change(clerk: Clerk, record: OpenedCase, body: Body, detail: JsonObject) -> Change:
    office, row, procedure = clerk.office, record.submission, record.procedure
    found, earlier = _doubts(clerk, record, body)
    day = clock.in_japan(row.received_at).date()
    fee, fee_state, _ = fee_after(row, fees.fee_of(procedure, body.answers, body.channel, day).amount_yen)
    after = replace(
        row,
        flags=body.flags,
        attention=tuple(dict.fromkeys((*(one for one in row.attention if one != ENTRY_AWAITED), *found))),
        linked=row.linked or earlier,
        fee=fee,
        fee_state=fee_state,
    )
    folder = _folder(clerk, body)
    return Change(
        after=after,
        at=clock.now(),
        actor=clerk.actor.name,
        action=ACTION,
        detail=record.key.seal("trail", ACTION, canonical(detail)),
        applicant=record.key.seal("submission_body", "applicant", body.applicant.name.encode()),
        body=record.key.seal("submission_body", "body", body.to_json()),
        tokens=all_tokens(office, row.section, body),
        looked_for=protection.tokens_of(office, procedure, body.answers),
        folder=folder,
        cards=lambda kept: _cards(clerk, body, kept) if folder else (),
    )


def _doubts(clerk: Clerk, record: OpenedCase, body: Body) -> tuple[list[str], str]:
    """(what seems wrong with the answers, the reference of an earlier case of the same person or "")."""
    row, office = record.submission, clerk.office
    head = Head(row.envelope_id, Kind.APPLICATION, row.reference)
    arrival = Arrival(head, body, row.received_at, "")
    found = doubts.answer_doubts(arrival, record.procedure) + doubts.identity_doubts(body, record.procedure)
    found += rights.doubts(body) + rights.owed(body)
    same = same_tokens(office, row.section, body)
    earlier = office.store.read(sent_before, row.section, row.reference, same)
    return [*found, *([DUPLICATE] if earlier else [])], earlier or ""


def _folder(clerk: Clerk, body: Body) -> FolderRow | None:
    """The citizen's folder with what was typed; None where it is gone."""
    try:
        case = case_by_root(clerk.office, body.root)
    except (CannotOpen, CannotUnseal):
        return None
    if case.front is None:
        return None
    revision, locator = case.row.revision + 1, case.row.locator
    procedure = body.procedure
    front = replace(case.front, fact_kind=body.fact.kind, next=_next(case))
    return replace(
        case.row,
        revision=revision,
        saved_at=clock.now(),
        fact_kind=body.fact.kind,
        front=front.seal(body.root, locator, revision),
        inside=Inside(body.answers, procedure.asked, files=body.files).seal(body.k_in, locator, revision),
    )


def _next(case: Case) -> tuple[str, ...]:
    """Without the line that somebody is typing (arrival.py put it first)."""
    assert case.front is not None
    return case.front.next[1:]


def _cards(clerk: Clerk, body: Body, kept: Submission) -> tuple[SealedCard, ...]:
    """One for each change so far, the arrival first: none could be opened before the fact was known."""
    front: JsonObject = {"status": kept.status.value, "register_number": kept.register_number}
    if kept.due_on:
        front["due_on"] = kept.due_on.isoformat()
    kinds = ["file", *[ACTION] * (kept.revision - 1)]
    return tuple(cards.sealed(clerk.office, body, seq, kind, front, {}) for seq, kind in enumerate(kinds, start=1))
