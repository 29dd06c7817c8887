"""Where a person is: computed from the procedure and the answers, never stored.

Works on a procedure as asked (`Procedure.on(day)` or `from_asked`). `hand` is "citizen" or "staff": questions
for staff are asked of staff only. A question that is not asked counts as not answered, even where an old
answer is kept.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue

from shared.catalogue.conditions import holds
from shared.catalogue.procedure import Procedure, Step
from shared.catalogue.questions.groups import unknown_answer
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.numbers import SEALED, MyNumberQuestion
from shared.catalogue.questions.question import Asking, Parsed
from shared.errors import AnswerProblem, AnswersRefused, ValueRefused
from shared.language.wording import without_ruby

Answers = dict[str, JsonValue]


@dataclass(frozen=True)
class StepParsed:
    """What a step makes of what was typed: all answers, this step's put in; flags `question:code`."""

    answers: Answers
    flags: tuple[str, ...]


@dataclass(frozen=True)
class ShownRow:
    """One line to check: question id, label with ruby marks, value ("" where an optional question was left open)."""

    question: str
    marked: str
    value: str

    @property
    def label(self) -> str:
        """The label in plain words."""
        return without_ruby(self.marked)


@dataclass(frozen=True)
class ShownStep:
    """The answers of one step in words."""

    step_id: str
    title: str
    rows: list[ShownRow]


def asked_steps(procedure: Procedure, answers: Mapping[str, JsonValue], hand: str) -> list[Step]:
    """The steps that are asked of this hand, in order; a step without questions for it is left out."""
    return [step for step, questions, _ in _route(procedure.steps, answers, hand) if questions]


def asked_questions(step: Step, answers: Mapping[str, JsonValue], hand: str) -> list[Question]:
    """The questions of a step that are asked of this hand, in order."""
    *_, (_, questions, _) = _route((*step.earlier, step), answers, hand)
    return questions


def next_step(
    procedure: Procedure, answers: Mapping[str, JsonValue], hand: str, seen: Collection[str] = ()
) -> Step | None:
    """The first asked step that is not satisfied; None where all are.

    A step is satisfied when nothing required is missing and, where nothing is required, when it was `seen`
    (its id) or has an answer.
    """
    channel = "online" if hand == "citizen" else "counter"
    for step, questions, on_route in _route(procedure.steps, answers, hand):
        if any(question.missing(on_route.get(question.id), on_route, channel) for question in questions):
            return step
        touched = step.id in seen or any(question.id in on_route for question in questions)
        if questions and not touched:
            return step
    return None


def parse_step(
    procedure: Procedure,
    step: Step,
    raw: Mapping[str, object],
    answers: Mapping[str, JsonValue],
    hand: str,
    asking: Asking,
) -> StepParsed:
    """The answers with this step's put in. What is left open is taken out; other steps are not touched.

    Raises AnswersRefused with every problem of the step; nothing is kept then.
    """
    known = _answers_before(step, answers, hand)
    if not _asks_step(step, known, hand):
        return StepParsed(dict(answers), ())
    merged = dict(answers)
    flags: list[str] = []
    problems: list[AnswerProblem] = []
    for question in step.questions:
        if not _asks(question, known, hand):
            continue
        parsed, found = _accepted(question, raw.get(question.id), replace(asking, around=known))
        problems.extend(found)
        merged.pop(question.id, None)
        if parsed is not None:
            known[question.id] = merged[question.id] = parsed.stored
            flags.extend(flag_path(question.id, flag) for flag in parsed.flags)
    if problems:
        raise AnswersRefused(problems)
    return StepParsed(merged, tuple(flags))


def asked_answers(procedure: Procedure, answers: Mapping[str, JsonValue], hand: str) -> Answers:
    """The answers on the route; everything else is dropped."""
    kept: Answers = {}
    for _, questions, on_route in _route(procedure.steps, answers, hand):
        kept.update({question.id: on_route[question.id] for question in questions if question.id in on_route})
    return kept


def validate(procedure: Procedure, answers: Mapping[str, JsonValue], hand: str, asking: Asking) -> list[AnswerProblem]:
    """What is wrong with stored answers; empty where nothing is. Never raises.

    A My Number that was taken out into its own box (`SEALED`) is taken as given.
    """
    problems: list[AnswerProblem] = []
    for _, questions, on_route in _route(procedure.steps, answers, hand):
        for question in questions:
            stored = on_route.get(question.id)
            if isinstance(question, MyNumberQuestion) and stored == SEALED:
                continue
            problems.extend(_accepted(question, stored, replace(asking, around=on_route))[1])
    return problems


def shown(procedure: Procedure, answers: Mapping[str, JsonValue], language: str, hand: str) -> list[ShownStep]:
    """The asked steps with their answers in words. A My Number is ●●●●."""
    steps = []
    for step, questions, on_route in _route(procedure.steps, answers, hand):
        rows = [
            ShownRow(question.id, marked, value)
            for question in questions
            for marked, value in question.shown_lines(on_route.get(question.id), language)
        ]
        if questions:
            steps.append(ShownStep(step.id, step.title.say(language), rows))
    return steps


def position(procedure: Procedure, answers: Mapping[str, JsonValue], step: Step, hand: str) -> tuple[int, int]:
    """(which of the asked steps it is, from 1; how many there are). A step off the route is 0."""
    ids = [asked.id for asked in asked_steps(procedure, answers, hand)]
    return (ids.index(step.id) + 1 if step.id in ids else 0), len(ids)


def unknown_answers(procedure: Procedure, raw: Mapping[str, object]) -> list[AnswerProblem]:
    """Answers that no question of the procedure asks for, e.g. a slip in an id given by a machine."""
    known = {question.id for question in procedure.questions()}
    return [unknown_answer("", key) for key in raw if key not in known]


def _route(
    steps: tuple[Step, ...], answers: Mapping[str, JsonValue], hand: str
) -> Iterator[tuple[Step, list[Question], Answers]]:
    """Each step with the questions asked of this hand and the answers on the route up to and including it."""
    on_route: Answers = {}
    for step in steps:
        questions: list[Question] = []
        if _asks_step(step, on_route, hand):
            for question in step.questions:
                if _asks(question, on_route, hand):
                    questions.append(question)
                    if not question.empty(answers.get(question.id)):
                        on_route[question.id] = answers[question.id]
        yield step, questions, on_route


def _answers_before(step: Step, answers: Mapping[str, JsonValue], hand: str) -> Answers:
    routes = [on_route for _, _, on_route in _route(step.earlier, answers, hand)]
    return dict(routes[-1]) if routes else {}


def _asks_step(step: Step, on_route: Mapping[str, JsonValue], hand: str) -> bool:
    return (hand == "staff" or not step.staff_only) and holds(step.ask_if, on_route)


def _asks(question: Question, on_route: Mapping[str, JsonValue], hand: str) -> bool:
    at_counter_only = isinstance(question, MyNumberQuestion) and not question.online
    if hand != "staff" and (question.staff_only or at_counter_only):
        return False
    return holds(question.ask_if, on_route)


def _accepted(question: Question, raw: object, asking: Asking) -> tuple[Parsed | None, list[AnswerProblem]]:
    try:
        return question.accept(raw, asking), []
    except ValueRefused as refused:
        return None, [AnswerProblem(question.id, refused.code, refused.params)]
    except AnswersRefused as refused:
        return None, list(refused.errors)


def flag_path(question_id: str, flag: str) -> str:
    """A question's code to confirm, as it is kept with the case: `question:code`, `list.0.child:code`."""
    return f"{question_id}.{flag}" if ":" in flag else f"{question_id}:{flag}"
