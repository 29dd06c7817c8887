"""What a My Number card that was shown says at a question: filled in where nothing was answered, and marked as such."""

from pydantic import JsonValue

from shared.casework.applying import asking
from shared.casework.cases import Case
from shared.casework.id_card.prefill import filled_by, said_by
from shared.catalogue.procedure import Step
from shared.catalogue.questions.kinds import Question
from shared.screens.parts import icon, tongue


def kept_or_said(case: Case, step: Step, question: Question) -> JsonValue:
    """The kept answer; on a screen that nobody has gone on from yet, else what the card says."""
    if question.id in case.answers or case.draft is None or step.id in case.draft.seen:
        return case.answers.get(question.id)
    return _said(case, question)


def is_said(case: Case, question: Question) -> bool:
    """Whether the answer, or what stands in its place, is what the card says."""
    said = _said(case, question)
    return said is not None and case.answers.get(question.id, said) == said


def mark_html(language: str) -> str:
    """「カードのとおり」, beside an answer."""
    return f'<span class="mg-chip good">{icon("ok")}<span>{tongue(language)("idcard.as_on_card")}</span></span>'


def hint_html(language: str) -> str:
    """The same above a field, with what to do where it is wrong."""
    return f'<p class="mg-flag" role="note">{icon("ok")}<span>{tongue(language)("idcard.field_filled")}</span></p>'


def _said(case: Case, question: Question) -> JsonValue:
    if case.id_card is None or question not in filled_by(case.procedure, case.answers):
        return None
    return said_by(case.id_card.facts, question, asking(case))
