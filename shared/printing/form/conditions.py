"""A condition of the catalogue in words: 「代わりの人が手続きする」（1）が「はい」の人だけ書いてください。"""

from collections.abc import Mapping, Sequence
from functools import reduce

from shared.catalogue.conditions import AllOf, AnyOf, Comparison, Condition
from shared.catalogue.procedure import Procedure
from shared.catalogue.questions.choices import OptionsBase
from shared.catalogue.questions.kinds import Question
from shared.language import dates
from shared.printing.form.asked import is_written
from shared.printing.form.order import FormOrder
from shared.printing.words import Said, as_typed


def only_if(
    order: FormOrder, condition: Condition, near: Mapping[str, Question] | None = None, parts: str = ""
) -> Said:
    """The whole line. `near`: questions of the same group or item, which are looked at first; `parts`: numbers of
    the parts that it is about.
    """
    said = _said(order, condition, near or {})
    return order.say("parts_only_if", parts=parts, condition=said) if parts else order.say("only_if", condition=said)


def for_whom(order: FormOrder, condition: Condition) -> Said:
    """Of a paper to add: who adds it."""
    return order.say("add_only_if", condition=_said(order, condition, {}))


def _said(order: FormOrder, condition: Condition, near: Mapping[str, Question]) -> Said:
    match condition:
        case Comparison():
            return _compared(order, condition, near)
        case AllOf():
            return _joined(order, "both", [_said(order, part, near) for part in condition.all_of])
        case AnyOf():
            return _joined(order, "either", [_said(order, part, near) for part in condition.any_of])
        case _:
            return order.say("cond_not", condition=_said(order, condition.not_this, near))


def _joined(order: FormOrder, how: str, said: Sequence[Said]) -> Said:
    return reduce(lambda first, second: order.say(f"cond_{how}", first=first, second=second), said)


def _compared(order: FormOrder, asked: Comparison, near: Mapping[str, Question]) -> Said:
    question = near.get(asked.question) or order.procedure.question(asked.question)
    number = "" if asked.question in near else _number(order.procedure, asked.question)
    named = order.say("cond_question", question=order.text(question.label), number=number) if number else None
    name = named or order.say("cond_near", question=order.text(question.label))
    return _joined(order, "both", [_one(order, how, value, question, name) for how, value in _comparisons(asked)])


def _comparisons(asked: Comparison) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    if asked.filled is not None:
        found.append(("filled" if asked.filled else "empty", None))
    words = asked.in_values or tuple(filter(None, (asked.is_value, asked.contains)))
    if words:
        found.append(("is", words))
    for how in ("before", "after", "at_least", "at_most"):
        if (value := getattr(asked, how)) is not None:
            found.append((how, value))
    return found


def _one(order: FormOrder, how: str, value: object, question: Question, name: Said) -> Said:
    if isinstance(value, tuple):
        chosen = _joined(order, "or", [_value(order, question, one) for one in value])
        return order.say("cond_is", question=name, value=chosen)
    if how in ("before", "after"):
        day = str(value)
        return order.say(f"cond_{how}", question=name, value=_both_days(order, day))
    return order.say(f"cond_{how}", question=name, value="" if value is None else str(value))


def _value(order: FormOrder, question: Question, value: str) -> Said:
    if isinstance(question, OptionsBase):
        for option in question.options:
            if option.value == value:
                return order.say("cond_value", value=order.text(option.label))
    if value in ("yes", "no"):
        return order.say("cond_value", value=order.say(value))
    return order.say("cond_value", value=as_typed(value))


def _both_days(order: FormOrder, day: str) -> Said:
    return as_typed(dates.show_date(day, "ja"))


def _number(procedure: Procedure, path: str) -> str:
    """The number of the step that holds the question, as on the form."""
    first = path.partition(".")[0]
    number = 0
    for step in procedure.steps:
        number += is_written(step)
        if any(question.id == first for question in step.questions):
            return "" if step.staff_only else str(number)
    return ""
