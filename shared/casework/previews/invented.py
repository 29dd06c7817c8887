"""Answers that nobody gave: what shows how a procedure looks when it is filled in. By the kind of each question."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from pydantic import JsonValue

from shared.catalogue import journey
from shared.catalogue.conditions import holds
from shared.catalogue.procedure import Procedure, Step
from shared.catalogue.questions.choices import ChoiceQuestion, ChoicesQuestion, YesNoQuestion
from shared.catalogue.questions.dates import OpenDayQuestion
from shared.catalogue.questions.files import MEDIA_TYPES, FileQuestion
from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.numbers import AmountBase, DigitsQuestion
from shared.catalogue.questions.question import Asking
from shared.catalogue.questions.simple import SimpleQuestion
from shared.errors import AnswersRefused, ValueRefused
from shared.language import open_days
from shared.language.wording import say

_MEDIA = {short: media for media, short in reversed(MEDIA_TYPES.items())}
_BIRTH = "1983-04-02"
# Valid by their rules, and nobody's: examples of those who give such numbers.
_FIXED = {
    "my_number": "123456789018",
    "corporate_number": "7000012050002",
    "bank_number": "1234567",
    "email": "mihon@example.jp",
    "postal": "690-8540",
    "phone": "0852-55-5555",
    "consent": "yes",
}
_SAID = (  # words: rehearsal.made.…
    *("text", "long_text", "name", "alias", "kana", "address", "building"),
    *("bank_name", "bank_branch", "bank_kana", "staff"),
)
_DAYS = (0, 1, -1, 14, -14, 60, -60, 400, -400, 3650, -3650)  # from the day on which it is asked


def hand_of(procedure: Procedure) -> tuple[str, str]:
    """(who answers, by which way in) when it is walked through: from home where that is possible."""
    return ("citizen", "online") if procedure.channels.online != "none" else ("staff", "counter")


def invented(procedure: Procedure, day: date) -> journey.Answers:
    """Answers of the shortest way through the procedure as it is asked on that day. What no invented answer fits is
    left open.
    """
    hand, channel = hand_of(procedure)
    asking, answers, seen = Asking(day, "ja", channel), journey.Answers(), list[str]()
    while step := journey.next_step(procedure, answers, hand, seen):
        answers = _of_step(procedure, step, answers, hand, asking)
        seen.append(step.id)
    return answers


def _of_step(procedure: Procedure, step: Step, before: journey.Answers, hand: str, asking: Asking) -> journey.Answers:
    raw: dict[str, Any] = {}
    for question in journey.asked_questions(step, before, hand):
        around = {**before, **raw}
        if holds(question.ask_if, around):
            said = _fitting(question, replace(asking, around=around))
            if said is not None:
                raw[question.id] = said
    try:
        return journey.parse_step(procedure, step, raw, before, hand, asking).answers
    except AnswersRefused as refused:  # what is left open is required
        wrong = {error.question.partition(".")[0] for error in refused.errors}
        return {**before, **{name: said for name, said in raw.items() if name not in wrong}}


def _fitting(question: Question, asking: Asking) -> Any:
    """The first answer that the question takes; None where it takes none of ours."""
    if isinstance(question, FileQuestion):
        return [kept_nowhere(question)]
    for said in _tries(question, asking):
        try:
            question.parse(said, asking)
        except (ValueRefused, AnswersRefused):
            continue
        return said
    return None


def _tries(question: Question, asking: Asking) -> Iterator[Any]:
    if isinstance(question, GroupQuestion):
        yield _children(question.questions, asking)
    elif isinstance(question, RepeatQuestion):
        yield [_children(question.questions, asking) for _ in range(max(question.min_items, 1))]
    elif isinstance(question, ChoiceQuestion):
        yield from filter(None, (question.default, *(option.value for option in question.options)))
    elif isinstance(question, ChoicesQuestion):
        yield [option.value for option in question.options[: max(question.min_items, 1)]]
    elif isinstance(question, YesNoQuestion):
        yield question.default or "no"
    elif question.kind in _FIXED:
        yield _FIXED[question.kind]
    else:
        if question.example is not None:
            yield question.example.say()
        yield from _made(question, asking.today)


def _made(question: SimpleQuestion, today: date) -> Iterator[Any]:
    if isinstance(question, AmountBase):
        yield from (str(max(question.min, 1)), str(question.min))
    elif isinstance(question, DigitsQuestion):
        yield ("1234567890" * 6)[: question.length or max(question.min_length, min(question.max_length, 8))]
    elif isinstance(question, OpenDayQuestion):
        yield open_days.next_open_day(question.earliest(today)).isoformat()
    elif question.kind == "birth_date":
        yield _BIRTH
    if question.kind in ("date", "birth_date"):
        yield from ((today + timedelta(days=days)).isoformat() for days in _DAYS)
    elif question.kind == "month":
        yield from ((today + timedelta(days=days)).isoformat()[:7] for days in _DAYS)
    elif question.kind in _SAID:
        part = {"family_name": "_family", "given_name": "_given"}.get(question.prefill or _named(question.id), "")
        key = f"{question.kind}{part}" if question.kind in ("name", "kana") else question.kind
        yield say(f"rehearsal.made.{key}")


def _named(question: str) -> str:
    """Which half of a name a question asks for, by how the catalogue's sets call it."""
    if question.endswith(("_sei", "_sei_kana")):
        return "family_name"
    return "given_name" if question.endswith(("_mei", "_mei_kana")) else ""


def _children(questions: Iterable[SimpleQuestion], asking: Asking) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for child in questions:
        around = {**asking.around, **given}
        if holds(child.ask_if, around):
            said = _fitting(child, replace(asking, around=around))
            if said is not None:
                given[child.id] = said
    return given


def kept_nowhere(question: FileQuestion) -> Mapping[str, JsonValue]:
    """A file that is not there, of a type that the question takes."""
    sort = question.accept_types[0]
    return {"blob": "p" * 22, "name": f"preview.{sort}", "type": _MEDIA[sort], "size": 1, "sha256": "0" * 64}
