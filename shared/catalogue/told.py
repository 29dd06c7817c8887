"""What changed between two versions of a procedure, as it matters for what one person has written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import JsonValue

from shared.catalogue import deadlines, fees, journey
from shared.catalogue.conditions import holds
from shared.catalogue.moving import LANGUAGES, Answers, Carried, Moved, Told, Why, shown, words_of
from shared.catalogue.procedure import Procedure, Step, version_on
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.question import Asking
from shared.catalogue.texts import Text
from shared.language.dates import show_date


@dataclass(frozen=True, repr=False)
class Written:
    """A version of the procedure with the answers to it, read as on `day`."""

    procedure: Procedure
    answers: Mapping[str, JsonValue]
    day: date
    channel: str
    hand: str

    def asked(self) -> dict[str, tuple[Step, Question]]:
        """The questions on the route, each with its step."""
        steps = journey.asked_steps(self.procedure, self.answers, self.hand)
        return {
            question.id: (step, question)
            for step in steps
            for question in journey.asked_questions(step, self.answers, self.hand)
        }

    def wrong(self) -> set[str]:
        """Questions whose answer would not be taken; what is missing is not wrong."""
        asking = Asking(today=self.day, channel=self.channel)
        problems = journey.validate(self.procedure, self.answers, self.hand, asking)
        return {one.question.partition(".")[0] for one in problems if one.code != "required"}


def moved(before: Written, after: Written, carried: Carried, why: Why, since: date | None) -> Moved | None:
    """What is to be said; None where the person who writes would notice nothing."""
    new, mend = _new(before, after), _to_mend(before, after)
    told = [
        *_fee(before, after),
        *_deadline(before, after),
        *(Told("asked", words_of(question.label)) for _, question in new),
        *carried.again,
        *(Told("mend", words_of(question.label), before=shown(question, value)) for _, question, value in mend),
        *_gone(before, after),
        *_reworded(before, after),
        *_papers(before, after),
        *_texts(before, after),
    ]
    if not told:
        return None
    look = {*(step.id for step, _ in new), *(step.id for step, _, _ in mend), *carried.steps}
    steps = tuple(step.id for step in after.procedure.steps if step.id in look)
    return Moved(why, since, tuple(told), steps)


def _fee(before: Written, after: Written) -> Iterator[Told]:
    was, now = (fees.fee_of(one.procedure, one.answers, one.channel, one.day) for one in (before, after))
    if (was.amount_yen, was.words) != (now.amount_yen, now.words):
        yield Told("fee", before=words_of(was.words), after=words_of(now.words))


def _deadline(before: Written, after: Written) -> Iterator[Told]:
    """The day where it can be reckoned; else the rule in the office's words."""
    was, now = (deadlines.last_day_of(one.procedure, one.answers, one.day) for one in (before, after))
    if was != now and now is not None:
        yield Told("deadline", before=_day_words(was) if was else {}, after=_day_words(now))
        return
    old, new = _rule(before), _rule(after)
    if old is None and new is not None:
        yield Told("deadline", after=words_of(new))
    elif old is not None and new is not None and old != new:
        yield Told("deadline", before=words_of(old), after=words_of(new))


def _rule(written: Written) -> Text | None:
    versions = written.procedure.deadline_versions
    day = fees.deciding_day(written.procedure, written.answers, written.day)
    return version_on(versions, day).text if versions else None


def _day_words(day: date) -> dict[str, str]:
    return {language: show_date(day.isoformat(), language) for language in LANGUAGES}


def _new(before: Written, after: Written) -> list[tuple[Step, Question]]:
    known = before.asked()
    return [one for question, one in after.asked().items() if question not in known]


def _to_mend(before: Written, after: Written) -> list[tuple[Step, Question, JsonValue]]:
    asked, wrong = after.asked(), after.wrong() - before.wrong()
    return [(*asked[name], after.answers[name]) for name in asked if name in wrong and name in after.answers]


def _gone(before: Written, after: Written) -> Iterator[Told]:
    """What was answered and is not asked any more, with the answer."""
    was, now = before.asked(), after.asked()
    there = {question.id for question in after.procedure.questions()}
    for question in before.procedure.questions():
        value, name = before.answers.get(question.id), question.id
        if not question.empty(value) and (name not in there or (name in was and name not in now)):
            yield Told("gone", words_of(question.label), before=shown(question, value))


def _reworded(before: Written, after: Written) -> Iterator[Told]:
    """What was answered under other words: people should see whether their answer still says what they mean."""
    now = after.asked()
    for name, (_, old) in before.asked().items():
        value = after.answers.get(name)
        if name not in now or old.empty(value):
            continue
        new = now[name][1]
        if old.label != new.label:
            yield Told("reworded", words_of(new.label), before=words_of(old.label))
        elif old.show(value) != new.show(value):
            yield Told("reworded", words_of(new.label), before=shown(old, value), after=shown(new, value))


def _papers(before: Written, after: Written) -> Iterator[Told]:
    was, now = _needed(before), _needed(after)
    yield from (Told("paper", words_of(title)) for kind, title in now.items() if kind not in was)
    yield from (Told("no_paper", words_of(title)) for kind, title in was.items() if kind not in now)


def _needed(written: Written) -> dict[str, Text]:
    answers: Answers = dict(written.answers)
    return {one.kind: one.title for one in written.procedure.documents if holds(one.ask_if, answers)}


def _texts(before: Written, after: Written) -> Iterator[Told]:
    if _around(before.procedure) != _around(after.procedure) or _beside(before, after) != _beside(after, before):
        yield Told("text")


def _around(procedure: Procedure) -> list[Text | None]:
    """What people read of the whole procedure."""
    one = procedure
    return [one.title, one.summary, one.who, one.when, one.online_offer, *one.after]


def _beside(of: Written, other: Written) -> list[Text | None]:
    """What people read around the questions that both versions ask."""
    common = other.asked()
    both = [(step, question) for name, (step, question) in of.asked().items() if name in common]
    return [text for step, question in both for text in (step.title, step.hint, question.hint)]
