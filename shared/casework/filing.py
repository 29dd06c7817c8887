"""収受: the only place that makes submissions. Takes an opened envelope, from home or from the counter.

Every envelope that opens becomes a record: what is wrong with it becomes an `attention` flag on top of the queue,
for the citizen already holds a receipt. One transaction: record, register number, search tokens, trail, `filed`,
counts, folder and card in the outbox. Idempotent: the same envelope is filed once, whoever brings it.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shared.casework import cards, copies, doubts, judging, protection
from shared.casework.arrival import Arrival, Filed
from shared.casework.digest import content_digest
from shared.casework.paper.facts import paper_facts
from shared.casework.search_terms import person_tokens, same_tokens
from shared.casework.workplace import Workplace
from shared.catalogue import fees
from shared.catalogue.deadlines import due_on
from shared.catalogue.office import Section
from shared.catalogue.procedure import Procedure, canonical
from shared.errors import CannotUnseal
from shared.language import clock
from shared.records.card import SealedCard
from shared.records.envelope import Body, Kind
from shared.records.folder import FolderRow
from shared.records.reference import new_reference
from shared.records.shapes import JsonObject
from shared.records.status import Status
from shared.records.store.filing import SECOND_ARRIVAL, FiledRow, NewSubmission
from shared.records.submission import FeeState

REGISTER_FORM = "{mark}-{year}-{serial:06d}"


def file(office: Workplace, arrival: Arrival, folder: FolderRow | None = None) -> Filed:
    """Files an arrival. `folder`: as it looks after sending, where the letterbox does not have it yet.

    Raises StoreUnavailable, CannotUnseal (a procedure that cannot be read), and SubmissionNotFound for a
    correction or withdrawal whose application was not filed yet.
    """
    if arrival.head.kind is not Kind.APPLICATION:
        return judging.judge(office, arrival, folder)
    known = office.store.filed_as(arrival.head.id)
    if known is not None and known.digest == content_digest(arrival.body):
        return _filed(known)
    making = _Making(office, _as_it_arrived(office, arrival), folder, procedure_of(arrival.body))
    return _filed(office.store.file(making.submission(arrival.head.reference), making.again))


def file_all(office: Workplace, arrivals: Sequence[tuple[Arrival, FolderRow]]) -> list[Filed]:
    """Files applications that were sent together, in one transaction, each with its folder. Raises as `file`."""
    makings = [_Making(office, arrival, row, procedure_of(arrival.body)) for arrival, row in arrivals]
    new = [(making.submission(making.arrival.head.reference), making.again) for making in makings]
    return [_filed(row) for row in office.store.file_all(new)]


def _as_it_arrived(office: Workplace, arrival: Arrival) -> Arrival:
    """A sheet of paper counts from when it reached the office, where the office's own staff say so."""
    paper = paper_facts(arrival.body)
    if paper is None or not doubts.by_staff(office, arrival):
        return arrival
    return replace(arrival, received_at=min(paper.arrived_at, arrival.received_at))


def procedure_of(body: Body) -> Procedure:
    """The procedure as it was asked: its text came with the envelope. Raises CannotUnseal("body_unreadable")."""
    try:
        return Procedure.from_asked(body.procedure.asked)
    except ValueError:
        raise CannotUnseal("body_unreadable", field="asked") from None


