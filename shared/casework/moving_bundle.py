"""Moving over a bundle (一括) that is being written: each of its procedures by its own rule, then put together anew.

What is said is said of each procedure by itself; the answers stay under the names that the new bundle gives them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from shared.casework import applying, my_numbers
from shared.casework.bundle_parts import names_of
from shared.casework.moved_draft import asked_of, begun_on, files_left, joined, since, written
from shared.catalogue import moving, told
from shared.catalogue.bundle import Names, compose, parted
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.moving import Moved
from shared.catalogue.procedure import Procedure, Step
from shared.errors import CannotBundle
from shared.language import clock
from shared.records.envelope import KeptFile
from shared.records.folder import BundleMember, Draft
from shared.records.shapes import JsonObject


@dataclass(frozen=True, repr=False)
class _Part:
    """One procedure: as it is asked now, its own answers that stay, and what is said of it (steps are its own)."""

    member: BundleMember
    asked: JsonObject
    answers: JsonObject
    news: Moved | None


def newer(catalogue: Catalogue, draft: Draft, members: Sequence[BundleMember]) -> Draft | None:
    """The draft as its procedures are asked now; None where it is so already, or they cannot be put together."""
    parts = [_part(catalogue, draft, member) for member in members]
    if all(part.asked == part.member.asked and part.news is None for part in parts):
        return None
    today = clock.today()
    titles = {name: text.on(today).plain() for name, text in catalogue.shared_titles.items()}
    try:
        composed = compose([part.asked for part in parts], titles)
    except CannotBundle:
        return None  # what was begun can still be handed in
    return _moved(draft, parts, composed.asked, composed.names)


def _part(catalogue: Catalogue, draft: Draft, member: BundleMember) -> _Part:
    old, own = Procedure.from_asked(member.asked), parted(draft.answers, names_of(member))
    catalogued = catalogue.procedures.find(member.procedure_id)
    day = moving.day_of(catalogued, own, clock.today()) if catalogued else None
    if catalogued is None or day is None:
        return _Part(member, member.asked, own, None)  # given up by the office, or asked as on the day it was begun
    asked = asked_of(catalogue, member.procedure_id, day)
    version = Procedure.from_asked(asked)
    carried = moving.carried(old, version, own)
    begun = begun_on(draft) if catalogued.deciding_day == "arrival" else day
    before = written(replace(draft, answers=own), old, begun)
    after = written(replace(draft, answers=carried.answers), version, day)
    if asked == member.asked and begun == day:
        return _Part(member, asked, own, None)
    began, why = since(catalogued, begun, day)
    return _Part(member, asked, carried.answers, told.moved(before, after, carried, why, began))


def _moved(draft: Draft, parts: Sequence[_Part], asked: JsonObject, names: Sequence[Names]) -> Draft:
    whole = Procedure.from_asked(asked)
    answers = _together(parts, names)
    renamed = _renamed(parts, names)
    look = {
        step.id for part, own in zip(parts, names, strict=True) for step in whole.steps if _is_meant(step, part, own)
    }
    news: Moved | None = None
    for part in parts:
        news = joined(news, part.news)
    if news is not None:
        news = replace(news, steps=tuple(step.id for step in whole.steps if step.id in look))
    files = tuple(replace(file, question=_path(file.question, renamed)) for file in _files(draft, renamed))
    flags = [_path(flag, renamed) for flag in draft.flags if applying.question_of(flag) in renamed]
    boxes = [my_numbers.asked_box(part.member.number_box, part.answers) for part in parts]
    return replace(
        draft,
        asked=asked,
        asked_on=clock.today(),
        answers=answers,
        number_box=boxes[0],
        fact_kind=whole.fact_kind,
        seen=tuple(step for step in _seen(draft, whole, renamed) if step not in look),
        flags=tuple(flag for flag in flags if applying.question_of(flag) in answers),
        files=files_left(replace(draft, files=files), answers),
        moved=joined(draft.moved, news),
        bundle=tuple(
            replace(kept, asked=part.asked, names=dict(own), number_box=box if place else kept.number_box)
            for place, (kept, part, own, box) in enumerate(zip(draft.bundle, parts, names, boxes, strict=True))
        ),
    )


def _together(parts: Sequence[_Part], names: Sequence[Names]) -> JsonObject:
    """The answers under the bundle's names. What several share is the same in each that still has it."""
    found: JsonObject = {}
    for part, own in zip(parts, names, strict=True):
        for question, value in part.answers.items():
            found.setdefault(own[question], value)
    return found


def _renamed(parts: Sequence[_Part], names: Sequence[Names]) -> dict[str, str]:
    """The bundle's earlier names → those of now, of what is still asked."""
    return {
        earlier: own[question]
        for part, own in zip(parts, names, strict=True)
        for question, earlier in names_of(part.member).items()
        if question in own
    }


def _is_meant(step: Step, part: _Part, own: Names) -> bool:
    """Whether a step of the bundle asks what a step of the procedure asks that is to be looked at."""
    if part.news is None:
        return False
    theirs = {one.id: one for one in Procedure.from_asked(part.asked).steps}
    wanted = {own[q.id] for name in part.news.steps for q in theirs[name].questions}
    return any(question.id in wanted for question in step.questions)


def _seen(draft: Draft, whole: Procedure, renamed: Mapping[str, str]) -> list[str]:
    """The steps of which everything stood on a step that was seen."""
    earlier = Procedure.from_asked(draft.asked)
    known = {renamed.get(q.id, "") for step in earlier.steps if step.id in draft.seen for q in step.questions}
    return [step.id for step in whole.steps if all(question.id in known for question in step.questions)]


def _files(draft: Draft, renamed: Mapping[str, str]) -> list[KeptFile]:
    """Those of questions that are asked, and scans, which answer none."""
    asked = {question.id for question in Procedure.from_asked(draft.asked).questions()}
    return [one for one in draft.files if _head(one.question) in renamed or _head(one.question) not in asked]


def _path(path: str, renamed: Mapping[str, str]) -> str:
    head = _head(path)
    return renamed.get(head, head) + path[len(head) :]


def _head(path: str) -> str:
    return path.partition(":")[0].partition(".")[0]
