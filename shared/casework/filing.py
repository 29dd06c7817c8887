"""収受: the only place that makes submissions. Takes an opened envelope, from home or from the counter.

Every envelope that opens becomes a record: what is wrong with it becomes an `attention` flag on top of the queue,
for the citizen already holds a receipt. One transaction: record, register number, search tokens, trail, `filed`,
counts, folder and card in the outbox. Idempotent: the same envelope is filed once, whoever brings it.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from shared.casework import cards, copies, judging
from shared.casework.arrival import Arrival, Filed
from shared.casework.digest import content_digest
from shared.casework.workplace import Workplace
from shared.catalogue import fees, journey
from shared.catalogue.deadlines import due_on
from shared.catalogue.procedure import Procedure, asked_hash, canonical
from shared.catalogue.questions.question import Asking
from shared.errors import SubmissionNotFound
from shared.language import clock
from shared.records.card import SealedCard
from shared.records.envelope import Body, Kind
from shared.records.folder import FolderRow
from shared.records.person import Role
from shared.records.reference import new_reference
from shared.records.shapes import JsonObject
from shared.records.status import Status
from shared.records.store.filing import FiledRow, NewSubmission
from shared.records.submission import FeeState, Visibility
from shared.records.vault import person_terms

CLOCK_SKEW = timedelta(minutes=5)
REGISTER_FORM = "{mark}-{year}-{serial:06d}"
TELLS_NOBODY = "citizen"


def file(office: Workplace, arrival: Arrival, folder: FolderRow | None = None) -> Filed:
    """Files an arrival. `folder`: as it looks after sending, where the counter made it. Raises StoreUnavailable."""
    if arrival.head.kind is Kind.APPLICATION:
        return _file_application(office, arrival, folder)
    return judging.judge(office, arrival, folder)


def _file_application(office: Workplace, arrival: Arrival, folder: FolderRow | None) -> Filed:
    body = arrival.body
    procedure, doubts = _procedure_of(office, body)
    day = clock.in_japan(arrival.received_at).date()
    key = office.vault.new_case(arrival.head.reference)
    attachments, unclean = copies.keep(office, key, body.files)
    viewers = office.store.protected_by(_person_tokens(office, body))
    doubts += _doubts(arrival, procedure) + unclean
    section = procedure.section
    terms = [t for person in (body.applicant, body.agent) if person for t in person_terms(person)]
    fee = fees.fee_of(procedure, body.answers, body.channel, day)
    due = due_on(procedure, arrival.received_at)
    new = NewSubmission(
        envelope_id=arrival.head.id,
        digest=content_digest(body),
        reference=arrival.head.reference,
        section=section,
        register=_register(procedure),
        fiscal_day=day,
        procedure_id=procedure.id,
        procedure_hash=body.procedure.hash,
        asked=canonical(body.procedure.asked).decode(),
        channel=body.channel,
        received_at=arrival.received_at,
        filed_at=clock.now(),
        due_on=due,
        fee=fee.amount_yen,
        fee_state=_fee_state(fee.amount_yen, body),
        sensitive=procedure.sensitive,
        visibility=Visibility.PROTECTED if viewers else Visibility.SECTION,
        viewers=viewers,
        flags=body.flags,
        attention=tuple(dict.fromkeys(doubts)),
        wrap=key.wrap,
        applicant=key.seal("submission_body", "applicant", body.applicant.name.encode()),
        body=key.seal("submission_body", "body", body.to_json()),
        attachments=attachments,
        tokens=office.vault.tokens(section, terms),
        duplicate_of=office.vault.tokens(section, _same_person(procedure, body)),
        actor=body.actor.name if body.actor.role is Role.STAFF else TELLS_NOBODY,
        detail=key.seal("trail", "file", canonical(_detail(arrival))),
        folder=folder,
        cards=_first_card(office, arrival, procedure, due),
    )
    row = office.store.file(new, lambda why, there: _apart(office, arrival, new))
    return _filed(row, arrival)


def _procedure_of(office: Workplace, body: Body) -> tuple[Procedure, list[str]]:
    """The procedure as it was asked. Its text came with the envelope; the catalogue is asked whether it knows it."""
    procedure = Procedure.from_asked(body.procedure.asked)
    doubts = [] if asked_hash(body.procedure.asked) == body.procedure.hash else ["procedure_differs"]
    if all(known.id != procedure.id for known in office.catalogue().procedures):
        doubts.append("procedure_unknown")
    return procedure, doubts


def _doubts(arrival: Arrival, procedure: Procedure) -> list[str]:
    body = arrival.body
    asking = Asking(clock.in_japan(arrival.received_at).date(), body.language, body.channel)
    # What only staff are asked is not part of the citizen's answers (sending.apart).
    problems = journey.validate(procedure, body.answers, "citizen", asking)
    doubts = ["answers_wrong"] if problems else []
    if abs(arrival.received_at - body.submitted_at) > CLOCK_SKEW:
        doubts.append("clock_differs")
    if body.staff is not None and not body.staff.identity_check.get("id_method"):
        doubts.append("identity_unchecked")
    if body.channel == "online" and procedure.channels.online != "full":
        doubts.append("channel_not_offered")
    return doubts


def _register(procedure: Procedure) -> Callable[[int, int], str]:
    mark = procedure.section_details.register_mark

    def written(fiscal_year: int, serial: int) -> str:
        return REGISTER_FORM.format(mark=mark, year=fiscal_year, serial=serial)

    return written


def _fee_state(amount: int, body: Body) -> FeeState:
    if amount == 0:
        return FeeState.NONE
    return FeeState.PAID if body.staff and body.staff.payment.get("paid") else FeeState.UNPAID


def _person_tokens(office: Workplace, body: Body) -> list[tuple[str, bytes]]:
    """Keyed digests under which the office-wide list of protected persons is searched."""
    people = [p for p in (body.applicant, body.agent, body.messenger) if p]
    return [(f, office.vault.token("*", f, k)) for p in people for f, k in person_terms(p) if f in ("name", "birth")]


def _same_person(procedure: Procedure, body: Body) -> list[tuple[str, str]]:
    """Same procedure, name and birth date: perhaps sent twice."""
    terms = dict.fromkeys(person_terms(body.applicant))
    whole = "|".join(k for f, k in terms if f in ("name", "birth"))
    return [("same", f"{procedure.id}|{whole}")]


def _detail(arrival: Arrival) -> dict[str, object]:
    body = arrival.body
    consent = hashlib.sha256(canonical(body.consent)).hexdigest() if body.consent else ""
    return {
        "channel": body.channel,
        "consent": consent,
        "digest": content_digest(body).hex(),
        "origin": body.origin,
    }


def _first_card(
    office: Workplace, arrival: Arrival, procedure: Procedure, due: date | None
) -> Callable[[str], tuple[SealedCard, ...]]:
    def made(register_number: str) -> tuple[SealedCard, ...]:
        front: JsonObject = {"status": Status.RECEIVED.value, "register_number": register_number}
        if due:
            front["due_on"] = due.isoformat()
        return (cards.sealed(office, arrival.body, 1, "file", front, {}),)

    return made


def _apart(office: Workplace, arrival: Arrival, new: NewSubmission) -> NewSubmission:
    """The same arrival under a reference of the office's own, sealed for it: nothing that came is thrown away."""
    key = office.vault.new_case(reference := new_reference(office.maker))
    attachments, _ = copies.keep(office, key, arrival.body.files)
    return replace(
        new,
        reference=reference,
        wrap=key.wrap,
        applicant=key.seal("submission_body", "applicant", arrival.body.applicant.name.encode()),
        body=key.seal("submission_body", "body", arrival.body.to_json()),
        attachments=attachments,
        detail=key.seal("trail", "file", canonical(_detail(arrival))),
        folder=None,
        cards=lambda register_number: (),
    )


def _filed(row: FiledRow, arrival: Arrival) -> Filed:
    if row.reference == "":
        raise SubmissionNotFound("submission_not_found")
    return Filed(
        row.reference,
        row.register_number,
        row.received_at,
        row.due_on,
        row.status,
        arrival.proof,
        row.fresh,
        row.attention,
    )
