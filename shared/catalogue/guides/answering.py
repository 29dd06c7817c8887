"""Answers to a guide: which questions are asked, what is taken, and what cannot both be true."""

from collections.abc import Mapping
from datetime import date

from pydantic import JsonValue

from shared.catalogue.conditions import Answers, holds, is_filled
from shared.catalogue.guides.guide import Guide, GuideQuestion
from shared.catalogue.questions.question import Asking
from shared.catalogue.texts import Text
from shared.errors import AnswerProblem, AnswersRefused, ValueRefused


def asked(guide: Guide, answers: Answers, day: date) -> list[GuideQuestion]:
    """The questions that concern whoever gave these answers, in order."""
    known: dict[str, JsonValue] = {}
    found = []
    for question in guide.questions:
        if question.holds_on(day) and holds(question.ask_if, known):
            found.append(question)
            if is_filled(answers.get(question.id)):
                known[question.id] = answers[question.id]
    return found


def read_answers(guide: Guide, raw: Mapping[str, object], asking: Asking) -> dict[str, JsonValue]:
    """The answers, as they are kept; empty ones and those to questions that are not asked are left out.

    Raises AnswersRefused with every answer that cannot be one.
    """
    known = {question.id for question in guide.questions}
    unknown = [AnswerProblem(name, "unknown_question") for name in raw if name not in known]
    answers, problems = _read(guide, raw, asking)
    if unknown or problems:
        raise AnswersRefused([*unknown, *problems])
    return on_the_way(guide, answers, asking.today)


def readable(guide: Guide, raw: Mapping[str, object], asking: Asking) -> dict[str, JsonValue]:
    """The same of those answers that can be kept; the others are passed over."""
    return on_the_way(guide, _read(guide, raw, asking)[0], asking.today)


def _read(guide: Guide, raw: Mapping[str, object], asking: Asking) -> tuple[dict[str, JsonValue], list[AnswerProblem]]:
    answers: dict[str, JsonValue] = {}
    problems = []
    for question in guide.questions:
        given = raw.get(question.id)
        if given is None or given in ("", []):
            continue
        try:
            answers[question.id] = question.read(given, asking)
        except ValueRefused as refused:
            problems.append(AnswerProblem(question.id, refused.code, refused.params))
    return answers, problems


def on_the_way(guide: Guide, answers: Answers, day: date) -> dict[str, JsonValue]:
    """The answers to questions that are asked; an answer given before another one was changed is left out."""
    return {one.id: answers[one.id] for one in asked(guide, answers, day) if is_filled(answers.get(one.id))}


def unanswered(guide: Guide, answers: Answers, day: date) -> list[GuideQuestion]:
    """The questions that are asked and not answered."""
    return [one for one in asked(guide, answers, day) if not is_filled(answers.get(one.id))]


def contradictions(guide: Guide, answers: Answers) -> list[Text]:
    """What is said of answers that cannot both be true."""
    return [one.text for one in guide.contradictions if holds(one.when, answers)]


def public_answers(guide: Guide, answers: Answers, day: date) -> dict[str, JsonValue]:
    """The answers that may be printed from: those to sensitive questions are left out, and what hangs on them."""
    shown = {name: answer for name, answer in answers.items() if not guide.question(name).sensitive}
    return on_the_way(guide, shown, day)
