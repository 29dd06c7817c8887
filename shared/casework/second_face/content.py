"""What the second face shows of a case: the citizen's own questions and answers, never what only staff are asked."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pydantic import JsonValue

from shared.casework.applying import asking
from shared.casework.cases import Case
from shared.casework.rights import read_back_in
from shared.catalogue import journey
from shared.catalogue.procedure import Procedure, canonical
from shared.catalogue.questions.kinds import Question

HAND = "citizen"  # whose questions are shown
PLACE = "second_face"  # where a touch was made, as the record says it


@dataclass(frozen=True)
class Asked:
    """A question and its answer in one language."""

    question: str
    title_html: str
    values: tuple[tuple[str, str], ...]  # (label, value); one line for most kinds
    given: bool


@dataclass(frozen=True)
class AskedStep:
    """What is asked together, as on one screen of the portal."""

    step: str
    title_html: str
    lines: tuple[Asked, ...]

    @property
    def given(self) -> bool:
        """Anything of it is answered."""
        return any(line.given for line in self.lines)


@dataclass(frozen=True, repr=False)
class Content:
    """A case as the kiosk kept it last. `at`: the step at which staff are, "" where it is not known.

    `agreed`: that staff may help was touched on a second face. `confirmed`: the digest that was read back so.
    """

    procedure: Procedure
    answers: Mapping[str, JsonValue]
    language: str = "ja"
    at: str = ""
    agreed: bool = False
    confirmed: str = ""
    complete: bool = False

    @cached_property
    def digest(self) -> str:
        """Of what is read back; any change of an answer changes it."""
        return digest_of(self.procedure, self.answers)

    @cached_property
    def steps(self) -> dict[str, tuple[Question, ...]]:
        """The citizen's steps on the route with their questions, without the word at the end that all is right."""
        closing = closing_of(self.procedure, self.answers)
        found = {
            step.id: tuple(one for one in journey.asked_questions(step, self.answers, HAND) if one.id not in closing)
            for step in journey.asked_steps(self.procedure, self.answers, HAND)
        }
        return {step: questions for step, questions in found.items() if questions}

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """Their ids, in order."""
        return tuple(question.id for questions in self.steps.values() for question in questions)

    def changed_since(self, before: "Content") -> tuple[str, ...]:
        """Ids of the questions whose answer came or changed, in order."""
        return tuple(one for one in self.questions if self.answers.get(one) != before.answers.get(one))

    def step_of(self, question: str) -> str:
        """The step in which it is asked; "" where it is not."""
        return next((step for step, asked in self.steps.items() if any(one.id == question for one in asked)), "")

    def first_open(self) -> str:
        """The first step without any answer, else the first; "" where nothing is asked."""
        unsaid = (step for step, asked in self.steps.items() if all(one.id not in self.answers for one in asked))
        return next(unsaid, next(iter(self.steps), ""))

    def shown(self, language: str) -> list[AskedStep]:
        """Every step with its answers."""
        rows: dict[str, list[tuple[str, str]]] = {}
        for shown in journey.shown(self.procedure, self.answers, language, HAND):
            for row in shown.rows:
                rows.setdefault(row.question, []).append((row.label, row.value))
        return [
            AskedStep(
                step,
                self.procedure.step(step).title.html(language),
                tuple(_asked(question, rows.get(question.id, []), language) for question in questions),
            )
            for step, questions in self.steps.items()
        ]


def content_of(case: Case, at: str = "") -> Content | None:
    """Of a case that is being written; None of one that was sent."""
    if case.draft is None:
        return None
    consent, back = case.draft.consent, read_back_in(case.draft.consent)
    return Content(
        procedure=case.procedure,
        answers=dict(case.answers),
        language=case.language,
        at=at,
        agreed=consent.get("where") == PLACE,
        confirmed=str(back.get("digest", "")) if back is not None else "",
        complete=_complete(case),
    )


def closing_of(procedure: Procedure, answers: Mapping[str, JsonValue]) -> tuple[str, ...]:
    """Ids of the questions of the last step, where it only asks for the word that all is right."""
    steps = journey.asked_steps(procedure, answers, HAND)
    last = journey.asked_questions(steps[-1], answers, HAND) if steps else []
    return tuple(question.id for question in last) if all(one.kind == "consent" for one in last) else ()


def digest_of(procedure: Procedure, answers: Mapping[str, JsonValue]) -> str:
    """Of the citizen's answers on the route, without the word that they are right."""
    closing, said = closing_of(procedure, answers), journey.asked_answers(procedure, answers, HAND)
    kept = {name: value for name, value in said.items() if name not in closing}
    return hashlib.sha256(canonical(kept)).hexdigest()


def _complete(case: Case) -> bool:
    """Nothing is wanting of what the citizen is asked, but the word that all is right."""
    problems = journey.validate(case.procedure, case.answers, HAND, asking(case))
    closing = closing_of(case.procedure, case.answers)
    return all(problem.question in closing for problem in problems)


def _asked(question: Question, values: Sequence[tuple[str, str]], language: str) -> Asked:
    return Asked(question.id, question.label.html(language), tuple(values), any(value for _, value in values))
