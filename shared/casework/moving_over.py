"""Moving over: a draft goes along when its procedure is asked differently than on the day it was begun.

Which day decides is the procedure's rule (`deciding_day`): the day of arrival (today, as long as it is not sent), the
day of the event (once it is answered), or the start (then it stays as it was begun). What was sent, a correction of
it, and a sheet that is out to be signed stay as they were asked.
"""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from shared.casework import applying, my_numbers
from shared.casework.cases import Case, again
from shared.casework.sides import Side
from shared.catalogue import moving, told
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.moving import Moved
from shared.catalogue.procedure import Procedure, version_on
from shared.catalogue.told import Written
from shared.errors import FolderChanged, KeepingError, ProcedureChanged, StoreUnavailable
from shared.language import clock
from shared.records.boxes import canonical
from shared.records.envelope import KeptFile
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
    if draft is None or case.sent or draft.about or draft.bundle or draft.signing == OUT:
        return None
    try:
        procedure = side.catalogue().procedure(draft.procedure_id)
    except KeyError:
        return None  # given up by the office: what was begun can still be handed in
    day = moving.day_of(procedure, draft.answers, clock.today())
    if day is None:
        return None
    before = _written(draft, case.procedure, _begun_on(draft))
    asked = _asked(side.catalogue(), draft.procedure_id, day)
    if asked == draft.asked:
        return _with_fee_told(draft, procedure, before, replace(before, day=day))
    return _moved(draft, procedure, before, asked, day)


def _moved(draft: Draft, procedure: Procedure, before: Written, asked: JsonObject, day: date) -> Draft:
    version = Procedure.from_asked(asked)
    carried = moving.carried(before.procedure, version, draft.answers)
    after = _written(replace(draft, answers=carried.answers), version, day)
    since, why = _since(procedure, before.day, day)
    news = told.moved(before, after, carried, why, since)
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
        files=_files_left(draft, carried.answers),
        moved=_joined(draft.moved, news),
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
    since, why = _since(procedure, before.day, after.day)
    news = told.moved(before, after, carried, why, since)
    return replace(draft, asked_on=after.day, moved=_joined(draft.moved, news)) if news else None


def _since(procedure: Procedure, before: date, day: date) -> tuple[date | None, moving.Why]:
    if procedure.deciding_day != "arrival" and before != day:
        return day, "event"
    turned = moving.turned_on(procedure, before, day)
    return turned, "day" if turned else "edit"


def _joined(earlier: Moved | None, news: Moved | None) -> Moved | None:
    """What was not read yet, and what came to it."""
    if earlier is None or news is None:
        return news or earlier
    same = earlier.since == news.since and earlier.why == news.why
    return Moved(
        news.why if same else "edit",
        news.since if same else None,
        tuple(one for one in earlier.told if one not in news.told) + news.told,
        tuple(dict.fromkeys((*earlier.steps, *news.steps))),
    )


def _written(draft: Draft, procedure: Procedure, day: date) -> Written:
    return Written(procedure, draft.answers, day, draft.channel, applying.hand_of(draft.channel))


def _begun_on(draft: Draft) -> date:
    return draft.asked_on or clock.in_japan(draft.started_at).date()


def _files_left(draft: Draft, answers: JsonObject) -> tuple[KeptFile, ...]:
    """Without the files of answers that did not stay; scans and what is not answered yet are kept."""
    before, now = canonical(draft.answers).decode(), canonical(answers).decode()
    return tuple(file for file in draft.files if file.blob not in before or file.blob in now)


def _drop_files(side: Side, case: Case, newer: Draft) -> None:
    left = {file.blob for file in newer.files}
    for file in applying.draft_of(case).files:
        if file.blob not in left:
            side.letterbox.drop_blob(bytes.fromhex(file.blob))


def _asked(catalogue: Catalogue, procedure_id: str, day: date) -> JsonObject:
    known = _asked_on_day(catalogue, day)
    if procedure_id not in known:
        known[procedure_id] = catalogue.procedure(procedure_id).as_asked(day)
    return known[procedure_id]


@lru_cache(maxsize=60)
def _asked_on_day(catalogue: Catalogue, day: date) -> dict[str, JsonObject]:
    """Procedures as they are asked on a day, as far as somebody wanted to know."""
    return {}
