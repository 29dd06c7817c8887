"""What a case costs, reckoned from the answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import JsonValue

from shared.catalogue.conditions import answer_at, holds
from shared.catalogue.procedure import DecidingDay, Procedure, version_on
from shared.catalogue.questions.groups import RepeatQuestion
from shared.catalogue.rules import ByOption, FeeRule, PaidWhere
from shared.catalogue.texts import Text
from shared.language import wording


@dataclass(frozen=True)
class Fee:
    """A sum in yen, in words, and where it is paid; "none" where nothing is."""

    amount_yen: int
    words: Text
    paid: PaidWhere


def fee_of(procedure: Procedure, answers: Mapping[str, JsonValue], channel: str, day: date) -> Fee:
    """The fee of these answers by this way in ("online", "counter", "paper", "post"; others as counter).

    `day` is the day of arrival (before sending: today); it chooses the version of the fee unless the
    procedure goes by its start or by the day of an event.
    """
    rule = version_on(procedure.fee_versions, deciding_day(procedure, answers, day))
    amount = _amount(rule, answers, _may_be_none(procedure) if answers else frozenset())
    if amount == 0:
        return Fee(0, _words_of_nothing(rule), "none")
    if rule.words is not None and not _is_counted(rule, answers):
        return Fee(amount, rule.words, getattr(rule.paid, channel, rule.paid.counter))
    return Fee(amount, _words("catalogue.fee_sum", amount), getattr(rule.paid, channel, rule.paid.counter))


def deciding_day(procedure: Procedure, answers: Mapping[str, JsonValue], day: date) -> date:
    """The day that chooses between versions of fee and deadline; `day` where the event's is not known."""
    if isinstance(procedure.deciding_day, DecidingDay):
        return day_at(answers, procedure.deciding_day.question) or day
    return day


def day_at(answers: Mapping[str, JsonValue], path: str) -> date | None:
    """The day that was answered; None where there is none or a part of it is unknown."""
    answer = answer_at(answers, path)
    try:
        day = date.fromisoformat(answer) if isinstance(answer, str) and len(answer) == 10 else None
    except ValueError:
        return None
    return day if day is not None and 1800 <= day.year <= 2300 else None  # reckoning stays in the calendar


def _may_be_none(procedure: Procedure) -> frozenset[str]:
    """Lists that a case may be without: none is charged for where none is written."""
    lists = (question for question in procedure.questions() if isinstance(question, RepeatQuestion))
    return frozenset(one.id for one in lists if one.min_items == 0 or one.ask_if is not None)


def _amount(rule: FeeRule, answers: Mapping[str, JsonValue], may_be_none: frozenset[str]) -> int:
    amount = 0
    if rule.free_if is None or not holds(rule.free_if, answers):
        amount = _per_option(rule.by, rule.amount, answers) * _count(rule.per, answers, may_be_none)
    for extra in rule.extra:
        if holds(extra.ask_if, answers):
            amount += extra.amount * _count(extra.per, answers, may_be_none)
    return amount


def _per_option(by: ByOption | None, amount: int, answers: Mapping[str, JsonValue]) -> int:
    return amount if by is None else by.amounts.get(str(answer_at(answers, by.question)), amount)


def _count(per: str | None, answers: Mapping[str, JsonValue], may_be_none: frozenset[str]) -> int:
    """How many: a number, the items of a repeat, the sum of a child over them; 1 where not yet known."""
    if per is None:
        return 1
    question, _, child = per.partition(".")
    answer = answers.get(question)
    if isinstance(answer, list):
        return sum(_whole(item.get(child)) if child else 1 for item in answer if isinstance(item, dict)) or 1
    if isinstance(answer, dict):
        answer = answer.get(child)
    if answer is None:
        return 0 if question in may_be_none else 1
    return _whole(answer)


def _whole(answer: JsonValue) -> int:
    return answer if isinstance(answer, int) and not isinstance(answer, bool) else 0


def _words_of_nothing(rule: FeeRule) -> Text:
    """The office's own words where its rule is 0 for everybody: the price is told later (使用料, 占用料, 写し)."""
    always = rule.amount == 0 and rule.by is None and not rule.extra
    return rule.words if always and rule.words is not None else _words("catalogue.fee_none", 0)


def _is_counted(rule: FeeRule, answers: Mapping[str, JsonValue]) -> bool:
    paths = [path for path in (rule.per, rule.by.question if rule.by else None) if path]
    return bool(paths) and all(answers.get(path.partition(".")[0]) is not None for path in paths)


def _words(key: str, amount: int) -> Text:
    said = {language: wording.say(key, language, amount=f"{amount:,}") for language in ("ja", "easy", "en")}
    return Text.model_validate(said)
