"""Conditions that can never hold, and steps that nobody can reach: every way through the answers is tried.

Only the questions that a condition looks at, and those that decide whether these are asked, are tried out, each
with the answers that can make a difference. Where that would be too many the condition is taken as possible.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain, combinations
from typing import Any

from pydantic import JsonValue

from shared.catalogue.conditions import AllOf, AnyOf, Comparison, Condition, Not, holds
from shared.catalogue.procedure import Procedure, Step
from shared.catalogue.questions.kinds import Question

TRIED_AT_MOST = 100_000
Answers = dict[str, JsonValue]


class Reach:
    """What can happen in one procedure."""

    def __init__(self, procedure: Procedure) -> None:
        self.asked: dict[str, tuple[Step, Question]] = {
            question.id: (step, question) for step in procedure.steps for question in step.questions
        }

    def can_hold(self, *conditions: Condition | None) -> bool:
        """True where some way through the procedure fulfils all of them at once."""
        wanted = [condition for condition in conditions if condition is not None]
        if not wanted:
            return True
        needed = self._needed(wanted)
        comparisons = list(chain.from_iterable(comparisons_of(one) for one in self._conditions(needed, wanted)))
        tried = _Tried()
        order = [name for name in self.asked if name in needed]
        return self._some_way(order, {}, wanted, comparisons, tried)

    def _some_way(
        self,
        order: list[str],
        answers: Answers,
        wanted: list[Condition],
        comparisons: list[Comparison],
        tried: "_Tried",
    ) -> bool:
        if not order:
            return all(holds(condition, answers) for condition in wanted)
        step, question = self.asked[order[0]]
        is_asked = holds(step.ask_if, answers) and holds(question.ask_if, answers)
        for answer in _candidates(question, comparisons) if is_asked else [None]:
            if tried.too_many():
                return True
            ahead = {**answers, question.id: answer} if answer is not None else answers
            if self._some_way(order[1:], ahead, wanted, comparisons, tried):
                return True
        return False

    def _needed(self, wanted: Iterable[Condition]) -> set[str]:
        """The questions that the conditions look at, and those that decide whether these are asked."""
        needed: set[str] = set()
        waiting = [name for condition in wanted for name in _names(condition)]
        while waiting:
            name = waiting.pop()
            if name in needed or name not in self.asked:
                continue
            needed.add(name)
            step, question = self.asked[name]
            waiting += [*_names(step.ask_if), *_names(question.ask_if)]
        return needed

    def _conditions(self, needed: set[str], wanted: list[Condition]) -> Iterator[Condition]:
        yield from wanted
        for name in needed:
            step, question = self.asked[name]
            yield from (condition for condition in (step.ask_if, question.ask_if) if condition is not None)


class _Tried:
    """Counts what was tried."""

    def __init__(self) -> None:
        self.count = 0

    def too_many(self) -> bool:
        self.count += 1
        return self.count > TRIED_AT_MOST


def comparisons_of(condition: Condition | None) -> Iterator[Comparison]:
    """Every comparison in a condition."""
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, AllOf):
        yield from chain.from_iterable(map(comparisons_of, condition.all_of))
    elif isinstance(condition, AnyOf):
        yield from chain.from_iterable(map(comparisons_of, condition.any_of))
    elif isinstance(condition, Not):
        yield from comparisons_of(condition.not_this)


def _names(condition: Condition | None) -> list[str]:
    return [one.question.partition(".")[0] for one in comparisons_of(condition)]


def _candidates(question: Question, comparisons: list[Comparison]) -> list[JsonValue]:
    """Answers of which one stands for each way in which the comparisons can come out; None for no answer."""
    ours = [one for one in comparisons if one.question.partition(".")[0] == question.id]
    children = {one.question.partition(".")[2] for one in ours} - {""}
    if children:
        found: list[JsonValue] = list(_of_a_group(question, children, ours))
    else:
        found = _of(question, ours)
    return found if question.required is True else [*found, None]


def _of_a_group(question: Question, children: set[str], comparisons: list[Comparison]) -> Iterator[JsonValue]:
    answers: list[dict[str, Any]] = [{"": True}]  # filled, whatever its other children say
    for child in (one for one in getattr(question, "questions", ()) if one.id in children):
        ours = [one for one in comparisons if one.question == f"{question.id}.{child.id}"]
        answers = [{**so_far, child.id: one} for so_far in answers for one in [*_of(child, ours), None]]
    yield from answers


def _of(question: Question, comparisons: list[Comparison]) -> list[JsonValue]:
    kind = question.kind
    if kind == "yes_no":
        return ["yes", "no"]
    if kind == "consent":
        return ["yes"]
    if kind == "choice":
        return [option.value for option in getattr(question, "options", ())]
    if kind == "choices":
        return list(_selections(question, comparisons))
    if kind in ("number", "money"):
        return list(_amounts(question, comparisons))
    days = [day for one in comparisons for day in (one.before, one.after) if day is not None]
    words = {word for one in comparisons for word in (one.is_value, *(one.in_values or ())) if word is not None}
    return [*sorted({near.isoformat() for day in days for near in _around(day)}), *sorted(words), "?"]


def _selections(question: Question, comparisons: list[Comparison]) -> Iterator[JsonValue]:
    looked_at = sorted({one.contains for one in comparisons if one.contains is not None})
    others = [one.value for one in getattr(question, "options", ()) if one.value not in looked_at][:1]
    for size in range(len(looked_at) + 1):
        for chosen in combinations(looked_at, size):
            if chosen or others:
                yield list(chosen) or list(others)


def _amounts(question: Question, comparisons: list[Comparison]) -> Iterator[int]:
    limits = {limit for one in comparisons for limit in (one.at_least, one.at_most) if limit is not None}
    words = {one.is_value for one in comparisons} | {word for one in comparisons for word in one.in_values or ()}
    limits |= {int(word) for word in words if word is not None and word.lstrip("-").isdigit()}
    least, most = getattr(question, "min", None), getattr(question, "max", None)
    for amount in sorted({near for limit in limits for near in (limit - 1, limit, limit + 1)} | {least or 0}):
        fits = (not isinstance(least, int) or amount >= least) and (not isinstance(most, int) or amount <= most)
        if fits:
            yield amount


def _around(day: date) -> tuple[date, ...]:
    return (day - timedelta(days=1), day, day + timedelta(days=1))
