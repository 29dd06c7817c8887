"""What the catalogue tells staff beside a visitor's case: of each question, and of other sections."""

from collections.abc import Collection, Iterable, Iterator
from html import escape

from kiosk.visit import Visit
from shared.casework.cases import Case
from shared.catalogue.conditions import holds
from shared.catalogue.journey import asked_answers, asked_questions
from shared.catalogue.office import Related
from shared.catalogue.procedure import Step
from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion
from shared.catalogue.questions.question import QuestionBase
from shared.language.wording import say
from shared.screens.parts import tongue


def notes_html(case: Case, step: Step) -> str:
    """What to ask aloud, what often goes wrong, which paper proves it: by question, those that are asked now."""
    lines = [
        f"<dt>{question.label.html('ja')}</dt><dd>{question.for_staff.html('ja')}</dd>"
        for question in _with_children(asked_questions(step, case.answers, "staff"))
        if question.for_staff
    ]
    return _panel("kiosk.notes_title", "".join(lines))


def related_html(visit: Visit, case: Case, *, to_begin: bool = False, filed: Collection[str] = ()) -> str:
    """この人に関わるほかの課: as the answers are now. `to_begin`: with the way to those procedures that we have;
    `filed`: procedures that were filed together with it.
    """
    answers = asked_answers(case.procedure, case.answers, "staff")
    found = [one for one in case.procedure.related if one.procedure not in filed and holds(one.ask_if, answers)]
    sections = dict.fromkeys(one.section for one in found)
    lines = [
        f"<dt>{_section(visit, section)}</dt>"
        + "".join(_related(visit, one, to_begin=to_begin) for one in found if one.section == section)
        for section in sections
    ]
    return _panel("kiosk.related_title", "".join(lines))


def _with_children(questions: Iterable[QuestionBase]) -> Iterator[QuestionBase]:
    for question in questions:
        yield question
        if isinstance(question, GroupQuestion | RepeatQuestion):
            yield from question.questions


def _related(visit: Visit, one: Related, *, to_begin: bool) -> str:
    said = one.for_staff.html("ja")
    known = visit.catalogue.procedures.find(one.procedure) if one.procedure is not None else None
    if not to_begin or known is None:
        return f"<dd>{said}</dd>"
    begin = tongue("ja")("kiosk.related_begin", title=known.title.say("ja"))
    return f'<dd>{said} <a href="/?start={escape(one.procedure or "")}">{begin}</a></dd>'


def _section(visit: Visit, section: str) -> str:
    """Name and counter. A case that began before the catalogue changed may name a section that is no more."""
    found = next((one for one in visit.catalogue.sections if one.id == section), None)
    if found is None:
        return escape(section)
    where = f" {escape(say('screens.counter_number', number=found.counter))}" if found.counter else ""
    return found.name.html("ja") + where


def _panel(title: str, lines: str) -> str:
    if not lines:
        return ""
    return f'<div class="mg-panel"><h2>{tongue("ja")(title)}</h2><dl class="kio-facts">{lines}</dl></div>'
