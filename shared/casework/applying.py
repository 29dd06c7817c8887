"""Filling in and sending, from home and at the counter: start, answer, attach, submit.

Each answer is durable before the next question is drawn; what is sent is durable before the receipt is shown.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from shared.casework import files as uploads
from shared.casework import my_numbers, persons
from shared.casework.cases import Case, case_by_root, opened, with_row
from shared.casework.sides import Sending, Side
from shared.catalogue import deadlines, journey
from shared.catalogue.procedure import Procedure, asked_hash
from shared.catalogue.questions.base import Asking
from shared.errors import ActionNotAllowed, AnswersRefused, CannotOpen, ChannelClosed, FileRefused
from shared.language import clock
from shared.records.boxes import box, unbox
from shared.records.code import new_code
from shared.records.derivation import (
    answers_digest,
    hk,
    inside_key,
    locator_of,
    root_of,
)
from shared.records.envelope import (
    AskedProcedure,
    Body,
    Head,
    KeptFile,
    Kind,
    StaffPart,
    new_envelope_id,
)
from shared.records.folder import Draft, FolderRow, Front, Inside, SectionSign, Step
from shared.records.person import ActedBy, Fact, Role
from shared.records.reference import new_reference
from shared.records.shapes import JsonObject
from shared.records.status import Status

DRAFT_LIFE = timedelta(days=30)  # after the last save
PRINTED_LIFE = timedelta(days=90)  # where a paper form or a pre-entry sheet was printed
SENT_LIFE = timedelta(days=400)  # moved on by the office when the case ends
DIGEST_BYTES = 8


def start(
    side: Side,
    procedure_id: str,
    channel: str = "online",
    language: str = "ja",
    key: str | None = None,
    actor: ActedBy | None = None,
) -> Case:
    """A new case, or the one that the same idempotency key made before. Raises KeyError, ChannelClosed."""
    procedure = side.catalogue().procedure(procedure_id)
    check_channel(procedure, channel)
    code, now = new_code(), clock.now()
    root = root_of(code, side.salt)
    draft = Draft(
        code=code,
        procedure_id=procedure_id,
        asked=procedure.as_asked(clock.today()),
        reference=new_reference(side.maker),
        envelope_id=new_envelope_id(),
        channel=channel,
        language=language,
        started_at=now,
        saved_at=now,
        fact_kind=procedure.fact.kind,
        origin="portal" if channel == "online" else "kiosk",
        actor=actor or ActedBy(Role.APPLICANT),
    )
    row = FolderRow(
        locator_of(root), 1, clock.today() + DRAFT_LIFE, procedure.fact.kind, created_at=now, saved_at=now
    )
    row = replace(row, draft=draft.seal(root, row.locator, 1))
    earlier = side.letterbox.open_folder(row, _sending_mark(key, code) if key else None)
    if key and earlier is not None:
        return case_by_root(side, root_of(unbox(_sending_key(key), earlier, b"sending").decode(), side.salt))
    return Case(root, row, draft)


def check_channel(procedure: Procedure, channel: str) -> None:
    """Raises ChannelClosed where the procedure is not offered this way."""
    ways = procedure.channels
    offered = {
        "online": ways.online != "none",
        "counter": ways.counter,
        "paper": ways.paper,
        "post": ways.post,
        "phone": ways.counter,
    }
    if not offered.get(channel, False):
        raise ChannelClosed("channel_closed", procedure=procedure.id, channel=channel)


def asking(case: Case) -> Asking:
    """In which context this case's answers are read."""
    return Asking(today=clock.today(), language=case.language, channel=case.channel)