@dataclass(frozen=True, repr=False)
class _Making:
    """An application on its way to a record."""

    office: Workplace
    arrival: Arrival
    folder: FolderRow | None
    procedure: Procedure

    def submission(self, reference: str) -> NewSubmission:
        """All that the filing transaction writes, sealed for this reference."""
        office, arrival, procedure, body = self.office, self.arrival, self.procedure, self.arrival.body
        key = office.vault.new_case(reference)
        attachments, unclean = copies.keep(office, key, body.files)
        section, misplaced = place_of(office, procedure)
        due = due_on(procedure, arrival.received_at)
        fee, fee_state = self._fee()
        found = (*doubts.doubts_of(office, arrival, procedure), *unclean, *misplaced)
        return NewSubmission(
            envelope_id=arrival.head.id,
            digest=content_digest(body),
            reference=reference,
            section=section.id,
            register=_register(section.register_mark),
            fiscal_day=clock.in_japan(arrival.received_at).date(),
            procedure_id=procedure.id,
            procedure_hash=body.procedure.hash,
            asked=canonical(body.procedure.asked).decode(),
            channel=body.channel,
            received_at=arrival.received_at,
            filed_at=clock.now(),
            wrap=key.wrap,
            applicant=key.seal("submission_body", "applicant", body.applicant.name.encode()),
            body=key.seal("submission_body", "body", body.to_json()),
            actor=doubts.actor_of(office, arrival),
            detail=key.seal("trail", "file", canonical(_detail(arrival, reference))),
            due_on=due,
            fee=fee,
            fee_state=fee_state,
            sensitive=procedure.sensitive,
            looked_for=protection.tokens_of(office, procedure, body.answers),
            flags=body.flags,
            attention=tuple(dict.fromkeys(found)),
            attachments=attachments,
            tokens=person_tokens(office, section.id, body),
            duplicate_of=same_tokens(office, section.id, body),
            folder=self.folder,
            cards=self._first_card(due),
        )

    def again(self, why: str, there: FiledRow) -> NewSubmission:
        """The same arrival under a reference of the office's own: nothing that came is thrown away.

        A second arrival tells its folder nothing, for that is the first's; one whose reference another case has
        by chance does.
        """
        other = self.submission(new_reference(self.office.maker))
        return replace(other, folder=None, cards=lambda number: ()) if why == SECOND_ARRIVAL else other

    def _fee(self) -> tuple[int, FeeState]:
        """What it costs, and whether it was paid: only the office's own staff can say so."""
        body, sheet = self.arrival.body, paper_facts(self.arrival.body)
        if sheet is not None and sheet.awaited:
            return 0, FeeState.NONE  # reckoned when the sheet is typed
        day = clock.in_japan(self.arrival.received_at).date()
        amount = fees.fee_of(self.procedure, body.answers, body.channel, day).amount_yen
        if amount == 0:
            return 0, FeeState.NONE
        paid = body.staff is not None and body.staff.payment.get("paid") is True
        return amount, FeeState.PAID if paid and doubts.by_staff(self.office, self.arrival) else FeeState.UNPAID

    def _first_card(self, due: date | None) -> Callable[[str], tuple[SealedCard, ...]]:
        paper = paper_facts(self.arrival.body)
        if paper is not None and paper.awaited:
            return lambda register_number: ()  # told when the sheet was typed: then it opens with the fact

        def made(register_number: str) -> tuple[SealedCard, ...]:
            front: JsonObject = {"status": Status.RECEIVED.value, "register_number": register_number}
            if due:
                front["due_on"] = due.isoformat()
            return (cards.sealed(self.office, self.arrival.body, 1, "file", front, {}, self.arrival.received_at),)

        return made


def place_of(office: Workplace, procedure: Procedure) -> tuple[Section, list[str]]:
    """The section that gets the case, as the office knows it now; with a doubt where it had to be chosen.

    A section that was dissolved while the envelope waited hands over to the one that has the procedure today.
    """
    sections = {section.id: section for section in office.catalogue().sections}
    today = office.catalogue().procedures.find(procedure.id)
    if procedure.section in sections:
        return sections[procedure.section], []
    if today is not None:
        return sections[today.section], ["section_moved"]
    return office.catalogue().sections[0], ["section_unknown"]


def _register(mark: str) -> Callable[[int, int], str]:
    def written(fiscal_year: int, serial: int) -> str:
        return REGISTER_FORM.format(mark=mark, year=fiscal_year, serial=serial)

    return written


def _detail(arrival: Arrival, reference: str) -> dict[str, object]:
    """`sent_as`: the reference that the citizen got, where the record has another (a number box is bound to it)."""
    body = arrival.body
    consent = hashlib.sha256(canonical(body.consent)).hexdigest() if body.consent else ""
    given = {"sent_as": arrival.head.reference} if arrival.head.reference != reference else {}
    said = {"channel": body.channel, "consent": consent, "digest": content_digest(body).hex(), "origin": body.origin}
    shown = {"identity": body.identity["method"]} if "method" in body.identity else {}
    return {**said, **given, **shown}


def _filed(row: FiledRow) -> Filed:
    return Filed(row.reference, row.register_number, row.received_at, row.due_on, row.status, row.fresh, row.attention)
