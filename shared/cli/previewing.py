"""`madoguchi catalogue preview`: a procedure walked in the terminal as it is asked on a day; nothing is kept.

Where the day of an event decides between versions, the walk goes over to that day's version once it is answered.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import click
from pydantic import JsonValue

from shared.casework.previews.invented import hand_of, kept_nowhere
from shared.catalogue import deadlines, fees, journey, moving
from shared.catalogue.conditions import holds
from shared.catalogue.papers import to_bring
from shared.catalogue.procedure import DecidingDay, Procedure, Step
from shared.catalogue.questions.files import FileQuestion
from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.question import Asking, Parsed
from shared.errors import AnswersRefused, ValueRefused
from shared.language import wording
from shared.language.wording import say


class Walk:
    """One procedure, the hand that answers, and what was answered so far."""

    def __init__(
        self, catalogued: Procedure, day: date, given: Mapping[str, Any] | None, say_line: Callable[[str], None]
    ) -> None:
        """`catalogued`: with all its versions. `given`: answers as `apply` takes them; None asks the terminal.
        `say_line` takes each line of the walk.
        """
        self.line = say_line
        self.catalogued = catalogued
        self.procedure = catalogued.on(day)
        self.asked_on = day
        self.day = day
        self.given = given
        self.hand, self.channel = hand_of(self.procedure)
        self.answers: journey.Answers = {}
        self.seen: list[str] = []

    def to_the_end(self) -> None:
        """Every screen, then what the citizen would check, and fee, deadline, documents.

        Raises AnswersRefused where given answers are refused.
        """
        self._tell("preview_head", title=self.procedure.title.say(), day=self.day.isoformat())
        while step := journey.next_step(self.procedure, self.answers, self.hand, self.seen):
            if step.staff_only and self.given is not None and not any(one.id in self.given for one in step.questions):
                break  # given are the citizen's answers
            self._draw(step)
            self._answer(step)
            self.seen.append(step.id)
            self._go_over()
        self._close()

    def plain(self) -> dict[str, Any]:
        """What was walked, for machines."""
        fee = fees.fee_of(self.procedure, self.answers, self.channel, self.day)
        last = deadlines.last_day_of(self.procedure, self.answers, self.day)
        shown = journey.shown(self.procedure, self.answers, "ja", self.hand)
        return {
            "procedure": self.procedure.id,
            "title": self.procedure.title.say(),
            "on": self.day.isoformat(),
            "asked_on": self.asked_on.isoformat(),
            "screens": [
                {
                    "id": one.step_id,
                    "title": wording.without_ruby(one.title),
                    "rows": [{"question": row.question, "label": row.label, "value": row.value} for row in one.rows],
                }
                for one in shown
            ],
            "fee_yen": fee.amount_yen,
            "fee": fee.words.say(),
            "last_day": last.isoformat() if last else None,
            "documents": [document.title.say() for document in to_bring(self.procedure, self.answers)],
            "after": [text.say() for text in self.procedure.after],
        }

    def _go_over(self) -> None:
        """To the version of the day of the event; what it asks anew or differently is asked again."""
        if not isinstance(self.catalogued.deciding_day, DecidingDay):
            return
        day = moving.day_of(self.catalogued, self.answers, self.day)
        if day is None or day == self.asked_on:
            return
        before, after = self.procedure, self.catalogued.on(day)
        self.procedure, self.asked_on = after, day
        if before == after:
            return
        self._tell("preview_moved", day=day.isoformat(), title=after.title.say())
        if self.given is not None:
            self.answers, self.seen = {}, []  # given are answers to the whole of it
            return
        self.answers = moving.carried(before, after, self.answers).answers
        known = {question.id for question in before.questions()}
        fresh = {step.id for step in after.steps if any(one.id not in known for one in step.questions)}
        self.seen = [one for one in self.seen if one not in fresh]

    def _draw(self, step: Step) -> None:
        number, of = journey.position(self.procedure, self.answers, step, self.hand)
        self.line("")
        self._tell("preview_step", number=number, of=of, title=step.title.say())
        if step.hint:
            self.line(f"  {step.hint.say()}")

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
                    self.line(f"  ! {error.question}: {say(f'errors.{error.code}', 'ja', **error.params)}")
                continue
            self.answers = parsed.answers
            if self.given is not None:
                self._show(step)
            return

    def _show(self, step: Step) -> None:
        for question in journey.asked_questions(step, self.answers, self.hand):
            for label, value in question.shown_lines(self.answers.get(question.id)):
                self.line(f"  {wording.without_ruby(label)}: {value}")

    def _raw(self, step: Step) -> dict[str, Any]:
        if self.given is not None:
            return _with_files(step.questions, self.given)  # what is not asked is not read
        raw: dict[str, Any] = {}
        stored: journey.Answers = {}
        while question := self._next(step, {**self.answers, **stored}, raw):
            asking = Asking(self.day, "ja", self.channel, around={**self.answers, **stored})
            raw[question.id] = _asked(question, asking)
            parsed = _read(question, raw[question.id], asking)
            stored |= {question.id: parsed.stored} if parsed is not None else {}
        return raw

    def _next(self, step: Step, answers: journey.Answers, raw: Mapping[str, Any]) -> Question | None:
        """The next question that was not put yet; an answer may bring in others of the same screen."""
        asked = journey.asked_questions(step, answers, self.hand)
        return next((question for question in asked if question.id not in raw), None)

    def _close(self) -> None:
        self.line("")
        self._tell("preview_check")
        for shown in journey.shown(self.procedure, self.answers, "ja", self.hand):
            for row in shown.rows:
                self.line(f"  {row.label}: {row.value}")
        fee = fees.fee_of(self.procedure, self.answers, self.channel, self.day)
        self._tell("preview_fee", words=fee.words.say())
        last = deadlines.last_day_of(self.procedure, self.answers, self.day)
        if last is not None:
            self._tell("preview_deadline", day=last.isoformat())
        for document in to_bring(self.procedure, self.answers):
            self._tell("preview_document", title=document.title.say())
        for text in self.procedure.after:
            self.line(f"  {text.say()}")
        self._tell("preview_end")

    def _tell(self, code: str, **params: object) -> None:
        self.line(_words(code, **params))


def _asked(question: Question, asking: Asking) -> Any:
    """What was typed for a question, in the raw form that it takes."""
    if isinstance(question, RepeatQuestion):
        items: list[Any] = []
        while len(items) < question.max_items:
            name = (question.item or question.label).say()
            if not click.confirm(_words("preview_item", name=name, number=len(items) + 1), default=not items):
                break
            items.append(_asked_children(question.questions, asking))
        return items
    if isinstance(question, GroupQuestion):
        return _asked_children(question.questions, asking)
    if isinstance(question, FileQuestion):
        pretends = click.confirm(_words("preview_file", label=question.label.say()), default=True)
        return [kept_nowhere(question)] if pretends else []
    for option in getattr(question, "options", ()):
        click.echo(f"    {option.value} … {option.label.say()}")
    typed = click.prompt(f"  {_label(question)}", default="", show_default=False)
    return typed.split() if question.kind == "choices" else typed


def _asked_children(questions: Iterable[Question], asking: Asking) -> dict[str, Any]:
    given: dict[str, Any] = {}
    stored: dict[str, JsonValue] = {}
    for child in questions:
        around = {**asking.around, **stored}
        if holds(child.ask_if, around):
            given[child.id] = _asked(child, replace(asking, around=around))
            parsed = _read(child, given[child.id], replace(asking, around=around))
            stored |= {child.id: parsed.stored} if parsed is not None else {}
    return given


def _read(question: Question, raw: Any, asking: Asking) -> Parsed | None:
    """As it is stored, for the conditions that look at it; what is refused is told with the whole screen."""
    try:
        return question.accept(raw, asking)
    except (ValueRefused, AnswersRefused):
        return None


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


def _words(code: str, **params: object) -> str:
    return wording.without_ruby(say(f"catalogue.{code}", "ja", **params))