def answer(side: Side, case: Case, step_id: str, raw: Mapping[str, object], hand: str) -> Case:
    """Reads and saves the answers of one step. Raises AnswersRefused (nothing is saved), FolderChanged."""
    draft = draft_of(case)
    procedure = case.procedure
    parsed = journey.parse_step(procedure, procedure.step(step_id), raw, draft.answers, hand, asking(case))
    answers, number_box = my_numbers.seal(procedure, parsed.answers, draft.number_box, side.public)
    seen = tuple(dict.fromkeys((*draft.seen, step_id)))
    asked_now = {q.id for q in procedure.step(step_id).questions}
    flags = tuple(f for f in draft.flags if f.split(":")[0].split(".")[0] not in asked_now) + parsed.flags
    return save(side, case, replace(draft, answers=answers, number_box=number_box, seen=seen, flags=flags))


def save(side: Side, case: Case, draft: Draft, life: timedelta = DRAFT_LIFE) -> Case:
    """Keeps the draft, compare-and-set. Raises FolderChanged when another tab or device saved in between."""
    now = clock.now()
    kept = replace(draft, saved_at=now)
    expires_on = max(case.row.expires_on, clock.today() + life)
    revision = case.row.revision + 1
    row = replace(
        case.row,
        revision=revision,
        saved_at=now,
        expires_on=expires_on,
        draft=kept.seal(case.root, case.row.locator, revision),
    )
    side.letterbox.save_folder(row, case.row.revision)
    return with_row(case, row, kept)


def attach(side: Side, case: Case, question: str, name: str, data: bytes) -> tuple[Case, JsonObject]:
    """Keeps an uploaded file; gives the case and the answer that names the file. Raises FileRefused.

    `question` may be a path (`parents.0.p_doc`); the answer of a nested question is saved with its step.
    """
    draft = draft_of(case)
    accept = journey.question_at(case.procedure, question).accept
    file = uploads.tidy_file(name, data, accept)
    uploads.check_room([f.size for f in draft.files], len(file.data))
    if any(f.sha256 == hashlib.sha256(file.data).digest() and f.question == question for f in draft.files):
        raise FileRefused("file_twice")
    blob, key = side.letterbox.put_blob(case.row.locator, file.data)
    digest = hashlib.sha256(file.data).digest()
    kept = KeptFile(question, blob.hex(), key, digest, file.type, len(file.data), file.name)
    described: JsonObject = {
        "blob": kept.blob,
        "name": kept.name,
        "type": kept.type,
        "size": kept.size,
        "sha256": digest.hex(),
    }
    return save(side, case, replace(draft, files=(*draft.files, kept))), described


def detach(side: Side, case: Case, blob: str) -> Case:
    """Takes a file away again. The answer that names it is saved with its step."""
    draft = draft_of(case)
    kept = save(side, case, replace(draft, files=tuple(f for f in draft.files if f.blob != blob)))
    side.letterbox.drop_blob(bytes.fromhex(blob))
    return kept


def set_language(side: Side, case: Case, language: str) -> Case:
    """The language stays with the case."""
    draft = draft_of(case)
    return case if draft.language == language else save(side, case, replace(draft, language=language))


def keep_longer(side: Side, case: Case) -> Case:
    """90 days instead of 30, because a sheet with the code was printed."""
    return save(side, case, draft_of(case), PRINTED_LIFE)


def adopt(side: Side, case: Case, channel: str, actor: ActedBy, consent: JsonObject) -> Case:
    """Staff go on with a citizen's draft: it is filed by this channel, with who helps and what was agreed."""
    check_channel(case.procedure, channel)
    return save(side, case, replace(draft_of(case), channel=channel, actor=actor, consent=consent))


def submit(side: Side, case: Case, own_word: str | None = None, staff: StaffPart | None = None) -> Case:
    """Sends the case; returns it as sent, its receipt durable. Sending again gives the first receipt.

    Raises AnswersRefused, ChannelClosed (pre-entry only), FolderChanged, StoreUnavailable.
    """
    if case.draft is None and case.sent:
        return case
    draft = draft_of(case)
    procedure = case.procedure
    if draft.channel == "online" and procedure.channels.online != "full":
        raise ChannelClosed("pre_entry_only", procedure=procedure.id, channel="online")
    hand = "citizen" if draft.channel == "online" else "staff"
    problems = my_numbers.without_sealed(
        journey.validate(procedure, draft.answers, hand, asking(case)), procedure, draft.answers
    )
    if problems:
        raise AnswersRefused(problems)
    sending = _sending(side, case, persons.fact_of(procedure, draft.answers, own_word), staff)
    try:
        side.send(sending)
    except CannotOpen as gone:
        raise CannotOpen("cannot_open") from gone
    return _sent_case(side, case, sending.body.k_in)


