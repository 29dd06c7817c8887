"""二回目の入力: which answers are typed again, what differs, and what somebody decides."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace

from pydantic import JsonValue

from shared.casework.counter import Clerk
from shared.casework.paper.entry import FIRST, HAND, SECOND, Entry, keep
from shared.catalogue import journey
from shared.catalogue.conditions import holds
from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.simple import SimpleQuestion
from shared.errors import ActionNotAllowed, AnswerProblem, AnswersRefused, ValueRefused
from shared.records.shapes import JsonObject

COUNT = "#"  # in place of a child: how many items a list has
MOST_ITEMS = 100


@dataclass(frozen=True, repr=False)
class Again:
    """One answer to be typed again. `path`: `q`, `group.q`, `list.0.q`, or `list.#` for how many there are.

    `first`: as stored by the first turn, None where it was left open. `around`: answers for conditions and rules.
    """

    path: str
    label: str
    question: SimpleQuestion | None
    first: JsonValue
    around: Mapping[str, JsonValue]


@dataclass(frozen=True, repr=False)
class Difference:
    """Both readings of one answer, as stored and as people read them; "" where one left it open."""

    path: str
    label: str
    first: JsonValue
    second: JsonValue
    first_shown: str
    second_shown: str


def again(entry: Entry) -> list[Again]:
    """What is typed again, in the order of the form."""
    procedure, answers = entry.case.procedure, entry.draft.answers
    found: list[Again] = []
    for step in journey.asked_steps(procedure, answers, HAND):
        for question in journey.asked_questions(step, answers, HAND):
            found += _again(question, answers)
    return found


def type_again(clerk: Clerk, entry: Entry, raw: Mapping[str, object], illegible: tuple[str, ...] = ()) -> Entry:
    """Keeps the second turn, all of it. Raises AnswersRefused; ActionNotAllowed for the person of the first turn."""
    if FIRST not in entry.done:
        raise ActionNotAllowed("entry_first_open")
    if entry.staff[0] == clerk.actor.name:
        raise ActionNotAllowed("entry_same_person")
    values: JsonObject = {}
    problems: list[AnswerProblem] = []
    for one in again(entry):
        try:
            values[one.path] = None if one.path in illegible else _read(one, raw.get(one.path), entry)
        except ValueRefused as refused:
            problems.append(AnswerProblem(one.path, refused.code, refused.params))
    if problems:
        raise AnswersRefused(problems)
    keep(clerk, entry.reference, SECOND, {"values": values}, done=True)
    return replace(entry, values=values, staff=(entry.staff[0], clerk.actor.name), done=(FIRST, SECOND))


def differences(entry: Entry) -> list[Difference]:
    """Where the two turns do not say the same; empty where they do, or where there is no second turn yet."""
    if entry.values is None:
        return []
    pairs = [(one, entry.values.get(one.path)) for one in again(entry)]
    return [
        Difference(one.path, one.label, one.first, second, _shown(one, one.first), _shown(one, second))
        for one, second in pairs
        if one.first != second
    ]


def decided(entry: Entry, chosen: Mapping[str, str]) -> tuple[Entry, list[JsonObject]]:
    """The entry with what was decided put in, and what the trail says. `chosen`: path → "first" or "second".

    Raises AnswersRefused for a difference that nobody decided on.
    """
    found = differences(entry)
    problems = [AnswerProblem(one.path, "entry_undecided") for one in found if chosen.get(one.path) not in _TURNS]
    if problems:
        raise AnswersRefused(problems)
    answers, rows = deepcopy(entry.draft.answers), []
    for one in found:
        turn = chosen[one.path]
        rows.append(_told(one, turn))
        if turn == "second":
            _put(answers, one.path.split("."), one.second)
    kept = tuple(path for path in entry.illegible if _at(answers, path.split(".")) is None)
    return replace(entry, draft=replace(entry.draft, answers=answers), illegible=kept), rows


_TURNS = ("first", "second")


def _told(one: Difference, turn: str) -> JsonObject:
    return {"question": one.path, "first": one.first, "second": one.second, "taken": turn}


def _again(question: Question, answers: Mapping[str, JsonValue]) -> Iterator[Again]:
    stored = answers.get(question.id)
    if isinstance(question, GroupQuestion):
        inner = stored if isinstance(stored, dict) else {}
        yield from _children(question, question.id, question.label.say("ja"), inner, answers)
    elif isinstance(question, RepeatQuestion):
        if any(child.double_entry for child in question.questions):
            items = stored if isinstance(stored, list) else []
            name = (question.item or question.label).say("ja")
            yield Again(f"{question.id}.{COUNT}", question.label.say("ja"), None, len(items), answers)
            for n, item in enumerate(items):
                inner = item if isinstance(item, dict) else {}
                yield from _children(question, f"{question.id}.{n}", f"{name} {n + 1}", inner, answers)
    elif question.double_entry:
        yield Again(question.id, question.label.say("ja"), question, stored, answers)


def _children(
    parent: GroupQuestion | RepeatQuestion,
    path: str,
    name: str,
    inner: Mapping[str, JsonValue],
    answers: Mapping[str, JsonValue],
) -> Iterator[Again]:
    around = {**answers, **inner}
    for child in parent.questions:
        if child.double_entry and holds(child.ask_if, around):
            yield Again(f"{path}.{child.id}", f"{name} {child.label.say('ja')}", child, inner.get(child.id), around)


def _read(one: Again, raw: object, entry: Entry) -> JsonValue:
    if one.question is None:
        return _count(raw)
    optional = one.question.model_copy(update={"required": False}) if one.first is None else one.question
    parsed = optional.accept(raw, replace(entry.within, around=one.around))
    return parsed.stored if parsed else None


def _count(raw: object) -> int:
    text = str(raw if raw is not None else "").strip()
    if not text.isdecimal() or int(text) > MOST_ITEMS:
        raise ValueRefused("entry_count_form")
    return int(text)


def _shown(one: Again, stored: JsonValue) -> str:
    if stored is None:
        return ""
    return one.question.show(stored) if one.question else str(stored)


def _at(value: object, path: list[str]) -> object:
    for part in path:
        if isinstance(value, list):
            value = value[int(part)] if part.isdigit() and int(part) < len(value) else None
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value


def _put(answers: JsonObject, path: list[str], stored: JsonValue) -> None:
    """`stored` at the path; None takes the answer out. How many items a list has is put right by typing it again."""
    if path[-1] == COUNT:
        raise ActionNotAllowed("entry_count_differs")
    *way, last = path
    holder = _at(answers, way)
    assert isinstance(holder, dict)
    if stored is None:
        holder.pop(last, None)
    else:
        holder[last] = stored
