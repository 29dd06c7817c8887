"""入力: a sheet is typed by one person, what the catalogue marks once more by another (double entry).

The first turn is the whole sheet, answer by answer, kept as a draft beside the record; the second turn is the
answers marked `double_entry`. Where both say the same the record is complete; where they differ, somebody decides.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import JsonValue

from shared.casework import applying, attachments
from shared.casework.authority import Deed
from shared.casework.cases import Case
from shared.casework.counter import Clerk
from shared.casework.office import OfficeSide
from shared.casework.opened import OpenedCase, case_for
from shared.casework.paper.facts import ENTRY_AWAITED, concerns
from shared.catalogue import journey
from shared.catalogue.procedure import Procedure, Step, canonical
from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.question import Asking
from shared.errors import ActionNotAllowed, AnswersRefused
from shared.language import clock
from shared.records.derivation import locator_of
from shared.records.envelope import KeptFile
from shared.records.folder import Draft, FolderRow
from shared.records.shapes import JsonObject, from_plain, to_plain
from shared.records.store import paper
from shared.records.store.paper import EntryRow

FIRST, SECOND = 1, 2
HAND = "staff"  # a paper form has a box for the My Number; what only staff are asked is taken out (asked_of_citizen)


@dataclass(frozen=True, repr=False)
class Entry:
    """A sheet being typed. `draft`: the first turn; `values`: the second, path → stored value or None.

    `staff`: account of each turn that was begun; `done`: turns that are finished.
    """

    record: OpenedCase
    draft: Draft
    illegible: tuple[str, ...] = ()
    values: JsonObject | None = None
    staff: tuple[str, ...] = ()
    done: tuple[int, ...] = ()
    saved_at: datetime | None = None

    @property
    def reference(self) -> str:
        return self.record.submission.reference

    @property
    def case(self) -> Case:
        """The sheet as the screens take it: a draft that is kept nowhere but here."""
        body, day = self.record.body, clock.today()
        row = FolderRow(locator_of(body.root), 1, day, self.draft.fact_kind, self.draft.started_at, clock.now())
        return Case(body.root, row, self.draft)

    @property
    def scans(self) -> tuple[KeptFile, ...]:
        """The sheet itself, as it came."""
        return self.record.body.files

    @property
    def within(self) -> Asking:
        """The answers are read as on the day on which the sheet arrived."""
        arrived = clock.in_japan(self.record.submission.received_at).date()
        return Asking(arrived, self.draft.language, self.draft.channel)


def entry_of(clerk: Clerk, reference: str) -> Entry:
    """The sheet and what was typed of it. Raises SubmissionNotFound, NotAuthorised, ActionNotAllowed (complete)."""
    record = case_for(clerk.office, clerk.actor, Deed.ENTER, reference)
    if ENTRY_AWAITED not in record.submission.attention:
        raise ActionNotAllowed("entry_complete", status=record.submission.status.value)
    rows = {row.turn: row for row in clerk.office.store.read(paper.entries, record.submission.reference)}
    entry = Entry(record, _blank(record))
    if FIRST in rows:
        kept = _opened(clerk.office, rows[FIRST])
        entry = replace(
            entry, draft=from_plain(Draft, kept["draft"]), illegible=tuple(map(str, _list(kept["illegible"])))
        )
    if SECOND in rows:
        values = _opened(clerk.office, rows[SECOND])["values"]
        entry = replace(entry, values=values if isinstance(values, dict) else {})
    staff = tuple(rows[turn].staff for turn in sorted(rows))
    done = tuple(turn for turn in sorted(rows) if rows[turn].done)
    return replace(entry, staff=staff, done=done, saved_at=max((row.saved_at for row in rows.values()), default=None))


def put(clerk: Clerk, entry: Entry, raw: Mapping[str, object], illegible: Sequence[str] | None = None) -> Entry:
    """Keeps what is typed of some steps; steps without any answer are left. Raises AnswersRefused (nothing is kept),
    ActionNotAllowed where somebody else types this sheet.
    """
    marks = entry.illegible if illegible is None else tuple(dict.fromkeys(illegible))
    entry = replace(entry, illegible=marks)
    given = [
        step
        for step in entry.case.procedure.steps
        if any(question.id in raw or concerns(question.id, marks) for question in step.questions)
    ]
    problems = list(journey.unknown_answers(entry.case.procedure, raw))
    for step in given:
        try:
            entry = replace(entry, draft=_answered(clerk.office, entry, step, raw))
        except AnswersRefused as refused:
            problems += [one for one in refused.errors if not concerns(one.question, marks)]
    if problems:
        raise AnswersRefused(problems)
    return _kept(clerk, entry, done=False)


def assign(clerk: Clerk, entry: Entry, question: str, scan: int) -> Entry:
    """「このページは〜の書類です」: the scan (from 0) is the file that the question asks for, in a step typed later."""
    file = replace(entry.draft.files[scan], question=question)
    entry.case.procedure.question(question)
    files = tuple(file if n == scan else one for n, one in enumerate(entry.draft.files))
    return _kept(clerk, replace(entry, draft=replace(entry.draft, files=files)), done=False)


def file_answer(entry: Entry, question: str) -> list[JsonObject]:
    """The answer of a file question: the scans that were assigned to it."""
    return [attachments.described(one) for one in entry.draft.files if one.question == question]


def finish(clerk: Clerk, entry: Entry) -> Entry:
    """The first turn is done. Raises AnswersRefused with all that is missing and not marked as illegible."""
    problems = journey.validate(entry.case.procedure, entry.draft.answers, HAND, entry.within)
    problems = [one for one in problems if not concerns(one.question, entry.illegible)]
    if problems:
        raise AnswersRefused(problems)
    return _kept(clerk, entry, done=True)


def take_over(clerk: Clerk, entry: Entry, turn: int) -> Entry:
    """Goes on with what a colleague has begun and not finished. Raises ActionNotAllowed."""
    if turn == SECOND and entry.staff[:1] == (clerk.actor.name,):
        raise ActionNotAllowed("entry_same_person")
    if not clerk.office.store.run(paper.give_entry, entry.reference, turn, clerk.actor.name):
        raise ActionNotAllowed("entry_complete")
    return entry_of(clerk, entry.reference)


def reopen(clerk: Clerk, entry: Entry) -> Entry:
    """Both turns open again, the first as it was typed: where a list has another number of items, for instance."""
    clerk.office.store.run(paper.reopen_entry, entry.reference)
    return entry_of(clerk, entry.reference)


def keep(clerk: Clerk, reference: str, turn: int, content: JsonObject, *, done: bool) -> None:
    """What was typed in a turn, sealed. Raises ActionNotAllowed where it is in somebody else's hand."""
    sealed = clerk.office.vault.put_aside(_place(reference, turn), canonical(content))
    row = EntryRow(reference, turn, clerk.actor.name, done, sealed, clock.now())
    if not clerk.office.store.run(paper.put_entry, row):
        raise ActionNotAllowed("entry_in_hand")