def draft_of(case: Case) -> Draft:
    """The draft, or ActionNotAllowed where the case was sent and is not being corrected."""
    if case.draft is None:
        raise ActionNotAllowed("already_sent", status=str(case.status))
    return case.draft


def body_of(side: Side, case: Case, fact: Fact, staff: StaffPart | None = None) -> Body:
    """The body of the envelope: the procedure as it was asked, and the answers on its route."""
    draft, procedure = draft_of(case), case.procedure
    answers = journey.asked_answers(procedure, draft.answers, "citizen")
    applicant, agent = persons.persons_of(procedure, answers, draft.language, fact)
    named = set(_blobs_named(answers))
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
        files=tuple(f for f in draft.files if f.blob in named),
        number_box=my_numbers.asked_box(draft.number_box, answers),
        staff=staff,
        flags=draft.flags,
        origin=draft.origin,
    )


def _sending(side: Side, case: Case, fact: Fact, staff: StaffPart | None) -> Sending:
    draft = draft_of(case)
    body = body_of(side, case, fact, staff)
    head = Head(
        draft.envelope_id,
        Kind.CORRECTION if draft.about else Kind.APPLICATION,
        draft.reference,
        about=draft.about,
        base_version=max((c.seq for c in case.cards), default=0),
        blobs=tuple(f.blob for f in body.files),
    )

    def finish(received_at: object, proof: str) -> FolderRow:
        return _sent_row(case, body, received_at, proof)

    digest = answers_digest(case.root, body.answers)[:DIGEST_BYTES]
    return Sending(head, body, digest, finish, case.row.revision)


def _sent_row(case: Case, body: Body, received_at: object, proof: str) -> FolderRow:
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


def _front_after(case: Case, body: Body, received_at: object, proof: str) -> Front:
    happened = Step(received_at, Status.ARRIVED)
    if case.front is not None:
        return replace(case.front, dates=(*case.front.dates, happened))
    procedure = case.procedure
    section = procedure.section_sign
    return Front(
        code=body.code,
        reference=case.reference,
        envelope_id=case.envelope_id,
        procedure_id=procedure.id,
        title={k: procedure.title.say(k) for k in ("ja", "easy", "en")},
        procedure_hash=body.procedure.hash,
        section=SectionSign(
            {k: section.name.say(k) for k in ("ja", "easy", "en")}, section.telephone, section.counter
        ),
        status=Status.ARRIVED,
        fact_kind=body.fact.kind,
        channel=body.channel,
        language=body.language,
        dates=(happened,),
        next=tuple(text.say(body.language) for text in procedure.after),
        received_at=received_at,
        due_on=deadlines.due_on(procedure, received_at),
        proof=proof,
        sensitive=procedure.sensitive,
    )


def _sent_case(side: Side, case: Case, k_in: bytes) -> Case:
    fresh = case_by_root(side, case.root)
    return opened(side, case.root, fresh.row, k_in)


def _blobs_named(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [str(value["blob"])] if "blob" in value and "sha256" in value else []
        return own + [b for inner in value.values() for b in _blobs_named(inner)]
    if isinstance(value, list):
        return [b for inner in value for b in _blobs_named(inner)]
    return []


def _sending_key(key: str) -> bytes:
    return hk(key.encode(), "sending")


def _sending_mark(key: str, code: str) -> tuple[bytes, bytes]:
    """(hash of the idempotency key, box with the code that only the key opens)."""
    return hk(key.encode(), "sending-mark"), box(_sending_key(key), code.encode(), b"sending")
