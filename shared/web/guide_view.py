"""Questions of a guide and what follows from them as the pages show them: words, days and links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from shared.catalogue.guides.guide import Guide, GuideQuestion
from shared.catalogue.guides.result import Brought, Entry, Result
from shared.catalogue.texts import Text
from shared.errors import AnswerProblem
from shared.language import clock
from shared.language.dates import show_date_html
from shared.language.wording import say, say_markup

NOTHING = Markup()


@dataclass(frozen=True)
class ChoiceSeen:
    """One thing to choose. `name` and `value` are for the form."""

    name: str
    value: str
    label: Markup
    chosen: bool


@dataclass(frozen=True)
class QuestionSeen:
    """One question: choices, or for a day what was written."""

    id: str
    kind: str
    label: Markup
    hint: Markup
    choices: Sequence[ChoiceSeen]
    value: str
    problem: str


@dataclass(frozen=True)
class EntrySeen:
    """One procedure of the list."""

    id: str
    title: Markup
    until: Markup
    passed: bool
    deadline: Markup
    section: Markup
    place: Markup
    telephone: str
    fee: Markup
    here: str
    link: str
    notes: Sequence[Markup]


@dataclass(frozen=True)
class BroughtSeen:
    """One thing to bring, and who brings it."""

    title: Markup
    when: Sequence[Markup]


@dataclass(frozen=True)
class ResultSeen:
    """The whole list."""

    entries: Sequence[EntrySeen]
    bring: Sequence[BroughtSeen]
    notes: Sequence[Markup]
    external: Sequence[Markup]
    fee_total: str
    fee_varies: bool
    fee_later: bool


def asked_seen(
    questions: Sequence[GuideQuestion],
    answers: Mapping[str, object],
    language: str,
    problems: Sequence[AnswerProblem] = (),
) -> list[QuestionSeen]:
    """Questions with what was answered so far."""
    told = {one.question: say(f"errors.{one.code}", language, **one.params) for one in problems}
    return [_question(one, answers.get(one.id), language, told.get(one.id, "")) for one in questions]


def carried(guide: Guide, answers: Mapping[str, object], shown: Sequence[GuideQuestion]) -> list[tuple[str, str]]:
    """Hidden fields with the answers to all questions that do not stand on the page."""
    fields: list[tuple[str, str]] = []
    for question in guide.questions:
        answer = answers.get(question.id)
        if question in shown or answer is None:
            continue
        if isinstance(answer, list):
            fields += [(f"{question.id}.{value}", "yes") for value in answer]
        else:
            fields.append((question.id, str(answer)))
    return fields


def problems_seen(guide: Guide, problems: Sequence[AnswerProblem], language: str) -> list[tuple[str, str]]:
    """Where to go and what to put right, for the box at the top."""
    named = {question.id for question in guide.questions}
    return [
        (one.question if one.question in named else "questions", say(f"errors.{one.code}", language, **one.params))
        for one in problems
    ]


def result_seen(result: Result, language: str, door: str) -> ResultSeen:
    """What follows; `door` says what can be done right here."""
    return ResultSeen(
        entries=[_entry(one, language, door) for one in result.entries],
        bring=[_brought(one, language) for one in result.bring],
        notes=_said(result.notes, language),
        external=_said(result.external, language),
        fee_total=f"{result.fee_total:,}" if result.fee_total else "",
        fee_varies=result.fee_varies,
        fee_later=result.fee_later,
    )


def _question(question: GuideQuestion, answer: object, language: str, problem: str) -> QuestionSeen:
    return QuestionSeen(
        id=question.id,
        kind=question.kind,
        label=_html(question.label, language),
        hint=_html(question.hint, language) if question.hint else NOTHING,
        choices=_choices(question, answer, language),
        value=str(answer) if question.kind == "date" and answer else "",
        problem=problem,
    )


def _choices(question: GuideQuestion, answer: object, language: str) -> list[ChoiceSeen]:
    if question.kind == "yes_no":
        return [
            ChoiceSeen(question.id, value, say_markup(f"catalogue.{value}", language), answer == value)
            for value in ("yes", "no")
        ]
    several = question.kind == "choices"
    chosen = answer if isinstance(answer, list) else [answer]
    return [
        ChoiceSeen(
            f"{question.id}.{one.value}" if several else question.id,
            "yes" if several else one.value,
            _html(one.label, language),
            one.value in chosen,
        )
        for one in question.offered(clock.today())
    ]


def _entry(entry: Entry, language: str, door: str) -> EntrySeen:
    procedure, words = entry.procedure, entry.deadline_words
    sign = procedure.section_details
    place = [_html(sign.floor, language)] if sign.floor else []
    place += [say_markup("screens.counter_number", language, number=sign.counter)] if sign.counter else []
    begins = entry.at_the_counter and door == "kiosk"
    return EntrySeen(
        id=procedure.id,
        title=_html(procedure.title, language),
        until=_day(entry.deadline, language) if entry.deadline else NOTHING,
        passed=entry.passed,
        deadline=_html(words, language) if words else NOTHING,
        section=_html(sign.name, language),
        place=Markup(" ").join(place),
        telephone=sign.telephone,
        fee=_html(entry.fee.words, language) if entry.fee.amount_yen or entry.priced_later else NOTHING,
        here=_here(entry, door),
        link=f"/?start={procedure.id}" if begins else "" if door == "kiosk" else f"/?procedure={procedure.id}",
        notes=_said(entry.notes, language),
    )


def _here(entry: Entry, door: str) -> str:
    """What can be done here and now, as the name of its words."""
    if door == "kiosk":
        return "here_counter" if entry.at_the_counter else "only_home"
    if entry.from_home:
        return "here_home"
    return "here_begun" if entry.begun_at_home else "not_here"


def _brought(one: Brought, language: str) -> BroughtSeen:
    return BroughtSeen(_html(one.title, language), _said(one.when, language))


def _said(texts: Sequence[Text], language: str) -> list[Markup]:
    return [_html(text, language) for text in texts]


def _html(text: Text, language: str) -> Markup:
    return Markup(text.html(language))


def _day(day: date, language: str) -> Markup:
    """令和8年12月8日（2026年）（火）."""
    weekday = say_markup(f"dates.weekday_{day.isoweekday()}", language)
    return say_markup("guides.day", language, day=show_date_html(day.isoformat(), language), weekday=weekday)
