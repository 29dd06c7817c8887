"""Sending: the envelope of a case made, sealed and durable, and how the folder looks afterwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from shared.casework import bundle_parts, moving_over, my_numbers, online, persons, receipts
from shared.casework.applying import answer_all, asking, attach_all, draft_of, hand_of, question_of, save
from shared.casework.cases import Case, again, opened
from shared.casework.id_card.kept import identity_of
from shared.casework.paper.facts import LETTER, REQUEST, SCAN
from shared.casework.sides import Sending, Sent, Side
from shared.catalogue import deadlines, journey
from shared.catalogue.procedure import Procedure, asked_hash
from shared.errors import (
    ActionNotAllowed,
    AnswerProblem,
    AnswersRefused,
    CannotUnseal,
    FolderChanged,
    ProcedureChanged,
    ReferenceTaken,
    StoreUnavailable,
)
from shared.language import clock
from shared.records.derivation import (
    answers_digest,
    inside_key,
)
from shared.records.envelope import (
    AskedProcedure,
    Body,
    Head,
    Kind,
    StaffPart,
)
from shared.records.folder import FolderRow, Front, Inside, Milestone, SectionSign
from shared.records.person import ActedBy, Fact, Role
from shared.records.shapes import JsonObject
from shared.records.status import Status

SENT_LIFE = timedelta(days=400)  # moved on by the office when the case ends
DIGEST_BYTES = 8
TRIES_AT_ONCE = 20  # a case has at most ten files, and every save of another process is one step forward
TRIES = 5  # references that another case has by chance


def submit(side: Side, case: Case, own_word: str | None = None, staff: StaffPart | None = None, hand: str = "") -> Case:
    """Sends the case; returns it as sent, its receipt durable. Sending again gives the first receipt. Of a bundle all
    cases are sent, or none; the first is returned, and its front names the others.

    `hand`: "citizen" where what only staff are asked was left out; by default it follows the channel. A
    correction goes with the fact that opened the case.

    Raises AnswersRefused, ChannelClosed (pre-entry only), IdCardNeeded, IdCardOther, ActionNotAllowed (a correction
    without the fact), ProcedureChanged (it moved over: to be looked at first), FolderChanged, StoreUnavailable.
    """
    if case.draft is None and case.sent:
        return case
    case = moving_over.for_sending(side, case)
    draft, procedure = draft_of(case), case.procedure
    if draft.channel == "online":
        online.check_online(case)
    hand = hand or hand_of(draft.channel)
    problems = journey.validate(procedure, draft.answers, hand, asking(case)) + _lost_files(case)
    if problems:
        raise AnswersRefused(problems)
    for _ in range(TRIES):
        try:
            fact = _fact(case, own_word)
            sendings = [_sending(side, part, fact, staff, hand) for part in bundle_parts.parts_of(case)]
            return sent_case(side, case, sendings[0], side.send_all(sendings)[0])
        except ReferenceTaken:
            case = with_new_reference(side, case)
    raise ReferenceTaken("reference_taken")


def body_of(side: Side, case: Case, fact: Fact, staff: StaffPart | None = None, hand: str = "") -> Body:
    """The body of the envelope: the procedure as it was asked, and the answers on its route."""
    draft, procedure = draft_of(case), case.procedure
    on_route = journey.asked_answers(procedure, draft.answers, hand or hand_of(draft.channel))
    answers, checked = apart(procedure, on_route)
    applicant, agent = persons.persons_of(procedure, answers, draft.language, fact)
    named, card = set(_blobs_named(answers)), case.id_card if draft.channel == "online" else None
    return Body(
        procedure=AskedProcedure(procedure.id, asked_hash(draft.asked), draft.asked),
        answers=answers,
        channel=draft.channel,
        actor=draft.actor or ActedBy(Role.APPLICANT),
        applicant=applicant,
        agent=agent,
        consent=draft.consent,
        k_in=inside_key(case.root, fact.value),
        fact=fact,
        code=draft.code,
        root=case.root,
        language=draft.language,
        started_at=draft.started_at,
        submitted_at=clock.now(),
        files=tuple(f for f in draft.files if f.blob in named or f.question in (SCAN, LETTER, REQUEST)),
        number_box=my_numbers.asked_box(draft.number_box, answers),
        staff=replace(staff, identity_check={**staff.identity_check, **checked}) if staff else None,
        flags=tuple(flag for flag in draft.flags if question_of(flag) in answers),
        origin=draft.origin,
        identity=identity_of(card, procedure, answers, asking(case), (applicant, agent)) if card else {},
        bundle=bundle_parts.mates_of(case),
    )


def send_answers(
    side: Side,
    begin: Callable[[], Case],
    raw: Mapping[str, object],
    files: Sequence[tuple[str, Path]],
    hand: str,
    send: Callable[[Case], Case],
) -> Case:
    """A whole case at once, as a machine gives it: begun, answered, sent. `begin` gives the same case for a key.

    What another process does with the same key is taken as done. Raises AnswersRefused, FileRefused, ChannelClosed,
    StoreUnavailable; FolderChanged where somebody else goes on writing in it.
    """
    begun: Case | None = None
    for tries_left in reversed(range(TRIES_AT_ONCE)):
        try:
            begun = begin() if begun is None else again(side, begun)
            case = moving_over.up_to_date(side, begun)
            if case.sent:
                return case
            if not _complete(case, hand):
                case = moving_over.by_event(side, case, raw)
                case, full = attach_all(side, case, raw, files)
                case = answer_all(side, case, full, hand)
            return send(case)
        except (FolderChanged, ProcedureChanged):
            if not tries_left:
                raise
    raise AssertionError("the loop returns or raises")


def _complete(case: Case, hand: str) -> bool:
    draft = draft_of(case)
    return bool(draft.seen) and not journey.validate(case.procedure, draft.answers, hand, asking(case))


def apart(procedure: Procedure, answers: JsonObject) -> tuple[JsonObject, JsonObject]:
    """(the citizen's answers, what only staff were asked): the record is the same by every way in."""
    of_staff = {
        question.id for step in procedure.steps for question in step.questions if step.staff_only or question.staff_only
    }
    mine = {key: value for key, value in answers.items() if key not in of_staff}
    return mine, {key: value for key, value in answers.items() if key in of_staff}


def _fact(case: Case, own_word: str | None) -> Fact:
    """What opens the case: of a correction what opened it before, for the office compares the two."""
    draft = draft_of(case)
    if not draft.about:
        return persons.fact_of(case.procedure, draft.answers, own_word)
    if case.fact is None:
        raise ActionNotAllowed("action_not_allowed", action="correct", status=str(case.status))
    return case.fact


def _lost_files(case: Case) -> list[AnswerProblem]:
    """Answers that name a file which is not kept: taken away in another tab, or never given."""
    draft = draft_of(case)
    kept = {file.blob for file in draft.files}
    return [
        AnswerProblem(question, "not_a_file")
        for question, value in draft.answers.items()
        if set(_blobs_named(value)) - kept
    ]


def with_new_reference(side: Side, case: Case) -> Case:
    """Another case has this number by chance. A My Number is bound to the number: it has to be typed again."""
    draft = draft_of(case)
    asked_again = [] if draft.number_box is None else my_numbers.asked(case.procedure, draft.answers)
    answers = {key: value for key, value in draft.answers.items() if key not in asked_again}
    fresh = save(side, case, replace(bundle_parts.renumbered(draft, side.maker), answers=answers))
    if asked_again:
        raise AnswersRefused([AnswerProblem(question, "required") for question in asked_again])
    return fresh


def _sending(side: Side, case: Case, fact: Fact, staff: StaffPart | None, hand: str) -> Sending:
    draft = draft_of(case)
    body = body_of(side, case, fact, staff, hand)
    head = Head(
        draft.envelope_id,
        Kind.CORRECTION if draft.about else Kind.APPLICATION,
        draft.reference,
        about=draft.about,
        base_version=max((c.seq for c in case.cards), default=0),
        blobs=tuple(f.blob for f in body.files),
    )

    def finish(received_at: datetime, proof: str) -> FolderRow:
        return sent_row(case, body, received_at, proof)

    digest = answers_digest(case.root, body.answers)[:DIGEST_BYTES]
    return Sending(head, body, digest, finish, case.row.revision)


def sent_row(case: Case, body: Body, received_at: datetime, proof: str) -> FolderRow:
    """The folder of a case that was sent: its front for the code, its inside for the fact."""
    revision, locator = case.row.revision + 1, case.row.locator
    front = _front_after(case, body, received_at, proof)
    inside = Inside(body.answers, body.procedure.asked, files=body.files)
    if case.inside is not None:
        inside = replace(inside, messages=case.inside.messages, reasons=case.inside.reasons)
    return replace(
        case.row,
        revision=revision,
        saved_at=received_at,
        expires_on=max(case.row.expires_on, clock.in_japan(received_at).date() + SENT_LIFE),
        fact_kind=body.fact.kind,
        draft=None,
        front=front.seal(case.root, locator, revision),
        inside=inside.seal(body.k_in, locator, revision),
    )


def _front_after(case: Case, body: Body, received_at: datetime, proof: str) -> Front:
    happened = Milestone(received_at, Status.ARRIVED)
    if case.front is not None:
        return replace(case.front, dates=(*case.front.dates, happened))
    procedure = case.procedure
    section = procedure.section_details
    return Front(
        code=body.code,
        reference=case.reference,
        envelope_id=case.envelope_id,
        procedure_id=procedure.id,
        title={k: procedure.title.marked(k) for k in ("ja", "easy", "en")},
        procedure_hash=body.procedure.hash,
        section=SectionSign(
            {k: section.name.marked(k) for k in ("ja", "easy", "en")}, section.telephone, section.counter or ""
        ),
        status=Status.ARRIVED,
        fact_kind=body.fact.kind,
        channel=body.channel,
        language=body.language,
        dates=(happened,),
        next=tuple(text.marked(body.language) for text in procedure.after),
        received_at=received_at,
        due_on=deadlines.due_on(procedure, received_at),
        proof=proof,
        sensitive=procedure.sensitive,
        receipt=receipts.kept(receipts.content_of(procedure, body, case.reference, received_at)),
        together=bundle_parts.together_of(case),
    )


def sent_case(side: Side, case: Case, sending: Sending, sent: Sent) -> Case:
    """The case as it is kept now. Where that cannot be read, as it was sent: it is durable, and the receipt true.

    Another tab may have sent it first, with another word as fact: then only its front opens here.
    """
    body, row = sending.body, _kept_row(side, case)
    only_here = row is None or (sent.folder is not None and row.revision < sent.folder.revision)
    if only_here:
        row = sent.folder
    if row is None:
        raise StoreUnavailable("store_gone")
    try:
        seen = opened(side, case.root, row, body.k_in, body.fact)
    except CannotUnseal:
        seen = opened(side, case.root, row)
    return replace(seen, waits_here=seen.waits_here or only_here)


def _kept_row(side: Side, case: Case) -> FolderRow | None:
    try:
        return side.letterbox.folder(case.row.locator)
    except StoreUnavailable:
        return None


def _blobs_named(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [str(value["blob"])] if "blob" in value and "sha256" in value else []
        return own + [b for inner in value.values() for b in _blobs_named(inner)]
    if isinstance(value, list):
        return [b for inner in value for b in _blobs_named(inner)]
    return []
