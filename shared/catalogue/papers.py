"""Which documents a person brings, as far as their answers say: nothing that is looked up or for others only."""

from collections.abc import Mapping

from pydantic import JsonValue

from shared.catalogue.advice.reach import comparisons_of
from shared.catalogue.conditions import Condition, holds
from shared.catalogue.lookup_step import lookup_id
from shared.catalogue.office import NeededDocument
from shared.catalogue.procedure import Procedure

Answers = Mapping[str, JsonValue]


def looked_up(document: NeededDocument, answers: Answers) -> bool:
    """True where the person said yes to having it looked up: it need not be brought."""
    return answers.get(lookup_id(document.kind)) == "yes"


def to_bring(procedure: Procedure, answers: Answers) -> list[NeededDocument]:
    """What is brought when everything is answered."""
    return [one for one in procedure.documents if holds(one.ask_if, answers) and not looked_up(one, answers)]


def may_need(procedure: Procedure, answers: Answers) -> list[NeededDocument]:
    """What may have to be brought while answers are still missing: a condition on one of those leaves it in."""
    return [
        one
        for one in procedure.documents
        if not looked_up(one, answers) and (holds(one.ask_if, answers) or not _decided(one.ask_if, answers))
    ]


def _decided(condition: Condition | None, answers: Answers) -> bool:
    named = () if condition is None else comparisons_of(condition)
    return all(one.question.partition(".")[0] in answers for one in named)
