"""Which basic fact of the card fills which question (`prefill:` of the catalogue). Computed, never stored.

An answer that is what the card says is shown as such; one that was changed was typed. What the card fills in is the
card holder's: where somebody applies for another (`by_agent`), that is the agent and not the applicant.
"""

from collections.abc import Mapping

from pydantic import JsonValue

from shared.casework.id_card.shown import BasicFacts
from shared.casework.persons import AGENT_PREFIX
from shared.catalogue.procedure import Procedure
from shared.catalogue.questions.choices import ChoiceQuestion
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.question import Asking
from shared.catalogue.questions.sexes import SEX_VALUES
from shared.errors import AnswersRefused, ValueRefused

BY_AGENT = "by_agent"


def filled_by(procedure: Procedure, answers: Mapping[str, JsonValue]) -> list[Question]:
    """The questions that the card of who sits here fills, in order."""
    agent = answers.get(BY_AGENT) == "yes"
    return [one for one in procedure.questions() if one.prefill and one.id.startswith(AGENT_PREFIX) == agent]


def said_by(facts: BasicFacts, question: Question, asking: Asking) -> JsonValue:
    """The answer that the card gives to this question; None where it gives none that the question takes."""
    raw = _raw(facts, question)
    if not raw:
        return None
    try:
        return question.parse(raw, asking).stored
    except (ValueRefused, AnswersRefused):
        return None


def from_card(
    procedure: Procedure, answers: Mapping[str, JsonValue], facts: BasicFacts, asking: Asking
) -> tuple[list[str], list[str]]:
    """(ids of the answers that are what the card says, ids of those that were typed otherwise)."""
    same: list[str] = []
    other: list[str] = []
    for question in filled_by(procedure, answers):
        said = said_by(facts, question, asking)
        if said is not None and question.id in answers:
            (same if answers[question.id] == said else other).append(question.id)
    return same, other


def _raw(facts: BasicFacts, question: Question) -> str:
    family, given = facts.names
    if question.prefill == "sex":
        return _option(facts.sex, question)
    known = {
        "name": facts.name,
        "family_name": family,
        "given_name": given,
        "address": facts.address,
        "birth": facts.birth,
    }
    return known.get(question.prefill or "", "")


def _option(sex: str, question: Question) -> str:
    """The option that means it; the catalogue's check wants one for each."""
    values = {option.value for option in question.options} if isinstance(question, ChoiceQuestion) else set()
    return next((value for value in SEX_VALUES.get(sex, ()) if value in values), "")
