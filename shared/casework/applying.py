"""Filling in and sending, from home and at the counter: start, answer, attach, submit.

Each answer is durable before the next question is drawn; what is sent is durable before the receipt is shown.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from shared.casework import files as uploads
from shared.casework import my_numbers
from shared.casework.cases import Case, case_by_root, with_row
from shared.casework.sides import Side
from shared.catalogue import journey
from shared.catalogue.procedure import Procedure
from shared.catalogue.procedure import Step as QuestionStep
from shared.catalogue.questions.files import FileQuestion
from shared.catalogue.questions.question import Asking
from shared.errors import ActionNotAllowed, AnswersRefused, ChannelClosed, FileRefused
from shared.language import clock
from shared.records.boxes import box, unbox
from shared.records.code import new_code
from shared.records.derivation import (
    hk,
    locator_of,
    root_of,
)
from shared.records.envelope import (
    KeptFile,
    new_envelope_id,
)
from shared.records.folder import Draft, FolderRow
from shared.records.person import ActedBy, Role
from shared.records.reference import new_reference
from shared.records.shapes import JsonObject

DRAFT_LIFE = timedelta(days=30)  # after the last save
PRINTED_LIFE = timedelta(days=90)  # where a paper form or a pre-entry sheet was printed


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
        fact_kind=procedure.fact_kind,
        origin="portal" if channel == "online" else "kiosk",
        actor=actor or ActedBy(Role.APPLICANT),
    )
    row = FolderRow(locator_of(root), 1, clock.today() + DRAFT_LIFE, procedure.fact_kind, created_at=now, saved_at=now)
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
    step = step_of(case.procedure, step_id)
    parsed = journey.parse_step(case.procedure, step, raw, draft.answers, hand, asking(case))
    return save(side, case, _with_answers(side, case, draft, step, parsed))


def answer_all(side: Side, case: Case, raw: Mapping[str, object], hand: str) -> Case:
    """Reads the answers of every asked step and saves once. Raises AnswersRefused with all that is wrong."""
    draft = draft_of(case)
    problems = list(journey.unknown_answers(case.procedure, raw))
    for step in case.procedure.steps:
        try:
            parsed = journey.parse_step(case.procedure, step, raw, draft.answers, hand, asking(case))
        except AnswersRefused as refused:
            problems.extend(refused.errors)
            continue
        draft = _with_answers(side, case, draft, step, parsed)
    if problems:
        raise AnswersRefused(problems)
    return save(side, case, draft)


def answer_some(side: Side, case: Case, raw: Mapping[str, object], hand: str) -> Case:
    """Reads what is given so far: steps without any answer are left for later. Raises AnswersRefused."""
    draft = draft_of(case)
    problems = list(journey.unknown_answers(case.procedure, raw))
    for step in case.procedure.steps:
        if not any(question.id in raw for question in step.questions):
            continue
        try:
            parsed = journey.parse_step(case.procedure, step, raw, draft.answers, hand, asking(case))
        except AnswersRefused as refused:
            problems.extend(e for e in refused.errors if e.code != "required")
            continue
        draft = _with_answers(side, case, draft, step, parsed)
    if problems:
        raise AnswersRefused(problems)
    return save(side, case, draft)


def step_of(procedure: Procedure, step_id: str) -> QuestionStep:
    """The step of an id. Raises KeyError."""
    for step in procedure.steps:
        if step.id == step_id:
            return step
    raise KeyError(step_id)


def _with_answers(side: Side, case: Case, draft: Draft, step: QuestionStep, parsed: journey.StepParsed) -> Draft:
    answers, boxes = my_numbers.seal(case.procedure, parsed.answers, draft.number_box, draft.reference, side.public)
    own = {question.id for question in step.questions}
    others = tuple(f for f in draft.flags if f.partition(":")[0].partition(".")[0] not in own)
    return replace(
        draft,
        answers=answers,
        number_box=boxes,
        seen=tuple(dict.fromkeys((*draft.seen, step.id))),
        flags=others + parsed.flags,
    )


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
    asked = case.procedure.question(question)
    if not isinstance(asked, FileQuestion):
        raise FileRefused("file_not_asked")
    file = uploads.tidy_file(name, data, asked.accept_types)
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


def attach_all(
    side: Side, case: Case, raw: Mapping[str, object], files: Sequence[tuple[str, Path]]
) -> tuple[Case, dict[str, object]]:
    """The files kept, and the answers that name them put into their places (`proof`, `parents.0.p_doc`)."""
    full: object = dict(raw)
    for question, path in files:
        case, described = attach(side, case, question, path.name, path.read_bytes())
        full = _put(full, question.split("."), described)
    assert isinstance(full, dict)
    return case, full


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


def hand_of(channel: str) -> str:
    """Who answers in this channel: at home the citizen, everywhere else staff with or for them."""
    return "citizen" if channel == "online" else "staff"


def draft_of(case: Case) -> Draft:
    """The draft, or ActionNotAllowed where the case was sent and is not being corrected."""
    if case.draft is None:
        raise ActionNotAllowed("already_sent", status=str(case.status))
    return case.draft


def _sending_key(key: str) -> bytes:
    return hk(key.encode(), "sending")


def _sending_mark(key: str, code: str) -> tuple[bytes, bytes]:
    """(hash of the idempotency key, box with the code that only the key opens)."""
    return hk(key.encode(), "sending-mark"), box(_sending_key(key), code.encode(), b"sending")


def _put(raw: object, path: list[str], value: JsonObject) -> object:
    """A copy of the answers with `value` added to the list at `path`."""
    if not path:
        return [*(raw if isinstance(raw, list) else []), value]
    if isinstance(raw, list):
        return [_put(item, path[1:], value) if str(i) == path[0] else item for i, item in enumerate(raw)]
    known = raw if isinstance(raw, dict) else {}
    return {**known, path[0]: _put(known.get(path[0]), path[1:], value)}
