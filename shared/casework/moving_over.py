"""Moving over: a draft goes along when its procedure is asked differently than on the day it was begun.

Which day decides is the procedure's rule (`deciding_day`): the day of arrival (today, as long as it is not sent), the
day of the event (once it is answered), or the start (then it stays as it was begun). What was sent, a correction of
it, and a sheet that is out to be signed stay as they were asked. A bundle moves by its procedures (`moving_bundle`).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from shared.casework import applying, bundle_parts, moving_bundle, my_numbers
from shared.casework.cases import Case, again
from shared.casework.moved_draft import asked_of, begun_on, files_left, joined, since, written
from shared.casework.sides import Side
from shared.catalogue import moving, told
from shared.catalogue.procedure import DecidingDay, Procedure, version_on
from shared.catalogue.told import Written
from shared.errors import AnswersRefused, FolderChanged, KeepingError, ProcedureChanged, StoreUnavailable, ValueRefused
from shared.language import clock
from shared.records.folder import Draft
from shared.records.shapes import JsonObject

TRIES = 5  # of two tabs that are opened at once one moves it over, the other finds it so
OUT = "out"  # Draft.signing: what was printed is what is signed


def up_to_date(side: Side, case: Case) -> Case:
    """The case with its draft as it is asked now, kept so. Where it cannot be kept now it stays as it is: it is
    looked at again before it is sent.
    """
    try:
        return _moved_over(side, case)
    except KeepingError:
        return case


def by_event(side: Side, case: Case, raw: Mapping[str, object]) -> Case:
    """The case as it is asked on the day of the event that `raw` gives, where that day decides: who answers all at
    once also answers what is asked on that day only. Where the day cannot be read the case stays as it is.
    """
    rule = case.procedure.deciding_day
    if case.draft is None or case.draft.bundle or case.draft.about or not isinstance(rule, DecidingDay):
        return case
    name = rule.question.partition(".")[0]
    question = next((one for one in case.procedure.questions() if one.id == name), None)
    try:
        parsed = question.accept(raw.get(name), applying.asking(case)) if question else None
    except (ValueRefused, AnswersRefused):
        return case  # told with all that is refused
    if parsed is None:
        return case
    answers = {**case.draft.answers, name: parsed.stored}
    return up_to_date(side, applying.save(side, case, replace(case.draft, answers=answers)))


def for_sending(side: Side, case: Case) -> Case:
    """The case that may be sent. Raises ProcedureChanged where there is something to be read first.

    What was sent before midnight, and whose receipt was lost on its way, gets that receipt.
    """
    if _newer(side, case) is None:
        return case
    try:
        kept = again(side, case)
    except StoreUnavailable:
        return case  # nobody can be asked now: it goes as it was begun, and the office knows that version
    if kept.sent:
        return case
    moved = _moved_over(side, kept)
    if moved.draft is not None and moved.draft.moved is not None:
        raise ProcedureChanged("procedure_changed", procedure=moved.draft.procedure_id)
    return moved


def note_read(side: Side, case: Case) -> Case:
    """The person has read what changed: it is not said again. Raises FolderChanged, KeepingError."""
    draft = applying.draft_of(case)
    return case if draft.moved is None else applying.save(side, case, replace(draft, moved=None))


def _moved_over(side: Side, case: Case) -> Case:
    for _ in range(TRIES):
        newer = _newer(side, case)
        if newer is None:
            return case
        try:
            kept = applying.save(side, case, newer)
        except FolderChanged:
            case = again(side, case)
        else:
            _drop_files(side, case, newer)
            return kept
    return case


def _newer(side: Side, case: Case) -> Draft | None:
    """The draft as it is asked on the day that decides; None where it is so already, or does not move."""
    draft = case.draft
    if draft is None or case.sent or draft.about or draft.signing == OUT:
        return None
    if draft.bundle:
        return moving_bundle.newer(side.catalogue(), draft, bundle_parts.members_of(case))
    try:
        procedure = side.catalogue().procedure(draft.procedure_id)
    except KeyError:
        return None  # given up by the office: what was begun can still be handed in
    day = moving.day_of(procedure, draft.answers, clock.today())
    if day is None:
        return None
    before = written(draft, case.procedure, begun_on(draft))
    asked = asked_of(side.catalogue(), draft.procedure_id, day)
    if asked == draft.asked:
        return _with_fee_told(draft, procedure, before, replace(before, day=day))
    return _moved(draft, procedure, before, asked, day)


def _moved(draft: Draft, procedure: Procedure, before: Written, asked: JsonObject, day: date) -> Draft:
    version = Procedure.from_asked(asked)
    carried = moving.carried(before.procedure, version, draft.answers)
    after = written(replace(draft, answers=carried.answers), version, day)
    began, why = since(procedure, before.day, day)
    news = told.moved(before, after, carried, why, began)
    flags = tuple(flag for flag in draft.flags if applying.question_of(flag) in carried.answers)
    look = set(news.steps) if news else set()
    return replace(
        draft,
        asked=asked,
        asked_on=day,
        answers=carried.answers,
        number_box=my_numbers.asked_box(draft.number_box, carried.answers),
        fact_kind=version.fact_kind,
        seen=tuple(step for step in draft.seen if step not in look),
        flags=flags,
        files=files_left(draft, carried.answers),
        moved=joined(draft.moved, news),
    )


def _with_fee_told(draft: Draft, procedure: Procedure, before: Written, after: Written) -> Draft | None:
    """Nothing is asked differently, but a version of fee or deadline began: all versions stand in one text."""
    if not any(
        version_on(versions, before.day) is not version_on(versions, after.day)
        for versions in (before.procedure.fee_versions, before.procedure.deadline_versions)
        if versions
    ):
        return None
    carried = moving.Carried(dict(draft.answers), (), ())
    began, why = since(procedure, before.day, after.day)
    news = told.moved(before, after, carried, why, began)
    return replace(draft, asked_on=after.day, moved=joined(draft.moved, news)) if news else None


def _drop_files(side: Side, case: Case, newer: Draft) -> None:
    left = {file.blob for file in newer.files}
    for file in applying.draft_of(case).files:
        if file.blob not in left:
            side.letterbox.drop_blob(bytes.fromhex(file.blob))
