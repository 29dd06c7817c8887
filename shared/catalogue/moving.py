"""Moving over: what becomes of half-written answers when their procedure is asked differently.

Answers to questions that are still asked stay. What is no longer asked goes, and is said; what is new is asked.
Everything here works on two versions of one procedure as asked (`Procedure.on(day)`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from pydantic import JsonValue

from shared.catalogue.fees import day_at
from shared.catalogue.procedure import DecidingDay, Procedure
from shared.catalogue.questions.choices import ConsentQuestion, OptionsBase
from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion
from shared.catalogue.questions.kinds import Question
from shared.catalogue.texts import Text

LANGUAGES = ("ja", "easy", "en")
Words = dict[str, str]  # language → words with ruby marks
Answers = dict[str, JsonValue]
Why = Literal["day", "edit", "event"]


@dataclass(frozen=True, repr=False)
class Told:
    """One thing that changed, in words that stay true when the older version is gone.

    `what`: fee, deadline, asked (new), gone, again (chosen or agreed anew), mend (not valid any more), reworded,
    paper (to bring now), no_paper, text. `before`, `after`: values, empty where there is nothing to say.
    """

    what: str
    name: Words = field(default_factory=dict)
    before: Words = field(default_factory=dict)
    after: Words = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class Moved:
    """What the person who writes has not read yet. `why`: a day came, the office changed the procedure, or the day
    of the event was answered; `since` is that day. `steps`: to be looked at, in their order.
    """

    why: str
    since: date | None
    told: tuple[Told, ...]
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class Carried:
    """Answers that stay, and the questions whose answer could not."""

    answers: Answers
    again: tuple[Told, ...]
    steps: tuple[str, ...]


def day_of(procedure: Procedure, answers: Mapping[str, JsonValue], today: date) -> date | None:
    """The day whose version is asked of somebody who writes; None: as it was begun."""
    if procedure.deciding_day == "arrival":
        return today
    if isinstance(procedure.deciding_day, DecidingDay):
        return day_at(answers, procedure.deciding_day.question)
    return None


def turned_on(procedure: Procedure, after: date, until: date) -> date | None:
    """The one day, later than `after`, on which the catalogue's procedure changes; None for none, or several."""
    days = {day for day in turns_of(procedure) if after < day <= until}
    return days.pop() if len(days) == 1 else None


def turns_of(procedure: Procedure) -> set[date]:
    """The days on which something in it begins, or has ended."""
    return set(_turns(procedure.plain()))


def _turns(value: Any) -> list[date]:
    if isinstance(value, list):
        return [day for member in value for day in _turns(member)]
    if not isinstance(value, dict):
        return []
    own = [date.fromisoformat(value["from"])] if isinstance(value.get("from"), str) else []
    if isinstance(value.get("until"), str):
        own.append(date.fromisoformat(value["until"]) + timedelta(days=1))
    return own + [day for inner in value.values() for day in _turns(inner)]


def carried(old: Procedure, new: Procedure, answers: Mapping[str, JsonValue]) -> Carried:
    """The answers as far as the newer version takes them."""
    kept: Answers = {}
    again: list[Told] = []
    steps: list[str] = []
    before = {question.id: question for question in old.questions()}
    for step in new.steps:
        for question in step.questions:
            value = answers.get(question.id)
            known = before.get(question.id)
            if value is None or known is None:
                continue
            left, lost = _stays(known, question, value)
            if left is not None:
                kept[question.id] = left
            if lost:
                again += lost
                steps.append(step.id)
    return Carried(kept, tuple(again), tuple(dict.fromkeys(steps)))


def _stays(old: Question, new: Question, value: JsonValue) -> tuple[JsonValue, list[Told]]:
    """What stays of an answer, and what has to be answered again."""
    if new.kind != old.kind:
        return None, [Told("again", words_of(new.label), before=shown(old, value))]
    if isinstance(new, GroupQuestion) and isinstance(old, GroupQuestion) and isinstance(value, dict):
        return _children_stay(old, new, value)
    if isinstance(new, RepeatQuestion) and isinstance(old, RepeatQuestion) and isinstance(value, list):
        items: list[JsonValue] = []
        lost: list[Told] = []
        for item in value:
            left, gone = _children_stay(old, new, item) if isinstance(item, dict) else (item, [])
            items.append(left)
            lost += gone
        return items, lost
    if _is_over(old, new, value):
        return None, [Told("again", words_of(new.label), before=shown(old, value))]
    return value, []


def _children_stay(
    old: GroupQuestion | RepeatQuestion, new: GroupQuestion | RepeatQuestion, item: Mapping[str, JsonValue]
) -> tuple[JsonValue, list[Told]]:
    kept: Answers = {}
    lost: list[Told] = []
    after = {child.id: child for child in new.questions}
    for child in old.questions:
        value = item.get(child.id)
        now = after.get(child.id)
        if value is None:
            continue
        if now is None:
            lost.append(Told("gone", words_of(child.label), before=shown(child, value)))
            continue
        left, gone = _stays(child, now, value)
        if left is not None:
            kept[child.id] = left
        lost += gone
    return kept, lost


def _is_over(old: Question, new: Question, value: JsonValue) -> bool:
    """Whether it has to be chosen anew: an option that is gone, an agreement to other words."""
    if isinstance(new, ConsentQuestion):
        return new.label != old.label
    if isinstance(new, OptionsBase):
        values = value if isinstance(value, list) else [value]
        return not {str(one) for one in values} <= {option.value for option in new.options}
    return False


def shown(question: Question, value: JsonValue) -> Words:
    """An answer in words, by language."""
    return {language: question.show(value, language) for language in LANGUAGES}


def words_of(text: Text) -> Words:
    """A text of the catalogue, by language, with its ruby marks."""
    return {language: text.marked(language) for language in LANGUAGES}
