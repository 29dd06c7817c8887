"""`madoguchi catalogue preview`: a procedure walked in the terminal as it is asked on a day; nothing is kept."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import click
from pydantic import JsonValue

from shared.casework.previews.invented import hand_of, kept_nowhere
from shared.catalogue import deadlines, fees, journey
from shared.catalogue.conditions import holds
from shared.catalogue.procedure import Procedure, Step
from shared.catalogue.questions.files import FileQuestion
from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion, asked_children
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.question import Asking
from shared.errors import AnswersRefused
from shared.language import wording
from shared.language.wording import say


class Walk:
    """One procedure, the hand that answers, and what was answered so far."""

    def __init__(self, procedure: Procedure, day: date, given: Mapping[str, Any] | None) -> None:
        """`given`: answers as `apply` takes them; None asks the terminal."""
        self.procedure = procedure
        self.day = day
        self.given = given
        self.hand, self.channel = hand_of(procedure)
        self.answers: journey.Answers = {}
        self.seen: list[str] = []

    def to_the_end(self) -> None:
        """Every screen, then what the citizen would check, and fee, deadline, documents.

        Raises AnswersRefused where given answers are refused.
        """
        _tell("preview_head", title=self.procedure.title.say(), day=self.day.isoformat())
        while step := journey.next_step(self.procedure, self.answers, self.hand, self.seen):
            if step.staff_only and self.given is not None and not any(one.id in self.given for one in step.questions):
                break  # given are the citizen's answers
            self._draw(step)
            self._answer(step)
            self.seen.append(step.id)
        self._close()

    def _draw(self, step: Step) -> None:
        number, of = journey.position(self.procedure, self.answers, step, self.hand)
        click.echo()
        _tell("preview_step", number=number, of=of, title=step.title.say())
        if step.hint:
            click.echo(f"  {step.hint.say()}")

    def _answer(self, step: Step) -> None:
        asking = Asking(self.day, "ja", self.channel)
        while True:
            raw = self._raw(step)
            try:
                parsed = journey.parse_step(self.procedure, step, raw, self.answers, self.hand, asking)
            except AnswersRefused as refused:
                if self.given is not None:
                    raise
                for error in refused.errors:
                    click.echo(f"  ! {error.question}: {say(f'errors.{error.code}', 'ja', **error.params)}")
                continue
            self.answers = parsed.answers
            if self.given is not None:
                self._show(step)
            return

    def _show(self, step: Step) -> None:
        for question in journey.asked_questions(step, self.answers, self.hand):
            for label, value in question.shown_lines(self.answers.get(question.id)):
                click.echo(f"  {wording.without_ruby(label)}: {value}")

    def _raw(self, step: Step) -> dict[str, Any]:
        questions = journey.asked_questions(step, self.answers, self.hand)
        if self.given is not None:
            return _with_files(questions, self.given)
        raw: dict[str, Any] = {}
        for question in questions:
            if holds(question.ask_if, {**self.answers, **raw}):
                raw[question.id] = _asked(question, {**self.answers, **raw})
        return raw

    def _close(self) -> None:
        click.echo()
        _tell("preview_check")
        for shown in journey.shown(self.procedure, self.answers, "ja", self.hand):
            for row in shown.rows:
                click.echo(f"  {row.label}: {row.value}")
        fee = fees.fee_of(self.procedure, self.answers, self.channel, self.day)
        _tell("preview_fee", words=fee.words.say())
        last = deadlines.last_day_of(self.procedure, self.answers)
        if last is not None:
            _tell("preview_deadline", day=last.isoformat())
        for document in self.procedure.documents:
            if holds(document.ask_if, self.answers):
                _tell("preview_document", title=document.title.say())
        for text in self.procedure.after:
            click.echo(f"  {text.say()}")
        _tell("preview_end")


def _asked(question: Question, around: Mapping[str, JsonValue]) -> Any:
    """What was typed for a question, in the raw form that it takes."""
    if isinstance(question, RepeatQuestion):
        items: list[Any] = []
        while len(items) < question.max_items:
            name = (question.item or question.label).say()
            if not click.confirm(_words("preview_item", name=name, number=len(items) + 1), default=not items):
                break
            items.append(_asked_children(question.questions, around))
        return items
    if isinstance(question, GroupQuestion):
        return _asked_children(question.questions, around)
    if isinstance(question, FileQuestion):
        pretends = click.confirm(_words("preview_file", label=question.label.say()), default=True)
        return [kept_nowhere(question)] if pretends else []
    for option in getattr(question, "options", ()):
        click.echo(f"    {option.value} … {option.label.say()}")
    typed = click.prompt(f"  {_label(question)}", default="", show_default=False)
    return typed.split() if question.kind == "choices" else typed


def _asked_children(questions: Any, around: Mapping[str, JsonValue]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for child in questions:
        if child in asked_children(questions, given, around):
            given[child.id] = _asked(child, around)
    return given


def _with_files(questions: Iterable[Question], given: Mapping[str, Any]) -> dict[str, Any]:
    """Given answers, with a file that is not there wherever one is asked for."""
    raw: dict[str, Any] = {}
    for question in questions:
        answer = given.get(question.id)
        if isinstance(question, FileQuestion):
            raw[question.id] = answer or [kept_nowhere(question)]
        elif isinstance(question, RepeatQuestion) and isinstance(answer, list):
            raw[question.id] = [_with_files(question.questions, one) for one in answer]
        elif isinstance(question, GroupQuestion) and isinstance(answer, dict):
            raw[question.id] = _with_files(question.questions, answer)
        elif answer is not None:
            raw[question.id] = answer
    return raw


def _label(question: Question) -> str:
    needed = _words("preview_needed") if question.required else ""
    values = {"yes_no": " (yes/no)", "consent": " (yes)"}.get(question.kind, "")
    return f"{question.label.say()}{needed}{values}"


def _tell(code: str, **params: object) -> None:
    click.echo(_words(code, **params))


def _words(code: str, **params: object) -> str:
    return wording.without_ruby(say(f"catalogue.{code}", "ja", **params))
