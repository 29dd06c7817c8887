"""Filling in and sending, from home and at the counter: start, answer, attach, submit.

Each answer is durable before the next question is drawn; what is sent is durable before the receipt is shown.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from shared.casework import attachments, bundle_parts, my_numbers
from shared.casework import files as uploads
from shared.casework.cases import Case, case_by_root, with_row
from shared.casework.sides import Side
from shared.casework.ways import check_channel
from shared.catalogue import journey
from shared.catalogue.procedure import Step as QuestionStep
from shared.catalogue.questions.numbers import SEALED
from shared.catalogue.questions.question import Asking
from shared.errors import ActionNotAllowed, AnswersRefused, FileRefused
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
from shared.records.folder import BundleMember, Draft, FolderRow
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
    consent: JsonObject | None = None,
    every_way: bool = False,
) -> Case:
    """A new case, or the one that the same idempotency key made before, from wherever it was sent.

    The key holds as long as the folder lives: a draft that has expired is begun anew. Whoever has the key has the
    case, so it must be as random as a code. `every_way`: a sheet that came is taken, also where the procedure is not
    offered on paper. Raises KeyError, ChannelClosed, CannotOpen.
    """
    procedure = side.catalogue().procedure(procedure_id)
    if not every_way:
        check_channel(procedure, channel)
    return begin(side, procedure.as_asked(clock.today()), channel, language, key, actor, consent)


def begin(
    side: Side,
    asked: JsonObject,
    channel: str,
    language: str,
    key: str | None,
    actor: ActedBy | None,
    consent: JsonObject | None,
    bundle: tuple[BundleMember, ...] = (),
) -> Case:
    """As `start`, of what is asked: a procedure's own words, or those of several."""
    code, now = new_code(), clock.now()
    root = root_of(code, side.salt)
    draft = Draft(
        code=code,
        procedure_id=str(asked["id"]),
        asked=asked,
        reference=new_reference(side.maker),
        envelope_id=new_envelope_id(),
        channel=channel,
        language=language,
        started_at=now,
        saved_at=now,
        fact_kind=str(asked["fact"]).partition(":")[0],
        origin="portal" if channel == "online" else "kiosk",
        actor=actor or ActedBy(Role.APPLICANT),
        consent=consent or {},
        bundle=bundle,
        asked_on=clock.today(),
    )
    row = FolderRow(locator_of(root), 1, clock.today() + DRAFT_LIFE, draft.fact_kind, created_at=now, saved_at=now)
    row = replace(row, draft=draft.seal(root, row.locator, 1))
    earlier = _open_once(side, row, key, code)
    return Case(root, row, draft) if earlier is None else case_by_root(side, earlier)


def _open_once(side: Side, row: FolderRow, key: str | None, code: str) -> bytes | None:
    """Keeps the folder; or gives the root of the one that this key opened before and that still lives."""
    if key is None:
        side.letterbox.open_folder(row)
        return None
    secret = root_of(key, side.salt)  # keys that people think up are stretched, as codes are
    sending = hk(secret, "sending-mark"), box(hk(secret, "sending"), code.encode(), b"sending")
    while (earlier := side.letterbox.open_folder(row, sending)) is not None:
        root = root_of(unbox(hk(secret, "sending"), earlier, b"sending").decode(), side.salt)
        known = side.letterbox.folder(locator_of(root))
        if known is None or known.expires_on >= clock.today():
            return root
        side.letterbox.drop_folder(known.locator)  # its last day is past: only the sweep was not here yet
    return None


def asking(case: Case) -> Asking:
    """In which context this case's answers are read."""
    return Asking(today=clock.today(), language=case.language, channel=case.channel)


def answer(side: Side, case: Case, step_id: str, raw: Mapping[str, object], hand: str) -> Case:
    """Reads and saves the answers of one step. Raises AnswersRefused (nothing is saved), FolderChanged."""
    draft = draft_of(case)
    return save(side, case, answered(side, case, draft, case.procedure.step(step_id), raw, hand))


def answer_all(side: Side, case: Case, raw: Mapping[str, object], hand: str) -> Case:
    """Reads the answers of every asked step and saves once. Raises AnswersRefused with all that is wrong."""
    return _answer_steps(side, case, raw, hand, case.procedure.steps)


def answer_some(side: Side, case: Case, raw: Mapping[str, object], hand: str) -> Case:
    """Reads what is given so far: steps without any answer are left for later. Raises AnswersRefused."""
    given = [step for step in case.procedure.steps if any(question.id in raw for question in step.questions)]
    return _answer_steps(side, case, raw, hand, given, missing_allowed=True)