def asked_of_citizen(asked: JsonObject) -> JsonObject:
    """The procedure as asked, without what only staff are asked: that is on no form."""
    steps: list[JsonValue] = []
    for step in _list(asked["steps"]):
        assert isinstance(step, dict)
        questions = [q for q in _list(step["questions"]) if not (isinstance(q, dict) and q.get("staff_only"))]
        if questions and not step.get("staff_only"):
            steps.append({**step, "questions": questions})
    return {**asked, "steps": steps}


def relaxed(question: Question, illegible: tuple[str, ...]) -> Question:
    """The question, or one like it that may stay open because it, or something in it, cannot be read."""
    inner = tuple(path.split(".")[-1] for path in illegible if path.startswith(f"{question.id}."))
    if not inner and question.id not in illegible:
        return question
    changes: dict[str, object] = {"required": False}
    if isinstance(question, GroupQuestion | RepeatQuestion):
        changes["questions"] = tuple(
            child.model_copy(update={"required": False}) if child.id in inner else child for child in question.questions
        )
    return question.model_copy(update=changes)


def _answered(office: OfficeSide, entry: Entry, step: Step, raw: Mapping[str, object]) -> Draft:
    questions = tuple(relaxed(question, entry.illegible) for question in step.questions)
    eased = step.model_copy(update={"questions": questions})
    files = {q.id: file_answer(entry, q.id) for q in step.questions if q.kind == "file" and file_answer(entry, q.id)}
    return applying.answered(office, entry.case, entry.draft, eased, {**files, **raw}, HAND, entry.within)


def _kept(clerk: Clerk, entry: Entry, *, done: bool) -> Entry:
    draft = replace(entry.draft, saved_at=clock.now())
    content: JsonObject = {"draft": to_plain(draft), "illegible": list(entry.illegible)}
    if FIRST in entry.done:
        raise ActionNotAllowed("entry_first_done")
    keep(clerk, entry.reference, FIRST, content, done=done)
    return replace(
        entry,
        draft=draft,
        staff=(clerk.actor.name, *entry.staff[1:]),
        done=(FIRST,) if done else (),
        saved_at=draft.saved_at,
    )


def _blank(record: OpenedCase) -> Draft:
    body, row = record.body, record.submission
    return Draft(
        code=body.code,
        procedure_id=row.procedure_id,
        asked=asked_of_citizen(body.procedure.asked),
        reference=row.reference,
        envelope_id=row.envelope_id,
        channel=body.channel,
        language=body.language,
        started_at=body.started_at,
        saved_at=clock.now(),
        fact_kind=Procedure.from_asked(body.procedure.asked).fact_kind,
        origin=body.origin,
        answers=body.answers,  # none, but of a form that went out half filled in
        number_box=body.number_box,
        files=body.files,
        actor=body.actor,
        consent=body.consent,
    )


def _opened(office: OfficeSide, row: EntryRow) -> JsonObject:
    content: JsonObject = json.loads(office.vault.take_back(_place(row.reference, row.turn), row.sealed))
    return content


def _place(reference: str, turn: int) -> str:
    return f"paper|{reference}|{turn}"


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []
