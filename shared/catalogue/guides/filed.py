"""What a procedure that was filed says about the questions of a guide: the guide's rules then count for its citizen."""

from collections.abc import Collection, Iterator
from datetime import date

from pydantic import JsonValue

from shared.catalogue.conditions import AllOf, Answers, AnyOf, Comparison, Condition, Not, holds
from shared.catalogue.guides.guide import Filed, Guide


def procedures_by(guide: Guide, filed: Filed, answers: Answers, day: date) -> list[str]:
    """The procedures of those rules that surely hold, in the order of the guide.

    `answers` are those of the procedure that was filed on `day`. A rule that asks for anything that they do not tell
    brings nothing, nor does one that looks at a sensitive question.
    """
    if guide.sensitive or not holds(filed.ask_if, answers):
        return []
    known = _known(guide, filed, answers)
    rules = [rule for rule in guide.rules if rule.holds_on(day) and (rule.when is None or _surely(rule.when, known))]
    return [name for rule in rules for name in rule.procedures]


def procedures_possible(guide: Guide, filed: Filed) -> set[str]:
    """All that `procedures_by` can bring, whatever was answered."""
    told = {one.question for one in filed.answers}
    rules = [rule for rule in guide.rules if rule.when is None or _could(rule.when, told)]
    return set() if guide.sensitive else {name for rule in rules for name in rule.procedures}


def _could(condition: Condition, told: Collection[str]) -> bool:
    """Whether some answers to these questions alone could make it sure."""
    if isinstance(condition, AllOf):
        return all(_could(part, told) for part in condition.all_of)
    if isinstance(condition, AnyOf):
        return any(_could(part, told) for part in condition.any_of)
    return all(name in told for name in _asked(condition))


def _known(guide: Guide, filed: Filed, answers: Answers) -> dict[str, JsonValue]:
    """Answers to the guide's questions; of several choices those that are surely chosen: others may be as well."""
    known: dict[str, JsonValue] = {}
    for one in filed.answers:
        question = guide.question(one.question)
        if question.sensitive or not holds(one.ask_if, answers):
            continue
        if question.kind == "choices":
            chosen = known.setdefault(one.question, [])
            assert isinstance(chosen, list)
            chosen.append(one.answer)
        else:
            known.setdefault(one.question, one.answer)
    return known


def _surely(condition: Condition, known: Answers) -> bool:
    """Whether it holds whatever the unknown answers are."""
    if isinstance(condition, AllOf):
        return all(_surely(part, known) for part in condition.all_of)
    if isinstance(condition, AnyOf):
        return any(_surely(part, known) for part in condition.any_of)
    if isinstance(condition, Not):
        whole = all(name in known and not isinstance(known[name], list) for name in _asked(condition))
        return whole and condition.holds(known)
    return condition.question in known and condition.holds(known)


def _asked(condition: Condition) -> Iterator[str]:
    if isinstance(condition, Comparison):
        yield condition.question
        return
    if isinstance(condition, Not):
        yield from _asked(condition.not_this)
        return
    for part in condition.all_of if isinstance(condition, AllOf) else condition.any_of:
        yield from _asked(part)