def _answer_steps(
    side: Side,
    case: Case,
    raw: Mapping[str, object],
    hand: str,
    steps: Iterable[QuestionStep],
    missing_allowed: bool = False,
) -> Case:
    draft = draft_of(case)
    problems = list(journey.unknown_answers(case.procedure, raw))
    for step in steps:
        try:
            draft = answered(side, case, draft, step, raw, hand)
        except AnswersRefused as refused:
            problems.extend(one for one in refused.errors if not (missing_allowed and one.code == "required"))
    if problems:
        raise AnswersRefused(problems)
    return save(side, case, draft)


def answered(
    side: Side,
    case: Case,
    draft: Draft,
    step: QuestionStep,
    raw: Mapping[str, object],
    hand: str,
    within: Asking | None = None,
) -> Draft:
    """The draft with the answers of one step, nothing saved. A My Number whose mark came back stays in its box.

    `within`: read as on another day (that of a sheet's arrival). Raises AnswersRefused.
    """
    boxed = [q for q in my_numbers.asked(case.procedure, draft.answers) if raw.get(q) == SEALED]
    typed = {**raw, **dict.fromkeys(boxed, my_numbers.STAND_IN)}
    parsed = journey.parse_step(case.procedure, step, typed, draft.answers, hand, within or asking(case))
    marked = {key: SEALED if key in boxed else value for key, value in parsed.answers.items()}
    return _with_answers(side, case, draft, step, replace(parsed, answers=marked))


def _with_answers(side: Side, case: Case, draft: Draft, step: QuestionStep, parsed: journey.StepParsed) -> Draft:
    answers, boxes = my_numbers.seal(case.procedure, parsed.answers, draft.number_box, draft.reference, side.public)
    own = {question.id for question in step.questions}
    others = tuple(flag for flag in draft.flags if question_of(flag) not in own)
    return replace(
        draft,
        answers=answers,
        number_box=boxes,
        bundle=bundle_parts.with_numbers(draft.bundle, parsed.answers, side.public),
        seen=tuple(dict.fromkeys((*draft.seen, step.id))),
        flags=others + parsed.flags,
    )


def question_of(flag: str) -> str:
    """The question that a flag is about: of `children.0.c_birth:date_partial` it is `children`."""
    return flag.partition(":")[0].partition(".")[0]


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
        draft=kept.seal(_secret(case), case.row.locator, revision),
    )
    side.letterbox.save_folder(row, case.row.revision)
    return with_row(case, row, kept)


def _secret(case: Case) -> bytes:
    """What opens a draft: the code alone; once the case was sent its answers need the fact as well."""
    if not case.sent:
        return case.root
    if case.k_in is None:
        raise ActionNotAllowed("action_not_allowed", action="correct", status=str(case.status))
    return case.k_in


def attach(side: Side, case: Case, question: str, name: str, data: bytes) -> tuple[Case, JsonObject]:
    """Keeps an uploaded file; gives the case and the answer that names the file. Raises FileRefused, FolderChanged.

    `question` may be a path (`parents.0.p_doc`); the answer of a nested question is saved with its step.
    """
    draft, file = draft_of(case), attachments.tidied(case, question, name, data)
    if attachments.kept_already(draft, question, file):
        raise FileRefused("file_twice")
    uploads.check_room([f.size for f in draft.files], len(file.data))
    blob, key = side.letterbox.put_blob(case.row.locator, file.data)
    digest = hashlib.sha256(file.data).digest()
    kept = KeptFile(question, blob.hex(), key, digest, file.type, len(file.data), file.name)
    return save(side, case, replace(draft, files=(*draft.files, kept))), attachments.described(kept)


def attach_all(
    side: Side, case: Case, raw: Mapping[str, object], files: Sequence[tuple[str, Path]]
) -> tuple[Case, dict[str, object]]:
    """The files kept, each once however often this is done, and the answers that name them put into their places
    (`proof`, `parents.0.p_doc`). Raises FileRefused, also for a place that the answers do not have.
    """
    full: object = dict(raw)
    for question, path in files:
        data = path.read_bytes()
        earlier = attachments.kept_already(
            draft_of(case), question, attachments.tidied(case, question, path.name, data)
        )
        if earlier is not None:
            described = attachments.described(earlier)
        else:
            case, described = attach(side, case, question, path.name, data)
        full = attachments.put_into(full, question.split("."), described)
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
    """90 days instead of 30, because a sheet with the code was printed; saved only where that is news."""
    draft = draft_of(case)
    if case.row.expires_on >= clock.today() + PRINTED_LIFE:
        return case
    return save(side, case, draft, PRINTED_LIFE)


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
